"""People at the desk: who may see and do what, and that nobody's work or words go astray."""

import asyncio
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from agent import PASSWORD, Agent
from rows import rows

from bot.models import Duration, Facts, Reading, to_json
from desk import events, people, sessions
from desk.api import agents_stream
from desk.rasa import Turn
from desk.tables import audit, feedback, messages
from tests.desk.test_uploads import picture

LATE = Reading("", "en", "angry", 2, cause="late_delivery", cause_confidence=0.9, signals=("leaving",), facts=Facts(waiting=Duration(6, "day")))
CALM = "Six days is a long wait for something you paid for. May I ask for your order number?"


def answers_with(reading: Reading, **told):
    """A script for Rasa: an answer that says how the message was read."""
    return lambda conversation, text: Turn("I hear you.", {"language": "en", "reading": to_json(replace(reading, text=text)), **told})


@pytest.fixture
def upset(rasa, visitor, until, told):
    """A customer whose parcel is late, and who asked for a person."""
    rasa.script = answers_with(LATE)
    visitor.say("my parcel is six days late")
    until(lambda: told(visitor.conversation, author="bot")[1:])
    visitor.client.post(visitor.at + "/person", json={}, headers=visitor.headers)
    return visitor


@pytest.fixture
def other(client, desk) -> Agent:
    """An agent of the same team."""
    return Agent(client, desk, "bo")


@pytest.mark.parametrize(("login", "password"), [("anna", "wrong password"), ("nobody", PASSWORD), ("", PASSWORD)])
def test_a_wrong_login_opens_nothing(agent, client, login, password):
    assert client.post("/api/v1/session", json={"login": login, "password": password}).status_code in (401, 422)


def test_passwords_are_not_guessed_by_the_thousand(agent, client):
    tries = [client.post("/api/v1/session", json={"login": "anna", "password": "guess"}).status_code for _ in range(12)]
    assert tries[-1] == 429


def test_a_new_password_ends_their_sessions_elsewhere(agent, client):
    elsewhere = {**agent.headers}
    agent.sign_in()
    changed = client.put("/api/v1/me", json={"password": {"old": PASSWORD, "new": "another long one"}}, headers=agent.headers)
    assert changed.status_code == 200 and agent.get("/me").status_code == 200
    assert client.get("/api/v1/me", headers=elsewhere).status_code == 401


def test_many_who_sign_in_at_once_do_not_fill_the_memory(agent, desk, monkeypatch):
    at_once, most = [], []

    class Hasher:
        def verify(self, *_):
            at_once.append(1)
            most.append(len(at_once))
            time.sleep(0.02)
            at_once.pop()

    monkeypatch.setattr(people, "HASHER", Hasher())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: people.checked(desk.database, "anna", PASSWORD), range(8)))
    assert all(found) and max(most) <= 2


def test_a_request_without_the_token_against_forgery_is_refused(agent, client, upset):
    forged = client.post(f"/api/v1/inbox/{upset.conversation}/take", json={}, headers={"Cookie": agent.headers["Cookie"]})
    assert forged.status_code == 403 and agent.get(f"/inbox/{upset.conversation}").json()["item"]["status"] == "waiting"


def test_signed_out_and_no_longer_active_are_out_at_once(agent, other, client):
    assert agent.client.patch(f"/api/v1/people/{other.id}", json={"active": False}, headers=agent.headers).status_code == 200
    assert other.get("/me").status_code == 401
    client.request("DELETE", "/api/v1/session", headers=agent.headers)
    assert agent.get("/me").status_code == 401


@pytest.mark.parametrize(("role", "path", "status"), [
    ("agent", "/followups", 403), ("agent", "/audit", 403), ("lead", "/followups", 200), ("lead", "/audit", 403), ("agent", "/people", 200),
])  # fmt: skip
def test_roles(client, desk, role, path, status):
    answer = Agent(client, desk, "someone", role).get(path)
    assert answer.status_code == status
    if path == "/people":
        assert "login" not in answer.json()[0]


def test_an_agent_cannot_make_people_nor_open_another_teams_conversation(client, desk, upset):
    stranger = Agent(client, desk, "cai", teams=("people",))
    assert stranger.post("/people", login="x", name="X", role="admin", teams=[], password=PASSWORD).status_code == 403
    assert stranger.get("/inbox").json()["items"] == []
    for answer in (stranger.get(f"/inbox/{upset.conversation}"), stranger.post(f"/inbox/{upset.conversation}/take"),
                   stranger.post("/coach", text="hi", conversation=upset.conversation)):  # fmt: skip
        assert answer.status_code == 404


