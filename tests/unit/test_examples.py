"""Training examples are read whole, and what isn't whole is named with its file, line and key."""

import pytest

from bot.reading.examples import Example, all_examples, read_examples
from bot.yaml_files import ContentError

WHOLE = """\
version: "3.1"
nlu:
- intent: late_delivery
  metadata: {language: fi}
  examples:
  - {text: " paketti on myöhässä ", metadata: {feeling: frustrated, intensity: 1, form: short, signals: [leaving], also: [no_reply]}}
  - {text: "missä paketti on: täällä?", metadata: {feeling: calm, intensity: 0}}
- intent: thank
  metadata: {language: sv}
  examples:
  - text: tack
    metadata: {feeling: grateful, intensity: 2}
"""


def write(path, text: str):
    file = path / "fi" / "timing.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_whole_examples(tmp_path):
    assert list(read_examples(write(tmp_path, WHOLE))) == [
        Example("paketti on myöhässä", "fi", "late_delivery", "frustrated", 1, "short", ("leaving",), ("no_reply",)),
        Example("missä paketti on: täällä?", "fi", "late_delivery", "calm", 0),
        Example("tack", "sv", "thank", "grateful", 2),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("feeling: calm", "feeling: happy", r"fi/timing\.yml:7: nlu\.0\.examples\.1: feeling 'happy'; one of calm, grateful"),
        ("feeling: calm, ", "", r"timing\.yml:7: nlu\.0\.examples\.1: feeling None"),
        ("intensity: 0", "intensity: 5", r"timing\.yml:7: .*intensity 5; 0, 1, 2 or 3"),
        ("intensity: 0", 'intensity: "1"', r"timing\.yml:7: .*intensity '1'"),
        ("form: short", "form: haiku", r"timing\.yml:6: .*form 'haiku'; one of plain, "),
        ("[leaving]", "leaving", r"timing\.yml:6: .*signals is a list, such as \[leaving\]"),
        (", metadata: {feeling: calm, intensity: 0}", "", r"timing\.yml:7: .*feeling None"),
        ("text: tack", "text: ", r"timing\.yml:11: nlu\.1\.examples\.0: an example is"),
        ("text: tack", "text: no", r"timing\.yml:11: nlu\.1\.examples\.0: an example is"),
        ("language: sv", "language: de", r"timing\.yml:9: nlu\.1\.metadata: language 'de'; one of en, it, ar, sv, fr, fi"),
        ("  metadata: {language: sv}\n", "", r"timing\.yml:8: nlu\.1: a block needs"),
        ("- intent: thank\n  metadata", "- metadata", r"timing\.yml:8: nlu\.1: a block needs"),
        ("täällä?", 'tä"ällä?', r"timing\.yml:\d+: "),
        ("  examples:\n  - text: tack", "\texamples:\n  - text: tack", r"timing\.yml:10: a tab"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path, old, new, expected):
    assert old in WHOLE
    with pytest.raises(ContentError, match=expected):
        list(read_examples(write(tmp_path, WHOLE.replace(old, new, 1))))


@pytest.mark.parametrize(("text", "expected"), [("- a\n- b\n", "holds no `key: value` lines"), ("nlu: [7]\n", r"nlu\.0: a block needs")])
def test_another_form_is_named(tmp_path, text, expected):
    with pytest.raises(ContentError, match=expected):
        list(read_examples(write(tmp_path, text)))


def test_metadata_that_is_no_mapping_is_named(tmp_path):
    for old, new in (("{language: sv}", "sv"), ("{feeling: grateful, intensity: 2}", "grateful")):
        with pytest.raises(ContentError, match=r"timing\.yml:(8|9|11)"):
            list(read_examples(write(tmp_path, WHOLE.replace(old, new, 1))))


def test_a_missing_or_foreign_file_is_named(tmp_path):
    with pytest.raises(ContentError, match="gone.yml:1: the file is missing"):
        list(read_examples(tmp_path / "gone.yml"))
    file = write(tmp_path, "")
    file.write_bytes(WHOLE.encode("latin-1"))
    with pytest.raises(ContentError, match="not UTF-8"):
        list(read_examples(file))


def test_empty_blocks_and_files_without_examples_are_nothing(tmp_path):
    assert list(read_examples(write(tmp_path, 'version: "3.1"\nnlu:\n'))) == []
    assert list(read_examples(write(tmp_path, "nlu:\n- {intent: thank, metadata: {language: fi}, examples: }\n"))) == []


def test_files_are_read_in_their_order(tmp_path):
    write(tmp_path, WHOLE)
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "acts.yml").write_text(WHOLE.replace("fi}", "en}"), encoding="utf-8")
    assert [each.language for each in all_examples(tmp_path)] == ["en", "en", "sv", "fi", "fi", "sv"]
