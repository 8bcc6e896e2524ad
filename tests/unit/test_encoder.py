"""The sentence encoder: its vectors, and how they fall to the words of a text."""

import numpy as np
import pytest

from bot.reading.encoder import DIMENSIONS, load_encoder
from bot.reading.encoder_setup import SAMPLES

TEXTS = (*SAMPLES, "ok", "", "  hei  ", "naïve ﬁ ½ 3 €", "a\u200bb\0c", "😩😩", "x" * 3000)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_has_a_unit_vector(text):
    vector = load_encoder().encode(text)
    assert vector.shape == (DIMENSIONS,) and np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", SAMPLES)
def test_the_words_shares_sum_to_the_vector_but_for_the_marks(text):
    """What is left belongs to the prefix and the marks for start and end, which are no word of the text."""
    encoder = load_encoder()
    shares = encoder.shares(text)
    assert [text[start:end] for start, end, _ in shares] == text.split()
    _, parts = encoder._recent(text)
    own = parts[encoder.prefix : -1].sum(0)
    assert np.allclose(sum(share for _, _, share in shares), own, atol=1e-5)


@pytest.mark.parametrize("text", TEXTS)
def test_shares_stand_on_words_of_the_text(text):
    for start, end, share in load_encoder().shares(text):
        assert 0 <= start < end <= len(text) and share.shape == (DIMENSIONS,)
