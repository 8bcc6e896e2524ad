"""Reads a YAML file of content, and says of a mistake in which file and line it stands and what would be right."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml


Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TEXT = "tag:yaml.org,2002:str"


class ContentError(ValueError):
    """A mistake in content: file, line, key, and what would be right."""

    def __init__(self, path: Path, keys: tuple, problem: str) -> None:
        self.path, self.keys, self.problem = path, keys, problem
        key = ".".join(map(str, keys))
        super().__init__(f"{path}:{line_of(path, keys)}: {key + ': ' if key else ''}{problem}")


def read(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file.

    Raises:
        ContentError: the file is missing, not UTF-8, not YAML, or not a mapping.
    """
    try:
        loader = Loader(path.read_text(encoding="utf-8"))
        content = _value(loader, loader.get_single_node())
    except FileNotFoundError:
        raise ContentError(path, (), "the file is missing; restore it, or remove what names it") from None
    except UnicodeDecodeError:
        raise ContentError(path, (), "not UTF-8; save it as UTF-8") from None
    except yaml.YAMLError as error:
        raise _syntax_error(path, error) from None
    if not isinstance(content, dict):
        raise ContentError(path, (), "holds no `key: value` lines; see docs/content.md for its form")
    return content


def _value(loader: yaml.SafeLoader, node: yaml.Node | None) -> Any:
    """What a node says. PyYAML's own way takes twice as long for the sentences that content mostly is, and lets the
    second of two equal keys silently take the place of the first."""
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, each) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node)
    if node is None or node.tag == TEXT:
        return node and node.value
    return loader.construct_object(node)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in node.value:
        name = _value(loader, key)
        if not isinstance(name, (str, int, float, bool, date)):
            raise yaml.constructor.ConstructorError(None, None, "a key is one word or number", key.start_mark)
        if name in found:
            problem = f"`{key.value}` stands here a second time; join the two or rename one"
            raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
        found[name] = _value(loader, value)
    return found


def _syntax_error(path: Path, error: yaml.YAMLError) -> ContentError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    if "\\t" in problem or "cannot start any token" in problem:
        problem = "a tab or a special character starts the line; indent with spaces, put quotes around the sentence"
    elif "mapping values" in problem:
        problem = 'a sentence with ": " in it needs quotes around it'
    found = ContentError(path, (), problem)
    if mark:
        found.args = (f"{path}:{mark.line + 1}: {problem}",)
    return found


def line_of(path: Path, keys: tuple) -> int:
    """The line of the entry under these keys, or of its nearest parent; 1 where there is none."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return 1
    line = 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(key)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
    return line
