"""Which words carried a reading: what each word's n-grams and its share of the vector add to the model's own score.

The scores are linear in both, so what the words add sums up to the score itself: nothing is guessed.
"""

import re
from dataclasses import replace

import numpy as np

from bot.models import Evidence
from bot.reading.features import WordPart

MOST_WORDS = 4
LEAST_SHARE = 0.12  # of all that speaks for it
_CLAUSE_END = re.compile(r"[.!?;,:،؛؟\n]+|\s(?:and|but|e|ma|et|mais|och|men|ja|mutta|sekä|plus)\s|\sو(?=\w{3})", re.IGNORECASE)


def with_vectors(parts: list[WordPart], shares: list[tuple[int, int, np.ndarray]], mean: np.ndarray, scale: float) -> list[WordPart]:
    """The words with their shares of the centred, scaled vector.

    `shares` are those of the words between spaces; a word within one gets its part by length.
    """
    rest, found, at = mean / max(1, len(shares)), [], 0
    for part in parts:
        while at + 1 < len(shares) and shares[at][1] <= part.start:
            at += 1
        inside = shares and shares[at][0] <= part.start < shares[at][1]
        length = (part.end - part.start) / (shares[at][1] - shares[at][0]) if inside else 0.0
        found.append(replace(part, vector=(shares[at][2] - rest) * (scale * length)) if inside else part)
    return found


def word_scores(parts: list[WordPart], weights: np.ndarray) -> list[float]:
    """What each word adds to a linear score; `weights` (features,) has the n-grams first and the vector last."""
    return [_grams(part, weights) + _vector(part, weights) for part in parts]


def _grams(part: WordPart, weights: np.ndarray) -> float:
    return float(part.values @ weights[part.columns]) if len(part.columns) else 0.0


def _vector(part: WordPart, weights: np.ndarray) -> float:
    return float(part.vector @ weights[-len(part.vector) :]) if part.vector is not None else 0.0


def carried(parts: list[WordPart], weights: np.ndarray, name: str) -> list[Evidence]:
    """The words that carried a score, neighbours joined, at most four; none where no word speaks for it."""
    scores = word_scores(parts, weights)
    total = sum(score for score in scores if score > 0)
    best = sorted((at for at, score in enumerate(scores) if score > LEAST_SHARE * total), key=lambda at: -scores[at])
    spans: list[Evidence] = []
    for at in sorted(best[:MOST_WORDS]):
        part = parts[at]
        if spans and part.start - spans[-1].end <= 1:
            spans[-1] = Evidence(spans[-1].start, part.end, name)
        else:
            spans.append(Evidence(part.start, part.end, name))
    return spans


def clauses(text: str) -> list[tuple[int, int]]:
    """The text's clauses as (start, end), split at punctuation and at the commonest "and" and "but"."""
    edges = [0]
    for found in _CLAUSE_END.finditer(text):
        edges += [found.start(), found.end()]
    edges.append(len(text))
    return [(start, end) for start, end in zip(edges[::2], edges[1::2]) if end - start > 2]


def shared_out(text: str, parts: list[WordPart], weights: dict[str, np.ndarray]) -> list[Evidence]:
    """Each clause, given to the one of several causes that its words speak for most; neighbours of one cause joined."""
    spans: list[Evidence] = []
    for start, end in clauses(text):
        inside = [part for part in parts if start <= part.start < end]
        scores = {name: sum(word_scores(inside, each)) for name, each in weights.items()}
        name = max(scores, key=scores.get)
        if spans and spans[-1].speaks_for == name:
            spans[-1] = Evidence(spans[-1].start, end, name)
        else:
            spans.append(Evidence(start, end, name))
    return spans
