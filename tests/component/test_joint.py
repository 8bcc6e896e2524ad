"""A short message is read together with the ones before it, wherever it comes from."""

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import light_rasa
from bot.components.messages import MOST_BEFORE, MOST_CHARACTERS, SHORT, joint_text
from bot.models import NO_CAUSE
from bot.reading.dialogues import all_dialogues
from bot.settings import ROOT

pytestmark = pytest.mark.rasa


def message(text, before) -> Message:
    return Message({TEXT: text, METADATA: {"before": before}})


def test_a_short_message_stands_after_the_last_ones():
    assert joint_text(message("still nothing", ["one", "two", "three", "four"])) == "three\nfour\nstill nothing"
    assert MOST_BEFORE == 2 == light_rasa.KEPT_BEFORE


@pytest.mark.parametrize("before", [[], None, "text", {"a": 1}, [7, None]])
def test_nothing_before_it_or_nonsense_leaves_it_alone(before):
    assert joint_text(message("still nothing", before)) is None


def test_a_long_message_tells_its_matter_itself():
    assert joint_text(message("word " * (SHORT + 1), ["one"])) is None


def test_what_came_before_is_capped():
    assert len(joint_text(message("ok", ["x" * 9000]))) == MOST_CHARACTERS + len("\nok")


def test_the_pipeline_gets_the_customers_last_messages_and_the_tracker_keeps_none_of_it(monkeypatch):
    seen = []

    class Runner:
        def run(self, inputs, targets):
            seen.append(inputs["__message__"][0])
            return {"nlu": [Message({TEXT: inputs["__message__"][0].text})]}

    processor = object.__new__(MessageProcessor)
    processor.graph_runner, processor.model_metadata = Runner(), type("Meta", (), {"nlu_target": "nlu"})
    told = UserMessage("and now?", metadata={"language": "en"})
    tracker = DialogueStateTracker.from_events("x", [UserUttered(f"message {number}") for number in range(5)])
    processor._parse_message_with_graph(told, tracker)
    assert seen[0].metadata == {"language": "en", "before": ["message 3", "message 4"]}
    assert told.metadata == {"language": "en"}


def test_follow_ups_are_read_in_the_light_of_what_came_before(reader):
    """Most follow-ups of data/dialogues have no cause by themselves; joint reading finds it for over half of all."""
    told = [each for each in all_dialogues(ROOT / "data" / "dialogues") if each.cause != NO_CAUSE][::3]
    alone = [reader.read(each.text, each.language).cause == each.cause for each in told]
    joint = [reader.read(each.text, each.language, each.before).cause == each.cause for each in told]
    assert sum(joint) / len(joint) > 0.55 and sum(joint) > 2 * sum(alone)
