"""Rasa as Heard starts it: what is replaced, what stays, and what a customer hears when the actions fail."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jsonschema
import pytest
import threadpoolctl
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import light_rasa
from bot.library import library
from bot.models import LANGUAGES
from bot.settings import ROOT

pytestmark = pytest.mark.rasa

DIET = """\
recipe: default.v1
assistant_id: heard
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: DIETClassifier
policies:
  - name: RulePolicy
"""
DATA = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hi
    - hello
- intent: thank
  examples: |
    - thanks
    - thank you
"""


def python(*arguments: str, cwd=ROOT) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, timeout=120)


def test_a_message_takes_one_core():
    light_rasa.prepare()
    pools = threadpoolctl.threadpool_info()
    assert pools and all(each["num_threads"] == 1 for each in pools)


def test_a_configured_diet_is_refused_by_name(tmp_path):
    (tmp_path / "config.yml").write_text(DIET)
    (tmp_path / "domain.yml").write_text('version: "3.1"\nintents: [greet, thank]\n')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nlu.yml").write_text(DATA)
    ended = python("-m", "bot.light_rasa", "train", "nlu", "--nlu", "data", cwd=tmp_path)
    said = ended.stdout + ended.stderr
    assert ended.returncode != 0 and "DIETClassifier" in said
    assert "currently not installed" in said and "tensorflow" in said
    assert not list(tmp_path.glob("models/*.tar.gz"))


def test_it_stands_before_any_import_of_rasa():
    """Importing it imports nothing of Rasa; prepared twice, everything that would import TensorFlow is found."""
    code = """
import sys
from bot import light_rasa
assert not [name for name in sys.modules if name == "rasa" or name.startswith("rasa.")]
light_rasa.prepare()
light_rasa.prepare()
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
import rasa.model_training, rasa.core.agent, rasa.nlu.classifiers, rasa.core.policies
assert TEDPolicy.required_packages() == DIETClassifier.required_packages() == ["tensorflow"]
assert "tensorflow" not in sys.modules
"""
    ended = python("-c", code)
    assert ended.returncode == 0, ended.stderr


def test_every_replaced_name_is_found():
    for module, name in light_rasa.NEURAL_COMPONENTS.items():
        assert getattr(sys.modules[module], name).required_packages() == ["tensorflow"]
    for module, names in light_rasa.TRAINING_HELPERS.items():
        assert all(isinstance(getattr(sys.modules[module], name), type) for name in names)


def test_it_steps_aside_where_tensorflow_is_installed(monkeypatch):
    replaced = (*light_rasa.NEURAL_COMPONENTS, *light_rasa.TRAINING_HELPERS)
    for name in replaced:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(light_rasa.importlib.util, "find_spec", lambda name: object())
    steps = []
    for step in ("_replace_neural_modules", "_build_validator_once", "_answer_when_actions_fail"):
        monkeypatch.setattr(light_rasa, step, lambda step=step: steps.append(step))
    light_rasa.prepare()
    assert steps == ["_build_validator_once", "_answer_when_actions_fail"]
    assert not set(replaced) & set(sys.modules)


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        ({"events": [], "responses": []}, True), ({}, True), ({"events": [{"event": "slot", "name": "asked", "value": "plan"}]}, True),
        ({"events": "none"}, False), ({"events": [{"name": "asked"}]}, False), ({"responses": ["hello"]}, False), ([], False),
        (None, False),
    ],
)  # fmt: skip
def test_the_kept_validator_judges_as_rasas_own(answer, good):
    action = RemoteAction("action_reply", None)
    if good:
        assert action._validate_action_result(answer) is True
        return
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, RemoteAction.action_response_format_spec())
    with pytest.raises(jsonschema.ValidationError):
        action._validate_action_result(answer)


ANSWERS = {
    "error": (500, "text/plain", b"oops"),
    "page": (200, "text/html", b"<html>a proxy's page</html>"),
    "broken": (200, "application/json", b'{"events": ['),
    "wrong": (200, "application/json", b'{"events": [{"no": "event"}]}'),
    "rejected": (400, "application/json", b'{"action_name": "action_reply", "error": "no"}'),
    "good": (200, "application/json", json.dumps({"events": [], "responses": [{"text": "hello"}]}).encode()),
}


@pytest.fixture(scope="module")
def actions():
    """An action server that answers /<name> with one of ANSWERS, and /slow not at all for a while."""
    leave = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802 (the standard library's name)
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/slow":
                leave.wait(30)
            status, kind, body = ANSWERS[self.path.strip("/").replace("slow", "good")]
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    leave.set()
    server.shutdown()


@pytest.fixture(scope="module")
def domain():
    return Domain.load(str(ROOT / "domain.yml"))


def run(endpoint: EndpointConfig | None, domain: Domain, events: list) -> list:
    """What a turn's action gives Rasa."""
    tracker = DialogueStateTracker.from_events("a", events, domain.slots, domain=domain)
    action = RemoteAction("action_reply", endpoint)
    return asyncio.run(action.run(CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({}), tracker, domain))


def apology(language: str) -> list:
    return [BotUttered(library().replies[language].get("moves.failed")[0].text), SlotSet("asked", "person")]


def test_an_action_that_works_is_left_alone(actions, domain):
    (event,) = run(EndpointConfig(f"{actions}/good"), domain, [UserUttered("hi")])
    assert event.text == "hello"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failing_action_answers_in_the_conversations_language(actions, domain, language):
    heard = [SlotSet("language", language), UserUttered("hi", parse_data={"language": "en"})]
    assert run(EndpointConfig(f"{actions}/error"), domain, heard) == apology(language)


def test_at_the_start_of_a_conversation_the_message_says_its_language(actions, domain):
    heard = [UserUttered("moi", parse_data={"language": "fi"})]
    assert run(EndpointConfig(f"{actions}/error"), domain, heard) == apology("fi")


@pytest.mark.parametrize("how", ["error", "page", "broken", "wrong", "rejected"])
def test_however_it_breaks_the_customer_gets_words(actions, domain, how):
    assert run(EndpointConfig(f"{actions}/{how}"), domain, [UserUttered("hi")]) == apology("en")


def test_nothing_listens_and_the_customer_gets_words(domain):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        endpoint = EndpointConfig(f"http://127.0.0.1:{probe.getsockname()[1]}")
    assert run(endpoint, domain, [UserUttered("hi")]) == apology("en")
    assert run(None, domain, [UserUttered("hi")]) == apology("en")


def test_an_action_that_hangs_is_not_waited_for(actions, domain, monkeypatch):
    """Within Rasa's conversation lock of 60 seconds; Rasa alone would wait for five minutes."""
    assert light_rasa.ACTION_SECONDS < 60
    monkeypatch.setattr(light_rasa, "ACTION_SECONDS", 0.5)
    start = time.monotonic()
    assert run(EndpointConfig(f"{actions}/slow"), domain, [UserUttered("hi")]) == apology("en")
    assert time.monotonic() - start < 5
