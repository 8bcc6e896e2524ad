"""The transcript that a customer keeps: plain text in their language."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from starlette.responses import Response

from bot.library import library
from desk.words import say

NAMES = {"customer": "you", "bot": "bot", "agent": "person"}


def response(said: list[dict[str, Any]], language: str, zone: ZoneInfo) -> Response:
    """The transcript as a download."""
    headers = {"Content-Disposition": 'attachment; filename="conversation.txt"'}
    return Response(text(said, language, zone), headers=headers, media_type="text/plain")


def text(said: list[dict[str, Any]], language: str, zone: ZoneInfo) -> str:
    """One paragraph a message: when, who, what."""
    locale = library().languages[language]["locale"]
    return "\n\n".join(_paragraph(each, language, locale, zone) for each in said) + "\n"


def _paragraph(each: dict[str, Any], language: str, locale: str, zone: ZoneInfo) -> str:
    when = format_datetime(datetime.fromtimestamp(each["at"], zone), "short", locale=locale)
    who = each["name"] or say(language, f"names.{NAMES[each['author']]}")
    told = "\n".join(part for part in (each["text"], each["file_name"] and f"[{each['file_name']}]") if part)
    return f"{when}  {who}\n{told}"
