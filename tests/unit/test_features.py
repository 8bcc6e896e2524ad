"""N-gram features: what is counted, how it is weighted, and which word holds which part of it."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.models import LANGUAGES
from bot.reading.features import MAX_TOKENS, MIN_DOCUMENTS, NgramFeatures, character_grams, normalise, word_grams, words

DOCUMENTS = [("my parcel is late", "en")] * MIN_DOCUMENTS + [("the parcel was lost", "en")] * MIN_DOCUMENTS + [("only once", "en")]


@pytest.fixture(scope="module")
def known():
    return NgramFeatures().fit(DOCUMENTS)


@pytest.mark.parametrize(
    ("word", "normal"),
    [
        ("LATE", "late"), ("sooooo", "soo"), ("4471", "0000"), ("ﬁne", "fine"), ("أين", "اين"), ("طَرْد", "طرد"), ("طــرد", "طرد"),
        ("don’t", "don't"), ("Ää", "ää"), ("!!!!", "!!"),
    ],
)  # fmt: skip
def test_words_are_made_alike(word, normal):
    assert normalise(word) == normal


def test_links_and_names_are_marks_of_their_own():
    text = "@IrisBank see https://example.org/a?b=1 now"
    assert [word for word, _, _ in words(text, "en")] == ["@", "see", "#", "now"]


def test_words_say_where_they_stand():
    text = "My  PARCEL, please"
    assert [text[start:end] for _, start, end in words(text, "en")] == ["My", "PARCEL", ",", "please"]


def test_a_long_text_is_read_up_to_a_number_of_words():
    assert len(words("late " * 1000, "en")) <= MAX_TOKENS


def test_grams_of_words_and_of_characters():
    terms = [gram.term for gram in word_grams([("my", 0, 2), ("parcel", 3, 9)])]
    assert terms == ["w:my", "w:parcel", "w:my parcel"]
    assert character_grams("is") == [" i", "is", "s ", " is", "is ", " is "]
    assert len(character_grams("x" * 500)) == len(character_grams("x" * 40))


def test_a_term_is_kept_from_four_documents_on(known):
    assert "w:parcel" in known.vocabulary and "w:is late" in known.vocabulary and "w:once" not in known.vocabulary
    assert list(known.vocabulary) == sorted(known.vocabulary) and len(known.rarity) == len(known.vocabulary)


def test_what_stands_everywhere_weighs_less(known):
    assert known.rarity[known.vocabulary["w:parcel"]] < known.rarity[known.vocabulary["w:late"]]


def test_both_blocks_have_length_one(known):
    row = known.transform("my parcel is late", "en")
    of_words = np.array([term.startswith("w:") for term in known.vocabulary])
    dense = row.toarray()[0]
    assert np.linalg.norm(dense[of_words]) == pytest.approx(1, abs=1e-6)
    assert np.linalg.norm(dense[~of_words]) == pytest.approx(1, abs=1e-6)


def test_a_row_has_no_column_of_the_unknown(known):
    row = known.transform("ξψω", "en")
    assert row.shape == (1, len(known.vocabulary)) and row.nnz == 0


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=80), st.sampled_from(LANGUAGES))
@example("latelatelate", "en")  # the same letters more than once in a word
@settings(max_examples=60, deadline=None)
def test_parts_of_words_add_up_to_the_row_without_its_pairs(text, language):
    known = NgramFeatures().fit(DOCUMENTS)
    for each in (text, f"my parcel {text} late"):
        row = known.transform(each, language)
        assert np.isfinite(row.data).all()
        total = np.zeros(len(known.vocabulary))
        for part in known.parts(each, language, row):
            assert 0 <= part.start < part.end <= len(each)
            total[part.columns] += np.where(part.columns >= 0, part.values, 0)
        characters = np.array([not term.startswith("w:") for term in known.vocabulary])
        assert np.allclose(total[characters], row.toarray()[0][characters], atol=1e-5)


def test_fitting_again_gives_the_same(known):
    again = NgramFeatures().fit(DOCUMENTS)
    assert again.vocabulary == known.vocabulary and np.array_equal(again.rarity, known.rarity)