def test_the_list_says_what_is_felt_and_why(agent, upset):
    (item,) = agent.get("/inbox", view="need").json()["items"]
    assert (item["feeling"], item["intensity"], item["cause"], item["signals"]) == ("angry", 2, "late_delivery", ["leaving"])
    assert item["waiting_since"] and item["unread"] and item["status"] == "waiting"


def test_need_comes_before_the_time_of_arrival(agent, rasa, visit, until, told):
    for text, reading in (("a calm one", replace(LATE, feeling="calm", intensity=0, signals=())), ("a worse one", replace(LATE, signals=("vulnerable",)))):
        rasa.script = answers_with(reading, handoff={"reason": "asked"})
        customer = visit()
        customer.say(text)
        until(lambda customer=customer: told(customer.conversation, "status"))
    shown = [item["intensity"] for item in agent.get("/inbox", view="need").json()["items"]]
    assert shown == [2, 0]


def test_search_finds_words_of_messages_and_nothing_else(agent, upset, visitor):
    found = lambda q: [item["id"] for item in agent.get("/inbox", view="need", q=q).json()["items"]]
    assert found("parcel six") == found("parc") == [upset.conversation]
    assert found("zebra") == found('" OR 1=1 --') == []
    assert found("'); DROP TABLE messages; --") == []


def test_a_conversation_shows_evidence_feelings_facts_and_reason(agent, upset):
    shown = agent.get(f"/inbox/{upset.conversation}").json()
    assert shown["summary"]["reason"] == "asked" and shown["summary"]["happened"] == ["my parcel is six days late"]
    assert shown["summary"]["facts"]["waiting"] == "6 days" and shown["summary"]["feelings"][0]["intensity"] == 2
    assert [each["reading"]["cause"] for each in shown["messages"] if each["author"] == "customer"] == ["late_delivery"]


def test_taking_over_silences_the_bot_and_a_second_agent_is_told(agent, other, upset, rasa, until):
    assert agent.post(f"/inbox/{upset.conversation}/take").status_code == 200
    refused = other.post(f"/inbox/{upset.conversation}/take")
    assert refused.status_code == 409 and "Anna" in refused.json()["error"] and refused.json()["agent"]["name"] == "Anna"
    turns = len(rasa.turns)
    upset.say("are you there?")
    until(lambda: rasa.reads)
    assert len(rasa.turns) == turns


def test_a_suggestion_sent_as_it_is_becomes_promises_and_counts_for_its_wordings(agent, upset, database, told):
    shown = agent.get(f"/inbox/{upset.conversation}/suggestions", fault="ours").json()["suggestions"]
    assert [each["tone"] for each in shown] == ["warm", "brief", "formal"] and all(not each["findings"] for each in shown)
    first = shown[0]
    suggestion = {name: first[name] for name in ("tone", "text", "wordings")} | {"fault": "ours"}
    dated = [step["id"] for step in first["parts"]["plan"] if step["due"]]
    sent = agent.reply(upset.conversation, first["text"], suggestion=suggestion, promises=dated)
    assert sent.status_code == 201 and sent.json() == {**sent.json(), "edited": False, "findings": []}
    assert told(upset.conversation, author="agent")[-1]["parts"]["plan"] == first["parts"]["plan"]
    promised = agent.get("/promises").json()["items"]
    assert {each["text"] for each in promised} == {step["text"] for step in first["parts"]["plan"] if step["due"]}
    assert all(each["mine"] for each in promised)
    counted = {row["key"]: row["taken"] for row in rows(database, feedback)}
    assert counted["tone:warm"] == 1 and all(counted[f"en:{each}"] == 1 for each in first["wordings"])


def test_a_suggestion_in_the_agents_own_language_says_the_same_facts(agent, upset):
    agent.client.put("/api/v1/me", json={"language": "fi"}, headers=agent.headers)
    first = agent.get(f"/inbox/{upset.conversation}/suggestions").json()["suggestions"][0]
    assert "6 päivää" in first["meaning"] and "6 days" in first["text"]


def test_an_edit_counts_against_and_is_kept_with_what_it_was(agent, upset, database):
    first = agent.get(f"/inbox/{upset.conversation}/suggestions").json()["suggestions"][0]
    sent = agent.reply(upset.conversation, CALM, suggestion={name: first[name] for name in ("tone", "text", "wordings")})
    assert sent.json()["edited"]
    (kept,) = [row["suggested"] for row in rows(database, messages) if row["author"] == "agent"]
    assert kept["text"] == first["text"] and kept["edited"]


def test_a_reply_is_sent_once(agent, upset, told):
    form = {"client_id": uuid.uuid4().hex, "text": CALM, "after": 10**6}
    answers = [agent.post(f"/inbox/{upset.conversation}/replies", **form).json()["event"] for _ in range(3)]
    assert len(set(answers)) == 1 and len(told(upset.conversation, author="agent")) == 1


