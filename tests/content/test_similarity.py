"""No acknowledgement could stand in another cause's place unnoticed: the encoder compares them all."""

from itertools import combinations

import numpy as np
import pytest

from bot.models import LANGUAGES
from bot.reading.encoder import load_encoder

SWAPPABLE = 0.97  # two lines of ours that mean the same in other words lie near .95
LISTED = 5


def lines(content, language):
    """Each cause's acknowledgements that hold no fact, as (cause, text)."""
    replies = content.replies[language]
    kept = ((cause, wording) for cause in content.causes for wording in replies.get(f"{cause}.upset"))
    return [(cause, wording.text) for cause, wording in kept if not wording.facts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_causes_could_swap_an_acknowledgement(content, language):
    found = lines(content, language)
    vectors = np.stack([load_encoder().encode(text) for _, text in found])
    alike = vectors @ vectors.T
    pairs = [(alike[a, b], found[a], found[b]) for a, b in combinations(range(len(found)), 2) if found[a][0] != found[b][0]]
    closest = sorted(pairs, key=lambda pair: -pair[0])[:LISTED]
    assert closest[0][0] < SWAPPABLE, "\n".join(map(str, closest))
