"""A message as folded words with their positions, each of them perhaps a number, a unit, a currency and so on.

Builds on spaCy's tokens and cuts them further where digits, letters and signs meet. What is said with the words is
found by the fact modules.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from bot.reading.numbers import DIGITS, NumberWords, SoFar, read_digits
from bot.reading.tokens import tokenise

KINDS = "number grand ordinal unit units span currency coin weekday since_weekday month date relative".split()
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARABIC = str.maketrans("أإآٱىةؤئ’‘ʼ", "اااايهوي'''")
_ACCENTS = re.compile("[\u0300-\u036f]")
_ACCENTED = {"sv", "fi"}  # languages where å, ä and ö are letters of their own
_PIECE = re.compile(
    r"(?P<date>(?<![\w./-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}(?:/\d{4}|/\d{2})?|\d{1,2}[.-]\d{1,2}[.-]\d{4})(?![\w/]))"
    r"|(?P<dotted>(?<![\w./-])\d{1,2}\.\d{1,2}\.(?!\w))"
    r"|(?P<number>\d{1,3}(?:([.,'’ \u00a0\u202f٬])\d{3}(?!\d))(?:\4\d{3}(?!\d))*(?:[.,]\d{1,2}(?![\d]))?|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*)"
    r"|(?P<sign>[^\s'’])"
)


class Word(NamedTuple):
    """A folded word and the characters it stands on; `kind` is empty or one of KINDS, with its value."""

    form: str
    start: int
    end: int
    kind: str = ""
    value: Any = None


@dataclass(frozen=True)
class Lexicon:
    """The words of a language that mean something to a fact, all folded.

    entries: phrases of one to `longest` words with kind and value. known: every word of any entry or pattern.
    prefixes: what Arabic writes onto the next word. marks: what makes digits an ordinal. grouped: whether a plain space
    groups thousands. dotted: whether 12.11. is a date.
    """

    language: str
    entries: dict[tuple[str, ...], tuple[str, Any]]
    numbers: NumberWords
    known: frozenset[str]
    prefixes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    dotted: bool = False
    grouped: bool = False
    longest: int = 1

    def read(self, text: str) -> list[Word]:
        """The words of a text, Arabic and Persian digits read as digits."""
        pieces = list(self._pieces(text))
        words: list[Word] = []
        at = 0
        while at < len(pieces):
            size, kind, value = self._meaning(pieces, at)
            form = pieces[at].form if size == 1 else " ".join(piece.form for piece in pieces[at : at + size])
            words.append(Word(form, pieces[at].start, pieces[at + size - 1].end, kind, value))
            at += size
        return words

    def _pieces(self, text: str) -> Iterator[Word]:
        for piece in cut(text, self.language, self.dotted, self.grouped):
            prefix = piece.kind == "" and piece.form not in self.known and self._prefix(piece.form)
            if prefix:
                yield Word(prefix, piece.start, piece.start + len(prefix))
                yield Word(piece.form[len(prefix) :], piece.start + len(prefix), piece.end)
            else:
                yield piece

    def _prefix(self, form: str) -> str | None:
        return next((each for each in self.prefixes if form.startswith(each) and form[len(each) :] in self.known), None)

    def _meaning(self, pieces: Sequence[Word], at: int) -> tuple[int, str, Any]:
        """How many pieces from here belong together, and as what."""
        piece = pieces[at]
        if piece.kind == "date":
            return self._date(pieces, at)
        if piece.kind == "number":
            return self._digits(pieces, at)
        size, kind, value = self._entry(pieces, at)
        first = self.numbers.add(SoFar(), value) if kind == "number" else None
        if first:
            return self._run(pieces, at + size, first, size)
        if kind == "number":
            return 1, "", None
        if kind or not self.numbers.compounds:
            return size, kind, value
        return (1, *self._compound(piece.form))

    def _entry(self, pieces: Sequence[Word], at: int) -> tuple[int, str, Any]:
        form = pieces[at].form
        if form in self.known:
            for size in range(min(self.longest, len(pieces) - at), 0, -1):
                found = self.entries.get(tuple(piece.form for piece in pieces[at : at + size]))
                if found:
                    return (size, *found)
        return 1, "", None

    def _compound(self, form: str) -> tuple[str, Any]:
        value = self.numbers.compound(form)
        if value is not None:
            return "number", value
        for size in range(4, len(form) - 2):
            kind, coin = self.entries.get((form[-size:],), ("", None))
            if kind == "coin":
                times = self.numbers.compound(form[:-size])
                return ("coin", (times * coin[0], coin[1])) if times else ("", None)
        return "", None

    def _date(self, pieces: Sequence[Word], at: int) -> tuple[int, str, Any]:
        if at + 1 < len(pieces) and self._entry(pieces, at + 1)[1] == "currency":
            value = read_digits(pieces[at].form.rstrip("."))
            return 1, "number" if value is not None else "", value
        return 1, "date", pieces[at].value

    def _digits(self, pieces: Sequence[Word], at: int) -> tuple[int, str, Any]:
        piece = pieces[at]
        if piece.value is None or not self._free_before(pieces, at):
            return 1, "", None
        following = [each.form for each in pieces[at + 1 : at + 3]]
        touching = at + 1 < len(pieces) and pieces[at + 1].start == piece.end
        for mark in self.marks if touching else ():
            if following[0] == mark or "".join(following) == mark:
                return 2 + (following[0] != mark), "ordinal", piece.value
        if touching and following[0] == "k" and not self._touched(pieces, at + 1):
            return 2, "grand", piece.value * 1000
        if touching and following[0][0].isalpha() and not self._may_touch(pieces, at + 1):
            return 1, "", None
        return self._run(pieces, at + 1, SoFar(0, piece.value), 1)

    def _free_before(self, pieces: Sequence[Word], at: int) -> bool:
        """Whether the digits stand for themselves, not for the end of a code (AB-12) or for less than nothing (-12)."""
        if not at or pieces[at - 1].end != pieces[at].start:
            return True
        before = pieces[at - 1]
        if before.form in "-−/_":
            earlier = pieces[at - 2] if at > 1 and pieces[at - 2].end == before.start else None
            return earlier is not None and earlier.kind == "number"
        if not before.form[0].isalpha():
            return before.kind != "number"
        kind = self.entries.get((before.form,), ("",))[0]
        inside = at > 1 and pieces[at - 2].kind == "number" and pieces[at - 2].end == before.start
        return before.form in self.prefixes or (kind in ("unit", "units") and inside) or (kind == "currency" and not inside)

    def _may_touch(self, pieces: Sequence[Word], at: int) -> bool:
        """Whether a word may stand right after digits: 2h, 200kr and 2h30, but not 1e99."""
        return pieces[at].form in self.known and not (
            self._touched(pieces, at) and self._entry(pieces, at)[1] == "currency"
        )

    def _touched(self, pieces: Sequence[Word], at: int) -> bool:
        """Whether more letters or digits follow a word without a space."""
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        return after is not None and after.start == pieces[at].end and after.form[0].isalnum()

    def _run(self, pieces: Sequence[Word], at: int, so_far: SoFar, size: int) -> tuple[int, str, Any]:
        """A number that goes on as long as its next words fit."""
        digits = pieces[at - 1].kind == "number"
        while at < len(pieces):
            joined = pieces[at].form in self.numbers.joiners
            step, kind, atom = self._entry(pieces, at + joined) if at + joined < len(pieces) else (1, "", None)
            if kind != "number" or (digits and (joined or atom.kind != "times")):
                break
            longer = self.numbers.add(so_far, atom, joined)
            if longer is None:
                break
            so_far, digits = longer, False
            at, size = at + joined + step, size + joined + step
        return size, "number", so_far.value


def fold(word: str, language: str) -> str:
    """A word as it is compared: lower case, no Arabic vowel marks or hamza, accents only where they make another letter."""
    if word.isascii():
        return word.lower()
    word = _MARKS.sub("", word.lower().translate(_ARABIC))
    if language in _ACCENTED:
        return unicodedata.normalize("NFC", word)
    return _ACCENTS.sub("", unicodedata.normalize("NFD", word)) or word


def cut(text: str, language: str, dotted: bool = False, grouped: bool = False) -> Iterator[Word]:
    """spaCy's tokens of a text, cut where digits, letters and signs meet; digits and dates come with their value."""
    text, position = text.translate(DIGITS), 0
    for token in tokenise(text, language):
        position, end = max(position, token.idx), token.idx + len(token)
        while position < end:
            found = _PIECE.match(text, position)
            if not found:
                position += 1
                continue
            piece = _piece(found, end, partial(fold, language=language), dotted, grouped)
            position = piece.end
            yield piece


def _piece(found: re.Match, token_end: int, folded: Any, dotted: bool, grouped: bool) -> Word:
    start, end, group = found.start(), found.end(), found.lastgroup
    if group == "date" or (group == "dotted" and dotted):
        day = _day(found.group())
        return Word(found.group(), start, end, "date" if day else "", day)
    if group in ("number", "dotted"):
        digits = found.group().rstrip(".")
        if " " in digits and not grouped:
            digits = digits.partition(" ")[0]
        return Word(digits, start, start + len(digits), "number", read_digits(digits))
    end = max(start + 1, min(end, token_end))
    return Word(folded(found.string[start:end]) or " ", start, end)


def _day(text: str) -> tuple[int, int, int | None] | None:
    """Day, month and year (if there is one) of a numeric date; day before month unless that can't be."""
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    if len(re.match(r"\d+", text).group()) == 4:
        numbers.reverse()
    day, month = numbers[:2] if numbers[1] <= 12 else (numbers[1], numbers[0])
    year = numbers[2] % 100 + 2000 if len(numbers) > 2 else None
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return day, month, year
