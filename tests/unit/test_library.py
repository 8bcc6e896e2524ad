"""Content loads, and every mistake of a writer is named with its file, line and what would be right."""

import os
import re
import shutil
import time

import pytest

from bot.content_rules import CAUSE_LISTS, MOVES
from bot.library import Served, load
from bot.models import LANGUAGES
from bot.settings import ROOT
from bot.yaml_files import ContentError

SLOW_MACHINE = 2  # how much longer a machine may take that is busy with something else
PROOF = ("cash_not_dispensed", "late_delivery", "no_reply", "rude_staff")


@pytest.fixture
def folder(tmp_path):
    """A copy of the content to spoil."""
    return shutil.copytree(ROOT / "content", tmp_path / "content")


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_content_loads_in_300_ms():
    times = []
    for _ in range(5):
        start = time.process_time()
        load(ROOT / "content")
        times.append(time.process_time() - start)
    assert min(times) < 0.3 * SLOW_MACHINE


def test_every_cause_has_a_plan_and_english_replies(content):
    assert set(content.plans) == set(content.causes)
    for cause in content.causes:
        for name in CAUSE_LISTS:
            assert len(content.replies["en"].get(f"{cause}.{name}")) >= 3, (cause, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_proof_causes_and_moves_speak_every_language(content, language):
    for cause in PROOF:
        assert content.answers(language, cause)
    for move in MOVES:
        assert len(content.replies[language].get(f"moves.{move}")) >= 3, move


def test_a_list_uses_the_same_placeholders_in_every_language(content):
    english = placeholders(content, "en")
    for language in LANGUAGES:
        for name, found in placeholders(content, language).items():
            assert found == english.get(name, found), (language, name)


def placeholders(content, language):
    """The placeholders of the lists that customers always get: steps, facts and moves."""
    kept = {}
    for name, wordings in content.replies[language].lists.items():
        if ".steps." in name or name.startswith(("facts.", "moves.")):
            kept[name] = frozenset().union(*(wording.facts for wording in wordings))
    return kept


def test_no_wording_stands_twice_in_a_language(content):
    for language, replies in content.replies.items():
        texts = [wording.text for wording in replies]
        assert len(texts) == len(set(texts)), language


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("plans/late_delivery.yml", "who: us", "who: me", r"late_delivery.yml:\d+: steps.ask_carrier.who: 'me' is nobody"),
        ("plans/late_delivery.yml", "{hours: 2}", "{hours: -2}", r"late_delivery.yml:\d+: steps.ask_carrier.due: write"),
        ("plans/late_delivery.yml", '"12:00"', '"25:00"', r"a time of day in quotes"),
        ("plans/late_delivery.yml", "later: [ask_carrier", "later: [nobody, ask_carrier", r"unknown step nobody; known are"),
        ("plans/wrong_charge.yml", "  customer:", "  nobody:", r"wrong_charge.yml:\d+: by_fault.nobody: write one of ours, unknown"),
        ("plans/wrong_charge.yml", "customer: {\"no\": [charge", "customer: {\"no\": [x, charge", r"by_fault.customer.no: unknown step x; known"),
        ("plans/wrong_charge.yml", "customer: {\"no\"", "customer: {never", r"by_fault.customer.never: a plan is for one of later, now, no"),
        ("plans/late_delivery.yml", "needs: [reference]", "needs: [shoe_size]", r"nothing asks for `shoe_size`"),
        ("replies/en/causes/timing.yml", "{waiting}", "{wating}", r"timing.yml:\d+: .*unknown placeholder wating"),
        ("replies/en/causes/timing.yml", "{waiting}", "{waiting", r"a single brace"),
        ("replies/fi/moves.yml", "greet:", "gret:", r"moves.yml:1: greet: at least 3 wordings"),
        ("taxonomy.yml", "gravity: 4, facts: [contact_count]", "facts: [contact_count]", r"taxonomy.yml:\d+: causes.rude_staff: a cause needs"),
        ("taxonomy.yml", "facts: [contact_count]", "facts: [mood]", r"unknown fact mood; known are"),
        ("languages.yml", "en:", "en:\n\tbad: 1", r"languages.yml:\d+: a tab"),
        ("languages.yml", "register: informal", "register: royal", r"languages.yml:\d+: en.register: 'royal' is not written"),
        ("languages.yml", "\nfi:", "\nfo:", r"languages.yml:1: fi: the language is missing"),
        ("languages.yml", "due: {", "dew: {", r"languages.yml:\d+: en: missing due"),
        ("languages.yml", "other: \"{n} giorni\"", "others: \"{n} giorni\"", r"it.units.day: plural forms are .* with `other` among them"),
        ("languages.yml", "{n} giorni", "{m} giorni", r"languages.yml:\d+: it.units.day.other: unknown placeholder m; the number is"),
        ("languages.yml", '    month: {one: "1 mese"', '    moon: {one: "1 mese"', r"it.units.moon: no such unit; known are minute"),
        ("languages.yml", "hour: [half an hour, an hour and a half]", "hour: half an hour", r"en.halves.hour: two texts: half of it, and one and a half"),
        ("languages.yml", "hour: [half an hour", "our: [half an hour", r"en.halves.our: no such unit"),
        ("replies/en/moves.yml", "goodbye:", "greet:", r"moves.yml:\d+: `greet` stands here a second time"),
        ("replies/en/causes/money.yml", "refund_delay:", "late_delivery:", r"`late_delivery.calm` stands in .*money.yml too"),
        ("replies/sv@formal/moves.yml", "greet:", "greets:", r"moves.yml:1: greets: no such list in replies/sv"),
        ("checks/sv/blame.yml", "kind: existence", "kind: magic", r"blame.yml:1: kind: unknown kind 'magic'; known are"),
        ("checks/sv/blame.yml", "patterns:", "pattern:", r"blame.yml:1: a check of kind existence needs `patterns`"),
        ("checks/sv/blame.yml", "patterns:\n", "patterns:\n  - a: b\n", r"blame.yml:5: patterns.0: not a text; put quotes"),
        ("checks/sv/wrong_register.yml", "informal:", "royal:", r"wrong_register.yml:\d+: registers: nothing for `informal`"),
        ("checks/sv/blame.yml", "why: ", "why:\n  sv: ", r"blame.yml:2: why: one sentence, .*only under all/ one in each language"),
        ("checks/sv/blame.yml", "instead: ", "instead:\nx: ", r"blame.yml:3: instead: one sentence, in quotes"),
        ("checks/all/shouting.yml", "why:\n", "why: Loud.\nx:\n", r"shouting.yml:2: why: .* in each language: en, it, ar, sv, fr, fi"),
        ("checks/all/shouting.yml", "  fi: ", "  # ", r"shouting.yml:2: why.fi: one sentence in each of en, it, ar, sv, fr, fi"),
        ("checks/all/shouting.yml", "  sv: ", "  sv: ''\n  # ", r"shouting.yml:6: why.sv: one sentence in each"),
        ("checks/all/shouting.yml", "  en: Plain", "  en: [Plain]\n  # ", r"shouting.yml:10: instead.en: one sentence in each"),
        ("checks/all/shouting.yml", "  it: Lettere", "  de: Laut\n  it: Lettere", r"shouting.yml:11: instead.de: .*in no other"),
    ],
)  # fmt: skip
def test_a_writers_mistake_is_named(folder, file, old, new, expected):
    if "@formal" in file:
        spoil(folder / "languages.yml", "sv_SE\n  register: informal", "sv_SE\n  register: formal")
    spoil(folder / file, old, new)
    with pytest.raises(ContentError, match=expected):
        load(folder)


