"""Who has a conversation, who it belongs to, and what a visitor comes back to."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from rows import rows

from desk import conversations, opening, tables


@pytest.fixture
def nobody_there(monkeypatch):
    monkeypatch.setattr(opening, "staffed", lambda now=None: False)


def test_a_visitor_comes_back_to_the_open_conversation(visit, visitor):
    visitor.say("my parcel is late")
    back = visit(visitor.token)
    assert back.conversation == visitor.conversation and back.arrived["visitor"] == visitor.arrived["visitor"]
    texts = [each["body"].get("text") for each in back.arrived["events"]]
    assert "my parcel is late" in texts and back.arrived["last_event"] == back.arrived["events"][-1]["id"]


def test_after_the_end_a_new_one_begins(visit, visitor):
    assert visitor.post("/close").status_code == 200
    assert visit(visitor.token).conversation != visitor.conversation


def test_a_message_after_the_end_opens_it_again(visitor, told, answers, until):
    visitor.post("/close")
    assert visitor.say("one thing more").status_code == 201
    assert until(lambda: answers(visitor.conversation)) == ["Heard: one thing more"]
    assert [each["status"] for each in told(visitor.conversation, "status")] == ["closed", "bot"]


def test_what_the_page_knows_is_kept_and_added_to(visit, visitor, database):
    visit(visitor.token, page={"order": "4471"})
    visit(visitor.token, page={"title": "Orders"})
    page = rows(database, tables.conversations)[0]["page"]
    assert page == {"order": "4471", "title": "Orders"}


def test_two_tabs_that_open_at_once_share_a_conversation(visit, visitor):
    visitor.post("/close")
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: visit(visitor.token).conversation, range(8)))
    assert len(set(opened)) == 1


def test_the_audience_has_its_own_team_and_conversation(visit, visitor, database):
    assert visit(visitor.token, audience="employee").conversation != visitor.conversation
    assert [row["team"] for row in rows(database, tables.conversations)] == ["care", "people"]


def test_a_person_is_asked_once(visitor, told):
    first, again = visitor.post("/person"), visitor.post("/person")
    assert (first.status_code, again.status_code) == (202, 202)
    assert [each["status"] for each in told(visitor.conversation, "status")] == ["waiting"]
    assert len(told(visitor.conversation)) == 2  # the greeting, and that somebody comes


def test_asking_again_tells_an_event_of_this_conversation(visit, visitor):
    event = visitor.post("/person").json()["event"]
    visit().say("another customer writes")
    assert visitor.post("/person").json()["event"] == event
    ended = visitor.post("/close").json()["event"]
    visit()
    assert visitor.post("/close").json()["event"] == ended


def test_when_nobody_is_there_an_address_is_asked_for(nobody_there, visitor, told):
    visitor.post("/person")
    assert "email" in told(visitor.conversation)[-1]["text"]
    assert told(visitor.conversation, "status")[-1] == {"status": "waiting", "name": None, "staffed": False}


def test_every_change_says_whether_somebody_is_there(nobody_there, visitor, told):
    visitor.post("/close")
    assert told(visitor.conversation, "status")[-1]["staffed"] is False


def test_the_language_is_chosen_for_good(visitor, rasa, told, until, answers, database):
    assert visitor.post("/language", {"language": "ar"}).status_code == 200
    visitor.say("hello")
    until(lambda: answers(visitor.conversation))
    assert rows(database, tables.conversations)[0]["language"] == "ar"
    assert rasa.metadata[0]["language"] == "ar" and told(visitor.conversation, "notice") == [{"key": "language"}]


def test_the_language_follows_the_reading_until_one_is_chosen(visitor, rasa, until, database):
    from desk.rasa import Turn

    rasa.script = lambda *_: Turn("Hei", {"language": "fi"})
    visitor.say("paketti puuttuu")
    until(lambda: rows(database, tables.conversations)[0]["language"] == "fi")


def test_a_bad_answer_to_the_one_question_opens_a_follow_up_once(visitor, database):
    for feeling, text in ((4, ""), (1, "nobody listened"), (2, "")):
        assert visitor.post("/rating", {"feeling": feeling, "text": text}).status_code == 200
    assert [row["feeling"] for row in rows(database, tables.ratings)] == [2]
    assert [(row["reason"], row["state"]) for row in rows(database, tables.followups)] == [("bad_rating", "open")]


def test_ratings_at_once_are_one_rating(visitor, database):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda feeling: visitor.post("/rating", {"feeling": feeling}), (1, 2) * 8))
    assert len(rows(database, tables.ratings)) == 1 and len(rows(database, tables.followups)) == 1


def test_typing_is_for_the_person_who_answers(visitor, told, database):
    assert visitor.post("/typing", {"typing": True}).status_code == 204
    assert not told(visitor.conversation, "typing")
    with database.writing() as connection:
        conversations.pass_to(connection, visitor.conversation, "human", "Aino")
    assert visitor.post("/typing", {"typing": True}).status_code == 204
    assert told(visitor.conversation, "typing") == [{"author": "customer", "typing": True}]
    assert "typing" not in {each["kind"] for each in Back(visitor).events}


class Back:
    """The history that a visitor gets who comes back."""

    def __init__(self, visitor):
        self.events = visitor.client.post("/api/v1/visitors", json={}, headers=visitor.headers).json()["events"]


def test_a_transcript_to_keep(visitor, until, answers):
    visitor.say("my parcel is late")
    until(lambda: answers(visitor.conversation))
    answer = visitor.get("/transcript")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8" and "attachment" in answer.headers["content-disposition"]
    assert "You\nmy parcel is late" in answer.text and "Assistant\nHeard: my parcel is late" in answer.text


def test_writers_of_every_kind_at_once_never_block_each_other(visitor, visit):
    """Locks are taken in one order: on PostgreSQL any other order ends in a deadlock, and a 503."""
    calls = [
        lambda: visitor.say("hello"),
        lambda: visitor.post("/address", {"address": "a@example.com"}),
        lambda: visitor.post("/language", {"language": "en"}),
        lambda: visitor.post("/rating", {"feeling": 1}),
        lambda: visitor.post("/person"),
        lambda: visitor.post("/close"),
        lambda: visitor.client.post("/api/v1/visitors", json={"page": {"order": "1"}}, headers=visitor.headers),
    ]
    with ThreadPoolExecutor(14) as pool:
        statuses = [each.result().status_code for each in [pool.submit(call) for call in calls * 8]]
    assert set(statuses) <= {200, 201, 202}
