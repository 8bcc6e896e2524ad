"""The reading scenarios are whole, and none is a near copy of a training example."""

import re
from collections import Counter, defaultdict

import pytest

from bot import yaml_files
from bot.models import FEELINGS, LANGUAGES, NO_CAUSE
from bot.reading.examples import all_examples
from bot.reading.scenarios import read_scenarios
from bot.settings import ROOT

FOLDER = ROOT / "tests" / "reading"
OFFTOPIC = "offtopic"
NEAR = 0.5  # share of a scenario's runs of three words that one example may hold


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of three words."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


@pytest.fixture(scope="module")
def examples_by_run():
    found = defaultdict(set)
    for number, example in enumerate(all_examples(ROOT / "data" / "nlu")):
        for run in runs(example.text):
            found[run].add(number)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_scenarios_are_whole(language, content):
    scenarios = read_scenarios(FOLDER / f"{language}.yml")
    assert len(scenarios) >= 60 and len({each.id for each in scenarios}) == len(scenarios)
    for each in scenarios:
        assert set(each.causes) <= {NO_CAUSE, *content.causes} and set(each.feelings) <= set(FEELINGS), each.id
        assert set(each.signals) <= set(content.signals), each.id


def test_offtopic_scenarios_are_whole():
    scenarios = read_scenarios(FOLDER / f"{OFFTOPIC}.yml")
    assert len(scenarios) >= 180
    assert len({each.id for each in scenarios}) == len({each.text for each in scenarios}) == len(scenarios)
    for each in scenarios:
        assert each.causes == (NO_CAUSE,) and each.text.strip() and not each.facts and not each.signals, each.id
        assert each.feelings and set(each.feelings) <= set(FEELINGS), each.id
        assert each.language in LANGUAGES and re.fullmatch(rf"ot-{each.language}-\d{{3}}", each.id), each.id


def test_offtopic_scenarios_are_in_every_language_and_of_both_forms():
    counts = Counter((each["language"], each["form"]) for each in yaml_files.read(FOLDER / f"{OFFTOPIC}.yml")["scenarios"])
    assert set(counts) == {(language, form) for language in LANGUAGES for form in ("everyday", "technical")}
    for language in LANGUAGES:
        assert counts[language, "everyday"] >= 22 and counts[language, "technical"] >= 8, language


@pytest.mark.parametrize("name", (*LANGUAGES, OFFTOPIC))
def test_no_scenario_is_a_near_copy_of_an_example(name, examples_by_run):
    for each in read_scenarios(FOLDER / f"{name}.yml"):
        own = runs(each.text)
        shared = defaultdict(int)
        for run in own:
            for number in examples_by_run[run]:
                shared[number] += 1
        assert not own or max(shared.values(), default=0) / len(own) < NEAR, (each.id, each.text)
