"""Addresses that customers leave: email and telephone, in the ways that they write them."""

import pytest
from rows import rows

from desk import tables
from desk.addresses import checked

GOOD = [
    ("aino@example.fi", "fi", "aino@example.fi"),
    ("  first.last+tag@mail.example.com ", "en", "first.last+tag@mail.example.com"),
    ("040 123 4567", "fi", "+358401234567"),
    ("+358 40 123 4567", "ar", "+358401234567"),
    ("020 7946 0958", "en", "+442079460958"),
    ("06 698 82123", "it", "+390669882123"),
    ("08-123 456 78", "sv", "+46812345678"),
    ("01 23 45 67 89", "fr", "+33123456789"),
]


@pytest.mark.parametrize(("text", "language", "kept"), GOOD)
def test_good_ones_are_kept_in_one_form(text, language, kept):
    assert checked(text, language) == kept


@pytest.mark.parametrize("text", ["abc", "a@b", "@example.com", "a b@example.com", "<a@example.com>", "12", "0" * 40, "call me", "\x00\x00\x00"])
def test_others_are_refused(text):
    assert checked(text, "en") is None


def test_nothing_that_misleads_is_kept():
    assert checked("a\u202e\x00b@example.com", "en") == "ab@example.com"


def test_the_visitor_has_it(visitor, database, told):
    assert visitor.post("/address", {"address": "aino@example.fi"}).status_code == 200
    assert rows(database, tables.visitors)[0]["address"] == "aino@example.fi"
    assert told(visitor.conversation, "notice") == [{"key": "address_kept"}]
    refused = visitor.post("/address", {"address": "nowhere"})
    assert refused.status_code == 422 and "name@example.com" in refused.json()["error"]
