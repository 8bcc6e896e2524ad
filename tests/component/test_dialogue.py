"""Rules and stories by themselves: which action answers, and that one answer is enough, whatever it remembered."""

import pytest
from rasa.core.agent import Agent
from rasa.model_training import train_core
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import ROOT

pytestmark = pytest.mark.rasa
ASKED = ("nothing", "plan", "fact", "person")
ACTIONS = {  # (intent, what our last question was about): the action
    **{("affirm", asked): action for asked, action in zip(ASKED, ("action_reply", "action_accept_plan", "action_accept_plan", "action_hand_off"))},
    **{("deny", asked): "action_reply" if asked == "nothing" else "action_decline_plan" for asked in ASKED},
    **{("ask_human", asked): "action_hand_off" for asked in ASKED},
    **{(intent, asked): "action_reply" for asked in ASKED for intent in ("late_delivery", "thank", "give_fact", "out_of_scope", "nlu_fallback")},
}


@pytest.fixture(scope="module")
def processor(tmp_path_factory):
    """The dialogue part of the model, trained from data/rules.yml and data/stories.yml alone."""
    folder = tmp_path_factory.mktemp("dialogue")
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    (folder / "config.yml").write_text(config.replace("importers:\n  - name: bot.components.importer.ExampleImporter\n", ""), encoding="utf-8")
    (folder / "data").mkdir()
    for name in ("rules.yml", "stories.yml"):
        (folder / "data" / name).write_bytes((ROOT / "data" / name).read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        model = train_core(str(ROOT / "domain.yml"), str(folder / "config.yml"), str(folder / "data"), str(folder / "models"))
    return Agent.load(model_path=model).processor


def predicted(processor, events: list) -> str:
    tracker = DialogueStateTracker.from_events("a", events, processor.domain.slots, domain=processor.domain)
    return processor.predict_next_with_tracker_if_should(tracker)[0].name()


def heard(intent: str, asked: str) -> list:
    """A conversation whose last question was about `asked`, and the customer's next message."""
    before = [ActionExecuted("action_listen"), UserUttered("x", {"name": "late_delivery"}), ActionExecuted("action_reply")]
    return [*before, SlotSet("asked", asked), ActionExecuted("action_listen"), UserUttered("y", {"name": intent})]


@pytest.mark.parametrize(("intent", "asked"), ACTIONS)
def test_one_action_answers(processor, intent, asked):
    action = ACTIONS[intent, asked]
    assert predicted(processor, heard(intent, asked)) == action
    for after in ASKED:  # the action may ask anything, or fail and offer a person: the customer speaks next
        events = [*heard(intent, asked), ActionExecuted(action), SlotSet("asked", after)]
        assert predicted(processor, events) == "action_listen", after


@pytest.mark.parametrize("intent", ["affirm", "deny", "late_delivery", "ask_human"])
def test_the_first_message_is_answered_once(processor, intent):
    events = [ActionExecuted("action_listen"), UserUttered("x", {"name": intent})]
    action = predicted(processor, events)
    assert action == ACTIONS[intent, "nothing"]
    assert predicted(processor, [*events, ActionExecuted(action), SlotSet("asked", "plan")]) == "action_listen"
