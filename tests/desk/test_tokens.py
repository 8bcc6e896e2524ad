"""A visitor's token opens their own conversation, and nothing else does."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest

from desk.tokens import DAYS, Tokens, secret

KEY = "k" * 64


def test_a_token_names_its_visitor():
    assert Tokens(KEY).visitor(Tokens(KEY).make("v1")) == "v1"


@pytest.mark.parametrize(
    "token",
    [
        "", "x", "a.b.c", "é", "null", Tokens("another secret that is long enough").make("v1"),
        jwt.encode({"v": "v1", "exp": 9e9}, None, "none"), jwt.encode({"v": "v1"}, KEY, "HS256"),
        jwt.encode({"exp": 9e9}, KEY, "HS256"), jwt.encode({"v": "v1", "exp": 1}, KEY, "HS256"),
        jwt.encode({"v": "v1", "exp": 9e9}, KEY, "HS512"), Tokens(KEY).make("v1")[:-2],
    ],
    ids=range(12),
)  # fmt: skip
def test_forged_and_ended_ones_name_nobody(token):
    assert Tokens(KEY).visitor(token) is None


def test_it_ends_after_a_month_without_a_visit(monkeypatch):
    at = time.time()
    monkeypatch.setattr(time, "time", lambda: at - DAYS * 86400 - 5)
    token = Tokens(KEY).make("v1")
    assert Tokens(KEY).visitor(token) is None


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: secret("", path), range(32)))
    assert len(made) == 1 and len(made.pop()) == 64
    assert path.stat().st_mode & 0o077 == 0 and os.listdir(path.parent) == ["secret"]
    assert secret("given", path) == "given"


@pytest.mark.parametrize("path", ["/messages", "/files", "/person", "/typing", "/language", "/address", "/close", "/rating"])
def test_nothing_of_another_visitor_opens(visit, visitor, path):
    other = visit()
    answer = visitor.client.post(other.at + path, json={}, headers=visitor.headers)
    assert answer.status_code in (404, 422)
    for token in ("forged", visitor.token[:-3] + "abc"):
        wrong = visitor.client.post(visitor.at + path, json={}, headers={"Authorization": f"Bearer {token}"})
        assert wrong.status_code == 401 and "POST /api/v1/visitors" in wrong.json()["error"]
    assert visitor.client.post(visitor.at + path, json={}).status_code == 401


@pytest.mark.parametrize("path", ["/events", "/transcript", "/files/" + "0" * 32])
def test_nothing_of_another_visitor_is_read(visit, visitor, path):
    other = visit()
    assert visitor.client.get(other.at + path, headers=visitor.headers).status_code == 404
    assert visitor.client.get(other.at + path).status_code == 401
