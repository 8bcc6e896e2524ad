"""What the desk does by itself."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from bot import assist
from bot.models import PlanStep
from desk import housekeeping
from desk.app import application
from desk.promises import Promises
from desk.tables import conversations, promises


def test_a_customer_kept_waiting_goes_back_into_the_queue(desk, agent, visitor, told):
    agent.post(f"/inbox/{visitor.conversation}/take")
    visitor.say("hello?")
    housekeeping.tidy_up(desk)
    assert agent.get(f"/inbox/{visitor.conversation}").json()["item"]["status"] == "human"
    with desk.database.writing() as connection:
        connection.execute(update(conversations).values(waiting_since=time.time() - 16 * 60))
    housekeeping.tidy_up(desk)
    item = agent.get(f"/inbox/{visitor.conversation}").json()["item"]
    assert (item["status"], item["agent"]) == ("waiting", None)
    assert told(visitor.conversation, "status")[-1]["status"] == "waiting"


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_desk_that_ends_finishes_its_round(desk, monkeypatch):
    finished = []

    def slow(_desk):
        time.sleep(0.3)
        finished.append(1)

    monkeypatch.setattr(housekeeping, "tidy_up", slow)
    with TestClient(application(desk)):
        pass
    assert finished == [1]


def test_a_promise_is_reminded_of_once_and_then_broken_in_sight(desk, visitor, told, agent):
    due = assist.now() + timedelta(minutes=20)
    Promises(desk.database).record(visitor.conversation, "late_delivery", [PlanStep("update", "us", "You hear from me.", due)], "Anna")
    for _ in range(2):
        housekeeping.tidy_up(desk)
    assert [each["made_by"] for each in told(visitor.conversation, "promise")] == ["Anna"]
    with desk.database.writing() as connection:
        connection.execute(update(promises).values(due=time.time() - 60))
    housekeeping.tidy_up(desk)
    assert agent.get(f"/inbox/{visitor.conversation}").json()["item"]["overdue"] == 1
    urgent = _urgency(desk, visitor)
    visitor.say("and now?")
    assert _urgency(desk, visitor) < urgent + 60  # what they write next doesn't put them back
    (late,) = agent.get("/promises", state="open").json()["items"]  # to the customer it is broken; here somebody has to say so
    assert agent.get("/promises", state="broken").json()["items"] == []
    agent.post(f"/promises/{late['id']}", state="broken")
    assert [each["id"] for each in agent.get("/promises", state="broken").json()["items"]] == [late["id"]]
    assert agent.get(f"/inbox/{visitor.conversation}").json()["item"]["overdue"] == 0
    assert _urgency(desk, visitor) > urgent + 3000


def _urgency(desk, visitor) -> float:
    with desk.database.reading() as connection:
        return connection.execute(select(conversations.c.urgency).where(conversations.c.id == visitor.conversation)).scalar()
