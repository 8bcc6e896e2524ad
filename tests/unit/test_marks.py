"""The coach's marks: every language keeps its examples, our own reviewed wording earns them, cold words don't."""

import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.checking import mark_files
from bot.checking.checker import check
from bot.checking.content import NOW, SAMPLE
from bot.checking.mark_files import MARKS
from bot.checking.marks import marks
from bot.cli import app
from bot.drafting.formatting import fact_texts
from bot.library import Library
from bot.models import LANGUAGES, Facts, Mark, Money, Reading
from bot.settings import ROOT
from bot.yaml_files import ContentError

FOLDER = ROOT / "content" / "marks"
EXAMPLES = [
    (language, rule.name, level, text)
    for language in LANGUAGES
    for rule in mark_files.load(FOLDER / f"{language}.yml")
    for level, texts in enumerate(rule.examples)
    for text in texts
]
COLD = {"blame", "dismissive", "generic_acknowledgement", "policy_first", "minimising", "parroted_feeling", "jargon"}
# What share of a list's lines earns a 2: few patterns, so some good lines go unseen. A list may only get better.
EARNS = [("ours", "warmth", 0.8), ("upset", "understanding", 0.7), ("question", "exploration", 0.9)]
STEPS = {"warmth": 0.05, "understanding": 0.25, "exploration": 0.05}  # plans should earn a 2 at most so often


def marked(reply: str, content: Library, language: str = "en", **reading: object) -> dict[str, Mark]:
    """The marks of a reply, with the findings they stand on."""
    asked = replace(Reading("", language, "frustrated", 2), **reading)
    findings = check(reply, reading=asked, language=language, library=content)
    return marks(reply, reading=asked, language=language, library=content, findings=findings)


def words(text: str, mark: Mark) -> list[str]:
    return [text[span.start : span.end] for span in mark.spans]


