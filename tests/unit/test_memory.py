"""What a conversation remembers goes through its slots, as JSON, and comes back as it was."""

import json
from dataclasses import replace
from datetime import date

import pytest
from rasa_sdk import Tracker

from actions.memory import KEPT_READINGS, KEPT_TEXT, KEPT_WORDINGS, Memory
from bot.models import NO_CAUSE, Duration, Facts, Money, Reading

FACTS = Facts(Money(199.9, "EUR"), Duration(6, "day"), 3, "4471-AB", date(2026, 11, 20))


def tracker(slots: dict, text: str = "ok", **parse) -> Tracker:
    latest = {"text": text, "language": "en", "language_certain": True, **parse}
    return Tracker("anna", slots, latest, [], False, None, {}, "action_listen")


def through(memory: Memory, **parse) -> Memory:
    """The memory of the next turn: slots as Rasa stores them, in JSON."""
    events = json.loads(json.dumps(memory.events()))
    assert all(each["event"] == "slot" for each in events)
    return Memory.of(tracker({each["name"]: each["value"] for each in events}, **parse))


def test_a_new_conversation_remembers_nothing():
    memory = Memory.of(tracker({}))
    assert (memory.conversation, memory.asked, memory.cause) == ("anna", "nothing", NO_CAUSE)
    assert memory.earlier == memory.steps == memory.tried == memory.wordings == []
    assert Memory.of(tracker(dict.fromkeys(("language", "asked", "case", "history", "wordings")))) == memory


def test_every_slot_comes_back():
    memory = Memory.of(tracker({}, "my parcel is late", intent={"name": "late_delivery", "confidence": 0.8}))
    memory.asked, memory.cause, memory.tried, memory.wordings = "plan", "late_delivery", ["update"], ["moves.greet#0"]
    memory.steps = [{"id": "update", "who": "us", "text": "You hear from me.", "due": "2026-11-25T12:00:00+01:00"}]
    again = through(memory)
    for name in ("asked", "cause", "tried", "wordings", "steps"):
        assert getattr(again, name) == getattr(memory, name), name
    assert [each.text for each in again.earlier] == ["my parcel is late"]


def test_a_reading_comes_back_with_its_facts():
    kept = Reading("late!", "fi", "angry", 3, cause="late_delivery", cause_confidence=0.8, signals=("legal",), facts=FACTS)
    (again,) = through(Memory("anna", kept)).earlier
    assert again == kept


def test_scores_and_evidence_are_not_kept():
    scored = Reading("x", "en", feelings={"calm": 1.0}, causes={"no_reply": 0.1}, act="greet")
    (again,) = through(Memory("anna", scored)).earlier
    assert again == replace(scored, feelings={}, causes={}, act=None)


def test_slots_are_those_of_the_domain():
    import yaml

    from bot.settings import ROOT

    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    events = Memory("anna", Reading("x", "en")).events()
    assert [each["name"] for each in events] == list(domain["slots"])
    assert Memory("anna", Reading("x", "en")).asked in domain["slots"]["asked"]["values"]


def test_an_uncertain_message_keeps_the_conversations_language():
    assert Memory.of(tracker({"language": "fi"}, "ok", language="en", language_certain=False)).now.language == "fi"
    assert Memory.of(tracker({"language": "fi"}, "thank you", language="en")).now.language == "en"
    assert Memory.of(tracker({}, "ok", language="sv", language_certain=False)).now.language == "sv"


def test_a_follow_up_is_read_in_the_light_of_the_turns_before():
    memory = Memory("anna", Reading("late!", "en", "angry", 3, cause="late_delivery", facts=FACTS))
    again = through(memory, text="any news?", intent={"name": "ask_status", "confidence": 0.9})
    assert (again.now.cause, again.now.feeling, again.now.facts) == ("late_delivery", "frustrated", FACTS)
    assert [each.text for each in again.readings] == ["late!", "any news?"]


def test_memory_is_bounded_however_long_the_conversation():
    memory = Memory("anna", Reading("x" * 2000, "en"))
    for turn in range(40):
        memory.wordings = [*memory.wordings, *(f"list.{turn}#{number}" for number in range(8))]
        memory = through(memory, text="y" * 2000)
    slots = {each["name"]: each["value"] for each in memory.events()}
    assert len(slots["history"]) == KEPT_READINGS and all(len(each["text"]) == KEPT_TEXT for each in slots["history"])
    assert len(slots["wordings"]) == KEPT_WORDINGS and slots["wordings"][-1] == "list.39#7"
    assert len(json.dumps(memory.events())) < 15_000


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_odd_amounts_survive_the_slots(value):
    (again,) = through(Memory("anna", Reading("x", "en", facts=Facts(amount=Money(value, "EUR"))))).earlier
    assert str(again.facts.amount.value) == str(value)


@pytest.mark.parametrize(("order", "text", "reference"), [
    ("4471-AB", "my parcel is late", "4471-AB"), (None, "my parcel is late", None), (7, "my parcel is late", None),
])  # fmt: skip
def test_the_order_on_the_page_is_not_asked_for(order, text, reference):
    memory = Memory.of(tracker({}, text, intent={"name": "late_delivery"}, metadata={"order": order}))
    assert memory.now.facts.reference == reference


def test_an_order_of_the_page_is_left_out_where_the_plan_needs_none_or_the_customer_named_one():
    assert Memory.of(tracker({}, intent={"name": "rude_staff"}, metadata={"order": "4471-AB"})).now.facts.reference is None
    said = [{"entity": "reference", "value": "9-X", "start": 0, "end": 2, "extractor": "FactExtractor"}]
    memory = Memory.of(tracker({}, intent={"name": "late_delivery"}, entities=said, metadata={"order": "4471-AB"}))
    assert memory.now.facts.reference == "9-X"


@pytest.mark.parametrize(("chosen", "language"), [("fi", "fi"), (None, "en"), ("de", "en"), (3, "en")])
def test_the_language_a_customer_chose_for_the_chat_stands(chosen, language):
    assert Memory.of(tracker({}, "my parcel is late", metadata={"chosen_language": chosen})).now.language == language
