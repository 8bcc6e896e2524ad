"""The exports as files: a table, another help desk's macros, the booklet. `heard export` writes them, the agents' desk hands them out."""

import json
from collections.abc import Callable, Iterable

from bot.exporting import booklet as as_html
from bot.exporting import chatwoot, rows, zendesk
from bot.exporting.labels import labels
from bot.exporting.macros import macros
from bot.exporting.pages import pages
from bot.exporting.syncing import Content
from bot.library import library
from bot.settings import ROOT

DESKS = {"zendesk": zendesk, "chatwoot": chatwoot}
FORMS = ("html", "pdf")  # of the booklet


def table(languages: Iterable[str]) -> bytes:
    """Every wording of these languages as CSV."""
    return rows.to_csv(rows.rows(library(), languages)).encode()


def wanted(to: str, languages: Iterable[str]) -> dict[str, Content]:
    """What a help desk of DESKS is to hold, by its own key."""
    return DESKS[to].wanted(macros(library(), labels(), languages, DESKS[to].CHANNEL), labels())


def help_desk(to: str, languages: Iterable[str]) -> bytes:
    """The same as JSON, in the shape in which its API lists it."""
    return (json.dumps(DESKS[to].document(wanted(to, languages)), ensure_ascii=False, indent=1) + "\n").encode()


def booklet(language: str, forms: Iterable[str] = FORMS) -> dict[str, bytes]:
    """The booklet of a language by form, html or pdf. A PDF takes seconds."""
    own, direction = labels()[language], library().languages[language]["direction"]
    shown = list(pages(library(), own, language, ROOT / "data" / "nlu"))
    made = {form: _printer(form)(shown, own, language, direction) for form in forms}
    return {form: each.encode() if isinstance(each, str) else each for form, each in made.items()}


def _printer(form: str) -> Callable[..., str | bytes]:
    if form == "html":
        return as_html.to_html
    from bot.exporting import booklet_pdf  # only here: fpdf2 takes 37 MB, which a desk that makes no PDF can do without

    return booklet_pdf.to_pdf
