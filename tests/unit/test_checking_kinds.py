"""Each kind of check by itself, over rules made for the test; and the folding and splitting they stand on."""

from pathlib import Path

import pytest

from bot.checking import examples, sentences
from bot.checking.checker import findings
from bot.checking.folding import expression, fold
from bot.checking.reply import Reply
from bot.library import Library
from bot.models import Draft, PlanStep, Reading, Stance
from bot.rules import Rule
from bot.settings import ROOT


@pytest.fixture(scope="module")
def known() -> Library:
    return examples.of_checks(ROOT / "content")


def found(known: Library, text: str, kind: str, options: dict, **context: object) -> list[str]:
    """The words that a rule of this kind finds in an English reply to somebody angry."""
    rule = Rule("made_up", "en", kind, "why", "instead", "error", options, (), (), Path("made_up.yml"))
    defaults = {
        "reading": Reading("", "en", feeling="angry"),
        "language": "en",
        "channel": "chat",
        "stance": Stance(),
        "draft": None,
        "promised": (),
        "used": (),
        "library": known,
    }
    reply = Reply(folded=fold(text), **(defaults | context))
    return [text[finding.start : finding.end] for finding in findings(rule, reply)]


def test_existence_finds_whole_words_in_any_case(known: Library) -> None:
    assert found(known, "Relax. RELAX, relaxed.", "existence", {"patterns": ["relax"]}) == ["Relax", "RELAX"]


def test_existence_can_keep_to_the_breath_of_the_acknowledgement(known: Library) -> None:
    options = {"patterns": ["however"], "after_acknowledgement": True}
    assert found(known, "Sorry for the wait. However, it is late.", "existence", options) == ["However"]
    assert found(known, "Sorry for the wait. It is open. However, it is late.", "existence", options) == []


@pytest.mark.parametrize(
    ("condition", "speaks"),
    [
        ({"upset": True}, True),
        ({"upset": False}, False),
        ({"feelings": ["angry", "worried"]}, True),
        ({"feelings": ["calm"]}, False),
        ({"fault": ["unknown"]}, True),
        ({"fault": "ours"}, False),
        ({"channel": ["phone", "email"]}, False),
        ({"solvable": "later"}, True),
        ({"register": "formal"}, False),
        ({"upset": True, "channel": "phone"}, False),
    ],
)
def test_conditions_all_hold_or_the_rule_is_silent(known: Library, condition: dict, speaks: bool) -> None:
    options = {"patterns": ["relax"], "only_if": condition}
    assert bool(found(known, "relax", "existence", options)) == speaks


def test_substitution_says_what_to_write(known: Library) -> None:
    rule = Rule("r", "en", "substitution", "w", "i", "error", {"swap": {"sla": "when", "l2": "who"}}, (), (), Path("r"))
    reading = Reading("", "en")
    reply = Reply(fold("The SLA and L2."), reading, "en", "chat", Stance(), None, (), (), known)
    assert [finding.instead for finding in findings(rule, reply)] == ["when", "who"]


def test_count_finds_what_exceeds_the_limit(known: Library) -> None:
    options = {"patterns": [r"\?"], "whole_words": False, "max": 1}
    assert found(known, "A? B? C?", "count", options) == ["?", "?"]


def test_missing_leaves_very_short_texts_alone(known: Library) -> None:
    assert found(known, "One moment please.", "missing", {"needs": "acknowledgement"}) == []
    assert found(known, "Reschedule with the link below.", "missing", {"needs": "acknowledgement"}) != []


def test_order_lets_a_greeting_stand_first(known: Library) -> None:
    assert found(known, "Good morning. I'll call you. Sorry for the wait.", "order", {}) == ["I'll call you."]
    assert found(known, "Good morning. Sorry for the wait. I'll call you.", "order", {}) == []


def promise_options(known: Library) -> dict:
    return next(rule for rule in known.rules["en"] if rule.id == "unpromised_promise").options


def test_promise_compares_with_the_drafts_steps(known: Library) -> None:
    step = PlanStep("update", "us", "You'll hear from me by noon tomorrow.")
    draft = Draft("en", "chat", "warm", "It was due Monday and we are ready.", plan=(step,))
    options = promise_options(known)
    assert found(known, step.text, "promise", options, draft=draft) == []
    assert found(known, "I'll ring by noon tomorrow.", "promise", options, draft=draft) == []
    assert found(known, "I'll ring on Friday.", "promise", options, draft=draft) == ["on Friday"]
    assert found(known, draft.acknowledgement, "promise", options, draft=draft) == []