@pytest.mark.parametrize(("language", "name", "level", "text"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_an_example_earns_its_level(content: Library, language: str, name: str, level: int, text: str) -> None:
    mark = marked(text, content, language)[name]
    assert mark.level == level, words(text, mark)
    assert bool(mark.spans) == (level > 0)
    assert mark.why and bool(mark.add) == (level < 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_mark_asks_to_add_earns_it(content: Library, language: str) -> None:
    """`add` ends in an example in quotation marks, and that example is no empty advice."""
    for rule in mark_files.load(FOLDER / f"{language}.yml"):
        quoted = rule.add[min(rule.add.find(mark) for mark in '"«”“' if mark in rule.add) + 1 :].rstrip('."»”“ ')
        assert marked(quoted, content, language)[rule.name].level == 2, (rule.name, quoted)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("part", "name", "least"), EARNS)
def test_reviewed_wording_earns_its_mark(content: Library, language: str, part: str, name: str, least: float) -> None:
    assert shares(content, language, part)[name] >= least


@pytest.mark.parametrize("language", ["it", "sv", "fr", "fi"])
@pytest.mark.parametrize(("part", "name", "least"), EARNS)
def test_the_other_register_earns_it_too(other_register: Library, language: str, part: str, name: str, least: float) -> None:
    assert shares(other_register, language, part)[name] >= least


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_not_taken_for_empathy(content: Library, language: str) -> None:
    found = shares(content, language, "steps")
    assert all(found[name] <= most for name, most in STEPS.items()), found


def shares(content: Library, language: str, part: str) -> dict[str, float]:
    """Which share of a part's lines, over all causes and filled with sample facts, earns a 2 in each mark."""
    facts = fact_texts(SAMPLE, content.languages[language], NOW) | {"due": "18:00"}
    lines = [
        wording.text.format(**facts)
        for list_id, wordings in content.replies[language].lists.items()
        if list_id.split(".")[0] in content.causes and list_id.split(".")[1] == part
        for wording in wordings
    ]
    found = [marked(line, content, language) for line in lines]
    return {name: sum(each[name].level == 2 for each in found) / len(found) for name in MARKS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cold_words_earn_no_two(content: Library, language: str) -> None:
    for rule in content.rules[language]:
        for example in rule.must_flag if rule.id in COLD else ():
            levels = {name: mark.level for name, mark in marked(example["text"], content, language).items()}
            assert max(levels.values()) < 2, (rule.id, example["text"], levels)


def test_spans_are_the_words_that_earned_it(content: Library) -> None:
    text = "You waited three hours. I'm sorry that nobody rang. Does eight o'clock suit you?"
    found = marked(text, content)
    assert [mark.level for mark in found.values()] == [2, 2, 2]
    assert words(text, found["exploration"]) == ["Does eight o'clock suit you?"]
    assert words(text, found["understanding"])[0].startswith("You waited")


def test_the_customers_own_words_and_figures_show_understanding(content: Library) -> None:
    text = "The 217 for a cooker with a cold plate."
    assert marked(text, content)["understanding"].level < 2
    assert marked(text, content, facts=Facts(amount=Money(217.0, "EUR")))["understanding"].level == 2
    echo = "A purple kettle, burnt fingers, a ruined breakfast."
    assert marked(echo, content, text="My fingers are burnt and breakfast is ruined by your kettle")["understanding"].level == 2


def test_a_formula_found_by_the_checks_is_weak_and_blame_is_nothing(content: Library) -> None:
    assert marked("We are sorry to hear about your experience.", content)["warmth"].level == 1
    assert marked("You cancelled it yourself.", content)["understanding"].level == 0


def test_a_question_is_no_understanding(content: Library) -> None:
    assert marked("Have you waited three hours for the engineer?", content)["understanding"].level == 0


@pytest.mark.parametrize("text", ["", "  ", "?", "🙂", "\u200f", "ً"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_earns_nothing_or_little(content: Library, text: str, language: str) -> None:
    assert all(mark.level < 2 for mark in marked(text, content, language).values())


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from(LANGUAGES))
def test_any_text_gives_spans_inside_it(content: Library, text: str, language: str) -> None:
    for mark in marked(text, content, language).values():
        assert all(0 <= span.start < span.end <= len(text) for span in mark.spans)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_takes_milliseconds(content: Library, language: str) -> None:
    texts = [text for each, _, _, text in EXAMPLES if each == language]
    reply = " ".join(texts)[:800]
    marked(reply, content, language)  # compiles the patterns
    start = time.perf_counter()
    marked(reply, content, language)
    assert time.perf_counter() - start < 0.05


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of the English marks to spoil."""
    return Path(shutil.copy(FOLDER / "en.yml", tmp_path / "en.yml"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("understanding:\n", "insight:\n", r"en.yml:\d+: insight: no such mark; the marks are warmth"),
        ("  strong:\n", "  storng:\n", r"en.yml:\d+: warmth.storng: no such key; one of strong, weak"),
        ("    - sorry|apologi", "    - (sorry|apologi", r"en.yml:\d+: warmth.weak.0: .* is no regular expression"),
        ("    1: A formula of regret", "    3: A formula of regret", r"en.yml:\d+: warmth.why: one sentence for each level"),
        ("  add: One clause", "  plus: One clause", r"en.yml:\d+: warmth.plus: no such key"),
        ("    - Nobody should be left without", "    - 5\n    - Nobody should be left without", r"warmth.must_2.1: not a text"),
        ("    - Thank you for your patience.\n    - Bear with me, the team has it.\n", "", r"warmth.must_1: 2 examples; at least 4"),
    ],
)
def test_a_writers_mistake_is_named(file: Path, old: str, new: str, expected: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    mark_files.load.cache_clear()
    with pytest.raises(ContentError, match=expected):
        mark_files.load(file)


def test_a_missing_mark_and_a_missing_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "sv.yml").write_text("warmth: soon\n", encoding="utf-8")
    with pytest.raises(ContentError, match="sv.yml:1: warmth: the mark `warmth` is missing"):
        mark_files.load(tmp_path / "sv.yml")
    with pytest.raises(ContentError, match="fi.yml:1: the file is missing"):
        mark_files.load(tmp_path / "fi.yml")


def test_the_command_gives_findings_and_marks_as_json() -> None:
    text = "Please calm down. You waited three hours."
    result = CliRunner().invoke(app, ["check", "--text", text, "--feeling", "angry", "--json"])
    answer = json.loads(result.stdout)
    assert result.exit_code == 1 and "dismissive" in {each["rule"] for each in answer["findings"]}
    assert tuple(answer["marks"]) == MARKS
    assert answer["marks"]["warmth"]["level"] == 0 and answer["marks"]["warmth"]["add"]
    understanding = answer["marks"]["understanding"]
    assert understanding["level"] == 2 and understanding["why"] and set(understanding["spans"][0]) == {"start", "end"}


def test_the_command_shows_a_table_and_ends_well_where_nothing_is_found() -> None:
    text = "You waited three hours [yes, three]. I'm opening your case now."
    result = CliRunner().invoke(app, ["check", "--text", text], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "nothing found" in result.stdout and all(name in result.stdout for name in MARKS)
