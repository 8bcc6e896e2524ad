"""Follow-ups with the messages before them (data/dialogues/<lang>.yml): what reading in context was fitted on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import yaml_files
from bot.models import FEELINGS
from bot.yaml_files import ContentError


@dataclass(frozen=True)
class Dialogue:
    """A customer's follow-up, their messages before it (oldest first), and what a careful reader says of the follow-up.

    `cause` is "none" where the follow-up ends the matter or is small talk.
    """

    language: str
    before: tuple[str, ...]
    text: str
    cause: str
    feeling: str
    intensity: int
    signals: tuple[str, ...] = ()


def read_dialogues(path: Path) -> Iterator[Dialogue]:
    """The dialogues of one `data/dialogues/<lang>.yml`.

    Raises:
        ContentError: an entry that isn't whole: file, line, and what would be right.
    """
    for at, each in enumerate(yaml_files.read(path).get("dialogues") or ()):
        if not isinstance(each, dict) or not {"before", "text", "cause", "feeling", "intensity"} <= set(each):
            raise ContentError(path, ("dialogues", at), "a dialogue needs before: [..], text, cause, feeling and intensity")
        if each["feeling"] not in FEELINGS:
            raise ContentError(path, ("dialogues", at), f"feeling {each['feeling']!r}; one of {', '.join(FEELINGS)}")
        if not isinstance(each["before"], list) or not each["before"]:
            raise ContentError(path, ("dialogues", at), "before is a list of one message or more")
        yield Dialogue(
            path.stem, tuple(each["before"]), each["text"], each["cause"], each["feeling"], each["intensity"],
            tuple(each.get("signals") or ()),
        )  # fmt: skip


def all_dialogues(folder: Path) -> list[Dialogue]:
    """Every dialogue under a `data/dialogues` folder."""
    return [dialogue for path in sorted(folder.glob("*.yml")) for dialogue in read_dialogues(path)]
