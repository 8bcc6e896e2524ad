"""Files that customers send: pictures and PDF, judged by what they hold and not by what they say they are."""

import re
from io import BytesIO
from typing import Any
from urllib.parse import quote

import filetype
from PIL import Image, UnidentifiedImageError
from starlette.responses import Response

from desk import conversations, files, messages
from desk.api.conversation import AT
from desk.api.forms import CLIENT_ID, Failure, KeptFile
from desk.api.operations import Call, Operation, Refused
from desk.database import Unavailable
from desk.messages import Answer
from desk.texts import line
from desk.words import say

TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf")
MOST = 10 * 1024 * 1024
MOST_NAME = 120


def send_file(call: Call) -> tuple[int, KeptFile]:
    """Keep a file as a message of its own."""
    client_id = call.query.get("client_id", "")
    if not re.fullmatch(CLIENT_ID, client_id):
        raise Refused(422, "The query needs client_id: 8 to 64 letters, digits and hyphens, the same again on a resend.")
    kind = _type(call.body)
    name = line(call.query.get("name", "")).replace("/", "_").replace("\\", "_")[-MOST_NAME:] or "file"
    id = files.store(call.desk.settings.files, call.body)
    try:
        status, kept = _note(call, client_id, id, name, kind)
    except (*Unavailable, Refused):
        files.remove(call.desk.settings.files, [id])
        raise
    if kept.file != id:  # a resend: the first one is there
        files.remove(call.desk.settings.files, [id])
    return status, kept


def _note(call: Call, client_id: str, id: str, name: str, kind: str) -> tuple[int, KeptFile]:
    conversation = call.conversation["id"]
    with call.desk.database.writing() as connection:
        now = call.hold(connection)
        if event := messages.kept(connection, conversation, client_id):
            return 200, KeptFile(event, files.of_event(connection, event))
        if now["status"] == "closed":
            conversations.pass_to(connection, conversation, "bot")
        kept = files.record(connection, id, conversation, name, kind, len(call.body))
        event = messages.take(connection, conversation, client_id, "", kept)
        if now["status"] in ("bot", "closed"):  # a person looks at it; the bot can only say that it is there
            messages.answer(connection, conversation, Answer(say(now["language"], "file_kept")))
        return 201, KeptFile(event, id)


def _type(body: bytes) -> str:
    """The type of a file by its content."""
    guessed = filetype.guess(body[:8192])
    kind = guessed.mime if guessed else ""
    if kind not in TYPES:
        raise Refused(415, "Only pictures (PNG, JPEG, WebP, GIF) and PDF files can be sent.")
    if kind == "application/pdf":
        if b"%%EOF" not in body[-2048:]:
            raise Refused(415, "This PDF is cut off or damaged: save it again and send that.")
        return kind
    try:
        with Image.open(BytesIO(body)) as image:
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise Refused(415, "This picture is damaged or not a picture: save it again and send that.") from error
    return kind


def show_file(call: Call) -> tuple[int, Any]:
    """The file's bytes; nothing in it may run."""
    with call.desk.database.reading() as connection:
        found = files.get(connection, call.path["file"], call.conversation["id"])
    path = call.desk.settings.files / call.path["file"]
    if found is None or not path.is_file():
        raise Refused(404, "There is no such file in this conversation.")
    shown = "inline" if found["type"].startswith("image/") else "attachment"
    headers = {"Content-Disposition": f"{shown}; filename*=UTF-8''{quote(found['name'])}", "Cache-Control": "private, max-age=3600"}
    return 200, Response(path.read_bytes(), headers=headers, media_type=found["type"])


OPERATIONS = (
    Operation(
        "POST", AT + "/files", "Send a picture or PDF", send_file, most=MOST, query=("client_id", "name"),
        gives={201: KeptFile, 200: KeptFile, 413: Failure, 415: Failure},
    ),
    Operation("GET", AT + "/files/{file}", "A file", show_file, gives={200: bytes, 404: Failure}),
)  # fmt: skip
