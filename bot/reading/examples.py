"""The training examples under data/nlu: what they say, and how to read them with file and line of a mistake."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import yaml_files
from bot.models import FEELINGS, LANGUAGES
from bot.yaml_files import ContentError

FORMS = (
    "plain", "question", "facts", "count", "praise", "retry", "sarcasm", "polite", "long", "short", "typo", "mixed"
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A message somebody could have written, with the cause or act, the feeling and the signals it shows.

    `form` is how it is told (one of FORMS); `also` names further causes in the same message.
    """

    text: str
    language: str
    intent: str
    feeling: str
    intensity: int
    form: str = "plain"
    signals: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def read_examples(path: Path) -> Iterator[Example]:
    """The examples of one `data/nlu/<lang>/<topic>.yml`.

    Raises:
        ContentError: a block or an example that isn't whole: file, line, key, and what would be right.
    """
    for at, block in enumerate(yaml_files.read(path).get("nlu") or ()):
        keys = ("nlu", at)
        if not isinstance(block, dict) or not {"intent", "metadata", "examples"} <= set(block):
            raise ContentError(path, keys, "a block needs intent, metadata: {language: ..} and examples")
        language = block["metadata"].get("language") if isinstance(block["metadata"], dict) else None
        if language not in LANGUAGES:
            raise ContentError(path, (*keys, "metadata"), f"language {language!r}; one of {', '.join(LANGUAGES)}")
        for number, each in enumerate(block["examples"] or ()):
            yield _example(path, (*keys, "examples", number), each, language, block["intent"])


def _example(path: Path, keys: tuple, each: object, language: str, intent: str) -> Example:
    if not isinstance(each, dict) or not isinstance(each.get("text"), str) or not each["text"].strip():
        raise ContentError(path, keys, 'an example is {text: "..", metadata: {feeling: .., intensity: ..}}')
    data = each.get("metadata") or {}
    if not isinstance(data, dict):
        raise ContentError(path, keys, "metadata is {feeling: .., intensity: ..}")
    if data.get("feeling") not in FEELINGS:
        raise ContentError(path, keys, f"feeling {data.get('feeling')!r}; one of {', '.join(FEELINGS)}")
    if data.get("intensity") not in (0, 1, 2, 3):
        raise ContentError(path, keys, f"intensity {data.get('intensity')!r}; 0, 1, 2 or 3")
    if data.get("form", "plain") not in FORMS:
        raise ContentError(path, keys, f"form {data['form']!r}; one of {', '.join(FORMS)}")
    for name in ("signals", "also"):
        if not isinstance(data.get(name) or [], list):
            raise ContentError(path, keys, f"{name} is a list, such as [{data[name]}]")
    return Example(
        each["text"].strip(), language, intent, data["feeling"], data["intensity"], data.get("form", "plain"),
        tuple(data.get("signals") or ()), tuple(data.get("also") or ()),
    )  # fmt: skip


def all_examples(folder: Path) -> list[Example]:
    """Every example under a `data/nlu` folder, in the order of the files."""
    return [example for path in sorted(folder.glob("*/*.yml")) for example in read_examples(path)]