def test_a_step_without_wording_is_named(folder):
    spoil(folder / "plans/late_delivery.yml", "plans:", '  dance: {who: us, gist: "x"}\nplans:')
    with pytest.raises(ContentError, match="step `dance` of plans/late_delivery.yml has no wording"):
        load(folder)


def test_two_checks_with_one_id_are_named(folder):
    shutil.copy(folder / "checks/sv/blame.yml", folder / "checks/sv/shouting.yml")
    with pytest.raises(ContentError, match=r"sv/shouting.yml:1: the check `shouting` stands in .*all.* too"):
        load(folder)


def test_a_plan_without_cause_is_named(folder):
    shutil.copy(folder / "plans/late_delivery.yml", folder / "plans/late_delivry.yml")
    with pytest.raises(ContentError, match="late_delivry.yml:1: no cause of taxonomy.yml has this name"):
        load(folder)


def test_a_missing_file_is_named(folder):
    (folder / "plans/late_delivery.yml").unlink()
    with pytest.raises(ContentError, match="late_delivery.yml:1: the file is missing"):
        load(folder)


def test_a_file_in_another_encoding_is_named(folder):
    (folder / "replies/fi/moves.yml").write_bytes("greet: [hyvää]".encode("latin-1"))
    with pytest.raises(ContentError, match="not UTF-8"):
        load(folder)


def test_the_last_good_content_stays_served_while_a_file_is_broken(folder, monkeypatch, caplog):
    monkeypatch.setattr("bot.library.LOOK_SECONDS", -1.0)
    served = Served(folder)
    good = served.current()
    path = folder / "replies/en/moves.yml"
    text = path.read_text(encoding="utf-8")
    write_later(path, "greet: [", seconds=5)
    assert served.current() is good and "moves.yml" in caplog.text
    write_later(path, text, seconds=10)
    assert served.current() is not good and served.current().replies["en"].get("moves.greet")


def test_a_pattern_that_is_none_leaves_the_last_good_content_served(folder, monkeypatch, caplog):
    monkeypatch.setattr("bot.library.LOOK_SECONDS", -1.0)
    served = Served(folder)
    good = served.current()
    path = folder / "checks/fr/blame.yml"
    write_later(path, path.read_text(encoding="utf-8").replace("patterns:\n", "patterns:\n  - vous (avez\n"), seconds=5)
    assert served.current() is good
    assert re.search(r"blame.yml:5: patterns.0: 'vous \(avez' is no regular expression", caplog.text)


def write_later(path, text, seconds):
    """Write with a time stamp of its own, however fast the test runs."""
    stamp = time.time() + seconds
    path.write_text(text, encoding="utf-8")
    os.utime(path, (stamp, stamp))
