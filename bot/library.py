"""Everything under content/, loaded and validated once: taxonomy, languages, plans, replies and checks.

What a mistake looks like is said in `content_rules.py`; here is only what right content becomes.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot import content_rules, yaml_files
from bot.models import LANGUAGES, Channel, Fault, Solvable, Stance
from bot.rules import Rule, judge_patterns, rules_in
from bot.settings import settings
from bot.yaml_files import ContentError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cause:
    """Why somebody writes. `gravity` 1-5; `facts` are those its acknowledgement can name."""

    id: str
    group: str
    gravity: int
    facts: tuple[str, ...]
    audience: str = "customer"


@dataclass(frozen=True)
class Due:
    """When a step is done, from now: working hours, or workdays with a time of day."""

    hours: float = 0
    workdays: int = 0
    at: str = ""


@dataclass(frozen=True)
class Step:
    """A plan's step: who does it (us, you, carrier, bank, other), by when, and its gist for writers."""

    id: str
    who: str
    gist: str
    due: Due | None = None


@dataclass(frozen=True)
class Plan:
    """A cause's steps, the facts they need, and which steps serve now, later and no.

    `by_fault` holds the steps that stand in their place under one fault: "the charge is right" would belie our apology.
    """

    cause: str
    needs: tuple[str, ...]
    steps: dict[str, Step]
    plans: dict[Solvable, tuple[str, ...]]
    by_fault: dict[Fault, dict[Solvable, tuple[str, ...]]] = field(default_factory=dict)

    def serving(self, stance: Stance) -> tuple[str, ...]:
        """The ids of the steps that serve a stance, in their order."""
        return self.by_fault.get(stance.fault, {}).get(stance.solvable) or self.plans[stance.solvable]


@dataclass(frozen=True)
class Wording:
    """One sentence of ours. `id` names it within its language; `facts` are the placeholders it needs."""

    id: str
    text: str
    facts: frozenset[str]


@dataclass(frozen=True, eq=False)
class Replies:
    """The wordings of one language by list id, such as `late_delivery.upset` or `moves.greet`. Equal to itself only."""

    language: str
    lists: dict[str, tuple[Wording, ...]]

    def get(self, list_id: str) -> tuple[Wording, ...]:
        """The wordings of a list; none where the language doesn't have it."""
        return self.lists.get(list_id, ())

    def __iter__(self) -> Iterator[Wording]:
        return (wording for wordings in self.lists.values() for wording in wordings)


@dataclass(frozen=True)
class Library:
    """All content. `languages` and `company` are plain mappings, as their files say."""

    causes: dict[str, Cause]
    feelings: dict[str, dict]
    acts: tuple[str, ...]
    signals: tuple[str, ...]
    languages: dict[str, dict]
    company: dict
    plans: dict[str, Plan]
    replies: dict[str, Replies]
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)

    def upset(self, feeling: str) -> bool:
        """Whether somebody who feels so wants to be heard before anything else."""
        return bool(self.feelings[feeling]["upset"])

    def register(self, feeling: str) -> str:
        """Which of a cause's lists meets this feeling: calm, upset or worried."""
        return self.feelings[feeling]["register"]

    def answers(self, language: str, cause: str) -> bool:
        """Whether this language has replies for the cause."""
        return bool(self.replies[language].get(f"{cause}.upset"))


LOOK_SECONDS = 2.0  # between two looks at whether a file changed
LENGTHS: dict[Channel, int] = {"chat": 900, "phone": 900, "email": 2000}  # characters of a whole reply


def load(folder: Path) -> Library:
    """Load and validate a content folder.

    Raises:
        ContentError: the first mistake found: file, line, key, and what would be right.
    """
    taxonomy = yaml_files.read(folder / "taxonomy.yml")
    causes = {
        id: Cause(id, each["group"], each["gravity"], tuple(each["facts"]), each.get("audience", "customer"))
        for id, each in content_rules.causes(folder / "taxonomy.yml", taxonomy).items()
    }
    languages = content_rules.languages(folder / "languages.yml", yaml_files.read(folder / "languages.yml"))
    content_rules.plan_files(folder / "plans", causes)
    library = Library(
        causes=causes,
        feelings=taxonomy["feelings"],
        acts=tuple(taxonomy["acts"]),
        signals=tuple(taxonomy["signals"]),
        languages=languages,
        company=yaml_files.read(folder / "company.yml"),
        plans={id: _plan(folder / "plans" / f"{id}.yml", id) for id in causes},
        replies={code: _in_register(folder, code, languages[code]) for code in LANGUAGES},
        rules=rules_in(folder / "checks", languages),
    )
    content_rules.check(folder, library)
    return library


