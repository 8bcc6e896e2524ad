"""The documents keep up: whatever a writer can use in content/ or on the command line is written down."""

import re
from pathlib import Path

import pytest
import typer

from bot.checking import examples
from bot.checking.checker import check
from bot.checking.conditions import CONDITIONS
from bot.checking.kinds import KINDS
from bot.checking.mark_files import EXAMPLES, MARKS, OPTIONAL, PATTERNS
from bot.checking.marks import marks
from bot.cli import app
from bot.content_rules import CAUSE_LISTS, MOVES, PLACEHOLDERS, WHO
from bot.library import Library
from bot.models import Reading
from bot.reading.fact_patterns import LABELS
from bot.reading.lexicon import SECTIONS
from bot.settings import ROOT
from bot.yaml_files import read

CONTENT = ROOT / "content"
GUIDE, WRITING, OPERATIONS, README = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("docs/content.md", "docs/writing.md", "docs/operations.md", "README.md")
)
RULES = {path.stem for path in CONTENT.glob("checks/*/*.yml")}
LOADED = ("kind", "why", "instead", "severity", "must_flag", "must_pass")


def code(document: str) -> set[str]:
    """Everything a document writes as code, and the names inside it."""
    found = set(re.findall(r"`([^`\n]+)`", document))
    return found | {name for each in found for name in re.findall(r"\w+", each)}


def missing(names: object, document: str = GUIDE) -> list[str]:
    """Those of the names that a document doesn't hold as code."""
    return sorted(set(names) - code(document))


@pytest.mark.parametrize("path", sorted(CONTENT.iterdir()), ids=lambda path: path.name)
def test_every_part_of_content_is_documented(path: Path) -> None:
    written = f"`{path.name}/" if path.is_dir() else f"`{path.name}`"
    assert f"| {written}" in GUIDE and f"\n## {path.name}" in GUIDE


def test_every_kind_of_check_has_its_row() -> None:
    assert [kind for kind in KINDS if f"\n| `{kind}` |" not in GUIDE] == []


def test_every_option_condition_and_example_key_of_checks_is_documented() -> None:
    options = {key for path in CONTENT.glob("checks/*/*.yml") for key in read(path)}
    assert missing(options | set(LOADED) | set(CONDITIONS) | examples.KEYS) == []


def test_every_placeholder_is_documented() -> None:
    assert [name for name in PLACEHOLDERS if f"\n| `{{{name}}}` |" not in GUIDE] == []


def test_every_list_and_move_is_documented() -> None:
    assert missing([*CAUSE_LISTS, "steps", *MOVES]) == []
    assert [who for who in WHO if who not in GUIDE] == []


@pytest.mark.parametrize("name", sorted(path.name for path in (CONTENT / "replies" / "en").glob("*.yml")))
def test_every_file_of_replies_is_documented(name: str) -> None:
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("name", ["taxonomy.yml", "company.yml"])
def test_every_section_is_documented(name: str) -> None:
    assert missing(read(CONTENT / name)) == []


@pytest.mark.parametrize("name", ["languages.yml", "booklet.yml"])
def test_every_key_of_a_language_is_documented(name: str) -> None:
    assert missing({key for entry in read(CONTENT / name).values() for key in entry}) == []


def test_every_section_and_label_of_facts_is_documented() -> None:
    assert missing([*SECTIONS, *LABELS]) == []


def test_every_key_of_marks_is_documented() -> None:
    assert missing([*MARKS, *PATTERNS, *OPTIONAL, *EXAMPLES, "why", "add"]) == []


def test_every_command_is_documented() -> None:
    commands = set(typer.main.get_command(app).commands)
    assert {name for name in commands if f"heard {name}" not in README} == set(), "README.md, The command line"
    told = GUIDE + OPERATIONS
    missed = {name for name in commands if not any(f"{mark}heard {name}" in told for mark in ("`", "\n"))}
    assert missed == set(), "docs/content.md, The commands, or docs/operations.md"


def test_every_rule_says_what_it_protects() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .+ \|$", WRITING, re.MULTILINE)
    assert sorted(rows) == sorted(RULES)


PAIRS = [row.strip("| ").split(" | ") for row in WRITING.partition("## Pairs")[2].partition("\n## ")[0].splitlines()[4:] if row]


@pytest.mark.parametrize(("customer", "poor", "good"), PAIRS, ids=lambda text: text[:30])
def test_the_pairs_are_what_they_say(content: Library, customer: str, poor: str, good: str) -> None:
    """A good line passes every check of wording and order, and shows more than the poor one."""
    reading = Reading(customer, "en", "calm" if "(calm)" in customer else "frustrated", 2)
    found = {text: check(text, reading=reading, language="en", library=content) for text in (poor, good)}
    assert [each for each in found[good] if each.severity == "error" and each.rule != "unpromised_promise"] == []
    shown = [
        sum(mark.level for mark in marks(text, reading=reading, language="en", library=content, findings=found[text]).values())
        for text in (poor, good)
    ]
    assert shown[0] < shown[1]


@pytest.mark.parametrize("document", ["docs/content.md", "docs/writing.md", "README.md"])
def test_links_lead_somewhere(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
