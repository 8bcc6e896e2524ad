"""The greeting uses what the page knows; what is still open with a customer comes before everything, once."""

from datetime import timedelta

import pytest
from rows import rows

from bot import assist
from bot.models import LANGUAGES, PlanStep
from desk import conversations, opening, tables
from desk.promises import Promises


@pytest.fixture(autouse=True)
def somebody_is_there(monkeypatch):
    monkeypatch.setattr(opening, "staffed", lambda now=None: True)


def promise(database, conversation, hours):
    due = assist.now() + timedelta(hours=hours)
    Promises(database).record(conversation, "late_delivery", [PlanStep("update", "us", "You hear from me.", due)])


def greeting(visitor) -> dict:
    return [each["body"] for each in visitor.arrived["events"] if each["kind"] == "message"][-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_greets(visit, language):
    texts = {greeting(visit(language=language, page=page))["text"] for page in ({}, {"order": "4471-AB"}, {"name": "Aino"})}
    assert len(texts) == 3 and sum("4471-AB" in text for text in texts) == 1 and sum("Aino" in text for text in texts) == 1
    assert greeting(visit(language=language, audience="employee"))["text"] not in texts


def test_it_is_said_once(visit, visitor):
    assert len(visit(visitor.token).arrived["events"]) == 1


def test_a_name_that_is_a_format_or_markup_stays_text(visit):
    for name in ("{order}", "{0.__class__}", "<img src=x onerror=alert(1)>", "Aino\u202e\x00"):
        assert name.replace("\u202e\x00", "") in greeting(visit(page={"name": name}))["text"]


def test_an_open_promise_is_shown_with_its_date(visit, visitor, database):
    promise(database, visitor.conversation, 24)
    visitor.post("/close")
    met = greeting(visit(visitor.token))
    assert met["parts"]["plan"][0]["due"] and met["parts"]["plan"][0]["text"]


def test_a_broken_promise_comes_first_and_once_and_goes_to_a_person(visit, visitor, database):
    promise(database, visitor.conversation, -24)
    promise(database, visitor.conversation, 24)
    back = visit(visitor.token)
    assert back.conversation == visitor.conversation and back.arrived["status"] == "waiting"
    met = greeting(back)["text"]
    again = visit(visitor.token)
    assert greeting(again)["text"] == met and len(again.arrived["events"]) == len(back.arrived["events"])
    later = visit(visitor.token) if visitor.post("/close") else None
    assert greeting(later)["text"] != met


def test_the_bot_is_silent_while_a_person_has_it(visit, visitor, database):
    with database.writing() as connection:
        conversations.pass_to(connection, visitor.conversation, "human", "Aino")
    promise(database, visitor.conversation, -24)
    back = visit(visitor.token)
    assert back.arrived["status"] == "human" and greeting(back) == greeting(visitor)


def test_two_tabs_meet_a_broken_promise_once(visit, visitor, database):
    from concurrent.futures import ThreadPoolExecutor

    promise(database, visitor.conversation, -24)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: visit(visitor.token), range(6)))
    assert len(rows(database, tables.greetings)) == 1
    assert len(visit(visitor.token).arrived["events"]) == 3  # the first greeting, the promise, a person asked
