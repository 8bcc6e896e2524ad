"""Every rule under content/checks: it loads, has its examples, flags what it must flag and passes what it must pass."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.checking import examples
from bot.checking.kinds import KINDS
from bot.library import Library
from bot.models import LANGUAGES
from bot.rules import OPTIONS, Rule
from bot.settings import ROOT
from bot.yaml_files import read

CHECKS = ROOT / "content" / "checks"
FIRST = {
    "acknowledgement_missing",
    "plan_before_acknowledgement",
    "dismissive",
    "blame",
    "unpromised_promise",
    "placeholder_left",
    "too_long",
}


@pytest.fixture(scope="module", params=["written", "other"])
def known(request, other_folder: Path) -> Library:
    """The rules as they are, and as they are for a company that set the other register."""
    return examples.of_checks(ROOT / "content" if request.param == "written" else other_folder)


def rule_at(known: Library, path: Path) -> Rule:
    return next(rule for rules in known.rules.values() for rule in rules if rule.path.parts[-2:] == path.parts[-2:])


@pytest.mark.parametrize("path", sorted(CHECKS.glob("*/*.yml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rule_keeps_its_examples(path: Path, known: Library) -> None:
    assert [str(problem) for problem in examples.problems(rule_at(known, path), known)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_first_rules(language: str, known: Library) -> None:
    assert FIRST <= {rule.id for rule in known.rules[language]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_rules(language: str, known: Library) -> None:
    spoken = {rule.id for rules in known.rules.values() for rule in rules}
    missing = spoken - {rule.id for rule in known.rules[language]}
    assert missing <= {"wrong_register"}, "English has one form of address"


@pytest.mark.parametrize("key", ["must_flag", "must_pass"])
def test_a_rule_without_examples_fails_with_its_name(key: str, known: Library) -> None:
    rule = replace(known.rules["sv"][-1], **{key: ()})
    messages = [str(problem) for problem in examples.problems(rule, known)]
    assert any(rule.id in message and key in message and "at least 2" in message for message in messages)


def test_a_rule_for_all_languages_needs_examples_in_each(known: Library) -> None:
    rule = rule_at(known, CHECKS / "all" / "placeholder_left.yml")
    english = tuple(example for example in rule.must_flag if example["language"] == "en")
    messages = [str(problem) for problem in examples.problems(replace(rule, must_flag=english), known)]
    assert [language for language in LANGUAGES if any(f"0 in {language}" in each for each in messages)] == [
        "it",
        "ar",
        "sv",
        "fr",
        "fi",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sorted(CHECKS.glob("all/*.yml")), ids=lambda path: path.stem)
def test_a_rule_for_all_languages_speaks_that_of_the_reply(path: Path, language: str, known: Library) -> None:
    """What it finds in its own examples is told in their language."""
    written = read(path)
    rule = next(rule for rule in known.rules[language] if rule.id == path.stem)
    flagged = [example for example in rule.must_flag if example["language"] == language]
    told = {(each.why, each.instead) for example in flagged for each in examples.tried(rule, example, known)}
    assert told == {(written["why"][language], written["instead"][language])}


@pytest.mark.parametrize("path", sorted(CHECKS.glob("all/*.yml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("key", ["why", "instead"])
def test_a_rule_for_all_languages_says_the_same_in_none_of_them(path: Path, key: str) -> None:
    """A sentence copied from one language to another is not yet written."""
    said = read(path)[key]
    assert len(set(said.values())) == len(LANGUAGES)
    assert [code for code, text in said.items() if bool(re.search("[؀-ۿ]", text)) != (code == "ar")] == []


def test_an_example_that_comes_out_wrong_is_quoted(known: Library) -> None:
    rule = rule_at(known, CHECKS / "en" / "blame.yml")
    wrong = replace(rule, must_pass=({"text": "You failed to call."}, {"text": "Fine."}))
    assert "blame.yml" in (message := str(next(examples.problems(wrong, known)))) and "You failed to call." in message


def test_an_example_with_an_unknown_key_is_named(known: Library) -> None:
    rule = rule_at(known, CHECKS / "en" / "blame.yml")
    wrong = replace(rule, must_flag=(*rule.must_flag, {"text": "You failed to call.", "mood": "angry"}))
    assert "an example needs `text`" in str(next(examples.problems(wrong, known)))


def test_every_kind_says_what_it_needs() -> None:
    assert set(OPTIONS) == set(KINDS)


@pytest.mark.parametrize("language", ["it", "sv", "fr", "fi"])
def test_the_register_that_is_set_decides_which_form_of_address_is_wrong(language: str, other_folder: Path) -> None:
    written, other = (examples.of_checks(folder) for folder in (ROOT / "content", other_folder))
    path = CHECKS / language / "wrong_register.yml"
    for here, there in ((written, other), (other, written)):
        flagged = [example["text"] for example in rule_at(here, path).must_flag]
        assert not any(examples.tried(rule_at(there, path), {"text": text}, there) for text in flagged), flagged
