"""Who looks at a conversation: told to the others when it begins and when it ends."""

from tests.desk.test_agents import other, upset  # noqa: F401 (fixtures)


def names(agent, conversation: str) -> list[str]:
    """Who else looks, as an agent sees it."""
    return agent.get(f"/inbox/{conversation}").json()["looking"]


def looks(told, conversation: str) -> list[list[str]]:
    """What was told of it so far."""
    return [body["looking"] for body in told(conversation, "presence")]


def test_leaving_is_told_at_once(agent, other, upset, told):
    other.post(f"/inbox/{upset.conversation}/seen", event=1)
    assert names(agent, upset.conversation) == ["Bo"]
    assert other.post(f"/inbox/{upset.conversation}/left").status_code == 204
    assert names(agent, upset.conversation) == [] and looks(told, upset.conversation) == [["Bo"], []]


def test_who_comes_back_is_told_again_and_who_was_not_there_leaves_silently(other, upset, told):
    at = f"/inbox/{upset.conversation}"
    other.post(f"{at}/left")
    for path in ("seen", "left", "left", "seen"):
        other.post(f"{at}/{path}", **({"event": 1} if path == "seen" else {}))
    assert looks(told, upset.conversation) == [["Bo"], [], ["Bo"]]


def test_leaving_one_leaves_the_others_names_and_what_was_read(agent, other, upset, told):
    for each in (agent, other):
        each.post(f"/inbox/{upset.conversation}/seen", event=10**6)
    other.post(f"/inbox/{upset.conversation}/left")
    assert looks(told, upset.conversation)[-1] == ["Anna"]
    assert not other.get("/inbox", view="need").json()["items"][0]["unread"]


def test_who_looks_hears_who_else_does(agent, other, upset):
    other.post(f"/inbox/{upset.conversation}/seen", event=1)
    assert agent.post(f"/inbox/{upset.conversation}/seen", event=1).json() == {"looking": ["Bo"]}


def test_signed_out_and_switched_off_is_left_everywhere(agent, other, upset, visit, client, told):
    second = visit()
    for _ in range(2):
        for conversation in (upset.conversation, second.conversation):
            other.post(f"/inbox/{conversation}/seen", event=1)
            assert looks(told, conversation)[-1] == ["Bo"]
        client.request("DELETE", "/api/v1/session", headers=other.headers)
        assert looks(told, upset.conversation)[-1] == looks(told, second.conversation)[-1] == []
        other.sign_in()
    other.post(f"/inbox/{upset.conversation}/seen", event=1)
    client.patch(f"/api/v1/people/{other.id}", json={"active": False}, headers=agent.headers)
    assert looks(told, upset.conversation)[-1] == []


def test_another_team_can_neither_look_nor_leave(client, desk, other, upset, told):
    stranger = type(other)(client, desk, "cai", teams=("people",))
    other.post(f"/inbox/{upset.conversation}/seen", event=1)
    assert stranger.post(f"/inbox/{upset.conversation}/left").status_code == 404
    assert looks(told, upset.conversation) == [["Bo"]]