def test_promise_leaves_questions_and_refusals_alone(known: Library) -> None:
    text = "Will Friday do? I can't promise a refund."
    assert found(known, text, "promise", promise_options(known)) == []


def test_length_goes_by_channel(known: Library) -> None:
    many = dict.fromkeys(("chat", "phone", "email"), 99)
    long = "word " * 90
    assert found(known, long * 3, "length", {"sentences": many, "words": dict.fromkeys(many, 999)}) != []
    assert found(known, long * 3, "length", {"sentences": many, "words": dict.fromkeys(many, 999)}, channel="email") == []
    assert found(known, long, "length", {"sentences": many, "words": many | {"chat": 20}}) == [long.strip()]
    two = {"sentences": many | {"chat": 1}, "words": many}
    assert found(known, "One here. Two here.", "length", two) == ["Two here."]


def test_repetition_sees_earlier_replies(known: Library) -> None:
    text = "I am on it right now. Thanks."
    assert found(known, text, "repetition", {}, used=("Thanks. I am on it right now!",)) == ["I am on it right now."]
    assert found(known, text, "repetition", {}) == []


def test_language_needs_enough_words(known: Library) -> None:
    assert found(known, "Grazie mille.", "language", {}) == []
    assert found(known, "Il pacco arriva domani mattina con il corriere.", "language", {}) != []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Card 4111-1111-1111-1111.", "4111-1111-1111-1111"),
        ("To FI21 1234 5600 0007 85 today.", "FI21 1234 5600 0007 85"),
        ("Parcel 4111 1111 1111 1112.", None),
        ("0000 0000 0000 0000", None),
        ("FI22 1234 5600 0007 85", None),
    ],
)
def test_numbers_are_checked_by_their_check_digits(known: Library, text: str, number: str | None) -> None:
    assert found(known, text, "numbers", {}) == ([number] if number else [])


def test_folding_keeps_positions() -> None:
    text = "نعتذرُ عن أيِّ إزعاج"
    folded = fold(text)
    start = folded.text.index("اي")
    begin, end = folded.span(start, start + 2)
    assert text[begin:end] == "أيّ"[:1] + "ي"


def test_patterns_take_any_white_space_and_apostrophe() -> None:
    assert expression(["can't say"]).search(fold("I can’t\n say").text)
    assert expression(["18 ?h"]).search("18h") and expression(["18 ?h"]).search("18 h")


def test_arabic_words_may_carry_and() -> None:
    assert expression(["للأسف"]).search(fold("وللأسف تأخر").text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("One. Two! Three?", 3),
        ("Senast i dag kl. 18.00 hör du av mig.", 1),
        ("Käynti on 25.11. klo 12.00. Sopiiko?", 2),
        ("Dear Anna,\nwe are late", 2),
        ("we are late. we know it", 2),
        ("هل وصل؟ نعم.", 2),
        ("", 0),
    ],
)
def test_sentences(text: str, number: int) -> None:
    assert len(sentences.split(text)) == number


def test_a_sentence_knows_where_it_stands() -> None:
    text = "  One here.  Two here? "
    assert [text[each.start : each.end] for each in sentences.split(text)] == ["One here.", "Two here?"]
    assert [each.asks for each in sentences.split(text)] == [False, True]


def test_similarity_finds_a_near_repeat_and_leaves_the_same_and_the_short_to_others(known: Library) -> None:
    options = {"words": 6, "overlap": 0.6}
    before = ("Three evenings at home and nobody came. Not good at all.",)
    near = "Three evenings at home and still nobody came."
    assert found(known, near, "similarity", options, used=before) == [near]
    assert found(known, "Three evenings at home and nobody came.", "similarity", options, used=before) == []
    assert found(known, "Not good.", "similarity", options, used=before) == []


def test_reading_level_names_the_hardest_sentence_of_a_hard_text(known: Library) -> None:
    hard = "Authorisation procedures necessitate comprehensive documentation."
    options = {"words": 5, "limits": {"en": 45}}
    assert found(known, f"You waited a week. {hard}", "reading_level", options) == [hard]
    assert found(known, "You waited a week for it. I am on it now.", "reading_level", options) == []
    assert found(known, hard, "reading_level", options | {"words": 20}) == []
