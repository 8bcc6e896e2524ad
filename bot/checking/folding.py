"""Text as patterns see it, and patterns compiled once. What the patterns are stands in content/checks.

Folding evens out what people type without thinking: curly apostrophes, hard spaces, Arabic vowel signs and alef forms.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_SAME_LENGTH = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"}
)
_DROPPED = re.compile("[\u064b-\u0652\u0670\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACE = re.compile(r" ([?*])?")
_ARABIC = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True)
class Folded:
    """A folded text and the original; `positions` says where each character stood in it, or is None where none moved."""

    text: str
    positions: tuple[int, ...] | None
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text as a span of the original."""
        if self.positions is None:
            return start, end
        if start >= end or not self.positions:
            return 0, 0
        return self.positions[start], self.positions[end - 1] + 1


def fold(text: str) -> Folded:
    """The text with apostrophes, spaces and Arabic spelling evened out, and where its characters stood."""
    even = text.translate(_SAME_LENGTH)
    if not _DROPPED.search(even):
        return Folded(even, None, text)
    kept = tuple(place for place, character in enumerate(even) if not _DROPPED.match(character))
    return Folded("".join(even[place] for place in kept), kept, text)


@lru_cache(maxsize=4096)
def compiled(
    patterns: tuple[str, ...], *, whole_words: bool = True, match_case: bool = False, numbered: bool = False
) -> re.Pattern[str]:
    r"""One expression for all the patterns; where `numbered`, group n is pattern n, which then holds no group itself.

    A space in a pattern is any run of white space, ` ?` may be none (not inside [] or a look-behind: write \s there). Arabic words may carry a leading "and" (و or ف).
    """
    opening = "(" if numbered else "(?:"
    joined = "|".join(f"{opening}{_pattern(pattern)})" for pattern in patterns)
    if whole_words:
        conjunction = "[وف]?" if _ARABIC.search(joined) else ""
        joined = rf"(?<!\w){conjunction}(?:{joined})(?!\w)"
    return re.compile(joined, 0 if match_case else re.IGNORECASE)


def expression(patterns: Iterable[str], **options: bool) -> re.Pattern[str]:
    """`compiled` for the lists that YAML gives."""
    return compiled(tuple(patterns), **options)


def _pattern(pattern: str) -> str:
    return _SPACE.sub(lambda space: r"\s*" if space[1] else r"\s+", fold(str(pattern)).text)
