"""The reply library: a wording as the customer meets it, and the wordings as a file to take away."""

from typing import Any, Literal

from starlette.responses import Response

from bot.exporting.previews import preview
from bot.library import Wording, library
from bot.models import LANGUAGES
from desk import auditing, exports
from desk.api.agents_forms import Form
from desk.api.forms import Failure, Language
from desk.api.operations import Call, Operation, Refused

CHANNELS = ("chat", "email", "phone")
ALL = "all languages"  # in the audit log, which has words for it


class Export(Form):
    """What the wordings are to be taken away as; of all languages where none is named."""

    to: Literal["csv", "zendesk", "chatwoot", "booklet_html", "booklet_pdf"]
    language: Language | None = None


def preview_reply(call: Call) -> tuple[int, dict[str, Any]]:
    """The reply of a channel in which a wording stands, with sample facts: what comes before, the wording, what comes after."""
    id, language, channel = (call.query.get(name, "")[:200] for name in ("id", "language", "channel"))
    if language not in LANGUAGES or channel not in CHANNELS:
        raise Refused(422, f"language is one of the six; channel one of {', '.join(CHANNELS)}.")
    shown = preview(_wording(id, language), language, channel, library())
    parts = {"before": (0, shown.start), "words": (shown.start, shown.end), "after": (shown.end, None)}
    return 200, {name: shown.text[start:end] for name, (start, end) in parts.items()}


def _wording(id: str, language: str) -> Wording:
    for each in library().replies[language].get(id.partition("#")[0]):
        if each.id == id:
            return each
    raise Refused(404, "There is no such wording in this language.")


def export_replies(call: Call) -> tuple[int, Response | dict[str, int]]:
    """The wordings as a file, or how far it is; who took them away is written down."""
    form: Export = call.form
    try:
        made = exports.file(form.to, form.language or "")
    except exports.Unfinished as so_far:
        return 202, {"made": so_far.made, "of": so_far.of}
    with call.desk.database.writing() as connection:
        auditing.note(connection, call.person["name"], "took the replies away", detail=f"{form.to}, {form.language or ALL}")
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return 200, Response(made.body, headers=headers, media_type=made.type)


OPERATIONS = (
    Operation("GET", "/api/v1/replies/preview", "A wording in a reply, with sample facts", preview_reply, gives={200: dict, 404: Failure}, role="agent",
              query=("id", "language", "channel")),
    Operation("POST", "/api/v1/replies/export", "Take the wordings away as a file", export_replies, Export, {200: bytes, 202: dict}, role="agent"),
)  # fmt: skip
