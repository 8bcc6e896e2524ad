"""A customer with the chat open, over HTTP: what the browser does, resends included."""

import time
import uuid

import requests


class Customer:
    """One visitor of a desk. `url` may change while they are there: another process, the same database."""

    def __init__(self, url: str, **arrival: object) -> None:
        self.url = url
        self.line = requests.Session()
        arrived = self.arrive(**arrival)
        self.conversation = arrived["conversation"]
        self.greeted = len(self._said(arrived))
        self.line.headers["Authorization"] = f"Bearer {arrived['token']}"

    def arrive(self, **arrival: object) -> dict:
        """Open the chat, or come back to it."""
        answer = self.line.post(f"{self.url}/api/v1/visitors", json=arrival, timeout=20)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: object = None, **rest: object) -> requests.Response:
        """POST to the conversation."""
        rest = rest if "data" in rest else {"json": body or {}, **rest}
        return self.line.post(f"{self.url}/api/v1/conversations/{self.conversation}{path}", timeout=20, **rest)

    def say(self, text: str, client_id: str | None = None) -> requests.Response:
        """Send a message once."""
        return self.post("/messages", {"client_id": client_id or uuid.uuid4().hex, "text": text})

    def insist(self, text: str, seconds: float = 30.0) -> int:
        """Send a message again and again, as the browser does, until it is acknowledged; returns how many tries it took."""
        client_id, ends, tries = uuid.uuid4().hex, time.monotonic() + seconds, 0
        while time.monotonic() < ends:
            tries += 1
            try:
                if self.say(text, client_id).status_code in (200, 201):
                    return tries
            except requests.RequestException:
                pass
            time.sleep(0.3)
        raise TimeoutError(f"{text!r} was never acknowledged")

    def said(self, author: str) -> list[str]:
        """The texts of an author, oldest first, without the greeting."""
        found = [each for each in self._said(self.arrive())[self.greeted :]]
        return [each["text"] for each in found if each["author"] == author]

    def answers(self, count: int, seconds: float = 20.0) -> list[str]:
        """What the bot said, once there is so much of it."""
        ends = time.monotonic() + seconds
        while len(found := self.said("bot")) < count:
            assert time.monotonic() < ends, f"{len(found)} answers of {count}: {found}"
            time.sleep(0.05)
        return found

    def status(self) -> str:
        """Who has the conversation."""
        return self.arrive()["status"]

    @staticmethod
    def _said(arrived: dict) -> list[dict]:
        return [each["body"] for each in arrived["events"] if each["kind"] == "message"]
