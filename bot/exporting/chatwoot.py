"""Chatwoot: canned responses over its API, or as a file in the same shape. They are matched by short code."""

from collections.abc import Iterable
from typing import Any

from bot import http
from bot.exporting.macros import Macro, translated
from bot.exporting.syncing import Content

THEIRS = {"name": "{{contact.first_name}}", "agent": "{{agent.name}}", "reference": "{{conversation.id}}"}
CHANNEL = "chat"


def wanted(macros: Iterable[Macro], labels: dict[str, dict[str, Any]]) -> dict[str, Content]:
    """Our canned responses by short code."""
    return {each.code: {"content": translated(each.text, THEIRS, labels[each.language]["blanks"])} for each in macros}


def payload(short_code: str, content: Content) -> dict[str, Any]:
    """A canned response as the API takes it."""
    return {"canned_response": {"short_code": short_code, **content}}


def document(wanted: dict[str, Content]) -> list[dict[str, Any]]:
    """All canned responses in the shape in which the API lists them."""
    return [{"short_code": short_code, **content} for short_code, content in wanted.items()]


class Chatwoot:
    """The canned responses of one account. `token` is a user's `api_access_token`."""

    name = "Chatwoot"

    def __init__(self, url: str, account: str, token: str) -> None:
        self.url = f"{url.rstrip('/')}/api/v1/accounts/{account}/canned_responses"
        self.headers = {"api_access_token": token}

    def held(self) -> dict[str, tuple[int, Content]]:
        """Its canned responses by short code."""
        answer = http.send("GET", self.url, headers=self.headers)
        return {each["short_code"]: (each["id"], {"content": each["content"]}) for each in answer}

    def create(self, key: str, content: Content) -> None:
        """Add a canned response."""
        http.send("POST", self.url, payload(key, content), self.headers)

    def update(self, id: int, key: str, content: Content) -> None:
        """Change a canned response."""
        http.send("PATCH", f"{self.url}/{id}", payload(key, content), self.headers)
