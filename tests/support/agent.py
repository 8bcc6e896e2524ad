"""Somebody signed in at the desk."""

import uuid

from starlette.testclient import TestClient

from desk import people
from desk.service import Desk

PASSWORD = "a long password"


class Agent:
    """Somebody signed in at the desk: every call with the cookie and the token against forged requests."""

    def __init__(self, client: TestClient, desk: Desk, login: str, role: str = "agent", teams: tuple[str, ...] = ("care",), name: str = "") -> None:
        self.client, self.login, self.headers = client, login, {}
        self.name = name or login.title()
        with desk.database.writing() as connection:
            self.id = people.add(connection, login, self.name, role, list(teams), PASSWORD)
        self.sign_in()

    def sign_in(self) -> dict[str, str]:
        answer = self.client.post("/api/v1/session", json={"login": self.login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.client.cookies.clear()  # each call says itself who it is
        self.headers.update({"Cookie": f"heard_session={answer.cookies['heard_session']}", "X-CSRF-Token": answer.json()["csrf"]})
        return self.headers

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1{path}", params=query, headers=self.headers)

    def post(self, path: str, **form):
        return self.client.post(f"/api/v1{path}", json=form, headers=self.headers)

    def reply(self, conversation: str, text: str, **more):
        seen = self.get(f"/inbox/{conversation}").json()["last_event"]
        return self.post(f"/inbox/{conversation}/replies", **{"client_id": uuid.uuid4().hex, "text": text, "after": seen, **more})
