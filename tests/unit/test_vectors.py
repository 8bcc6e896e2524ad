"""The kept vectors are those of the encoder and of the examples as they stand."""

import numpy as np
import pytest

from bot.reading import vectors
from bot.reading.encoder import load_encoder
from bot.reading.examples import all_examples
from bot.settings import ROOT


@pytest.fixture(scope="module")
def texts():
    return sorted({example.text for example in all_examples(ROOT / "data" / "nlu")})


def test_nearly_every_example_has_its_vector(texts):
    kept = vectors._read(vectors.FILE)
    missing = [text for text in texts if vectors.key(text) not in kept]
    assert len(missing) < 0.05 * len(texts), "run `make vectors`"


def test_kept_vectors_are_the_encoders(texts):
    sample = texts[:: len(texts) // 40]
    mine = np.stack([load_encoder().encode(text) for text in sample])
    kept = np.stack(vectors.vectors_of(sample))
    assert (mine * kept).sum(1).min() > 0.999, "run `make vectors`"


def test_what_is_not_kept_is_encoded(tmp_path):
    vectors.write(["one", "two"], tmp_path / "v.npz")
    one, new = vectors.vectors_of(["one", "brand new"], tmp_path / "v.npz")
    assert one @ load_encoder().encode("one") > 0.999 and np.allclose(new, load_encoder().encode("brand new"))


def test_the_same_texts_give_the_same_bytes(tmp_path):
    for name in ("a.npz", "b.npz"):
        vectors.write(["one", "two"], tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_tenth_of_the_examples_is_held_out(texts):
    share = sum(map(vectors.held_out, texts)) / len(texts)
    assert 0.08 < share < 0.12 and vectors.held_out(texts[0]) == vectors.held_out(texts[0])
