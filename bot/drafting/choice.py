"""Chooses among wordings: those that hold the most given facts, never one twice while another is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.library import Wording


@dataclass(frozen=True)
class Chosen:
    """A wording with its facts filled in."""

    id: str
    text: str
    facts: frozenset[str]


@dataclass(frozen=True)
class Liking:
    """How often wordings were sent as they were, and how often edited or dismissed, by "<language>:<wording id>".

    `prior` stands for what is believed of a wording nobody has used yet (content/company.yml).
    """

    counts: Mapping[str, tuple[int, int]]
    prior: tuple[float, float] = (1.0, 1.0)

    def sample(self, key: str, seed: str) -> float:
        """A draw from the wording's Beta distribution (Thompson 1933): well-liked ones come first more often."""
        taken, left = self.counts.get(key, (0, 0))
        return Random(f"{seed}|{key}").betavariate(self.prior[0] + taken, self.prior[1] + left)


class Chooser:
    """Picks wordings for one draft. The same seed, history, likings and lists give the same choice."""

    def __init__(
        self, facts: dict[str, str], used: Iterable[str] = (), seed: str = "", language: str = "", liking: Liking = Liking({})
    ) -> None:
        self.facts = facts
        self.used = list(used)
        self.seed, self.language, self.liking = seed, language, liking
        self.taken: list[str] = []

    def pick(
        self, wordings: Sequence[Wording], hold: Iterable[str] | None = None, fresh: bool = False, **extra: str
    ) -> Chosen | None:
        """One wording of the list, or None where none fits; with `fresh`, none that was used before either.

        A wording fits when every placeholder it has is given, in `hold` (all given facts by default) or in `extra`.
        Those not used yet come first, then those with the most facts, then those used longest ago, then the best liked.
        """
        given = {name: self.facts[name] for name in (self.facts if hold is None else hold) if name in self.facts} | extra
        barred = {*self.used, *self.taken} if fresh else set()
        fitting = [wording for wording in wordings if wording.facts <= given.keys() and wording.id not in barred]
        if not fitting:
            return None
        best = min(fitting, key=self._rank)
        self.taken.append(best.id)
        text = best.text.format(**given)
        if best.text.startswith("{"):  # a fact in words at the head of a sentence: "Half a day", "Three times"
            text = text[:1].upper() + text[1:]
        return Chosen(best.id, text, best.facts)

    def _rank(self, wording: Wording) -> tuple:
        earlier = [*self.used, *self.taken]
        last = len(earlier) - earlier[::-1].index(wording.id) if wording.id in earlier else 0
        liked = self.liking.sample(f"{self.language}:{wording.id}", self.seed)
        return (last > 0, -len(wording.facts), last, -liked)
