"""Zendesk and Chatwoot against a local server of their shapes: create, update, nothing the second time, dry run."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from bot import http
from bot.cli import app
from bot.exporting import chatwoot, macros, zendesk
from bot.exporting.labels import load
from bot.settings import ROOT, settings

PAGE = 100  # macros the server lists at once


class HelpDesk(BaseHTTPRequestHandler):
    """Both help desks' APIs over one list each; `seen` holds what was written, `refuse` what is answered instead."""

    def do_GET(self):
        if self.server.refuse:
            return self.answer({}, *self.server.refuse.pop())
        if "canned_responses" in self.path:
            return self.answer(self.server.kept)
        start = int(self.path.partition("after=")[2] or 0)
        more = start + PAGE < len(self.server.kept)
        following = f"http://127.0.0.1:{self.server.server_port}/api/v2/macros.json?after={start + PAGE}"
        self.answer({
            "macros": self.server.kept[start : start + PAGE],
            "meta": {"has_more": more}, "links": {"next": following if more else None},
        })  # fmt: skip

    def do_POST(self):
        if self.server.refuse:
            return self.answer({}, *self.server.refuse.pop())
        entry = {**self.body(), "id": len(self.server.kept) + 1}
        self.server.kept.append(entry)
        self.server.seen.append(("create", entry))
        self.answer(entry, 201)

    def do_PUT(self):
        id = int(urlsplit(self.path).path.rsplit("/")[-1].removesuffix(".json"))
        entry = next(each for each in self.server.kept if each["id"] == id)
        entry.update(self.body())
        self.server.seen.append(("update", entry))
        self.answer(entry)

    do_PATCH = do_PUT

    def body(self) -> dict:
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        (entry,) = data.values()
        self.server.headers_seen = dict(self.headers)
        return entry

    def answer(self, data, status=200, **headers):
        body = json.dumps(data).encode()
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = HTTPServer(("127.0.0.1", 0), HelpDesk)
    made.kept, made.seen, made.refuse, made.headers_seen = [], [], [], {}
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(params=["zendesk", "chatwoot"])
def desk(request, server, monkeypatch):
    """The help desk's name, with its settings at the local server."""
    name = request.param.upper()
    monkeypatch.setenv(f"HEARD_{name}_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv(f"HEARD_{name}_TOKEN", "secret-token")
    monkeypatch.setenv("HEARD_CHATWOOT_ACCOUNT", "7")
    settings.cache_clear()
    yield request.param
    settings.cache_clear()


def export(*arguments: str):
    return CliRunner().invoke(app, ["export", "--to", *arguments])


def test_first_all_is_created_then_nothing_then_what_differs(desk, server):
    assert "450 created, 0 updated, 0 the same" in export(desk, "--lang", "en").output
    server.seen.clear()
    assert "0 created, 0 updated, 450 the same" in export(desk, "--lang", "en").output
    assert not server.seen
    entry = server.kept[130]
    entry.update({"content": "Somebody else's words"} if desk == "chatwoot" else {"actions": [{"field": "comment_value", "value": ["channel:all", "x"]}]})
    assert "0 created, 1 updated, 449 the same" in export(desk, "--lang", "en").output
    assert [(what, each["id"]) for what, each in server.seen] == [("update", 131)]
    assert len(server.kept) == 450


def test_what_a_person_added_stays(desk, server):
    own = {"id": 1, "title": "Ours", "short_code": "ours", "content": "x", "actions": []}
    server.kept.append(dict(own))
    export(desk, "--lang", "fi")
    assert server.kept[0] == own and len(server.kept) == 451


def test_a_dry_run_shows_the_difference_and_changes_nothing(desk, server):
    result = export(desk, "--lang", "en", "--dry-run")
    assert "450 would be created" in result.output and "+" in result.output
    assert not server.kept and not server.seen


def test_the_token_goes_in_the_right_header(desk, server):
    export(desk, "--lang", "sv")
    name, value = ("Authorization", "Bearer secret-token") if desk == "zendesk" else ("api_access_token", "secret-token")
    assert server.headers_seen[name] == value


@pytest.mark.parametrize("status", [302, 401, 404, 500])
def test_a_refusal_is_said_plainly_and_never_shows_the_token(desk, server, status):
    server.refuse = [(status,)]
    error = export(desk, "--lang", "en").exception
    assert isinstance(error, ConnectionError) and f"HEARD_{desk.upper()}_" in str(error) and "secret" not in str(error)


def test_half_settings_are_named(monkeypatch):
    monkeypatch.setenv("HEARD_ZENDESK_URL", "https://x.zendesk.com")
    monkeypatch.delenv("HEARD_ZENDESK_TOKEN", raising=False)
    settings.cache_clear()
    assert "HEARD_ZENDESK_TOKEN" in str(export("zendesk").exception)
    settings.cache_clear()


def test_a_busy_service_is_asked_again(server, monkeypatch):
    monkeypatch.setattr(http.time, "sleep", lambda seconds: None)
    server.refuse = [(429,), (429,)]
    assert http.send("GET", f"http://127.0.0.1:{server.server_port}/canned_responses") == []


def test_an_api_token_is_sent_as_basic_authentication():
    assert zendesk.Zendesk("https://x", "a@b.c/token:123").headers == {"Authorization": "Basic YUBiLmMvdG9rZW46MTIz"}


def test_the_next_page_of_another_address_is_not_followed():
    with pytest.raises(ConnectionError, match="elsewhere"):
        zendesk.Zendesk("https://x.zendesk.com", "t")._next({"links": {"next": "https://evil.example/"}})


def test_placeholders_become_theirs_or_blanks(content):
    labels = load(ROOT / "content", content)
    for module, theirs in ((zendesk, "{{current_user.name}}"), (chatwoot, "")):
        wanted = module.wanted(macros.macros(content, labels, ["ar", "fr"], module.CHANNEL), labels)
        assert len(wanted) == 900
        for each in wanted.values():
            text = each.get("text") or each["content"]
            assert theirs in text and "{" not in text.replace(theirs, "") if theirs else "{" not in text
    assert macros.translated("{name}: {due}", zendesk.THEIRS, {"due": "day and time"}) == "{{ticket.requester.first_name}}: [day and time]"


def test_without_settings_a_file_in_their_shape_is_written(tmp_path):
    out = tmp_path / "z.json"
    export("zendesk", "--lang", "it", "--out", str(out))
    first = json.loads(out.read_text())["macros"][0]
    assert set(first) == {"title", "active", "description", "actions", "restriction"} and first["title"].startswith("Heard::Italiano::")
    assert "the same" in export("zendesk", "--lang", "it", "--out", str(out)).output.replace("\n", " ")
