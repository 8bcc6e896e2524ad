"""Accepted wordings: put into their list in content/replies as one more line, where nothing that checks content objects."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import yaml

from bot import library as content
from bot import yaml_files
from bot.checking.content import problems_of
from bot.learning import review
from bot.library import Library
from bot.models import LANGUAGES
from bot.yaml_files import ContentError


class Refused(ValueError):
    """A wording that can't be taken; the message says why."""


def take(folder: Path, each: review.Wording) -> bool:
    """Add a wording to its list under `folder`, the content; False where it stands there already.

    Raises:
        Refused: there is no such list, a check finds something, or the content would not load with it.
    """
    library = content.load(folder)
    _judge(library, each)
    if any(_same(held.text, each.became) for held in library.replies[each.language].get(each.list)):
        return False
    if any(_same(held.text, each.became) for held in library.replies[each.language]):
        raise Refused("the sentence stands in another list of this language; none stands twice")
    path, keys = _place(folder, library, each)
    text = _with_line(path, keys, each.became.strip())
    _load_with(folder, path, text, each)
    written = path.with_suffix(".new")
    written.write_text(text, encoding="utf-8")
    os.replace(written, path)
    return True


def _same(one: str, two: str) -> bool:
    return " ".join(one.split()) == " ".join(two.split())


def _judge(library: Library, each: review.Wording) -> None:
    if each.language not in LANGUAGES or not library.replies[each.language].get(each.list):
        raise Refused(f"there is no list {each.list!r} in {each.language!r}; see content/replies")
    if not (each.became or "").strip() or "\n" in each.became.strip():
        raise Refused("`became` is one line")


def _place(folder: Path, library: Library, each: review.Wording) -> tuple[Path, tuple[str, ...]]:
    """The file and keys of the list that is served: that of the register's own folder where it has one."""
    language = library.languages[each.language]
    folders = [folder / "replies" / each.language]
    if language["register"] != language["written"]:
        folders.insert(0, folder / "replies" / f"{each.language}@{language['register']}")
    for path in (path for own in folders for path in sorted(own.rglob("*.yml"))):
        keys = tuple(each.list.split("."))
        if path.parent.name != "causes":
            if keys[0] != path.stem:
                continue
            keys = keys[1:]
        if _holds(yaml_files.read(path), keys):
            return path, keys
    raise Refused(f"no file of content/replies holds the list {each.list!r}")


def _holds(held: object, keys: tuple[str, ...]) -> bool:
    for key in keys:
        held = held.get(key) if isinstance(held, dict) else None
    return isinstance(held, list)


def _with_line(path: Path, keys: tuple[str, ...], sentence: str) -> str:
    """The file's text with one more line at the end of the list; everything else, comments too, stays as it is."""
    text = path.read_text(encoding="utf-8")
    node = yaml.compose(text, yaml.SafeLoader)
    for key in keys:
        node = next(value for name, value in node.value if name.value == key)
    if not node.value or node.flow_style:
        raise Refused(f"{path}:{node.start_mark.line + 1}: the list isn't written with dashes; add the line by hand")
    lines, last = text.splitlines(keepends=True), node.value[-1]
    at = last.end_mark.line + (last.end_mark.column > 0)
    indent = lines[last.start_mark.line][: node.start_mark.column]
    if lines[at - 1][-1:] != "\n":
        lines[at - 1] += "\n"
    lines.insert(at, f"{indent}- {json.dumps(sentence, ensure_ascii=False)}\n")
    return "".join(lines)


def _load_with(folder: Path, path: Path, text: str, each: review.Wording) -> None:
    """Load a copy of the content with the new text, and run the checks over the wording: what they refuse never reaches the content."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "content"
        shutil.copytree(folder, copy)
        changed = copy / path.relative_to(folder)
        changed.write_text(text, encoding="utf-8")
        try:
            library = content.load(copy)
        except ContentError as error:
            raise Refused(str(error).replace(str(copy), "content")) from error
    new = library.replies[each.language].get(each.list)[-1]
    found = list(problems_of(new, each.language, library))
    if found:
        told = "; ".join(f"{each.finding.rule}: {new.text[each.finding.start : each.finding.end]!r}. {each.finding.why}" for each in found)
        raise Refused(told)
