"""Folders of labelled messages: what is read from them, and one clear sentence with file and line for what can't be."""

import json

import pytest

from benchmarks.reading.causes import read_mapping
from benchmarks.reading.rows import BadRow, read_sets
from bot.yaml_files import ContentError

GOOD = {"id": "1", "lang": "en", "text": "Two hours late.", "label": "worry", "source": "made", "label_raw": "fear"}


def put(folder, name: str, *rows: object):
    """A file of rows; text stands as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_every_file_of_a_folder_is_read(tmp_path):
    put(tmp_path, "feeling_en.jsonl", GOOD, "", {**GOOD, "id": 2, "lang": "fi", "context": ["Hei.", {"text": "Moi."}]})
    put(tmp_path, "cause_b.jsonl", {**GOOD, "label": "delay"})
    (tmp_path / "README.md").write_text("not a set")
    cause, feeling = read_sets(tmp_path, ("delay",))
    assert (cause.name, cause.task, len(cause.rows)) == ("cause_b", "cause", 1)
    assert feeling.task == "feeling" and [row.language for row in feeling.rows] == ["en", "fi"]
    assert feeling.rows[0].context == () and feeling.rows[1].context == ("Hei.", "Moi.")


def test_line_ends_and_byte_order_marks_of_other_systems_are_read(tmp_path):
    (tmp_path / "feeling.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n" + json.dumps(GOOD).encode())
    assert len(read_sets(tmp_path, ())[0].rows) == 2


def test_a_line_separator_inside_a_text_is_no_end_of_line(tmp_path):
    put(tmp_path, "feeling.jsonl", {**GOOD, "text": "one\u2028two\x85three"})
    assert read_sets(tmp_path, ())[0].rows[0].text == "one\u2028two\x85three"


HOSTILE = {
    "missing label": ({key: value for key, value in GOOD.items() if key != "label"}, '"label" is missing'),
    "null label": ({**GOOD, "label": None}, '"label" is missing'),
    "missing id": ({key: value for key, value in GOOD.items() if key != "id"}, '"id" is missing'),
    "label of another task": ({**GOOD, "label": "dissatisfied"}, "\"label\" is 'dissatisfied'; one of negative_activated"),
    "label that is a list": ({**GOOD, "label": ["worry"]}, "\"label\" is \\['worry'\\]"),
    "broken JSON": ('{"id": "1", "text": "unfinished', "not JSON"),
    "deep JSON": ("[" * 100_000, "not JSON"),
    "long number": ('{"id": ' + "9" * 5000 + "}", "not JSON"),
    "a list": ("[1, 2]", "not a JSON object"),
    "unknown language": ({**GOOD, "lang": "de"}, "\"lang\" is 'de'; one of en, it, ar, sv, fr, fi"),
    "language that is a list": ({**GOOD, "lang": ["en"]}, "\"lang\" is \\['en'\\]"),
    "text that is none": ({**GOOD, "text": 5}, '"text" is not text'),
    "context that is a text": ({**GOOD, "context": "before"}, '"context" is a list'),
    "context of numbers": ({**GOOD, "context": [1]}, '"context" is a list'),
    "context that is a number": ({**GOOD, "context": 1}, '"context" is a list'),
}


@pytest.mark.parametrize(("row", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_bad_row_is_named_by_file_and_line(tmp_path, row, said):
    put(tmp_path, "feeling_xx.jsonl", GOOD, "", row)
    with pytest.raises(BadRow, match=rf"feeling_xx\.jsonl:3: {said}") as found:
        read_sets(tmp_path, ())
    assert "\n" not in str(found.value)


def test_bytes_that_are_no_utf8_are_named(tmp_path):
    (tmp_path / "feeling.jsonl").write_bytes(json.dumps(GOOD).encode() + b'\n{"text": "\xff"}\n')
    with pytest.raises(BadRow, match=r"feeling\.jsonl:2: not UTF-8"):
        read_sets(tmp_path, ())


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_file_is_named(tmp_path, content):
    (tmp_path / "feeling_en.jsonl").write_text(content)
    with pytest.raises(BadRow, match=r"feeling_en\.jsonl:1: the file is empty"):
        read_sets(tmp_path, ())


def test_a_file_of_no_task_is_named(tmp_path):
    with pytest.raises(BadRow, match=r"mood_en\.jsonl:1: the file's name says no task; begin it with one of dissatisfaction, feeling"):
        read_sets(put(tmp_path, "mood_en.jsonl", GOOD), ())


def test_a_folder_that_is_missing_or_holds_nothing_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere is no folder"):
        read_sets(tmp_path / "nowhere", ())
    with pytest.raises(FileNotFoundError, match=r"holds no \*\.jsonl file"):
        read_sets(tmp_path, ())


def test_a_mistake_of_a_row_never_shows_its_text(tmp_path):
    with pytest.raises(BadRow) as found:
        read_sets(put(tmp_path, "feeling.jsonl", {**GOOD, "lang": "de"}), ())
    assert GOOD["text"] not in str(found.value)


LABELS = (
    "not_working_or_declined", "information_request", "delay", "poor_or_no_service", "unclear", "billing_or_charge", "cancellation",
    "lost_item", "unrecognised_charge_or_fraud", "account_access", "bad_product_experience", "booking_or_technical", "rude_staff",
    "refund", "damaged_or_defective",
)  # fmt: skip


def test_the_mapping_places_every_label():
    mapping = read_mapping()
    assert sorted(mapping.categories) == sorted(LABELS)
    assert all(mapping.causes.values()) and set(mapping.left_out) == {"unclear", "information_request"}


MISTAKES = {
    "no such cause": ("categories:\n  delay:\n    causes: [late]\n    because: it is\n", r"mapping\.yml:3: .*'late' is no cause"),
    "no reason": ("categories:\n  delay:\n    causes: [late_delivery]\n", r"mapping\.yml:2: .*a category is"),
    "no causes": ("categories:\n  delay: late_delivery\n", r"mapping\.yml:2: .*a category is"),
    "an empty list": ("categories:\n  delay: {causes: [], because: it is}\n", r"mapping\.yml:2: .*a category is"),
    "both": (
        "categories:\n  delay: {causes: [late_delivery], because: it is}\nleft_out:\n  delay: it isn't\n", r"mapping\.yml:4: .*left out",
    ),
    "left out without a reason": ("left_out:\n  unclear:\n", r"mapping\.yml:2: .*in words why"),
    "a list": ("left_out: [unclear]\n", r"mapping\.yml:1: .*belong here"),
    "nothing": ("other: 1\n", r"mapping\.yml:1: .*belong here"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_the_mapping_is_named_by_file_and_line(tmp_path, content, said):
    path = tmp_path / "mapping.yml"
    path.write_text(content)
    with pytest.raises(ContentError, match=said):
        read_mapping(path)
