"""Pages and headers: nothing inline runs, and only configured pages may frame the chat."""

import re

import pytest

from bot.models import LANGUAGES
from desk.pages import STATIC

ONE_DATABASE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)  # none of this asks the database
PATHS = ["/chat/", "/demo/", "/chat.js", "/api/v1/openapi.json", "/api/v1/docs", "/nothing", "/healthz", "/static/nothing"]


def policy(answer) -> dict[str, str]:
    parts = [each.split(" ", 1) for each in answer.headers["content-security-policy"].split("; ")]
    return dict(parts)


@ONE_DATABASE
@pytest.mark.parametrize("path", PATHS)
def test_nothing_inline_runs_anywhere(client, path):
    answer = client.get(path)
    told = policy(answer)
    assert "unsafe" not in str(told) and "*" not in told["script-src"] and told["default-src"] == "'none'" and told["script-src"] == "'self'"
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "no-referrer"


@ONE_DATABASE
def test_only_configured_pages_frame_the_chat(client):
    assert policy(client.get("/chat/"))["frame-ancestors"] == "'self' https://shop.example"
    assert {policy(client.get(path))["frame-ancestors"] for path in PATHS if path != "/chat/"} == {"'none'"}


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.html")), ids=lambda path: path.parent.name)
def test_no_page_needs_what_the_policy_forbids(path):
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style|javascript:", page)


@ONE_DATABASE
def test_what_pages_load_is_there(client):
    for path in ("/chat/", "/demo/", "/api/v1/docs"):
        page = client.get(path)
        assert page.status_code == 200
        for address in re.findall(r'(?:src|href)="([^"#]+)"', page.text):
            at = address if address.startswith("/") else path + address
            assert client.get(at).status_code == 200, at


@ONE_DATABASE
@pytest.mark.parametrize("language", LANGUAGES)
def test_strings_of_a_language(client, language):
    told = client.get(f"/api/v1/chat/strings/{language}").json()
    assert told["direction"] == ("rtl" if language == "ar" else "ltr") and told["title"] and told["locale"].startswith(language)


@ONE_DATABASE
@pytest.mark.parametrize("path", ["/api/v1/chat/strings/de", "/api/v1/chat/strings/..%2f..%2fx", "/chat/%00", "/chat/../app.py", "/static/..%2fapp.py", "/x" * 3000])
def test_what_is_not_there_is_404(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 and "import" not in answer.text


@ONE_DATABASE
def test_the_loader_is_for_any_page(client):
    answer = client.get("/chat.js")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin" and answer.headers["content-type"].startswith("text/javascript")


@ONE_DATABASE
def test_every_answer_has_an_id_and_keeps_the_one_of_the_proxy(client):
    assert re.fullmatch("[0-9a-f]{32}", client.get("/healthz").headers["x-request-id"])
    assert client.get("/healthz", headers={"X-Request-Id": "proxy-4471-abcd"}).headers["x-request-id"] == "proxy-4471-abcd"
    for forged in ("a\tb c d e f", "x" * 65, "short", "{json}{json}"):
        assert client.get("/healthz", headers={"X-Request-Id": forged}).headers["x-request-id"] != forged