def test_of_two_agents_who_send_at_once_one_is_told(agent, other, upset, told):
    seen = agent.get(f"/inbox/{upset.conversation}").json()["last_event"]
    form = {"text": CALM, "after": seen}
    assert agent.post(f"/inbox/{upset.conversation}/replies", client_id=uuid.uuid4().hex, **form).status_code == 201
    late = other.post(f"/inbox/{upset.conversation}/replies", client_id=uuid.uuid4().hex, **form)
    assert late.status_code == 409 and (late.json()["by"], late.json()["text"]) == ("Anna", CALM)
    assert len(told(upset.conversation, author="agent")) == 1


@pytest.mark.parametrize("text", ["Dear {name}, hello", "Your card is 4111 1111 1111 1111"])
def test_what_no_customer_may_get_is_not_sent(agent, upset, told, text):
    assert agent.reply(upset.conversation, text).status_code == 422
    assert not told(upset.conversation, author="agent")


def test_a_customers_own_number_may_be_said_back(agent, upset, rasa, until, told):
    upset.say("it was card 4111 1111 1111 1111")
    assert agent.reply(upset.conversation, "I see it: 4111 1111 1111 1111.").status_code == 201


def test_a_warning_never_blocks_and_is_kept_for_the_lead(agent, upset, database):
    sent = agent.reply(upset.conversation, "Please calm down. It is just a delay.")
    assert sent.status_code == 201 and sent.json()["findings"]
    (kept,) = [row["warnings"] for row in rows(database, messages) if row["author"] == "agent"]
    assert "dismissive" in kept


def test_the_coach_is_quick_and_knows_the_conversation(agent, upset):
    told = agent.post("/coach", text="Please calm down.", conversation=upset.conversation).json()
    assert {"dismissive"} <= {each["rule"] for each in told["findings"]} and set(told["marks"]) == {"warmth", "understanding", "exploration"}


def test_a_note_never_reaches_the_customer(agent, upset, visit):
    secret = "she sounds close to tears <script>alert(1)</script>"
    agent.post(f"/inbox/{upset.conversation}/notes", text=secret)
    assert secret in [each["text"] for each in agent.get(f"/inbox/{upset.conversation}").json()["messages"]]
    again = visit(upset.token)
    assert "tears" not in str(again.arrived["events"])
    assert "tears" not in upset.client.get(upset.at + "/transcript", headers=upset.headers).text


def test_a_correction_is_shown_and_moves_the_list(agent, upset):
    (message,) = [each for each in agent.get(f"/inbox/{upset.conversation}").json()["messages"] if each["author"] == "customer"]
    answer = agent.post(f"/inbox/{upset.conversation}/reading", message=message["id"], cause="lost_parcel", feeling="worried")
    assert answer.json()["reading"]["cause"] == "lost_parcel"
    item = agent.get(f"/inbox/{upset.conversation}").json()["item"]
    assert (item["cause"], item["feeling"]) == ("lost_parcel", "worried")
    assert agent.post(f"/inbox/{upset.conversation}/reading", message=message["id"], cause="no_such").status_code == 422
    assert agent.post(f"/inbox/{upset.conversation}/reading", message=10**6, cause="lost_parcel").status_code == 404


@pytest.mark.parametrize(("state", "list_id"), [("kept", "moves.promise_kept"), ("broken", "moves.promise_broken")])
def test_a_promise_decided_drafts_the_word_to_the_customer(agent, upset, state, list_id):
    first = agent.get(f"/inbox/{upset.conversation}/suggestions").json()["suggestions"][0]
    dated = [step["id"] for step in first["parts"]["plan"] if step["due"]]
    agent.reply(upset.conversation, first["text"], suggestion={name: first[name] for name in ("tone", "text", "wordings")}, promises=dated)
    promise = agent.get("/promises").json()["items"][0]
    decided = agent.post(f"/promises/{promise['id']}", state=state).json()
    assert decided["promise"]["state"] == state and decided["followup"]["language"] == "en" and len(decided["followup"]["text"]) > 20


def test_a_bad_rating_is_a_leads_to_follow_up(agent, upset):
    agent.post(f"/inbox/{upset.conversation}/resolve")
    upset.client.post(upset.at + "/rating", json={"feeling": 1, "text": "cold"}, headers=upset.headers)
    (followup,) = agent.get("/followups").json()["items"]
    assert followup["rating"] == {"feeling": 1, "text": "cold"}
    agent.post(f"/followups/{followup['id']}", state="done")
    assert agent.get("/followups").json()["items"] == []


