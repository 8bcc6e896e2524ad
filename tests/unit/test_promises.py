"""What was promised is kept once, and broken in sight when its time has passed."""

from datetime import timedelta

import pytest

from bot.models import PlanStep
from bot.promises import Promises


@pytest.fixture
def store(tmp_path):
    return Promises(tmp_path / "deep" / "promises.db")


def test_dated_steps_become_promises_once(store, now):
    steps = [PlanStep("update", "us", "You hear from me.", now + timedelta(hours=2)), PlanStep("photo", "you", "Send it.")]
    assert store.record("a", "late_delivery", steps) == 1
    assert store.record("a", "late_delivery", steps) == 0
    (promise,) = store.of("a", now)
    assert (promise.step, promise.state, promise.due) == ("update", "open", now + timedelta(hours=2))
    assert store.of("b", now) == []


def test_a_promise_past_its_time_is_broken_and_stays_so(store, now):
    store.record("a", "no_reply", [PlanStep("answer", "us", "You hear from me.", now)])
    (promise,) = store.of("a", now + timedelta(minutes=1))
    assert promise.state == "broken"
    assert store.of("a", now - timedelta(days=1))[0].state == "broken"


def test_a_kept_promise_is_never_broken(store, now):
    store.record("a", "no_reply", [PlanStep("answer", "us", "You hear from me.", now)])
    store.mark(store.of("a", now - timedelta(hours=1))[0].id, "kept")
    assert store.of("a", now + timedelta(days=9))[0].state == "kept"


def test_wrong_marks_are_refused(store, now):
    with pytest.raises(ValueError, match="one of open, kept, broken"):
        store.mark(1, "forgotten")
    with pytest.raises(ValueError, match="no promise 99"):
        store.mark(99, "kept")
