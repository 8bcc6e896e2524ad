"""Where the sentences of a reply begin and end: punctuation only, the same for all six languages."""

import re
from dataclasses import dataclass

_STOP = re.compile(r"""(?P<mark>[.!?؟…]+)["'»”)\]]*\s+|\s*\n\s*""")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
SHORTEST_WORD = 3  # "kl. 18", "nr. 5", "12. marraskuuta": a shorter word or a digit before a full stop ends no sentence


@dataclass(frozen=True)
class Sentence:
    """Characters `start` to `end` of a text: its words and closing mark, no white space around."""

    start: int
    end: int
    text: str

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip("\"'»”)] ").endswith(("?", "؟"))


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order."""
    found, start = [], 0
    for stop in _STOP.finditer(text):
        if _ends(text, stop):
            found.append(_sentence(text, start, stop.end()))
            start = stop.end()
    found.append(_sentence(text, start, len(text)))
    return tuple(sentence for sentence in found if sentence.text)


def _sentence(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Sentence(start, start + len(piece.strip()), piece.strip())


def _ends(text: str, stop: re.Match[str]) -> bool:
    mark, after = stop["mark"], text[stop.end() : stop.end() + 1]
    if mark != "." or "\n" in stop[0] or not after or not (after.islower() or after.isdigit()):
        return True
    before = _WORD_BEFORE.search(text[max(0, stop.start() - 20) : stop.start()])
    return bool(before) and len(before[0]) >= SHORTEST_WORD
