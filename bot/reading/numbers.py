"""Numbers as people write them: digits with any thousands and decimal mark, and number words of a language.

Here is only arithmetic; the words themselves are in content/facts/<language>.yml.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_DIGITS = 15  # longer runs are never a count or an amount, and floats would lose their last digits
MAX_WORD = 40  # characters of the longest compound worth taking apart
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,'’ \u00a0\u202f٬])\d{3})(?:\1\d{3})*")


class Atom(NamedTuple):
    """A part of a number: `kind` is number (adds), times (multiplies what came before) or teen (adds ten to a digit)."""

    value: float
    kind: str = "number"


class SoFar(NamedTuple):
    """A number being read: the thousands that are done, and what is below them."""

    thousands: float = 0
    rest: float = 0

    @property
    def value(self) -> float:
        """The number read up to here."""
        return self.thousands + self.rest


def read_digits(text: str) -> float | None:
    """The value of digits with marks, such as 1.250,50 or 1 250,50 or 1,250.50; None if there are too many digits.

    A single mark before exactly three digits groups thousands: nobody writes a price or a duration to the thousandth.
    """
    grouped = _THOUSANDS.match(text)
    if grouped and not text.startswith("0"):
        whole, decimals = re.sub(r"\D", "", grouped.group()), re.sub(r"\D", "", text[grouped.end() :])
    else:
        whole, _, decimals = text.replace(",", ".").partition(".")
    if len(whole) > MAX_DIGITS or not whole.isdigit() or not (decimals or "0").isdigit():
        return None
    return float(f"{whole}.{decimals[:MAX_DIGITS] or 0}")


@dataclass(frozen=True)
class NumberWords:
    """How a language builds numbers from words (all folded).

    atoms: its words. parts: forms that stand only inside a compound (Italian "vent" in "ventuno"). joiners: words between
    the parts ("and"). compounds: whether numbers are written in one word. teens_after: what may be followed by 10-19
    (French 60 and 80). units_first: whether five-and-twenty is 25 (Arabic).
    """

    atoms: dict[str, Atom]
    parts: dict[str, Atom] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    compounds: bool = False
    teens_after: tuple[int, ...] = ()
    units_first: bool = False

    def add(self, so_far: SoFar, atom: Atom, joined: bool = False) -> SoFar | None:
        """The number with one more part; None where the part begins a number of its own. `joined`: "and" was between."""
        if atom.kind == "times":
            return _multiply(so_far, atom.value)
        thousands, rest = so_far
        if atom.kind == "teen":
            return SoFar(thousands, rest + 10) if 1 <= rest % 100 <= 9 else None
        if so_far == SoFar():
            return SoFar(atom.value, 0) if atom.value >= 1000 else SoFar(0, atom.value)
        return SoFar(thousands, rest + atom.value) if self._fits(rest, atom.value, joined) else None

    def _fits(self, rest: float, value: float, joined: bool) -> bool:
        if rest == 0:
            return value < 1000
        if value != int(value) or rest != int(rest):
            return False
        last = rest % 100
        return (
            (value < 10 and last >= 20 and last % 10 == 0)
            or (value < 100 and last == 0)
            or (10 <= value < 20 and last in self.teens_after)
            or (self.units_first and joined and 20 <= value < 100 and value % 10 == 0 and 1 <= last <= 9)
        )

    def compound(self, word: str) -> float | None:
        """The value of a number written in one word, such as "duecentocinquanta"; None if it isn't one."""
        if not self.compounds or not 3 <= len(word) <= MAX_WORD:
            return None
        return self._compound(word, SoFar())

    def _compound(self, word: str, so_far: SoFar) -> float | None:
        for size in range(len(word), 1, -1):
            atom = self.atoms.get(word[:size]) or self.parts.get(word[:size])
            longer = self.add(so_far, atom) if atom else None
            if longer is None:
                continue
            value = longer.value if size == len(word) else self._compound(word[size:], longer)
            if value is not None:
                return value
        return None


def _multiply(so_far: SoFar, by: float) -> SoFar | None:
    thousands, rest = so_far
    if by >= 1000:
        return SoFar((rest or 1) * by, 0) if not thousands else None
    digit = rest % 10 if rest % 100 < 10 else rest % 100
    if by == 100 and not (rest < 20 and rest == digit):
        return None
    if rest and not 1 <= digit <= 19:
        return None
    return SoFar(thousands, rest - digit + (digit or 1) * by)
