"""Text from outside as the desk keeps it: what the customer sees of it is what they wrote, less what could mislead."""

import re

_MISLEADING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Without control characters, direction overrides and lone surrogates; at most one empty line in a row."""
    return _LINES.sub("\n\n", _MISLEADING.sub("", text.replace("\r\n", "\n"))).strip()


def line(text: str) -> str:
    """The same as one line: a name, a title."""
    return " ".join(tidy(text).split())
