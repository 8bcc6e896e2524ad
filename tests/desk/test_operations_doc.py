"""docs/operations.md keeps up: every metric, setting and table of the desk that somebody who runs it meets is in it."""

import re

import pytest
from prometheus_client import REGISTRY

from bot.settings import ROOT
from desk import metrics  # noqa: F401 (they register)

TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
OURS = [each for each in REGISTRY.collect() if each.name.startswith("heard_")]
SETTINGS = re.findall(r"^(HEARD_(?:DESK|DATABASE|FILES|TRACKERS|SECRET|PARENTS|VISITOR|ADDRESS|RETENTION)\w*)=", (ROOT / ".env.example").read_text(), re.M)


@pytest.mark.parametrize("metric", OURS, ids=lambda metric: metric.name)
def test_every_metric_is_named(metric):
    assert f"`{metric.name}`" in TEXT or f"`{metric.name}_total`" in TEXT


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_of_the_desk_is_named(name):
    assert f"`{name}`" in TEXT


def test_metrics_are_served_with_the_stages_of_a_turn(visitor, until, answers):
    visitor.say("hello")
    until(lambda: answers(visitor.conversation))
    text = visitor.client.get("/metrics").text
    for stage in ("rasa", "settle", "send_message"):
        assert f'heard_stage_seconds_count{{stage="{stage}"}}' in text
    assert 'heard_requests_total{operation="POST /api/v1/conversations/{conversation}/messages",status="201"}' in text


def test_readiness_tells_the_database_and_the_bot_apart(client, desk, rasa, monkeypatch):
    monkeypatch.setattr(rasa, "ready", lambda seconds=2.0: False)
    answer = client.get("/readyz")
    assert answer.status_code == 200 and answer.json() == {"database": True, "bot": False}
    monkeypatch.setattr("desk.app._stores", lambda desk: False)
    assert client.get("/readyz").status_code == 503