def test_without_a_reading_people_still_talk_and_the_want_is_said(agent, visitor):
    assert agent.get(f"/inbox/{visitor.conversation}/suggestions").json()["missing"] == "no_message"
    assert agent.reply(visitor.conversation, CALM).status_code == 201


def test_snoozed_ones_come_back_when_the_customer_writes(agent, upset, until):
    agent.post(f"/inbox/{upset.conversation}/snooze", until="2099-01-01T09:00:00Z")
    view = lambda name: [item["id"] for item in agent.get("/inbox", view=name).json()["items"]]
    assert (view("need"), view("snoozed")) == ([], [upset.conversation])
    upset.say("hello?")
    assert view("need") == [upset.conversation]
    assert agent.post(f"/inbox/{upset.conversation}/snooze", until="tomorrow").status_code == 422


def test_who_saw_and_did_what_is_written_down(agent, upset, database):
    agent.get(f"/inbox/{upset.conversation}")
    agent.post(f"/inbox/{upset.conversation}/take")
    done = [(row["who"], row["what"]) for row in rows(database, audit, audit.c.conversation == upset.conversation)]
    assert ("Anna", "saw") in done and ("Anna", "took over") in done


def test_who_else_is_looking(agent, other, upset):
    other.post(f"/inbox/{upset.conversation}/seen", event=1)
    assert agent.get(f"/inbox/{upset.conversation}").json()["looking"] == ["Bo"]
    assert other.get(f"/inbox/{upset.conversation}").json()["looking"] == []


def test_wordings_are_found_and_filled_with_this_customers_facts(agent, upset):
    found = agent.get("/replies", q="6 days", language="en", conversation=upset.conversation).json()
    filled = agent.get("/replies", q="facts.waiting", language="en", conversation=upset.conversation).json()["items"]
    assert found["items"] == [] and any("6 days" in each["filled"] and not each["missing"] for each in filled)
    missing = agent.get("/replies", q="facts.amount", language="en", conversation=upset.conversation).json()["items"]
    assert missing and all(each["missing"] == ["amount"] for each in missing)


def test_a_customer_who_was_away_at_the_end_is_asked_the_one_question_once(agent, upset, visit):
    agent.reply(upset.conversation, CALM)
    agent.post(f"/inbox/{upset.conversation}/resolve")
    back = visit(upset.token)
    assert (back.conversation, back.arrived["status"]) == (upset.conversation, "closed")
    assert visit(upset.token).conversation != upset.conversation


def test_a_customers_file_opens_for_their_team_alone(agent, client, desk, upset):
    file = upset.send(picture()).json()["file"]
    assert agent.get(f"/inbox/{upset.conversation}/files/{file}").content == picture()
    stranger = Agent(client, desk, "cai", teams=("people",))
    assert stranger.get(f"/inbox/{upset.conversation}/files/{file}").status_code == 404


def test_an_open_conversation_is_seen_once_in_the_log(agent, upset, database):
    for _ in range(3):
        agent.get(f"/inbox/{upset.conversation}")
    assert [row["what"] for row in rows(database, audit, audit.c.conversation == upset.conversation)].count("saw") == 1


def test_a_follow_up_of_another_team_is_not_theirs_to_finish(agent, client, desk, upset):
    upset.client.post(upset.at + "/rating", json={"feeling": 1}, headers=upset.headers)
    (followup,) = agent.get("/followups").json()["items"]
    assert Agent(client, desk, "cai", "lead", ("people",)).post(f"/followups/{followup['id']}", state="done").status_code == 404
    assert agent.get("/followups").json()["items"] == [followup]


def test_the_stream_ends_with_the_session(agent, client, desk, upset):
    with desk.database.reading() as connection:
        person = sessions.of(connection, agent.headers["Cookie"].partition("=")[2])
    assert agents_stream._beat(desk, person) == b":\n\n"
    client.request("DELETE", "/api/v1/session", headers=agent.headers)
    with pytest.raises(agents_stream.Ended):
        agents_stream._beat(desk, person)


def test_a_message_and_a_handover_bring_the_line_of_the_list_right_behind_them(agent, desk, upset):
    with desk.database.reading() as connection:
        person = sessions.of(connection, agent.headers["Cookie"].partition("=")[2])
        happened = [each for each in events.after(connection, 0, inside=True) if each["kind"] in ("message", "status")]
    assert {each["kind"] for each in happened} == {"message", "status"}
    for each in happened:  # so that a browser knows who has the conversation before it calls anybody
        _, _, line = asyncio.run(desk.lines.of(each, person)).partition(b"event: item")
        assert upset.conversation.encode() in line
        assert asyncio.run(desk.lines.of(each, {**person, "teams": ["people"]})) == b""
