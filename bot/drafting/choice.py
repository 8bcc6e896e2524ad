"""Chooses among wordings: those that hold the most given facts, never one twice while another is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from bot.library import Wording


@dataclass(frozen=True)
class Chosen:
    """A wording with its facts filled in."""

    id: str
    text: str
    facts: frozenset[str]


class Chooser:
    """Picks wordings for one draft. The same seed, history and lists give the same choice."""

    def __init__(self, facts: dict[str, str], used: Iterable[str] = (), seed: str = "") -> None:
        self.facts = facts
        self.used = list(used)
        self.seed = seed
        self.taken: list[str] = []

    def pick(
        self, wordings: Sequence[Wording], hold: Iterable[str] | None = None, fresh: bool = False, **extra: str
    ) -> Chosen | None:
        """One wording of the list, or None where none fits; with `fresh`, none that was used before either.

        A wording fits when every placeholder it has is given, in `hold` (all given facts by default) or in `extra`.
        Wordings with the most facts come first, then those not used yet, then the one used longest ago.
        """
        given = {name: self.facts[name] for name in (self.facts if hold is None else hold) if name in self.facts} | extra
        barred = {*self.used, *self.taken} if fresh else set()
        fitting = [wording for wording in wordings if wording.facts <= given.keys() and wording.id not in barred]
        if not fitting:
            return None
        best = min(fitting, key=self._rank)
        self.taken.append(best.id)
        return Chosen(best.id, best.text.format(**given), best.facts)

    def _rank(self, wording: Wording) -> tuple:
        earlier = [*self.used, *self.taken]
        last = len(earlier) - earlier[::-1].index(wording.id) if wording.id in earlier else 0
        return (last > 0, -len(wording.facts), last, crc32(f"{self.seed}|{wording.id}".encode()))
