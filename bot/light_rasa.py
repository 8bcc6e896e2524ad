"""Rasa as Heard starts it: without TensorFlow, and with the action-response check built once.

`python -m bot.light_rasa train` is `rasa train`. Eight modules of Rasa 3.6.21 import TensorFlow and none is used here;
they are replaced before Rasa looks for them. Where TensorFlow is installed, everything stays as Rasa ships it.
"""

import asyncio
import copy
import importlib.util
import logging
import os
import sys
import warnings
from functools import lru_cache
from types import ModuleType

import threadpoolctl

from bot.settings import settings

TRAINING_HELPERS = {  # imported by every command, used by neural training alone
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}
NEURAL_COMPONENTS = {
    "rasa.nlu.classifiers.diet_classifier": "DIETClassifier",
    "rasa.nlu.selectors.response_selector": "ResponseSelector",
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": "ConveRTFeaturizer",
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": "LanguageModelFeaturizer",
    "rasa.core.policies.ted_policy": "TEDPolicy",
    "rasa.core.policies.unexpected_intent_policy": "UnexpecTEDIntentPolicy",
}
ACTION_SECONDS = 40.0  # under Rasa's conversation lock (60 s), over the slowest handoff (three tries of HEARD_TIMEOUT)
KEPT_BEFORE = 2  # messages that throw light on the next one
# A matrix product of one message is too small to share: BLAS's second thread only waits, at the cost of a whole core.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
FIRST = "Two weeks, 40 euros: my parcel is late, and nobody answers."
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}


def prepare() -> None:
    """Call before the first `import rasa`. Calling it again does nothing."""
    for name, value in {**QUIET, **ONE_THREAD}.items():
        os.environ.setdefault(name, value)
    threadpoolctl.threadpool_limits(1)  # the variables come too late where NumPy is loaded already
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", message="pkg_resources")
    if next(iter(TRAINING_HELPERS)) in sys.modules:
        return
    if importlib.util.find_spec("tensorflow") is None:
        _replace_neural_modules()
    _build_validator_once()
    _find_events_once()
    _read_with_what_came_before()
    _read_once_at_start()
    _answer_when_actions_fail()


def _replace_neural_modules() -> None:
    for name, class_names in TRAINING_HELPERS.items():
        _replace_module(name, *(type(each, (), {}) for each in class_names))

    from rasa.engine.graph import GraphComponent
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    def required_packages() -> list[str]:
        """Name the package that Rasa checks for before training: a configured DIET is refused by name."""
        return ["tensorflow"]

    register = DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
    for name, class_name in NEURAL_COMPONENTS.items():
        body = {"__module__": name, "required_packages": staticmethod(required_packages)}
        _replace_module(name, register(type(class_name, (GraphComponent,), body)))
    logging.getLogger(__name__).debug("TensorFlow is not installed; replaced %s", ", ".join(NEURAL_COMPONENTS.values()))


def _replace_module(name: str, *classes: type) -> None:
    """Make `import name` find these classes and nothing else."""
    module = sys.modules[name] = ModuleType(name)
    vars(module).update({cls.__name__: cls for cls in classes})


def _build_validator_once() -> None:
    """Check an action's answer against a validator kept, not rebuilt.

    RemoteAction._validate_action_result re-checks a constant schema on every call, which is 73% of a turn's time.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    cls = validator_for(schema)
    cls.check_schema(schema)
    validator = cls(schema)

    def validate(self: RemoteAction, result: dict) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def _find_events_once() -> None:
    """Look a kind of event up once: Rasa goes through all its classes for every event of a conversation it loads."""
    from rasa.shared.core.events import Event

    Event.resolve_by_type = staticmethod(lru_cache(Event.resolve_by_type))


def _read_with_what_came_before() -> None:
    """Give the pipeline the customer's last messages: Rasa's own components see each message alone."""
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.events import UserUttered

    parse = MessageProcessor._parse_message_with_graph

    def parse_in_context(self, message, tracker, *args, **kwargs):  # noqa: ANN001, ANN002, ANN003, ANN202 (Rasa's types)
        before = [event.text for event in tracker.events if isinstance(event, UserUttered) and event.text] if tracker else []
        if before:
            message = copy.copy(message)  # what is stored with the conversation stays as it came
            message.metadata = {**(message.metadata or {}), "before": before[-KEPT_BEFORE:]}
        return parse(self, message, tracker, *args, **kwargs)

    MessageProcessor._parse_message_with_graph = parse_in_context


def _read_once_at_start() -> None:
    """Read one message as soon as a model is loaded: what loads at first use must not keep the first customer waiting."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    load = Agent.load_model

    def load_and_read(self, *args, **kwargs):  # noqa: ANN001, ANN002, ANN003, ANN202 (Rasa's types)
        load(self, *args, **kwargs)
        if self.processor:
            self.processor._parse_message_with_graph(UserMessage(FIRST), None)

    Agent.load_model = load_and_read


def _answer_when_actions_fail() -> None:
    """The customer gets words and a person is offered when the action server is down, hangs or breaks.

    Rasa by itself answers 200 with an empty list then, and the customer sees nothing.
    """
    from jsonschema import ValidationError
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.events import BotUttered, SlotSet
    from rasa.shared.exceptions import RasaException

    run = RemoteAction.run
    broken = (RasaException, ValidationError, ValueError, asyncio.TimeoutError)  # down or refused, wrong, not JSON, hanging

    async def run_or_apologise(self, output_channel, nlg, tracker, domain):  # noqa: ANN001, ANN202 (Rasa's types)
        try:
            return await asyncio.wait_for(run(self, output_channel, nlg, tracker, domain), ACTION_SECONDS)
        except broken as error:
            logging.getLogger(__name__).error("action %s failed: %s %.300s", self.name(), type(error).__name__, error)
            language = tracker.get_slot("language") or tracker.latest_message.parse_data.get("language", "en")
            return [BotUttered(_failed(language)), SlotSet("asked", "person")]

    RemoteAction.run = run_or_apologise


def _failed(language: str) -> str:
    from bot.library import library

    return library().replies[language].get("moves.failed")[0].text


def main() -> None:
    """The `rasa` command line; endpoints.yml takes the actions' port from the settings."""
    prepare()
    os.environ["HEARD_ACTIONS_PORT"] = str(settings().actions_port)
    from rasa.__main__ import main as rasa_main

    rasa_main()


if __name__ == "__main__":
    main()
