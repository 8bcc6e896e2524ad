"""Accepted examples: judged, and written to `data/nlu/<lang>/learned.yml`."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from bot.library import Library
from bot.models import FEELINGS, LANGUAGES
from bot.learning import review
from bot.reading.examples import Example, all_examples, read_examples

FILE = "learned.yml"
LONGEST = 600  # characters of a text that one cause can speak for
HEAD = '# Messages that agents set right and a person reviewed: written by `heard learn --apply`.\nversion: "3.1"\nnlu:\n'


def problem(each: review.Example, library: Library, mask: Callable[[str], str]) -> tuple[str, str]:
    """The first key that is wrong and what would be right; two empty texts where all is well."""
    intents = (*library.causes, *library.acts)
    wrong = {
        "language": (each.language not in LANGUAGES, f"{each.language!r}; one of {', '.join(LANGUAGES)}"),
        "text": (not (each.text or "").strip() or len(each.text) > LONGEST, f"a message of 1 to {LONGEST} characters"),
        "intent": (each.intent not in intents, f"{each.intent!r}; a cause or act of content/taxonomy.yml"),
        "feeling": (each.feeling not in FEELINGS, f"{each.feeling!r}; one of {', '.join(FEELINGS)}"),
        "intensity": (each.intensity not in (0, 1, 2, 3), f"{each.intensity!r}; 0, 1, 2 or 3"),
        "signals": (bool(set(each.signals) - set(library.signals)), f"{list(each.signals)}; of {', '.join(library.signals)}"),
    }
    for key, (is_wrong, right) in wrong.items():
        if is_wrong:
            return key, right
    if mask(each.text) != each.text:
        return "text", "it holds personal data: write something made-up in its place"
    return "", ""


def known(nlu: Path) -> dict[tuple[str, str], Example]:
    """All examples by language and text, folded."""
    return {(each.language, folded(each.text)): each for each in all_examples(nlu)}


def folded(text: str) -> str:
    """A text as it is compared: case and spaces don't make another."""
    return " ".join(text.casefold().split())


def append(nlu: Path, language: str, new: list[review.Example]) -> Path:
    """Write examples beside those that `learned.yml` holds; returns its path. Whoever reads meanwhile sees the old or the new whole."""
    path = nlu / language / FILE
    held = list(read_examples(path)) if path.exists() else []
    held += [Example(" ".join(each.text.split()), language, each.intent, each.feeling, each.intensity, "plain", each.signals) for each in new]
    blocks = (_block(language, intent, [each for each in held if each.intent == intent]) for intent in dict.fromkeys(each.intent for each in held))
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    written.write_text(HEAD + "".join(blocks), encoding="utf-8")
    os.replace(written, path)
    return path


def _block(language: str, intent: str, examples: list[Example]) -> str:
    lines = "".join(f"  - {{text: {_quoted(each.text)}, metadata: {{{_metadata(each)}}}}}\n" for each in examples)
    return f"- intent: {intent}\n  metadata: {{language: {language}}}\n  examples:\n{lines}"


def _quoted(text: str) -> str:
    """JSON's quotes are YAML's; what YAML takes for a line's end is written as an escape."""
    told = json.dumps(text, ensure_ascii=False)
    return told.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def _metadata(each: Example) -> str:
    parts = [f"feeling: {each.feeling}", f"intensity: {each.intensity}"]
    parts += [f"form: {each.form}"] * (each.form != "plain")
    parts += [f"{name}: [{', '.join(value)}]" for name, value in (("signals", each.signals), ("also", each.also)) if value]
    return ", ".join(parts)
