"""Zendesk: macros as its API takes them, as a file and over the API. Macros are matched by title.

Fields: https://developer.zendesk.com/api-reference/ticketing/business-rules/macros/
"""

import base64
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from bot import http
from bot.exporting.macros import Macro, translated
from bot.exporting.syncing import Content

THEIRS = {"name": "{{ticket.requester.first_name}}", "agent": "{{current_user.name}}", "reference": "{{ticket.id}}"}
CHANNEL = "email"


def wanted(macros: Iterable[Macro], labels: dict[str, dict[str, Any]]) -> dict[str, Content]:
    """Our macros by title: what they say and which tags they set. `::` makes folders in Zendesk."""
    return {"::".join(each.folders): _content(each, labels[each.language]["blanks"]) for each in macros}


def _content(macro: Macro, blanks: dict[str, str]) -> Content:
    text = translated(macro.text, THEIRS, blanks)
    return {"description": macro.code, "text": text, "tags": f"heard heard_{macro.cause}"}


def payload(title: str, content: Content) -> dict[str, Any]:
    """A macro as the API takes it; whether it is active and who may use it stay as they are."""
    actions = [
        {"field": "comment_value", "value": content["text"]},
        {"field": "comment_mode_is_public", "value": "true"},
        {"field": "current_tags", "value": content["tags"]},
    ]
    return {"macro": {"title": title, "description": content["description"], "actions": actions}}


def document(wanted: dict[str, Content]) -> dict[str, Any]:
    """All macros in the shape in which the API lists them."""
    return {"macros": [{**payload(title, content)["macro"], "active": True, "restriction": None} for title, content in wanted.items()]}


class Zendesk:
    """The macros of one Zendesk account. `token` is an OAuth token, or `email/token:API_TOKEN`."""

    name = "Zendesk"

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        basic = base64.b64encode(token.encode()).decode()
        self.headers = {"Authorization": f"Basic {basic}" if ":" in token else f"Bearer {token}"}

    def held(self) -> dict[str, tuple[int, Content]]:
        """Its macros by title; where a title is there twice, the oldest."""
        found: dict[str, tuple[int, Content]] = {}
        for macro in sorted(self._all(), key=lambda each: each["id"]):
            found.setdefault(macro["title"], (macro["id"], _held(macro)))
        return found

    def create(self, key: str, content: Content) -> None:
        """Add a macro for everybody."""
        macro = payload(key, content)["macro"]
        http.send("POST", f"{self.url}/api/v2/macros.json", {"macro": {**macro, "active": True}}, self.headers)

    def update(self, id: int, key: str, content: Content) -> None:
        """Change a macro's description and actions."""
        http.send("PUT", f"{self.url}/api/v2/macros/{id}.json", payload(key, content), self.headers)

    def _all(self) -> list[dict[str, Any]]:
        macros: list[dict[str, Any]] = []
        url: str | None = f"{self.url}/api/v2/macros.json?page[size]=100"
        while url:
            answer = http.send("GET", url, headers=self.headers)
            macros += answer["macros"]
            url = self._next(answer)
        return macros

    def _next(self, answer: dict[str, Any]) -> str | None:
        """The next page, by cursor or by number; never at another address, which would be given the token."""
        more = answer.get("meta", {}).get("has_more", True)
        url = (answer.get("links") or {}).get("next") or answer.get("next_page")
        if not url or not more:
            return None
        if urlsplit(url)[:2] != urlsplit(self.url)[:2]:
            raise ConnectionError(f"Zendesk's next page lies elsewhere ({urlsplit(url).netloc}): check HEARD_ZENDESK_URL")
        return url


def _held(macro: dict[str, Any]) -> Content:
    values = {action["field"]: action["value"] for action in macro["actions"]}
    text = values.get("comment_value", "")
    text = text[-1] if isinstance(text, list) else text  # ["channel:all", text]
    return {"description": macro.get("description"), "text": text, "tags": values.get("current_tags", "")}
