"""A parse becomes a reading, and a short follow-up is read in the light of the turns before it."""

import pytest

from bot.models import FEELINGS, NO_CAUSE, Duration, Evidence, Facts, Money, Reading
from bot.reading.parse import ACTS, ALONE, carry_facts, in_context, reading

PARSE = {
    "text": "my parcel is six days late",
    "language": "en",
    "language_certain": True,
    "intent": {"name": "late_delivery", "confidence": 0.81234},
    "intent_ranking": [
        {"name": "late_delivery", "confidence": 0.81234}, {"name": "thank", "confidence": 0.1}, {"name": "lost_parcel", "confidence": 0.05},
    ],
    "also": ["no_reply"],
    "feeling": {"name": "frustrated", "intensity": 2, "scores": {"frustrated": 0.71239, "angry": 0.2}},
    "signals": {"repeat_contact": 0.9, "leaving": 0.7},
    "entities": [
        {"entity": "waiting", "value": {"value": 6.0, "unit": "day"}, "start": 13, "end": 21, "extractor": "FactExtractor"},
    ],
    "evidence": [{"start": 22, "end": 26, "for": "late_delivery"}, {"start": 3, "end": 9, "for": "late_delivery"}],
}  # fmt: skip


def test_a_whole_parse():
    read = reading(PARSE)
    assert (read.text, read.language, read.feeling, read.intensity) == ("my parcel is six days late", "en", "frustrated", 2)
    assert (read.cause, read.cause_confidence, read.also, read.act) == ("late_delivery", 0.8123, ("no_reply",), None)
    assert read.causes == {"late_delivery": 0.8123, "lost_parcel": 0.05}
    assert set(read.feelings) == set(FEELINGS) and read.feelings["frustrated"] == 0.7124 and read.feelings["calm"] == 0.0
    assert read.signals == ("leaving", "repeat_contact") and read.facts == Facts(waiting=Duration(6.0, "day"))
    assert read.evidence == (Evidence(3, 9, "late_delivery"), Evidence(13, 21, "waiting"), Evidence(22, 26, "late_delivery"))


@pytest.mark.parametrize("parse", [{}, {"text": None, "intent": None, "entities": None, "feeling": None, "signals": None}])
def test_what_is_missing_reads_as_calm_and_unplaced(parse):
    read = reading(parse)
    assert (read.text, read.language, read.feeling, read.intensity, read.cause, read.act) == ("", "en", "calm", 0, NO_CAUSE, None)
    assert read.facts == Facts() and read.evidence == () and read.language_certain


@pytest.mark.parametrize("act", ACTS)
def test_an_act_has_no_cause(act):
    read = reading({**PARSE, "intent": {"name": act, "confidence": 0.9}})
    assert (read.act, read.cause, read.cause_confidence) == (act, NO_CAUSE, 0.0) and "thank" not in read.causes


@pytest.mark.parametrize("intent", ["nlu_fallback", "restart", "no_such_intent", None])
def test_what_is_no_cause_of_ours_is_unplaced(intent):
    read = reading({**PARSE, "intent": {"name": intent, "confidence": 1.0}})
    assert (read.cause, read.act, read.cause_confidence) == (NO_CAUSE, None, 0.0)


def test_a_customers_command_brings_no_facts():
    """Rasa reads "/late_delivery{..}" as an intent with entities, from whoever types it."""
    typed = {"entity": "amount", "value": 5, "start": 0, "end": 9, "extractor": "RegexMessageHandler"}
    read = reading({"text": '/late_delivery{"amount": 5}', "intent": {"name": "late_delivery"}, "entities": [typed]})
    assert read.facts == Facts() and read.evidence == () and read.cause == "late_delivery"


FOLLOW_UP = {
    "text": "still nothing", "language": "en", "intent": {"name": "ask_status", "confidence": 0.5},
    "intent_ranking": [{"name": "ask_status", "confidence": 0.5}, {"name": "no_reply", "confidence": 0.3}],
    "in_context": [{"name": "late_delivery", "confidence": 0.8}, {"name": "ask_status", "confidence": 0.1}],
    "evidence": [{"start": 0, "end": 5, "for": "frustrated"}, {"start": 6, "end": 13, "for": "no_reply"}],
}  # fmt: skip


def test_a_follow_up_takes_the_cause_it_has_together_with_what_came_before():
    read = reading(FOLLOW_UP)
    assert (read.cause, read.cause_confidence, read.act, read.follows) == ("late_delivery", 0.8, "ask_status", True)
    assert read.causes == {"late_delivery": 0.8} and read.evidence == (Evidence(0, 5, "frustrated"),)


@pytest.mark.parametrize("act", ALONE)
def test_thanks_and_greetings_stand_by_themselves(act):
    read = reading({**FOLLOW_UP, "intent": {"name": act, "confidence": 0.5}})
    assert (read.cause, read.act, read.follows) == (NO_CAUSE, act, False)


