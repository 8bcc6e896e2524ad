"""The rules of content/checks as values, each in the register its language is set to. What a rule finds is in `checking`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot import yaml_files
from bot.models import LANGUAGES
from bot.yaml_files import ContentError

TOLD = ("why", "instead")  # to whoever wrote the reply, in its language
NEEDED = ("kind", "why", "must_flag", "must_pass")
KNOWN = (*NEEDED, "instead", "severity", "registers", "replacement")
OPTIONS: dict[str, tuple[str, ...]] = {  # what each kind of bot/checking/kinds.py needs
    "existence": ("patterns",),
    "substitution": ("swap",),
    "count": ("patterns", "max"),
    "missing": ("needs",),
    "order": (),
    "promise": ("commits", "unless", "dated", "definite"),
    "length": ("sentences", "words"),
    "repetition": (),
    "similarity": ("words", "overlap"),
    "reading_level": ("words", "limits"),
    "language": (),
    "numbers": (),
}
PATTERNS = ("patterns", "unless", "acknowledges", "plans", "commits", "dated", "definite")
REPLACED = ("existence", "substitution")  # kinds that find words which others can stand in for
GROUP = re.compile(r"\\(\d)")  # as a replacement's text names it
OPENING = re.compile(r"(?<!\\)\((?!\?)")  # of a group, as its pattern has it


@dataclass(frozen=True)
class Rule:
    """A check: its kind, why it matters, what to write instead, and examples that it must flag and must pass.

    One of all/ is a rule for each language, alike but for `why` and `instead`; its `language` is "all" in each.
    `replacement`: by pattern of found words, the text that may stand in their place.
    """

    id: str
    language: str
    kind: str
    why: str
    instead: str
    severity: str
    options: dict
    must_flag: tuple[dict, ...]
    must_pass: tuple[dict, ...]
    path: Path
    replacement: dict[str, str] = field(default_factory=dict)


def rules_in(folder: Path, languages: dict[str, dict]) -> dict[str, tuple[Rule, ...]]:
    """The rules of a checks folder that serve each language: its own and those of all/.

    `languages` says by its `register` which part of a rule's `registers` holds.

    Raises:
        ContentError: a rule without `kind`, `why`, examples or what its kind needs, one for all languages that lacks the
            `why` or `instead` of one, or a pattern that is no text.
    """
    paths = sorted(folder.glob("*/*.yml"))
    found = {path: _read(path, languages.get(path.parent.name, {}).get("register")) for path in paths}
    return {language: tuple(_serving(found, language).values()) for language in LANGUAGES}


def _serving(found: dict[Path, dict], language: str) -> dict[str, Rule]:
    serving: dict[str, Rule] = {}
    for path, data in found.items():
        if path.parent.name in (language, "all"):
            if path.stem in serving:
                raise ContentError(path, (), f"the check `{path.stem}` stands in {serving[path.stem].path} too; rename one")
            serving[path.stem] = _rule(path, data, language)
    return serving


def _read(path: Path, register: str | None) -> dict:
    data = _in_register(path, yaml_files.read(path), register)
    for key in NEEDED:
        if not data.get(key):
            raise ContentError(path, (), f"a check needs `{key}`; see docs/content.md")
    for key in TOLD:
        if key in data:
            _judge_told(path, key, data[key])
    _judge_options(path, data)
    return data


def _rule(path: Path, data: dict, language: str) -> Rule:
    return Rule(
        id=path.stem,
        language=path.parent.name,
        kind=data["kind"],
        why=_told(data["why"], language),
        instead=_told(data.get("instead", ""), language),
        severity=data.get("severity", "error"),
        options={key: value for key, value in data.items() if key not in KNOWN},
        must_flag=tuple(_example(each) for each in data["must_flag"]),
        must_pass=tuple(_example(each) for each in data["must_pass"]),
        path=path,
        replacement=data.get("replacement", {}),
    )


def _told(told: str | dict[str, str], language: str) -> str:
    return told if isinstance(told, str) else told[language]


def _in_register(path: Path, data: dict, register: str | None) -> dict:
    """The rule's keys, with those of its `registers` for this register added or in their place."""
    registers = data.get("registers")
    if registers is None:
        return data
    if not isinstance(registers, dict) or not isinstance(registers.get(register), dict):
        raise ContentError(path, ("registers",), f"nothing for `{register}`, the register that languages.yml sets")
    return data | registers[register]


