"""`heard data` over examples made by hand: what it prints, what is red, and how it ends."""

import json
import re

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import app, data
from bot.library import library
from bot.reading.examples import FORMS, Example
from bot.reading.spread import PROBLEMS, Hole, spread_of

EXAMPLES = [
    Example("missä paketti on, viides päivä jo menossa", "fi", "late_delivery", "frustrated", 2, "count", ("repeat_contact",)),
    Example("missä paketti on, kuudes päivä jo menossa", "fi", "late_delivery", "angry", 2, "plain"),
    Example("pelkään [bold]pahinta[/] :smile:", "fi", "lost_parcel", "worried", 2, "short"),
    Example("hei", "fi", "greet", "calm", 0, "short"),
    Example("hei", "fi", "greet", "calm", 0, "short"),
]


@pytest.fixture(autouse=True)
def examples(monkeypatch):
    monkeypatch.setattr(data, "all_examples", lambda folder: EXAMPLES)


def run(*arguments: str):
    return CliRunner().invoke(app, ["data", *arguments])


def row(output: str, name: str) -> list[str]:
    return re.search(rf"^{name} +(.*)$", output, re.MULTILINE)[1].split()


def test_a_row_holds_count_feelings_forms_and_lengths():
    result = run("--language", "fi")
    assert result.exit_code == 1 and "fi: 5 examples" in result.stdout
    assert row(result.stdout, "late_delivery") == ["2", "0", "0", "·", "0", "0", "1", "1", "0", "2", "7-7-7"]
    assert row(result.stdout, "greet") == ["2", "2", *"·······", "1", "1-1-1"]
    assert row(result.stdout, "repeat_contact")[0] == "1" and row(result.stdout, "short")[0] == "3"
    assert row(result.stdout, "share")[:2] == ["40%", "0%"]
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if line.startswith(("cause", "late_delivery", "share", "short")))


def test_repetitions_named_feelings_and_holes_are_listed():
    output = run("--language", "fi").stdout
    for words in (
        "1 texts stand more than once", "in 1 pairs", "missä paketti on, viides päivä jo menossa | missä paketti on, kuudes",
        "33.3% of 3 upset examples name a feeling: pelkään 1", "fi: hei: stands 2 times; 1 is enough",
        "fi: late_delivery (calm): 0 examples", "fi: late_delivery: 2 examples of this cause; at least 35",
    ):  # fmt: skip
        assert words in output, words
    assert re.search(r"^\d+ holes$", output, re.MULTILINE)


def test_holes_are_red(monkeypatch, capsys):
    monkeypatch.setattr(data, "Console", lambda **options: Console(force_terminal=True, color_system="standard", width=80, **options))
    spread = data.all_spreads(("fi",))[0]
    data.show([spread], [Hole("fi", "cause", "late_delivery", "2 examples"), Hole("fi", "cause_feeling", "lost_parcel", "0", "calm")])
    lines = capsys.readouterr().out.splitlines()
    (late,) = (line for line in lines if line.startswith("late_delivery"))
    (lost,) = (line for line in lines if line.startswith("lost_parcel"))
    assert late.count("\x1b[1;31m") == 1 and re.search(r"late_delivery +\x1b\[1;31m +2", late)
    assert lost.count("\x1b[1;31m") == 1 and re.search(r"lost_parcel +1 \x1b\[1;31m +0", lost)
    assert any(line.startswith("\x1b[31mfi: ") for line in lines)


def test_brackets_of_an_example_are_no_markup(monkeypatch):
    repeated = [EXAMPLES[2], EXAMPLES[2]]
    monkeypatch.setattr(data, "all_examples", lambda folder: repeated)
    assert f"fi: {EXAMPLES[2].text}: stands 2 times" in run("--language", "fi").stdout


def test_json_holds_the_counts_and_the_holes():
    result = run("--language", "fi", "--json")
    found = json.loads(result.stdout)
    (spread,) = found["spreads"]
    assert result.exit_code == 1 and spread["language"] == "fi"
    assert spread["intents"]["late_delivery"]["counts"] == {"frustrated": {"count": 1}, "angry": {"plain": 1}}
    assert set(spread["forms"]) == set(FORMS) and spread["near_duplicate_share"] == 0.4
    assert spread["duplicates"] == {"hei": 2} and len(spread["near_duplicates"]) == 1
    assert {hole["kind"] for hole in found["holes"]} <= set(PROBLEMS)
    assert {"language": "fi", "kind": "act", "name": "greet", "problem": "2 examples of this act; at least 30", "feeling": ""} in found["holes"]


def test_languages_are_all_or_those_asked_for():
    assert [each["language"] for each in json.loads(run("--json").stdout)["spreads"]] == ["en", "it", "ar", "sv", "fr", "fi"]
    chosen = json.loads(run("--json", "--language", "fi", "--language", "it").stdout)
    assert [each["language"] for each in chosen["spreads"]] == ["it", "fi"] and {hole["language"] for hole in chosen["holes"]} == {"it", "fi"}


def test_an_unknown_language_is_named():
    result = run("--language", "de")
    assert result.exit_code == 2 and "--language" in result.stderr and "'de'" in result.stderr


def test_without_holes_it_ends_with_0(monkeypatch):
    monkeypatch.setattr(data, "holes", lambda spread, library: [])
    result = run("--language", "fi")
    assert result.exit_code == 0 and result.stdout.rstrip().endswith("no holes")
    assert json.loads(run("--json", "--language", "fi").stdout)["holes"] == []


def test_the_spread_of_the_command_is_that_of_the_library(monkeypatch):
    words = data.load(data.settings().content / "feeling_words.yml")["fi"]
    assert data.all_spreads(("fi",)) == [spread_of(EXAMPLES, "fi", library(), words)]
