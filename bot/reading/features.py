"""Features of a message: word and character n-grams weighted by rarity, and cues of how it is written.

Each n-gram remembers the characters it stands on, so that a reading can show what carried it.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from math import log, sqrt

import numpy as np
from scipy.sparse import csr_matrix

from bot.reading.tokens import tokenise

CHARACTER_GRAMS = (2, 5)
MIN_DOCUMENTS = 10
MAX_TOKENS = 250
_LINK = re.compile(r"https?://\S+|www\.\S+")
_MENTION = re.compile(r"@\w+")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_REPEATED = re.compile(r"(.)\1{2,}")
_DIGIT = re.compile(r"\d")
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "’": "'", "‘": "'", "“": '"', "”": '"'})


@dataclass(frozen=True)
class Gram:
    """An n-gram of a text and the characters it stands on."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class WordPart:
    """A word's characters, the columns and values its n-grams hold in the text's row, and its share of the vector."""

    start: int
    end: int
    columns: np.ndarray
    values: np.ndarray
    vector: np.ndarray | None = None


def normalise(word: str) -> str:
    """A word as the n-grams see it: lower case, no Arabic vowel marks, digits as 0, letters repeated at most twice."""
    word = unicodedata.normalize("NFKC", word).lower().translate(_LETTERS)
    word = _REPEATED.sub(r"\1\1", _MARKS.sub("", word))
    return _DIGIT.sub("0", word)


def words(text: str, language: str) -> list[tuple[str, int, int]]:
    """Normalised words with their positions; links and @names become marks of their own."""
    masked = _MENTION.sub(lambda found: "@".ljust(len(found.group())), text)
    masked = _LINK.sub(lambda found: "#".ljust(len(found.group())), masked)
    found = []
    for token in tokenise(masked, language)[:MAX_TOKENS]:
        word = normalise(token.text).strip()
        if word:
            found.append((word, token.idx, token.idx + len(token.text)))
    return found


def word_grams(tokens: list[tuple[str, int, int]]) -> list[Gram]:
    """Single words and pairs of neighbours."""
    singles = [Gram(f"w:{word}", start, end) for word, start, end in tokens]
    pairs = [Gram(f"w:{a[0]} {b[0]}", a[1], b[2]) for a, b in zip(tokens, tokens[1:])]
    return singles + pairs


def character_grams(word: str) -> list[str]:
    """Runs of two to five characters of a word with its borders."""
    padded = f" {word[:40]} "
    low, high = CHARACTER_GRAMS
    return [padded[at : at + size] for size in range(low, high + 1) for at in range(len(padded) - size + 1)]


@dataclass
class NgramFeatures:
    """Two blocks of weights, each of length 1: word n-grams and character n-grams; log counts times rarity."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    rarity: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    _columns: dict[str, list[int]] = field(default_factory=dict, repr=False)

    def fit(self, documents: list[tuple[str, str]]) -> "NgramFeatures":
        """Learn terms that stand in at least ten of the (text, language) documents."""
        counts: Counter[str] = Counter()
        for text, language in documents:
            tokens = words(text, language)
            terms = {gram.term for gram in word_grams(tokens)}
            terms.update(gram for word, _, _ in tokens for gram in character_grams(word))
            counts.update(terms)
        kept = sorted(term for term, count in counts.items() if count >= MIN_DOCUMENTS)
        self.vocabulary = {term: column for column, term in enumerate(kept)}
        rarity = [round(log((1 + len(documents)) / (1 + counts[term])) + 1, 5) for term in kept]  # as the model stores it
        self.rarity = np.array(rarity, np.float32)
        self._columns = {}
        return self

    def transform(self, text: str, language: str) -> csr_matrix:
        """One row over the vocabulary."""
        tokens = words(text, language)
        weights = self._block(self.vocabulary.get(gram.term, -1) for gram in word_grams(tokens))
        weights |= self._block(column for word, _, _ in tokens for column in self._word_columns(word))
        columns = np.fromiter(weights.keys(), np.int32, len(weights))
        values = np.fromiter(weights.values(), np.float32, len(weights))
        return csr_matrix((values, columns, [0, len(columns)]), shape=(1, len(self.vocabulary)))

    def _block(self, columns) -> dict[int, float]:
        counts = Counter(columns)
        counts.pop(-1, None)
        weights = {column: (1 + log(count)) * float(self.rarity[column]) for column, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {column: weight / length for column, weight in weights.items()}

    def _word_columns(self, word: str) -> list[int]:
        if word not in self._columns:
            if len(self._columns) > 50_000:
                self._columns.clear()
            known = self.vocabulary
            self._columns[word] = [known[gram] for gram in character_grams(word) if gram in known]
        return self._columns[word]

    def parts(self, text: str, language: str, row: csr_matrix) -> list["WordPart"]:
        """Which part of a text's row each word holds; what several words share is split among them."""
        value = dict(zip(row.indices.tolist(), row.data.tolist()))
        tokens = words(text, language)
        shared = Counter(column for word, _, _ in tokens for column in self._word_columns(word))
        found = []
        for word, start, end in tokens:
            values = {column: value[column] * count / shared[column] for column, count in Counter(self._word_columns(word)).items()}
            single = self.vocabulary.get(f"w:{word}")
            if single is not None:
                values[single] = value[single]
            columns = np.fromiter(values.keys(), np.int32, len(values))
            found.append(WordPart(start, end, columns, np.fromiter(values.values(), np.float32, len(values))))
        return found
