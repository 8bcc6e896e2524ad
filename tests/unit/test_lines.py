"""JSON lines: a bad line is named, and the rest is still done."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.lines import MAX_LINE_BYTES, BadLine, Message, messages


def read(data: bytes) -> list:
    return list(messages(io.BytesIO(data)))


def test_whole_lines():
    lines = [{"id": 7, "text": "hi", "lang": "fi", "context": ["a", {"text": "b"}]}, {"text": "x"}]
    data = "\n".join(map(json.dumps, lines)).encode()
    assert read(data) == [Message(7, "hi", "fi", ("a", "b")), Message(2, "x")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"), (b"[1]", 'no "text"'), (b'{"id": 1}', 'no "text"'), (b'{"text": 5}', 'no "text"'),
        (b'{"text": "\xff"}', "not UTF-8"), (b'{"text": "x", "lang": "de"}', "'de'; one of"),
        (b'{"text": "x", "context": "y"}', "a list"), (b"[" * 100_000, "not JSON"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_rest_is_read(line, why):
    first, bad, last = read(b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n')
    assert (first.text, last.text) == ("a", "b")
    assert isinstance(bad, BadLine) and "line 2" in str(bad) and why in str(bad)


def test_a_huge_line_is_skipped_without_being_held():
    bad, last = read(b'{"text": "' + b"a" * (MAX_LINE_BYTES + 10) + b'"}\n{"text": "b"}\n')
    assert "line 1" in str(bad) and last.text == "b"


@given(st.binary(max_size=300))
def test_any_bytes_give_messages_or_named_lines(data):
    for each in read(data):
        assert isinstance(each, (Message, BadLine))
