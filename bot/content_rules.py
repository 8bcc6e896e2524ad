"""What is wrong content, and what would be right: the rules that `library.load` holds a content folder to."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot import yaml_files
from bot.models import FEELINGS, LANGUAGES
from bot.yaml_files import ContentError

if TYPE_CHECKING:
    from bot.library import Library, Plan

PLACEHOLDERS = {"amount", "waiting", "contact_count", "promised_date", "reference", "due", "emergency", "name"}
WHO = ("us", "you", "carrier", "bank", "other")
SOLVABLE = ("later", "now", "no")
FAULTS = ("ours", "unknown", "customer")
CAUSE_LISTS = ("calm", "upset", "worried", "also", "ours", "unknown", "customer", "question")
MOVES = (
    "greet goodbye thank plan_accepted nothing_pending plan_declined deeper_disappointed deeper_frustrated deeper_angry "
    "deeper_worried offer_person handoff bot_challenge out_of_scope unsure unsure_calm ask_status_none status_open "
    "promise_broken fact_received at_risk may_be_at_risk failed not_understood_text second_plan"
).split()
LEAST_WORDINGS = 3
UNITS = ("minute", "hour", "day", "week", "month", "year")
PLURALS = ("zero", "one", "two", "few", "many", "other")
NONE: frozenset[str] = frozenset()
_BRACES = re.compile(r"\{([^{}]*)\}")


def placeholders(path: Path, keys: tuple, text: object) -> frozenset[str]:
    """The placeholders of a sentence."""
    if not isinstance(text, str) or not text.strip():
        raise ContentError(path, keys, 'not a sentence; write one, in quotes where it holds ": "')
    if "{" not in text and "}" not in text:
        return NONE
    found = _BRACES.findall(text)
    unknown = set(found) - PLACEHOLDERS
    if unknown or _BRACES.sub("", text).count("{") or _BRACES.sub("", text).count("}"):
        name = ", ".join(sorted(unknown)) or "a single brace"
        raise ContentError(path, keys, f"unknown placeholder {name}; known are {', '.join(sorted(PLACEHOLDERS))}")
    return frozenset(found)


def causes(path: Path, taxonomy: dict) -> dict[str, dict]:
    """The taxonomy's causes, when every section is there and every cause is whole."""
    for section in ("feelings", "causes", "acts", "signals", "facts"):
        if section not in taxonomy:
            raise ContentError(path, (), f"the section `{section}` is missing")
    if tuple(taxonomy["feelings"]) != FEELINGS:
        raise ContentError(path, ("feelings",), f"the feelings are {', '.join(FEELINGS)}, in this order")
    for id, cause in taxonomy["causes"].items():
        if not isinstance(cause, dict) or not {"group", "gravity", "facts"} <= set(cause):
            raise ContentError(path, ("causes", id), "a cause needs group, gravity (1-5) and facts")
        unknown = set(cause["facts"]) - set(taxonomy["facts"])
        if unknown:
            known = ", ".join(taxonomy["facts"])
            raise ContentError(path, ("causes", id, "facts"), f"unknown fact {', '.join(unknown)}; known are {known}")
    return taxonomy["causes"]


def languages(path: Path, data: dict) -> dict[str, dict]:
    """The languages, when each has what formatting needs and a register that is written."""
    for code in LANGUAGES:
        if not isinstance(data.get(code), dict):
            raise ContentError(path, (code,), "the language is missing")
        missing = {"locale", "direction", "register", "written", "emergency", "due", "times", "promised", "halves"} - set(data[code])
        if missing:
            raise ContentError(path, (code,), f"missing {', '.join(sorted(missing))}; see docs/content.md")
        register, written = data[code]["register"], data[code]["written"]
        overlay = path.parent / "replies" / f"{code}@{register}"
        if register != written and not overlay.is_dir():
            raise ContentError(path, (code, "register"), f"{register!r} is not written; {written!r} is, or write {overlay}")
        for unit, forms in data[code].get("units", {}).items():
            _plurals(path, (code, "units", unit), forms)
        for unit, texts in data[code]["halves"].items():
            _halves(path, (code, "halves", unit), texts)
    return data


def _unit(path: Path, keys: tuple) -> None:
    if keys[-1] not in UNITS:
        raise ContentError(path, keys, f"no such unit; known are {', '.join(UNITS)}")


def _halves(path: Path, keys: tuple, texts: object) -> None:
    """Half a unit, and one and a half, as `formatting.duration` reads them."""
    _unit(path, keys)
    if not isinstance(texts, list) or len(texts) != 2 or not all(isinstance(each, str) for each in texts):
        raise ContentError(path, keys, "two texts: half of it, and one and a half")


def _plurals(path: Path, keys: tuple, forms: object) -> None:
    """The plural forms of a unit, as `formatting.duration` reads them."""
    _unit(path, keys)
    if not isinstance(forms, dict) or "other" not in forms or not set(forms) <= set(PLURALS):
        raise ContentError(path, keys, f"plural forms are {', '.join(PLURALS)}, with `other` among them")
    for form, text in forms.items():
        unknown = set(_BRACES.findall(str(text))) - {"n"}
        if unknown:
            raise ContentError(path, (*keys, form), f"unknown placeholder {', '.join(unknown)}; the number is {{n}}")


