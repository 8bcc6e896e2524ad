"""Cleaning keeps every position, and each language is cut by its own rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import LANGUAGES
from bot.reading.tokens import MAX_CHARACTERS, clean, has_words, tokenise

ANY = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("my\x00parcel", "my parcel"), ("a\u202eb\u200fc", "a b c"), ("a\ud800b", "a b"), ("\ufeffhi", " hi"), ("a\tb\nc", "a\tb\nc"),
        ("قال\u200f: لا", "قال : لا"), ("> old\nnew > old", "     \nnew > old"), ("so " + "x" * 90, "so " + " " * 90), ("👩\u200d👧", "👩\u200d👧"), ("", ""),
    ],
)  # fmt: skip
def test_what_is_not_text_leaves_a_space(text, cleaned):
    assert clean(text) == cleaned


@given(ANY)
def test_positions_stay_and_cleaning_twice_changes_nothing(text):
    cleaned = clean(text)
    assert len(cleaned) == len(text) and clean(cleaned) == cleaned
    assert all(after in (before, " ") for before, after in zip(text, cleaned))
    cleaned.encode("utf-8")


def test_a_long_text_is_read_up_to_the_limit():
    assert clean("ab " * 50_000) == ("ab " * 50_000)[:MAX_CHARACTERS]


@pytest.mark.parametrize(("text", "has"), [("", False), ("?! …", False), ("😀", False), ("7", True), ("ö", True), ("طرد", True), ("٣", True), ("包", True)])
def test_words_are_letters_or_digits_of_any_script(text, has):
    assert has_words(text) is has


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "don't", ["do", "n't"]), ("fr", "l'avion", ["l'", "avion"]), ("it", "dell'ordine", ["dell'", "ordine"]),
        ("sv", "bl.a. paketet", ["bl.a.", "paketet"]), ("fi", "esim. paketti", ["esim.", "paketti"]), ("ar", "أين الطرد؟", ["أين", "الطرد", "؟"]),
    ],
)  # fmt: skip
def test_each_language_has_its_own_rules(language, text, words):
    assert [token.text for token in tokenise(text, language)] == words


@given(ANY, st.sampled_from(LANGUAGES))
def test_any_text_is_cut_without_loss(text, language):
    cleaned = clean(text)
    assert "".join(token.text_with_ws for token in tokenise(cleaned, language)) == cleaned