@pytest.mark.parametrize(
    ("own", "told", "cause", "follows"),
    [
        (0.95, ("late_delivery", 0.9), "wrong_charge", False), (0.6, ("late_delivery", 0.9), "late_delivery", True),
        (0.6, ("wrong_charge", 0.9), "wrong_charge", False), (0.6, ("out_of_scope", 0.9), "wrong_charge", False),
        (0.6, ("late_delivery", 0.1), "wrong_charge", False),
    ],
)  # fmt: skip
def test_a_cause_named_plainly_is_its_own(own, told, cause, follows):
    ranking = [{"name": "wrong_charge", "confidence": own}]
    parse = {"text": "charged twice", "intent": ranking[0], "intent_ranking": ranking, "in_context": [dict(zip(("name", "confidence"), told))]}
    read = reading(parse)
    assert (read.cause, read.follows) == (cause, follows)


def test_a_follow_up_holds_the_facts_of_what_came_before():
    now = Reading("still nothing", "en", cause="late_delivery", follows=True, facts=Facts(reference="4471-AB"))
    assert in_context(now, [UPSET]).facts == Facts(waiting=Duration(6, "day"), reference="4471-AB")


UPSET = Reading("my parcel is late", "en", "angry", 3, cause="late_delivery", cause_confidence=0.8, facts=Facts(waiting=Duration(6, "day")))


def later(text: str = "4471-AB", act: str | None = "give_fact", **rest) -> Reading:
    return Reading(text, "en", act=act, **rest)


def test_a_first_message_stays_as_it_is():
    assert in_context(later(), []) == later()
    assert in_context(later(), [later("hello", "greet")]) == later()


@pytest.mark.parametrize("act", ["give_fact", "ask_status", "deny", None])
def test_a_short_follow_up_keeps_the_last_cause_and_the_facts(act):
    read = in_context(later(act=act, facts=Facts(reference="4471-AB")), [UPSET, later("ok", "affirm")])
    assert read.cause == "late_delivery" and read.cause_confidence == 0.72 and read.act == act
    assert read.facts == Facts(waiting=Duration(6, "day"), reference="4471-AB")


@pytest.mark.parametrize("act", ["greet", "goodbye", "thank", "affirm", "ask_human", "bot_challenge", "out_of_scope"])
def test_other_acts_stand_by_themselves(act):
    assert in_context(later(act=act), [UPSET]) == later(act=act)


def test_a_new_cause_is_a_new_matter():
    new = later("I was charged twice", None, cause="wrong_charge")
    assert in_context(new, [UPSET]) == new


def test_a_long_unplaced_message_is_not_taken_for_a_follow_up():
    long = later("one two three four five six seven eight nine", None)
    assert in_context(long, [UPSET]) == long
    assert in_context(later("one two three four five six seven eight", None), [UPSET]).cause == "late_delivery"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (("angry", 3), ("calm", 0), ("frustrated", 3)), (("worried", 0), ("confused", 1), ("frustrated", 1)),
        (("calm", 0), ("calm", 0), ("calm", 0)), (("angry", 3), ("worried", 1), ("worried", 1)), (("grateful", 2), ("calm", 0), ("calm", 0)),
    ],
)  # fmt: skip
def test_asking_for_news_is_that_trouble_still(before, now, expected):
    earlier = Reading("late!", "en", *before, cause="late_delivery")
    read = in_context(later("any news?", "ask_status", feeling=now[0], intensity=now[1]), [earlier])
    assert (read.feeling, read.intensity) == expected


def test_the_newest_value_of_each_fact_counts():
    earlier = [
        Reading("a", "en", facts=Facts(amount=Money(10), reference="A1")), Reading("b", "en"), Reading("c", "en", facts=Facts(amount=Money(20))),
    ]  # fmt: skip
    assert carry_facts(earlier, Reading("d", "en", facts=Facts(contact_count=3))) == Facts(Money(20), None, 3, "A1")
    assert carry_facts([], Reading("", "en")) == Facts()


def ranked(**scores):
    return [{"name": name, "confidence": score} for name, score in scores.items()]


def test_a_customer_is_not_read_as_an_employee():
    parse = {
        "intent": {"name": "payroll_error"}, "also": ["schedule_change"], "metadata": {"audience": "customer"},
        "intent_ranking": ranked(payroll_error=0.5, wrong_charge=0.4),
    }  # fmt: skip
    read = reading(parse)
    assert (read.cause, read.also) == ("wrong_charge", ())
    assert reading({**parse, "metadata": {}}).cause == "payroll_error"
    assert reading({**parse, "metadata": {"audience": "employee"}}).cause == "payroll_error"


def test_no_unlikely_cause_takes_the_place_of_another_audiences():
    parse = {"intent": {"name": "wrong_charge"}, "metadata": {"audience": "employee"}, "intent_ranking": ranked(wrong_charge=0.9, it_problem=0.02)}
    assert reading(parse).cause == "none"
