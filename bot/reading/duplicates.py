"""Texts that are almost the same: pairs that share most of their character n-grams, found without comparing all pairs.

MinHash with bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3) proposes pairs;
each proposed pair is then compared exactly. The same texts always give the same pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np

CHARACTERS = 5  # of an n-gram: a word's stem or the seam of two words, so that endings and typos leave most standing
MOST = 0.5  # of the n-grams that either text holds
BANDS, ROWS = 40, 3  # a pair that shares half is proposed in 1 - (1 - 0.5 ** 3) ** 40 = 99.5 % of cases, unlike pairs seldom
_SEED = 1997
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)  # odd, so that no row is lost


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of every two texts that share most of their n-grams, the earlier first, in order.

    Texts are compared as they are: fold them before. 30,000 messages take a few seconds.
    """
    shingles = [_shingles(text) for text in texts]
    return sorted(pair for pair in _proposed(_signatures(shingles)) if _alike(shingles[pair[0]], shingles[pair[1]]))


def _shingles(text: str) -> frozenset[int]:
    """The character n-grams of a text with its borders, as 32-bit hashes that are the same in every process."""
    padded = f" {text} "
    last = max(1, len(padded) - CHARACTERS + 1)
    return frozenset(crc32(padded[at : at + CHARACTERS].encode()) for at in range(last))


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared > MOST * (len(one) + len(other) - shared)


def _signatures(shingles: list[frozenset[int]]) -> np.ndarray:
    """The smallest hash of every set under each of BANDS x ROWS hash functions: (texts, BANDS * ROWS) of uint64."""
    if not shingles:
        return np.zeros((0, BANDS * ROWS), np.uint64)
    sizes = [len(each) for each in shingles]
    values = np.fromiter((value for each in shingles for value in each), np.uint64, sum(sizes))
    starts = np.cumsum([0, *sizes[:-1]])
    random = np.random.default_rng(_SEED)
    factors = random.integers(1, 2**63, BANDS * ROWS, np.uint64) * np.uint64(2) + np.uint64(1)
    smallest = [np.minimum.reduceat(values * factor, starts) for factor in factors]  # wraps at 2 ** 64, as it should
    return np.stack(smallest, axis=1)


def _proposed(signatures: np.ndarray) -> set[tuple[int, int]]:
    """Pairs whose signatures agree in every row of a band."""
    found: set[tuple[int, int]] = set()
    for at in range(0, BANDS * ROWS, ROWS):
        for alike in _buckets(signatures[:, at : at + ROWS]):
            found.update(combinations(alike, 2))
    return found


def _buckets(band: np.ndarray) -> Iterable[list[int]]:
    """Positions of texts, in order, that agree in a whole band and are not alone in it."""
    keys = (band * _MIX).sum(axis=1)
    _, bucket, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(sizes[bucket] > 1)
    buckets: dict[int, list[int]] = defaultdict(list)
    for position, key in zip(shared.tolist(), bucket[shared].tolist()):
        buckets[key].append(position)
    return buckets.values()
