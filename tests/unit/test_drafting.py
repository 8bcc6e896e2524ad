"""A draft acknowledges first, holds the customer's facts, repeats nothing and promises what the plan holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafting.acknowledgement import sentences
from bot.drafting.choice import Chooser
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import Wording, library
from bot.models import LANGUAGES, Duration, Evidence, Facts, Money, Past, Promise, Reading, Stance
from tests.conftest import TUESDAY

PROOF = ("cash_not_dispensed", "late_delivery", "no_reply", "rude_staff")


def draft(content, reading, stance=Stance(), channel="chat", tone="warm", past=Past(), now=TUESDAY):
    return Drafter(reading, content, past, now).draft(stance, channel, tone)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", PROOF)
def test_upset_customer_is_heard_before_the_plan(content, reading, language, cause):
    made = draft(content, reading(cause, "frustrated", language=language))
    text = render(made)
    assert made.plan and made.question
    assert text.index(made.acknowledgement) < text.index(made.plan[0].text) < text.index(made.question)


def test_every_cause_is_answered_in_english(content, reading):
    for cause in content.causes:
        made = draft(content, reading(cause, "angry"))
        assert made.acknowledgement and made.plan and made.question, cause


def test_facts_of_the_customer_are_held(content, reading):
    facts = Facts(amount=Money(200, "EUR"), waiting=Duration(6, "day"))
    made = draft(content, reading("cash_not_dispensed", "worried", facts=facts))
    assert "€200" in made.acknowledgement and "6 days" in made.acknowledgement


def test_fact_said_of_another_cause_stays_with_it(content, reading):
    text = "third no-show, and your line keeps me on hold for an hour"
    evidence = (Evidence(0, 5, "contact_count"), Evidence(14, 57, "long_wait"), Evidence(48, 57, "waiting"))
    facts = Facts(waiting=Duration(1, "hour"), contact_count=3)
    heard = reading("missed_appointment", text=text, facts=facts, evidence=evidence, also=("long_wait",))
    made = draft(content, heard)
    lists = [wording.partition("#")[0] for wording in made.wordings]
    assert lists[:2] == ["missed_appointment.upset", "long_wait.also"]
    assert "three times" in made.acknowledgement and "1 hour" in made.acknowledgement


def test_a_missing_fact_is_asked_for_after_the_acknowledgement(content, reading):
    made = draft(content, reading("late_delivery"))
    assert "facts.ask.reference#" in "".join(made.wordings)
    assert render(made).endswith(made.question)


def test_nothing_is_asked_that_was_given(content, reading):
    made = draft(content, reading("late_delivery", facts=Facts(reference="4471-AB")))
    assert "facts.ask" not in "".join(made.wordings)


def test_gratitude_gets_no_plan(content, reading):
    made = draft(content, reading("refund_delay", "grateful"))
    assert made.acknowledgement and not made.plan and not made.question


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("feeling", ["worried", "disappointed", "frustrated", "angry", "shocked"])
def test_who_asks_for_news_of_nobody_knows_what_is_heard_before_we_ask(content, reading, language, feeling):
    upset = reading("none", feeling, 2, language=language, act="ask_status", signals=("repeat_contact",))
    made = draft(content, upset)
    assert made.acknowledgement and made.question and not made.plan
    assert not any(each.startswith("signals.repeat_contact") for each in made.wordings), "no word of never asking again"
    assert not draft(content, reading("none", "calm", 0, language=language, act="ask_status")).question


def test_a_fact_in_words_at_the_head_of_a_sentence_begins_with_a_capital():
    chosen = Chooser({"waiting": "half a day"}, (), "seed", "en").pick((Wording("x#0", "{waiting} of waiting.", frozenset({"waiting"})),))
    assert chosen.text == "Half a day of waiting."


def test_danger_gets_no_plan_and_a_number_to_call(content, reading):
    made = draft(content, reading("refund_delay", "worried", signals=("at_risk",), in_danger=True))
    assert not made.plan and "112" in made.acknowledgement and not made.question


def test_where_danger_is_only_possible_the_trouble_is_heard_and_one_asks(content, reading):
    made = draft(content, reading("refund_delay", "worried", signals=("at_risk",)))
    assert made.wordings[0].startswith("refund_delay.worried") and "112" not in made.acknowledgement
    assert not made.plan and "112" in made.question and "?" in made.question
    assert "112" in draft(content, reading(signals=("at_risk",))).question  # of a trouble that nothing names


def test_still_upset_after_the_plan_is_heard_deeper(content, reading):
    made = draft(content, reading("late_delivery", "angry"), past=Past(plan_offered=True))
    assert made.wordings[0].startswith("moves.deeper_angry") and not made.plan
    assert made.wordings[-1].startswith("moves.offer_person")


def test_broken_promise_is_met_first(content, reading):
    broken = Promise(1, "c", "update", "You hear from me.", TUESDAY - timedelta(days=1), "late_delivery", "broken")
    made = draft(content, reading("late_delivery", "angry"), past=Past(broken=broken, plan_offered=True))
    assert made.wordings[0].startswith("moves.promise_broken") and "Monday" in made.acknowledgement and made.plan


@pytest.mark.parametrize("step", ["update", "a_step_the_plan_had_once"])
def test_news_asked_while_a_promise_is_open_gets_it_in_words_of_today(content, reading, step):
    """"Tomorrow" was right on the day it was promised; a step that the plan has no more keeps its old words."""
    still = Promise(1, "c", step, "You hear from me by noon tomorrow.", TUESDAY + timedelta(hours=1), "late_delivery")
    made = draft(content, reading("late_delivery", "calm", 0, act="ask_status"), past=Past(open=(still,), plan_offered=True))
    assert made.wordings[0].startswith("moves.status_open") and made.plan[0].due == still.due
    assert ("tomorrow" not in made.plan[0].text and "today" in made.plan[0].text) or (step != "update" and made.plan[0].text == still.text)


def test_no_admission_while_the_fault_is_unknown_and_an_apology_when_ours(content, reading):
    unknown = draft(content, reading("wrong_charge"), Stance("unknown"), tone="formal")
    ours = draft(content, reading("wrong_charge"), Stance("ours"))
    assert "wrong_charge.unknown" in "".join(unknown.wordings) and "wrong_charge.ours" not in "".join(unknown.wordings)
    assert "wrong_charge.ours" in "".join(ours.wordings) and ours.ownership


@pytest.mark.parametrize("solvable", ["now", "later", "no"])
def test_plan_follows_what_can_be_done(content, reading, solvable):
    made = draft(content, reading("late_delivery"), Stance("unknown", solvable))
    assert tuple(step.id for step in made.plan) == content.plans["late_delivery"].plans[solvable]


def test_a_no_never_belies_our_apology(content, reading):
    """What says that the customer was mistaken stands under their fault only."""
    for fault, first in (("ours", "closed_month"), ("unknown", "closed_month"), ("customer", "charge_stands")):
        made = draft(content, reading("wrong_charge"), Stance(fault, "no"))
        assert made.plan[0].id == first, fault


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closing_question_offers_nothing_that_a_no_refused(content, reading, language):
    for cause, plan in content.plans.items():
        own = content.replies[language].get(f"{cause}.question_no")
        made = draft(content, reading(cause, language=language), Stance("unknown", "no"))
        asked = made.wordings[-1].partition("#")[0]
        assert plan.needs or asked == (f"{cause}.question_no" if own else f"{cause}.question"), cause


def test_a_fact_the_plan_uses_stands_after_it_where_chat_has_no_room(content, reading):
    heard = reading("late_delivery", facts=Facts(reference="4471-AB"), also=("no_reply",), signals=("legal",))
    made = draft(content, heard, Stance("ours"))
    assert "4471-AB" in made.question and "4471-AB" not in made.acknowledgement


def test_due_times_are_in_the_sentence(content, reading):
    step = draft(content, reading("late_delivery")).plan[1]
    assert "12:00 tomorrow" in step.text and step.due.hour == 12


def test_calm_question_gets_a_light_clause_and_no_regret(content, reading):
    made = draft(content, reading("late_delivery", "calm", 0))
    assert made.wordings[0].startswith("late_delivery.calm") and not made.ownership


@pytest.mark.parametrize("language", LANGUAGES)
def test_chat_holds_three_sentences_before_the_plan(content, reading, language):
    for cause in PROOF:
        made = draft(content, reading(cause, "frustrated", language=language))
        assert sentences(f"{made.acknowledgement} {made.ownership}") <= 3, made


def test_same_seed_same_draft(content, reading):
    heard = reading("no_reply", "disappointed")
    assert draft(content, heard, past=Past(seed="a")) == draft(content, heard, past=Past(seed="a"))


@given(
    amount=st.floats(allow_nan=True, allow_infinity=True),
    value=st.floats(allow_nan=True, allow_infinity=True),
    count=st.integers(),
    reference=st.text(max_size=40),
    day=st.dates(),
)
@settings(max_examples=80, deadline=None)
def test_hostile_facts_are_left_out(amount, value, count, reference, day):
    facts = Facts(Money(amount, "EUR"), Duration(value, "day"), count, reference, day)
    text = render(draft(library(), Reading("", "en", "angry", 2, cause="cash_not_dispensed", facts=facts)))
    assert "{" not in text and "nan" not in text.split() and "inf" not in text.split()
    assert "<" not in text


def test_html_as_reference_is_never_echoed(content, reading):
    facts = Facts(reference="<script>alert(1)</script>", promised_date=date(1900, 1, 1))
    text = render(draft(content, reading("late_delivery", facts=facts)))
    assert "<" not in text and "1900" not in text
