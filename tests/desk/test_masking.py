"""Personal data never reaches a log, in the forms of all six languages' countries."""

import json

import pytest
import structlog

from desk import logs
from desk.masking import mask

PERSONAL = [
    ("write to aino.virtanen+1@posti.example.fi please", "[email]"),
    ("call 020 7946 0958", "[telephone]"), ("+44 7911 123456", "[telephone]"),  # en
    ("chiamami al 06 698 82123", "[telephone]"), ("+39 333 123 4567", "[telephone]"), ("RSSMRA85T10A562S", "[identity]"),  # it
    ("ring 08-123 456 78", "[telephone]"), ("+46 70 123 45 67", "[telephone]"), ("19811218-9876", "[identity]"),  # sv
    ("appelez le 01 23 45 67 89", "[telephone]"), ("+33 6 12 34 56 78", "[telephone]"),  # fr
    ("soita 040 123 4567", "[telephone]"), ("+358 40 123 4567", "[telephone]"), ("131052-308T", "[identity]"),  # fi
    ("اتصل بي على 050 123 4567", "[telephone]"), ("+971 50 123 4567", "[telephone]"),  # ar
    ("اتصل بي على ٠٥٠ ١٢٣ ٤٥٦٧", "[telephone]"),
    ("from FI21 1234 5600 0007 85 to you", "[account]"), ("GB82WEST12345698765432", "[account]"), ("IT60X0542811101000000123456", "[account]"),
    ("FR14 2004 1010 0505 0001 3M02 606", "[account]"), ("SE45 5000 0000 0583 9825 7466", "[account]"),
    ("paid with 4111 1111 1111 1111 today", "[card]"), ("5500-0000-0000-0004", "[card]"),
    ("1 85 05 78 006 084 91", "[identity]"), ("784-1980-1234567-9", "[identity]"), ("131052A308T", "[identity]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "by"), PERSONAL)
def test_it_is_replaced_by_what_it_was(text, by):
    masked = mask(text)
    assert by in masked
    assert sum(each.isdigit() for each in masked) == 0 and "aino" not in masked


@pytest.mark.parametrize("text", ["order 4471-AB", "3 days and 2 hours", "it cost 49.90 euros", "at 12:30 on 24.11.2026", "error in line 137", "2026-11-24T10:00:00Z"])
def test_the_rest_stays(text):
    assert mask(text) == text


def test_a_log_line_is_json_without_a_customers_words(capsys):
    before = structlog.get_config()
    logs.set_up()
    try:
        structlog.get_logger("test").warning("refused", address="aino@example.fi", conversation="0" * 32, nested={"to": ["040 123 4567"]})
    finally:
        structlog.configure(**before)
    line = json.loads(capsys.readouterr().err)
    assert line["address"] == "[email]" and line["conversation"] == "0" * 32 and line["nested"] == {"to": ["[telephone]"]}


def test_a_long_text_is_masked_fast():
    import time

    start = time.perf_counter()
    mask("4111 " * 400 + "A1" * 500 + "@" * 500)
    assert time.perf_counter() - start < 0.5


def test_a_log_on_a_full_disk_fails_nothing(monkeypatch):
    class Full:
        def write(self, *_):
            raise OSError(28, "No space left on device")

        flush = write

    before = structlog.get_config()
    monkeypatch.setattr("sys.stderr", Full())
    logs.set_up()
    try:
        structlog.get_logger("full").error("the disk does not take this")
    finally:
        structlog.configure(**before)