def plan_files(folder: Path, causes: Iterable[str]) -> None:
    """Every plan belongs to a cause. Raises ContentError on one that would never be used."""
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in causes:
            raise ContentError(path, (), "no cause of taxonomy.yml has this name; rename the file or add the cause")


def unknown_list(folder: Path, list_id: str, written: str) -> None:
    """Raise ContentError for a list of an overlay that replaces none, in the file it stands in."""
    keys = tuple(list_id.split("."))
    own = folder / f"{keys[0]}.yml"
    if own.is_file():
        raise ContentError(own, keys[1:], f"no such list in {written}; the names are the same in both registers")
    named = (path for path in sorted((folder / "causes").glob("*.yml")) if keys[0] in yaml_files.read(path))
    raise ContentError(next(named), keys, f"no such list in {written}; the names are the same in both registers")


def plan(path: Path, data: dict) -> dict:
    """A plan, when its steps are whole and its three plans, and those of `by_fault`, name them."""
    for key in ("steps", "plans"):
        if not isinstance(data.get(key), dict):
            raise ContentError(path, (), f"a plan needs `{key}`")
    for id, step in data["steps"].items():
        _step(path, ("steps", id), step)
    for solvable in SOLVABLE:
        if not data["plans"].get(solvable):
            raise ContentError(path, ("plans",), f"no steps for `{solvable}`; a plan needs later, now and no")
    _named(path, ("plans",), data["plans"], data["steps"])
    for fault, plans in data.get("by_fault", {}).items():
        if fault not in FAULTS or not isinstance(plans, dict):
            raise ContentError(path, ("by_fault", fault), f"write one of {', '.join(FAULTS)} with plans such as \"no\": [...]")
        _named(path, ("by_fault", fault), plans, data["steps"])
    return data


def _named(path: Path, keys: tuple, plans: dict, steps: dict) -> None:
    """Every plan is for later, now or no, and each of its steps is there."""
    for solvable, ids in plans.items():
        if solvable not in SOLVABLE:
            raise ContentError(path, (*keys, solvable), f"a plan is for one of {', '.join(SOLVABLE)}")
        unknown = set(ids) - set(steps)
        if unknown:
            raise ContentError(path, (*keys, solvable), f"unknown step {', '.join(unknown)}; known are {', '.join(steps)}")


def _step(path: Path, keys: tuple, step: object) -> None:
    if not isinstance(step, dict) or not {"who", "gist"} <= set(step):
        raise ContentError(path, keys, "a step needs `who` and `gist`")
    if step["who"] not in WHO:
        raise ContentError(path, (*keys, "who"), f"{step['who']!r} is nobody we know; one of {', '.join(WHO)}")
    due = step.get("due", {"hours": 1})
    whole = isinstance(due, dict) and set(due) in ({"hours"}, {"workdays", "at"})
    if not whole or min(v for v in due.values() if isinstance(v, (int, float))) <= 0:
        raise ContentError(path, (*keys, "due"), 'write {hours: 4} or {workdays: 1, at: "12:00"}, above zero')
    if "at" in due and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(due["at"])):
        raise ContentError(path, (*keys, "due", "at"), 'a time of day in quotes, such as "16:00"')


def check(folder: Path, library: "Library") -> None:
    """Everything that spans files. Raises ContentError on the first mistake."""
    for problem in problems(folder, library):
        raise problem


def problems(folder: Path, library: "Library") -> Iterator[ContentError]:
    """Every mistake that spans files: plans without wording, steps and placeholders that differ, needs unknown."""
    for cause, each in library.plans.items():
        path = folder / "plans" / f"{cause}.yml"
        for fact in each.needs:
            if f"facts.ask.{fact}" not in library.replies["en"].lists:
                yield ContentError(path, ("needs",), f"nothing asks for `{fact}` in replies/en/facts.yml under ask")
        for language in library.replies:
            if library.answers(language, cause):
                yield from _cause_problems(folder, library, language, cause, each)
    for language in library.replies:
        yield from _move_problems(folder, library, language)


def _cause_problems(folder: Path, library: "Library", language: str, cause: str, plan: "Plan") -> Iterator[ContentError]:
    path = folder / "replies" / language / "causes" / f"{library.causes[cause].group}.yml"
    replies = library.replies[language]
    for name in CAUSE_LISTS:
        bare = [wording for wording in replies.get(f"{cause}.{name}") if not wording.facts]
        if len(bare) < LEAST_WORDINGS:
            problem = f"{len(bare)} wordings of `{name}` without placeholder; at least {LEAST_WORDINGS}"
            yield ContentError(path, (cause, name), problem)
    for step in plan.steps.values():
        wordings = replies.get(f"{cause}.steps.{step.id}")
        if not wordings:
            yield ContentError(path, (cause, "steps"), f"step `{step.id}` of plans/{cause}.yml has no wording")
        for number, wording in enumerate(wordings):
            if ("due" in wording.facts) != (step.due is not None):
                right = "holds {due}" if step.due else "holds no {due}"
                yield ContentError(path, (cause, "steps", step.id, number), f"the step's wording {right}, as the plan says")


def _move_problems(folder: Path, library: "Library", language: str) -> Iterator[ContentError]:
    replies = library.replies[language]
    for move in MOVES:
        if len(replies.get(f"moves.{move}")) < LEAST_WORDINGS:
            path = folder / "replies" / language / "moves.yml"
            yield ContentError(path, (move,), f"at least {LEAST_WORDINGS} wordings of the move `{move}`")