class Served:
    """The content a process serves: loaded at the first call, again when a file changes, and the last good one kept.

    A writer's mistake is logged once with its file and line; nothing stops working meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._library: Library | None = None
        self._seen = 0.0
        self._looked = 0.0

    def current(self) -> Library:
        """The newest good content.

        Raises:
            ContentError: the content is wrong at the first call, when there is nothing good to keep.
        """
        if self._library is None:
            self._seen, self._looked = self._newest(), time.monotonic()
            self._library = self._good()
        elif time.monotonic() - self._looked > LOOK_SECONDS:
            self._renew()
        return self._library

    def _renew(self) -> None:
        newest, self._looked = self._newest(), time.monotonic()
        if newest == self._seen:
            return
        self._seen = newest
        try:
            self._library = self._good()
        except ContentError as error:
            logger.error("content not renewed, the last good one stays: %s", error)

    def _good(self) -> Library:
        library = load(self.folder)
        judge_patterns(library.rules)
        return library

    def _newest(self) -> float:
        return max((path.stat().st_mtime for path in self.folder.rglob("*.yml")), default=0.0)


@lru_cache(maxsize=1)
def _served() -> Served:
    return Served(settings().content)


def library() -> Library:
    """The content this process serves."""
    return _served().current()


def _plan(path: Path, cause: str) -> Plan:
    data = content_rules.plan(path, yaml_files.read(path))
    steps = {
        id: Step(id, each["who"], each["gist"], Due(**each["due"]) if "due" in each else None)
        for id, each in data["steps"].items()
    }
    by_fault = {fault: _listed(plans) for fault, plans in data.get("by_fault", {}).items()}
    return Plan(cause, tuple(data.get("needs") or ()), steps, _listed(data["plans"]), by_fault)


def _listed(plans: dict) -> dict:
    return {solvable: tuple(ids) for solvable, ids in plans.items()}


def _in_register(folder: Path, language: str, settings: dict) -> Replies:
    """A language's replies in the register its setting names: as written, or with the overlay of the other register.

    `replies/<lang>@<register>` holds whole lists that stand in the place of those in `replies/<lang>`.
    """
    written = _replies(folder / "replies" / language, language)
    if settings["register"] == settings["written"]:
        return written
    other = folder / "replies" / f"{language}@{settings['register']}"
    overlay = _replies(other, language)
    for list_id in overlay.lists.keys() - written.lists.keys():
        content_rules.unknown_list(other, list_id, f"replies/{language}")
    return Replies(language, written.lists | overlay.lists)


def _replies(folder: Path, language: str) -> Replies:
    """Lists by id: a cause's own lists as `<cause>.<list>`, the other files' as `<file>.<list>`."""
    lists: dict[str, tuple[Wording, ...]] = {}
    wheres: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.yml")):
        content, of_causes = yaml_files.read(path), path.parent.name == "causes"
        if not of_causes:
            content = {path.stem: content}
        for list_id, texts, keys in _leaves(content):
            if list_id in lists:
                raise ContentError(path, keys, f"`{list_id}` stands in {wheres[list_id]} too; keep one of them")
            wheres[list_id] = path
            within = keys if of_causes else keys[1:]
            lists[list_id] = tuple(_wording(path, within, list_id, number, text) for number, text in enumerate(texts))
    return Replies(language, lists)


def _leaves(content: dict, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, list, tuple[str, ...]]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*keys, str(key)))
        else:
            yield ".".join((*keys, str(key))), value or [], (*keys, str(key))


def _wording(path: Path, keys: tuple, list_id: str, number: int, text: object) -> Wording:
    found = content_rules.placeholders(path, (*keys, number), text)
    return Wording(f"{list_id}#{number}", str(text).strip(), found)
