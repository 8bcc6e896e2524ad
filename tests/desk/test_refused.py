"""Refusals that an agent can meet: an English sentence for whoever reads it, and a code that the desk has a sentence for in every language."""

import ast
from pathlib import Path

import pytest
from agent import PASSWORD

import desk as package
from bot.models import LANGUAGES
from desk.words import desk_words
from tests.desk.test_agents import other, upset  # noqa: F401 (fixtures)

ROOT = Path(package.__file__).parent


def codes() -> set[str]:
    """Each code that stands in a call: `code="..."`."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")]
    given = [word for tree in trees for call in ast.walk(tree) if isinstance(call, ast.Call) for word in call.keywords if word.arg == "code"]
    return {word.value.value for word in given if isinstance(word.value, ast.Constant)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language):
    assert set(desk_words(language)["refused"]) == codes()


def person(**told) -> dict:
    """Somebody to add."""
    return {"login": "cai", "name": "Cai", "role": "agent", "teams": ["care"], "password": PASSWORD, **told}


@pytest.mark.parametrize(("told", "code", "about"), [
    ({"login": "bo"}, "login_taken", None), ({"password": "short"}, "short_password", "10"), ({"teams": ["caer"]}, "no_team", "care, people"),
])  # fmt: skip
def test_who_cannot_be_added_so(agent, other, told, code, about):
    refused = agent.post("/people", **person(**told))
    assert refused.status_code == 422 and refused.json()["error"]
    assert (refused.json()["code"], refused.json().get("about")) == (code, about)


def test_what_cannot_be_changed_so(agent, other, client):
    me = lambda **told: client.put("/api/v1/me", json=told, headers=agent.headers).json()["code"]
    assert me(password={"old": "wrong password", "new": PASSWORD}) == "old_password"
    assert me(password={"old": PASSWORD, "new": "short"}) == "short_password"
    assert client.patch(f"/api/v1/people/{agent.id}", json={"role": "agent"}, headers=agent.headers).json()["code"] == "own_role"
    assert client.post("/api/v1/coach", json={}, headers={"Cookie": agent.headers["Cookie"]}).json()["code"] == "reload"


def test_what_cannot_be_sent_so(agent, client, desk, upset):
    stranger = agent.post("/people", **person(teams=["people"])).json()
    at = f"/inbox/{upset.conversation}"
    assert agent.post(f"{at}/assign", person=stranger["id"]).json()["code"] == "not_in_team"
    assert agent.post(f"{at}/notes", text="\u202e \u2066").json()["code"] == "no_text"
    assert agent.reply(upset.conversation, " \ufeff").json()["code"] == "no_text"
    assert agent.reply(upset.conversation, "Your card 4111 1111 1111 1111 is fine.").json()["code"] == "personal_number"


def test_what_no_agent_meets_has_no_code(visitor):
    assert visitor.say(" ").json().keys() == {"error"}
