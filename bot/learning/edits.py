"""What an agent made of a suggestion: which of our sentences they changed, and into what."""

import difflib
import re
from dataclasses import dataclass

from bot.checking import sentences

_BRACES = re.compile(r"\{(\w+)\}")
_BULLET = re.compile(r"^[•\-–\d.)\s]+(?=\S)")
NEAR = 0.25  # how alike the two are at least: below it the agent wrote something of their own


@dataclass(frozen=True)
class Edit:
    """A wording's template and what it became, with placeholders where the same facts stand."""

    id: str
    template: str
    became: str


def edits(suggested: str, sent: str, wordings: dict[str, str]) -> list[Edit]:
    """The changed ones of `wordings`, templates by id, in a suggestion that was sent as `sent`."""
    before, after = (sentences.split(text) for text in (suggested, sent))
    became = _aligned([each.text for each in before], [each.text for each in after])
    found = []
    for id, template in wordings.items():
        place = _pattern(template).search(suggested)
        if place is None:
            continue
        own = [at for at, each in enumerate(before) if each.start < place.end() and each.end > place.start()]
        text = _joined(own, became)
        if text and _worth(template, text := _with_places(text, place.groupdict())):
            found.append(Edit(id, template, text))
    return found


def _pattern(template: str) -> re.Pattern[str]:
    """The template with anything short in its places; a fact that comes twice is the same both times."""
    seen: set[str] = set()
    parts = []
    for at, part in enumerate(_BRACES.split(template)):
        if at % 2 == 0:
            parts.append(re.sub(r"(\\\s)+", r"\\s+", re.escape(part)))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>\\S.{{0,80}}?)")
            seen.add(part)
    return re.compile("".join(parts) + r"(?=\s|$)")


def _aligned(before: list[str], after: list[str]) -> dict[int, tuple[int, int, tuple[str, ...]]]:
    """For each sentence that changed: the range of changed ones it is in, and what stands in their place."""
    changes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    found = {}
    for kind, start, end, new_start, new_end in changes:
        if kind == "replace" and end - start == new_end - new_start:  # one for one
            found |= {start + at: (start + at, start + at + 1, (after[new_start + at],)) for at in range(end - start)}
        elif kind in ("replace", "delete"):
            found |= {at: (start, end, tuple(after[new_start:new_end])) for at in range(start, end)}
    return found


def _joined(own: list[int], became: dict[int, tuple[int, int, tuple[str, ...]]]) -> str:
    """What the sentences of one wording became; empty where none changed, one is gone, or others' changes are mixed in."""
    changed = [became[at] for at in own if at in became]
    if not changed or len(changed) != len(own) or any(start < own[0] or end > own[-1] + 1 for start, end, _ in changed):
        return ""
    pieces = [texts for _, _, texts in dict.fromkeys(changed)]
    return " ".join(_BULLET.sub("", text) for texts in pieces for text in texts)


def _with_places(text: str, facts: dict[str, str]) -> str:
    for name, value in sorted(facts.items(), key=lambda item: -len(item[1])):
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"{{{name}}}", text)
    return text


def _worth(template: str, text: str) -> bool:
    """Whether it is another wording of the same, more than a comma away."""
    plain = (re.sub(r"[\W_]+", " ", each).casefold().strip() for each in (template, text))
    one, two = plain
    return one != two and difflib.SequenceMatcher(None, one, two).ratio() >= NEAR


def diff(template: str, text: str) -> str:
    """The two as a unified diff without its heads."""
    lines = list(difflib.unified_diff([template], [text], lineterm="", n=0))
    return "\n".join(lines[3:])
