"""The summary a person gets: the customer's words, feelings over time, facts, promises and what was tried."""

import json

from bot.drafting.handoff import MAX_WORDS_OF_CUSTOMER, summarise
from bot.models import NO_CAUSE, Duration, Facts, Promise, Reading

TURNS = [
    Reading("hello", "en", act="greet"),
    Reading("my parcel is late", "en", "frustrated", 2, cause="late_delivery", facts=Facts(waiting=Duration(6, "day"))),
    Reading("4471-AB", "en", act="give_fact", cause="late_delivery", facts=Facts(reference="4471-AB")),
    Reading("I will tell everybody", "en", "angry", 3, signals=("going_public", "abusive")),
    Reading("puhukaa suomea", "fi", "angry", 2, signals=("going_public",)),
]


def test_what_happened_how_it_felt_and_what_is_known(now):
    promise = Promise(1, "anna", "update", "You hear from me.", now, "late_delivery", "broken")
    summary = summarise("anna", TURNS, [promise], ("update",), "asked")
    assert (summary.conversation, summary.language, summary.cause, summary.reason) == ("anna", "fi", "late_delivery", "asked")
    assert summary.happened == ("my parcel is late", "4471-AB", "I will tell everybody", "puhukaa suomea")
    assert summary.feelings == (("calm", 0), ("frustrated", 2), ("calm", 0), ("angry", 3), ("angry", 2))
    assert summary.facts == Facts(waiting=Duration(6, "day"), reference="4471-AB")
    assert summary.signals == ("abusive", "going_public") and summary.promised == (promise,) and summary.tried == ("update",)


def test_the_newest_words_are_kept():
    turns = [Reading(f"late {number}", "en", cause="late_delivery") for number in range(9)]
    summary = summarise("anna", turns, [], (), "asked")
    assert summary.happened == tuple(f"late {number}" for number in range(9))[-MAX_WORDS_OF_CUSTOMER:]
    assert len(summary.feelings) == 9


def test_the_last_cause_is_the_cause():
    turns = [Reading("a", "en", cause="late_delivery"), Reading("b", "en", cause="rude_staff"), Reading("c", "en")]
    assert summarise("anna", turns, [], (), "asked").cause == "rude_staff"


def test_a_conversation_of_nothing_has_a_summary():
    for turns in ([], [Reading("let me talk to a person", "en", act="ask_human")]):
        summary = summarise("anna", turns, [], (), "asked")
        assert (summary.cause, summary.happened, summary.facts, summary.language) == (NO_CAUSE, (), Facts(), "en")


def test_it_is_plain_json(now):
    promise = Promise(1, "anna", "update", "You hear from me.", now, "late_delivery")
    data = summarise("anna", TURNS, [promise], ("update",), "at_risk").to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["promised"][0]["due"] == now.isoformat() and data["facts"]["waiting"] == {"value": 6, "unit": "day"}
    assert data["feelings"][1] == ["frustrated", 2] and data["reason"] == "at_risk"