def _judge_told(path: Path, key: str, told: object) -> None:
    """A sentence; under all/ one in each language, so that nobody is told in another than they write."""
    if path.parent.name == "all":
        _judge_languages(path, key, told)
    elif not _is_text(told):
        raise ContentError(path, (key,), 'one sentence, in quotes where it holds ": "; only under all/ one in each language')


def _judge_languages(path: Path, key: str, told: object) -> None:
    known = ", ".join(LANGUAGES)
    if not isinstance(told, dict):
        raise ContentError(path, (key,), f"a check under all/ has one sentence in each language: {known}")
    for language in (*LANGUAGES, *told):
        if language not in LANGUAGES or not _is_text(told.get(language)):
            raise ContentError(path, (key, language), f"one sentence in each of {known}, and in no other")


def _is_text(found: object) -> bool:
    return isinstance(found, str) and bool(found.strip())


def _judge_options(path: Path, data: dict) -> None:
    kind = data["kind"]
    if kind not in OPTIONS:
        raise ContentError(path, ("kind",), f"unknown kind {kind!r}; known are {', '.join(OPTIONS)}")
    for key in OPTIONS[kind]:
        if key not in data:
            raise ContentError(path, (), f"a check of kind {kind} needs `{key}`")
    for key in PATTERNS:
        for place, pattern in enumerate(data.get(key, ())):
            if not isinstance(pattern, str):
                raise ContentError(path, (key, place), 'not a text; put quotes around a pattern that holds ": " or starts with [')
    if "replacement" in data:
        _judge_replacement(path, kind, data["replacement"])


def _judge_replacement(path: Path, kind: str, swaps: object) -> None:
    if kind not in REPLACED:
        raise ContentError(path, ("replacement",), f"a check of kind {kind} has none; {' and '.join(REPLACED)} have")
    if not isinstance(swaps, dict) or not swaps:
        raise ContentError(path, ("replacement",), "lines of `pattern: text`")
    for pattern, text in swaps.items():
        if not isinstance(pattern, str) or not _is_text(text):
            raise ContentError(path, ("replacement", pattern), "a pattern and a text, in quotes where needed")


def judge_patterns(rules: dict[str, tuple[Rule, ...]]) -> None:
    """Compile every pattern, which takes as long as all of loading; whoever serves content does it before they do.

    Raises:
        ContentError: the first pattern that is no regular expression, or lacks a group that its text names.
    """
    for rule in {rule.path: rule for each in rules.values() for rule in each}.values():
        for key, patterns in _patterns(rule):
            _judge_together(rule.path, key, patterns)
        for pattern, text in rule.replacement.items():
            named = max(GROUP.findall(text), default="0")
            if len(OPENING.findall(pattern)) < int(named):
                raise ContentError(rule.path, ("replacement", pattern), f"{pattern!r} has no group {named}")


def _patterns(rule: Rule) -> Iterator[tuple[str, dict[int | str, str]]]:
    """The rule's lists of patterns, each pattern by its place or name in the list."""
    yield from ((key, dict(enumerate(rule.options[key]))) for key in PATTERNS if key in rule.options)
    yield "swap", {each: str(each) for each in rule.options.get("swap", ())}
    yield "replacement", {each: each for each in rule.replacement}


def _judge_together(path: Path, key: str, patterns: dict[int | str, str]) -> None:
    """A list is compiled as one, which is quicker; only where that fails is it asked which of them it is."""
    try:
        re.compile("|".join(f"(?:{each})" for each in patterns.values()))
    except re.error as failure:
        for place, pattern in patterns.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ContentError(path, (key, place), f"{pattern!r} is no regular expression: {error}") from None
        raise ContentError(path, (key,), f"together they are no regular expression: {failure}") from None


def _example(example: object) -> dict:
    return example if isinstance(example, dict) else {"text": str(example)}
