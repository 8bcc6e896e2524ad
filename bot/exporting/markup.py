"""HTML by hand: elements with escaped text, and a whole document with its stylesheet inside."""

from html import escape
from pathlib import Path


class Markup(str):
    """Text that is HTML already."""


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """An element; children that aren't Markup are escaped. `class_` and `for_` lose their underscore, None is left out."""
    shown = "".join(
        f' {key.rstrip("_")}="{escape(str(value))}"' for key, value in attributes.items() if value is not None
    )  # fmt: skip
    return Markup(f"<{name}{shown}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    """Pieces side by side, escaped where they aren't Markup."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child, quote=False) for child in children))


def document(title: str, language: str, direction: str, style: Path, body: str) -> str:
    """A whole page without a script and without a file beside it."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    css = style.read_text(encoding="utf-8")
    return f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head>{head}\n<style>\n{css}</style></head>\n<body>\n{body}\n</body></html>\n'
