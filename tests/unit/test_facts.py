"""The facts of a message: sentences of each language in facts/<language>.yml, and that no text breaks the extractor.

Every sentence lists all its facts; one that lists none must give none. Now is Thursday 20 November 2025, 10:00.
"""

import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import yaml_files
from bot.models import LANGUAGES, Duration, Facts, Money
from bot.reading.fact_patterns import load, patterns
from bot.reading.facts import extract
from bot.reading.numbers import read_digits
from bot.yaml_files import ContentError

NOW = datetime(2025, 11, 20, 10, 0)
FOLDER = Path(__file__).parent / "facts"
CONTENT = Path(__file__).parents[2] / "content" / "facts"
MEAN_SECONDS = 0.003  # per message; it takes about a tenth of it, the rest is for slow machines


def cases(language: str) -> list[dict]:
    """The sentences of a language with their facts."""
    return yaml_files.read(FOLDER / f"{language}.yml")["cases"]


def expected(case: dict) -> Facts:
    """The facts a sentence lists."""
    return Facts(
        amount=Money(float(case["amount"][0]), case["amount"][1]) if "amount" in case else None,
        waiting=Duration(float(case["waiting"][0]), case["waiting"][1]) if "waiting" in case else None,
        contact_count=case.get("contact_count"),
        reference=case.get("reference"),
        promised_date=case.get("promised_date"),
    )


ALL = [pytest.param(language, case, id=f"{language}-{case['text']}") for language in LANGUAGES for case in cases(language)]


@pytest.mark.parametrize(("language", "case"), ALL)
def test_sentence(language: str, case: dict) -> None:
    facts, evidence = extract(case["text"], language, NOW)
    assert facts == expected(case)
    assert {each.speaks_for for each in evidence} == set(facts.names())


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sentences_enough(language: str) -> None:
    given_cases = cases(language)
    assert len(given_cases) >= 45
    assert sum(set(case) == {"text"} for case in given_cases) >= 12


def test_evidence_stands_where_the_words_are() -> None:
    text = "Order 4471-AB: €200, waiting 3 weeks, called five times, you said Monday"
    _, evidence = extract(text, "en", NOW)
    assert {each.speaks_for: text[each.start : each.end] for each in evidence} == {
        "amount": "€200",
        "waiting": "3 weeks",
        "contact_count": "five times",
        "reference": "4471-AB",
        "promised_date": "Monday",
    }


AWKWARD = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(exclude_categories=())),
    st.text("0123456789٠١٢٣٤٥٦٧٨٩.,:/-–€$£#+%ke كورmin days\u200f\u0000 ", max_size=120),
    st.lists(st.sampled_from("order 3 three weeks € 200 since Monday 99999999999 1e99 -5 said the 31 February fois يوم viikkoa".split()))
    .map(" ".join),
)


@given(text=AWKWARD, language=st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_facts_within_bounds(text: str, language: str) -> None:
    facts, evidence = extract(text, language, NOW)
    assert all(0 <= each.start < each.end <= len(text) for each in evidence)
    assert facts.amount is None or 0 < facts.amount.value <= 1e9
    assert facts.waiting is None or facts.waiting.value > 0
    assert facts.contact_count is None or 2 <= facts.contact_count <= 99
    assert facts.reference is None or (len(facts.reference) <= 24 and set(facts.reference) <= CODE)
    assert facts.promised_date is None or isinstance(facts.promised_date, date)


CODE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "\ud800 €", "9" * 2000, "9 " * 1000, "1e99 €", "€" * 2000, "-200 €", "€99999999999", "\u202e٢٠٠\u202c", "a" * 2000,
     "1/" * 1000, "AB-" * 700, "0" * 400 + " days", "999999 years", "٣" * 1500, "<b>#4471</b>" * 100],
    ids=lambda text: ascii(text[:14]),
)  # fmt: skip
def test_strange_text_is_read(text: str, language: str) -> None:
    facts, _ = extract(text, language, NOW)
    assert facts.amount is None and facts.waiting is None and facts.contact_count is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.250,50", 1250.5), ("1,250.50", 1250.5), ("1 250,50", 1250.5), ("1'250", 1250), ("0,5", 0.5), ("12.5", 12.5), ("1.000.000", 1e6)],
)
def test_digits(text: str, value: float) -> None:
    assert read_digits(text) == value


def test_weekdays_count_from_now() -> None:
    monday = datetime(2025, 11, 17, 9, 0)
    assert extract("you said Monday", "en", monday)[0].promised_date == date(2025, 11, 17)
    assert extract("waiting since Monday", "en", monday)[0].waiting == Duration(7.0, "day")
    assert extract("promised for 20 December", "en", datetime(2026, 1, 3))[0].promised_date == date(2025, 12, 20)
    assert extract("promised for 3 January", "en", datetime(2025, 12, 30))[0].promised_date == date(2026, 1, 3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("patterns: {amounts: []}", "no such label"),
        ("unit: {}", "no such section"),
        ("units: {fortnight: [fortnight]}", "is no unit"),
        ("units: {day: day}", "a list of words"),
        ("numbers: {one: two}", "is not a number"),
        ("numbers: {one: 1}\nordinals: {one: 1}", "one meaning"),
        ("weekdays: [[monday]]", "7 lists"),
        ('patterns: {count: ["{numbr} times"]}', "unknown kind"),
        ('patterns: {count: ["<many> times"]}', "no set"),
        ('numbers: {one: 1}\npatterns: {count: ["one time"]}', "is read as a number"),
        ("patterns: {count: [{say: twice, valeu: 2}]}", "write words in quotes"),
    ],
)
def test_a_mistake_says_what_would_be_right(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "all.yml").write_text("patterns: {}", encoding="utf-8")
    (tmp_path / "en.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        load(tmp_path, "en")


def test_it_is_fast() -> None:
    messages = [(case["text"], language) for language in LANGUAGES for case in cases(language)]
    for language in LANGUAGES:
        patterns(language)
    start = time.perf_counter()
    for text, language in messages:
        extract(text, language, NOW)
    assert (time.perf_counter() - start) / len(messages) < MEAN_SECONDS


def test_words_of_customers_do_not_stay_in_the_vocabulary() -> None:
    known = patterns("en")
    known.read("Zxqwvfoo")
    assert "zxqwvfoo" not in known.lexicon.known
