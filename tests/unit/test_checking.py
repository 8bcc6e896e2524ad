"""The checker as a whole: order, spans, drafts, an agent's own words, and its speed."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checking import examples
from bot.checking.checker import check, check_wording
from bot.library import Library
from bot.models import FEELINGS, LANGUAGES, Draft, Facts, Finding, Money, PlanStep, Reading, Stance
from bot.settings import ROOT
from bot.yaml_files import ContentError

ACKNOWLEDGEMENT = "A cooker that stays cold on a feast day."  # holds no marker: only the draft knows that it acknowledges
STEP = PlanStep("new_visit", "us", "I'm holding the first visit for you; you have it by 18:00 today.")
HEARD = f"{ACKNOWLEDGEMENT} {STEP.text} Does eight suit you?"
ANGRY = Reading("My cooker is cold", "en", feeling="angry", intensity=3)
DRAFT = Draft("en", "chat", "warm", ACKNOWLEDGEMENT, plan=(STEP,), question="Does eight suit you?")
HUNDRED_WORDS = (
    "Three evenings at home for us, and three times nobody came. I'm sorry; that should not have cost you three calls, "
    "and I don't know yet where it broke. I'm booking the first visit tomorrow under a supervisor's name. "
    "You'll hear from me whatever happens. "
) * 2


@pytest.fixture(scope="module")
def known() -> Library:
    return examples.of_checks(ROOT / "content")


def rules_of(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_good_draft_has_no_findings(known: Library) -> None:
    assert check(HEARD, reading=ANGRY, language="en", draft=DRAFT, library=known) == ()


def test_a_draft_in_the_wrong_order_is_found(known: Library) -> None:
    text = f"{STEP.text} {ACKNOWLEDGEMENT}"
    found = check(text, reading=ANGRY, language="en", draft=DRAFT, library=known)
    assert "plan_before_acknowledgement" in rules_of(found)
    assert text[found[0].start : found[0].end] == STEP.text


def test_a_draft_the_agent_rewrote_is_read_from_its_text(known: Library) -> None:
    found = check("It is booked. Bring your papers.", reading=ANGRY, language="en", draft=DRAFT, library=known)
    assert "acknowledgement_missing" in rules_of(found)


def test_cold_words_of_an_agent_are_found_in_order(known: Library) -> None:
    text = "Please calm down. As per our policy, you should have called. We apologise for any inconvenience!"
    found = check(text, reading=ANGRY, language="en", library=known)
    assert list(found) == sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule))
    assert {"dismissive", "policy_first", "blame", "exclamation_when_upset"} <= set(rules_of(found))


def test_a_calm_customer_needs_no_acknowledgement(known: Library) -> None:
    calm = replace(ANGRY, feeling="calm")
    assert check("It is on the van and due between ten and twelve.", reading=calm, language="en", library=known) == ()


def test_the_customers_own_figure_acknowledges(known: Library) -> None:
    reading = replace(ANGRY, facts=Facts(amount=Money(217.0, "EUR")))
    found = check("The 217 for a cooker with a cold plate. Whose name is on it?", reading=reading, language="en", library=known)
    assert rules_of(found) == []


def test_a_promise_told_before_may_be_told_again(known: Library) -> None:
    text = "You waited long enough. You have it by 18:00 today."
    assert "unpromised_promise" in rules_of(check(text, reading=ANGRY, language="en", library=known))
    found = check(text, reading=ANGRY, language="en", promised=(STEP.text,), library=known)
    assert "unpromised_promise" not in rules_of(found)


def test_fault_decides_about_admissions(known: Library) -> None:
    text = "You waited for nothing. This is our fault. I'm opening your case."
    assert "admission_under_unknown_fault" in rules_of(check(text, reading=ANGRY, language="en", library=known))
    assert check(text, reading=ANGRY, language="en", stance=Stance(fault="ours"), library=known) == ()


def test_one_line_of_a_template_is_judged_by_its_wording_alone(known: Library) -> None:
    assert check_wording("You have it by {due}.", reading=ANGRY, language="en", library=known) == ()
    assert rules_of(check_wording("Please calm down.", reading=ANGRY, language="en", library=known)) == ["dismissive"]


@pytest.mark.parametrize("text", ["", "   ", "\n", "🙂", "...", "\u200f", "ً", "?"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_read_breaks_nothing(text: str, language: str, known: Library) -> None:
    check(text, reading=replace(ANGRY, language=language), language=language, library=known)


@pytest.mark.parametrize(("language", "why"), [("fi", "Täyttämätön kohta"), ("sv", "oifylld lucka"), ("ar", "لم يُملأ")])
def test_a_check_for_all_languages_is_explained_in_the_replys(language: str, why: str, known: Library) -> None:
    found = check("{due}", reading=replace(ANGRY, language=language), language=language, library=known)
    assert why in next(finding for finding in found if finding.rule == "placeholder_left").why


def test_an_arabic_span_lies_on_the_words_as_written(known: Library) -> None:
    text = "ثَلاثُ مَرّاتٍ لم يأتِ أحدٌ. نَعتذرُ عن أيِّ إزعاجٍ."
    found = check(text, reading=replace(ANGRY, language="ar"), language="ar", library=known)
    dismissive = next(finding for finding in found if finding.rule == "dismissive")
    assert text[dismissive.start : dismissive.end].startswith("عن أي")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "magic"}, "unknown kind 'magic'"),
        ({"kind": "existence", "options": {"patterns": ["("]}}, "no regular expression"),
        ({"kind": "existence", "options": {}}, "needs `patterns`"),
        ({"options": {"only_if": {"weather": "rain"}}}, "unknown condition"),
    ],
)
def test_a_broken_rule_names_its_file(change: dict, message: str, known: Library) -> None:
    rule = next(rule for rule in known.rules["en"] if rule.id == "blame")
    broken = replace(known, rules={**known.rules, "en": (replace(rule, **change),)})
    with pytest.raises(ContentError, match="blame.yml") as caught:
        check("You waited.", reading=ANGRY, language="en", library=broken)
    assert message in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=400), language=st.sampled_from(LANGUAGES), feeling=st.sampled_from(FEELINGS))
def test_any_text_gives_spans_inside_it(known: Library, text: str, language: str, feeling: str) -> None:
    found = check(text, reading=Reading(text, language, feeling=feeling), language=language, library=known)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)


def test_a_hundred_words_take_milliseconds(known: Library) -> None:
    check(HUNDRED_WORDS, reading=ANGRY, language="en", library=known)  # compiles, and loads the language detector
    times = []
    for _ in range(20):
        start = time.perf_counter()
        check(HUNDRED_WORDS, reading=ANGRY, language="en", library=known)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.015  # 5 ms on an idle machine; CI machines are three times slower
