"""The audit log: each act is written down with details that have their words in every language, and without a word of the customer."""

import ast
from pathlib import Path

import pytest
from rows import rows

from bot.library import library
from bot.models import LANGUAGES
from desk import auditing
from desk.tables import audit
from desk.words import desk_words
from tests.desk.test_agents import Agent, other, upset  # noqa: F401 (fixtures)

ROOT = Path(auditing.__file__).resolve().parents[1]


def acts() -> set[str]:
    """What the code calls the acts it writes down: each stands as it is in its call of `auditing.note`."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for folder in ("actions", "bot", "desk") for path in (ROOT / folder).rglob("*.py")}
    calls = [(path, call) for path, tree in trees.items() for call in ast.walk(tree) if isinstance(call, ast.Call)]
    noted = [(path, call.args[2]) for path, call in calls if ast.unparse(call.func) == "auditing.note"]
    assert [f"{path}:{what.lineno}" for path, what in noted if not isinstance(what, ast.Constant)] == []
    return {what.value for _, what in noted} | {auditing.SAW}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_and_every_rule_has_its_word(language):
    told = desk_words(language)
    assert set(told["audit"]["whats"]) == acts()
    assert set(told["names"]["rules"]) == {rule.id for rules in library().rules.values() for rule in rules}
    assert set(told["names"]["tables"]) >= {"feelings", "words"}


def test_details_name_people_states_and_days(agent, other, upset, database):
    first = agent.get(f"/inbox/{upset.conversation}/suggestions").json()["suggestions"][0]
    dated = [step["id"] for step in first["parts"]["plan"] if step["due"]]
    agent.reply(upset.conversation, "Please calm down! Please calm down!", suggestion={name: first[name] for name in ("tone", "text", "wordings")}, promises=dated)
    promise = agent.get("/promises").json()["items"][0]
    agent.post(f"/promises/{promise['id']}", state="kept")
    agent.post(f"/inbox/{upset.conversation}/give_back", to="queue")
    agent.post(f"/inbox/{upset.conversation}/assign", person=other.id)
    agent.client.patch(f"/api/v1/people/{other.id}", json={"name": "B" * 80, "active": False}, headers=agent.headers)
    upset.client.post(upset.at + "/rating", json={"feeling": 1}, headers=upset.headers)
    agent.post(f"/followups/{agent.get('/followups').json()['items'][0]['id']}", state="done")
    told = {row["what"]: (row["conversation"], row["detail"]) for row in rows(database, audit)}
    replied = told["replied"][1].split(", ")
    assert "dismissive" in replied and len(set(replied)) == len(replied)
    assert told["marked a promise"] == (upset.conversation, f"kept, {promise['due']}")
    assert told["gave back"] == (upset.conversation, "waiting") and told["assigned"] == (upset.conversation, "Bo")
    assert told["changed a person"] == (None, "Bo, active, name") and told["marked a follow-up"] == (upset.conversation, "done")


def test_a_conversation_is_assigned_to_somebody_with_a_long_name(agent, client, desk, upset):
    long = Agent(client, desk, "long", name="L" * 80)
    assert agent.post(f"/inbox/{upset.conversation}/assign", person=long.id).status_code == 200
