"""Exact swaps: each is right in its rule's own examples, reads as written in `replacements.yml`, and leaves nothing new to find."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.checking import examples
from bot.checking.checker import check
from bot.library import Library
from bot.models import LANGUAGES, Finding, Reading, Stance
from bot.rules import Rule, judge_patterns, rules_in
from bot.settings import ROOT
from bot.yaml_files import ContentError, read

PAIRS = yaml.safe_load((Path(__file__).parent / "replacements.yml").read_text(encoding="utf-8"))
RULES = [
    pytest.param(path.parent.name, path.stem, id=f"{path.parent.name}/{path.stem}")
    for path in sorted((ROOT / "content" / "checks").glob("*/*.yml"))
    if "replacement" in read(path)
]


@pytest.fixture(scope="module")
def registers(content: Library, other_register: Library) -> tuple[Library, Library]:
    """The content for a company that chose one form of address, and for one that chose the other."""
    return content, other_register


def rule_of(library: Library, language: str, id: str) -> Rule:
    return next(rule for rule in library.rules[language] if rule.id == id)


def found(text: str, example: dict, language: str, library: Library) -> tuple[Finding, ...]:
    """What all rules find in an example that stands in a whole reply, where nothing else is missing."""
    reading = Reading(example.get("customer", ""), language, example.get("feeling", "frustrated"), 2, cause="late_delivery")
    stance = Stance(example.get("fault", "unknown"))
    heard, asked = (library.replies[language].get(f"late_delivery.{part}")[0].text for part in ("upset", "question"))
    return check(f"{heard}\n{text}\n{asked}", reading=reading, language=language, library=library, stance=stance)


def swapped(text: str, findings: tuple[Finding, ...]) -> str:
    """The text with every finding's replacement in the place of its words."""
    for each in sorted(findings, key=lambda each: -each.start):
        if each.replacement is not None:
            text = text[: each.start] + each.replacement + text[each.end :]
    return text


def test_every_language_has_exact_swaps():
    assert {each.values[0] for each in RULES} == set(LANGUAGES)


@pytest.mark.parametrize(("language", "id"), RULES)
def test_a_swap_takes_the_finding_away_and_brings_no_other(language, id, registers):
    """Where an example is in one form of address, it is judged for a company that chose that one."""
    for example in rule_of(registers[0], language, id).must_flag:
        left = [after_swap(example, language, id, library) for library in registers]
        assert not all(left), (example["text"], left)


def after_swap(example: dict, language: str, id: str, library: Library) -> str:
    """What is wrong with an example once this rule's swaps are made; empty where nothing is."""
    text = swapped(example["text"], examples.tried(rule_of(library, language, id), example, library))
    if text == example["text"]:
        return ""
    before, after = (found(each, example, language, library) for each in (example["text"], text))
    counts, kept = (Counter(each.rule for each in findings) for findings in (before, after))
    swaps = sum(each.rule == id and each.replacement is not None for each in before)
    new = {rule for rule in kept if rule not in counts}
    return f"{text}: {new or id}" if new or kept[id] > counts[id] - swaps or not swaps else ""


@pytest.mark.parametrize(("language", "id"), RULES)
def test_every_swap_is_shown_by_an_example(language, id, content):
    rule = rule_of(content, language, id)
    for pattern, text in rule.replacement.items():
        alone = replace(rule, replacement={pattern: text})
        tried = [each for example in rule.must_flag for each in examples.tried(alone, example, content)]
        assert any(each.replacement is not None for each in tried), pattern


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, pairs in PAIRS.items() for text in pairs])
def test_a_swap_fits_the_sentence_or_is_not_offered(language, text, content):
    findings = check(text, reading=Reading("", language, "frustrated", 2), language=language, library=content)
    result = swapped(text, findings)
    assert result == (PAIRS[language][text] or text)


@pytest.fixture
def broken(tmp_path):
    """A function that loads the checks with the English `blame` changed: broken("kind: order")."""

    def load_with(lines: str) -> None:
        (tmp_path / "en").mkdir()
        text = "kind: existence\nwhy: x\npatterns: [you]\nmust_flag: [you]\nmust_pass: [we]\n"
        (tmp_path / "en" / "blame.yml").write_text(f"{text}{lines}\n", encoding="utf-8")
        judge_patterns(rules_in(tmp_path, {}))

    return load_with


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("replacement: we", "blame.yml:6: replacement: lines of `pattern: text`"),
        ("replacement: {}", "lines of `pattern: text`"),
        ("replacement: {you: }", "blame.yml:6: replacement.you: a pattern and a text"),
        ("replacement: {you: ' '}", "a pattern and a text"),
        ("replacement: {you: [we]}", "a pattern and a text"),
        ("replacement: {1: we}", "a pattern and a text"),
        ("replacement: {'(you': we}", "no regular expression"),
        ("replacement: {'(you)': '\\2 we'}", "has no group 2"),
    ],
)
def test_a_replacement_that_is_not_whole_is_named_with_its_line(lines, message, broken):
    with pytest.raises(ContentError) as caught:
        broken(lines)
    assert message in str(caught.value)


def test_only_checks_that_find_words_have_one(tmp_path):
    (tmp_path / "en").mkdir()
    text = "kind: order\nwhy: x\nmust_flag: [x]\nmust_pass: [x]\nreplacement: {you: we}\n"
    (tmp_path / "en" / "plan.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="plan.yml:5: replacement: a check of kind order has none"):
        rules_in(tmp_path, {})


def test_a_replacement_keeps_the_words_as_they_were_written(tmp_path, content):
    """Folding evens out apostrophes and Arabic letters; what is put back is what stood there."""
    rule = rule_of(content, "en", "feeling_mismatched")
    (one,) = examples.tried(rule, {"text": "We’d be happy to help."}, content)
    assert one.replacement == "We'll help"
    rule = rule_of(content, "ar", "blame")
    (one,) = examples.tried(rule, {"text": "كان عليكم قِراءة الشروط."}, content)
    assert one.replacement.endswith("قِراءة")


def test_the_content_that_is_served_passes_the_judge(content):
    judge_patterns(content.rules)
