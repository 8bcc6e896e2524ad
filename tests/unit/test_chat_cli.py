"""`heard chat` against a small server in the place of Rasa."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.chat import Bot
from bot.settings import settings

PARSE = {
    "language": "en", "intent": {"name": "late_delivery", "confidence": 0.9}, "feeling": {"name": "angry", "intensity": 2},
    "signals": {"legal": 0.9}, "also": ["no_reply"],
}  # fmt: skip


@pytest.fixture
def rasa(monkeypatch):
    """A bot that answers what `answers` holds, and keeps what it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 (the standard library's name)
            self.answer({})

        def do_POST(self):  # noqa: N802
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.server.received.append((self.path, body))
            self.answer({**PARSE, "text": body["text"]} if self.path == "/model/parse" else self.server.answers)

        def answer(self, content):
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.received, server.answers, server.status = [], [{"text": "I hear you."}, {"custom": {}}], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HEARD_RASA_PORT", str(server.server_port))
    settings.cache_clear()
    yield server
    server.shutdown()
    monkeypatch.undo()
    settings.cache_clear()


def chat(input: str, *arguments: str):
    return CliRunner().invoke(app, ["chat", "--wait", "2", *arguments], input=input)


def test_a_turn_shows_the_reading_and_the_answer(rasa):
    result = chat("my parcel is late\n\n")
    assert result.exit_code == 0
    for words in ("I hear you.", "angry 2", "late_delivery", "no_reply", "legal"):
        assert words in result.output, words


def test_one_conversation_has_one_sender(rasa):
    chat("one\ntwo\n", "--sender", "anna")
    said = [body for path, body in rasa.received if path == "/webhooks/rest/webhook"]
    assert said == [{"sender": "anna", "message": "one"}, {"sender": "anna", "message": "two"}]


def test_two_conversations_have_two(rasa):
    chat("one\n")
    chat("one\n")
    assert len({body["sender"] for path, body in rasa.received if path == "/webhooks/rest/webhook"}) == 2


@pytest.mark.parametrize("input", ["", "\n", "   \n"])
def test_an_empty_line_or_the_end_ends_it(rasa, input):
    assert chat(input).exit_code == 0 and rasa.received == []


def test_no_answer_is_said(rasa):
    rasa.answers = []
    assert "no answer" in chat("hello\n").output


@pytest.mark.parametrize("answer", ["see [/red] here", "[bold]", "[/]"])
def test_brackets_are_no_markup(rasa, answer):
    rasa.answers = [{"text": answer}]
    result = chat("hello [/dim]\n")
    assert result.exit_code == 0 and answer in result.output


def test_an_error_of_the_bot_is_one_sentence_and_the_talk_goes_on(rasa):
    bot = Bot(rasa.server_port)
    bot.wait(2)
    rasa.status = 500
    with pytest.raises(ConnectionError, match="make run"):
        bot.wait(0.5)
    with pytest.raises(OSError):
        bot.say("anna", "hello")


def test_no_bot_says_what_to_type():
    with pytest.raises(ConnectionError, match=r"no bot answers at http://127\.0\.0\.1:1: start it with `make run`"):
        Bot(1).wait(0.1)
