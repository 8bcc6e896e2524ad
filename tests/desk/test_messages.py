"""A customer's message is kept once, before it is acknowledged, and gets exactly one answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError

from desk import conversations, messages
from desk.messages import Answer
from desk.tables import messages as table
from desk.tables import outbox


@pytest.fixture
def conversation(database) -> str:
    with database.writing() as connection:
        return conversations.arrive(connection, None, "customer", "en", {})["id"]


def count(database, which) -> int:
    with database.reading() as connection:
        return len(connection.execute(which.select()).all())


def test_what_is_acknowledged_is_stored_and_laid_out_for_the_bot(visitor, rasa, database):
    rasa.open.clear()
    answer = visitor.say("my parcel is late")
    assert answer.status_code == 201 and isinstance(answer.json()["event"], int)
    assert count(database, outbox) == 1
    rasa.open.set()


def test_a_resend_is_the_same_message(visitor, database, rasa, until, answers):
    first, again = visitor.say("hello", "the-same-one"), visitor.say("hello", "the-same-one")
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    until(lambda: answers(visitor.conversation))
    assert len(rasa.turns) == 1 and answers(visitor.conversation) == ["Heard: hello"]


def test_a_resend_at_the_same_moment_is_the_same_message(visitor, told):
    with ThreadPoolExecutor(12) as pool:
        all_at_once = list(pool.map(lambda _: visitor.say("hello", "the-same-one"), range(24)))
    assert sorted(each.status_code for each in all_at_once) == [200] * 23 + [201]
    assert len({each.json()["event"] for each in all_at_once}) == 1
    assert len(told(visitor.conversation, author="customer")) == 1


def test_the_same_client_id_in_another_conversation_is_another_message(visit):
    assert [visit().say("hello", "the-same-one").status_code for _ in range(2)] == [201, 201]


def test_a_message_has_one_answer(database, conversation):
    with database.writing() as connection:
        messages.take(connection, conversation, "client-id", "hello")
        to = connection.execute(outbox.select()).first().message
        assert messages.answer(connection, conversation, Answer("one"), to)
        assert messages.answer(connection, conversation, Answer("two"), to) is None
    with pytest.raises(IntegrityError), database.writing() as connection:  # the database itself holds it
        connection.execute(table.insert().values(conversation=conversation, author="bot", text="three", answers=to, at=0))


def test_what_the_browser_is_told(visitor, told, until, rasa):
    plan = [{"text": "We look for it.", "due": "2026-11-30T12:00:00+01:00", "who": "us"}]
    rasa.script = lambda *_: _turn(plan=plan, before="That is too long.", question="Shall I?", asked="plan", reading={"feeling": "angry"})
    visitor.say("still no parcel")
    body = until(lambda: [each for each in told(visitor.conversation, author="bot") if each["parts"]])[0]
    assert body["parts"] == {"before": "That is too long.", "plan": plan, "question": "Shall I?"}
    assert len(body["replies"]) == 2 and "angry" not in str(body)


def _turn(**custom):
    from desk.rasa import Turn

    return Turn("whole text", {"language": "en", **custom})


def test_a_line_of_nothing_is_refused(visitor):
    for text in (" \n ", "\u202e\u0007"):
        answer = visitor.say(text)
        assert answer.status_code == 422 and "no text" in answer.json()["error"]


def test_text_is_kept_as_written_less_what_misleads(visitor, told):
    visitor.say("<b>évil\u202e txt</b>\x00\n\n\n\nمرحبا 😀")
    assert told(visitor.conversation, author="customer")[0]["text"] == "<b>évil txt</b>\n\nمرحبا 😀"
