"""The tracker store: a turn gets the newest part of a conversation, and nothing that was said is lost or doubled."""

import asyncio
import sqlite3

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.tracker_store import RecentTrackerStore
from bot.settings import ROOT, settings

pytestmark = pytest.mark.rasa
WINDOW = 12


@pytest.fixture(scope="module")
def domain():
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def path(tmp_path, monkeypatch):
    """The file that the settings name, in a folder that isn't there yet."""
    monkeypatch.setenv("HEARD_TRACKERS", str(tmp_path / "var" / "trackers.db"))
    settings.cache_clear()
    yield tmp_path / "var" / "trackers.db"
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def store(path, domain):
    return RecentTrackerStore(domain, window=WINDOW)


def turn(store, sender: str, text: str, **slots) -> DialogueStateTracker:
    """One turn as Rasa does it: retrieve, what was said and answered, save once in the middle and once at the end."""

    async def run():
        tracker = await store.get_or_create_tracker(sender)
        tracker.update(UserUttered(text, {"name": "give_fact", "confidence": 1.0}))
        await store.save(tracker)
        tracker.update_with_events([ActionExecuted("action_reply"), BotUttered(f"re: {text}")], store.domain)
        tracker.update_with_events([SlotSet(name, value) for name, value in slots.items()], store.domain)
        tracker.update(ActionExecuted("action_listen"))
        await store.save(tracker)
        return tracker

    return asyncio.run(run())


def retrieve(store, sender: str) -> DialogueStateTracker:
    return asyncio.run(store.retrieve(sender))


def full(store, sender: str) -> DialogueStateTracker:
    return asyncio.run(store.retrieve_full_tracker(sender))


def said(tracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def rows(path) -> int:
    with sqlite3.connect(path) as connection:
        return connection.execute("select count(*) from events").fetchone()[0]


def test_the_folder_and_file_are_those_of_the_settings(store, path):
    turn(store, "a", "hello")
    assert path.exists()


def test_slots_set_long_ago_survive_the_window(store):
    turn(store, "a", "first", language="fi", case={"cause": "late_delivery"}, asked="plan")
    for number in range(10):
        turn(store, "a", f"turn {number}", asked="fact")
    tracker = retrieve(store, "a")
    assert "first" not in said(tracker) and len(tracker.events) <= WINDOW + 3
    assert tracker.get_slot("language") == "fi" and tracker.get_slot("case") == {"cause": "late_delivery"}
    assert tracker.get_slot("asked") == "fact"


def test_the_last_value_of_a_slot_wins_wherever_it_was_set(store):
    for number in range(8):
        turn(store, "a", f"turn {number}", language="sv" if number == 1 else "fi" if number == 0 else "sv", asked="plan")
    turn(store, "a", "last", asked="nothing")
    assert retrieve(store, "a").get_slot("language") == "sv" and retrieve(store, "a").get_slot("asked") == "nothing"


def test_a_turn_gets_the_newest_events_in_their_order(store):
    for number in range(20):
        turn(store, "a", f"turn {number}")
    texts = said(retrieve(store, "a"))
    assert texts == [f"turn {number}" for number in range(20)][-len(texts) :] and 1 < len(texts) <= WINDOW


def test_no_event_is_saved_twice_and_the_full_tracker_is_whole(store, path):
    for number in range(15):
        turn(store, "a", f"turn {number}", language="en")
    assert said(full(store, "a")) == [f"turn {number}" for number in range(15)]
    assert rows(path) == len(full(store, "a").events) == 1 + 15 * 5


def test_saving_again_adds_nothing(store, path):
    tracker = turn(store, "a", "hello")
    before = rows(path)
    for each in (tracker, retrieve(store, "a"), full(store, "a")):
        asyncio.run(store.save(each))
    assert rows(path) == before


def test_a_tracker_made_elsewhere_is_saved_without_its_stored_part(store, path, domain):
    """As with Rasa's own store: PUT /conversations/<id>/tracker/events sends the whole list."""
    turn(store, "a", "hello")
    events = list(full(store, "a").events)
    before = rows(path)
    sent = DialogueStateTracker.from_events("a", [*events, UserUttered("more")], domain.slots, domain=domain)
    asyncio.run(store.save(sent))
    assert rows(path) == before + 1


def test_two_conversations_stay_apart(store):
    for number in range(6):
        turn(store, "a", f"a {number}", language="fi")
        turn(store, "b", f"b {number}", language="ar")
    for sender, language in (("a", "fi"), ("b", "ar")):
        tracker = retrieve(store, sender)
        assert tracker.get_slot("language") == language
        assert all(text.startswith(sender) for text in said(tracker) + said(full(store, sender)))


def test_two_stores_over_one_file_see_each_other(store, domain):
    turn(store, "a", "one", language="it")
    other = RecentTrackerStore(domain, window=WINDOW)
    turn(other, "a", "two")
    assert said(retrieve(store, "a")) == ["one", "two"] and retrieve(store, "a").get_slot("language") == "it"


def test_a_new_session_keeps_the_slots_and_leaves_the_talk_behind(store):
    turn(store, "a", "before", language="fr")

    async def restart():
        tracker = await store.retrieve("a")
        tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], store.domain)
        tracker.update_with_events([SlotSet("language", "fr"), ActionExecuted("action_listen")], store.domain)
        await store.save(tracker)

    asyncio.run(restart())
    turn(store, "a", "after")
    assert said(retrieve(store, "a")) == ["after"] and retrieve(store, "a").get_slot("language") == "fr"
    assert said(full(store, "a")) == ["before", "after"]


def test_an_unknown_conversation_is_none(store):
    assert retrieve(store, "nobody") is None and full(store, "nobody") is None


def test_readers_do_not_wait_for_the_writer(store, path):
    turn(store, "a", "hello")
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
