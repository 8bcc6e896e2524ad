"""Odd text runs nowhere, wherever it stands: messages, names, plans, quick replies, files, what the page knows."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CORPUS = (Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines()
PDF = b"%PDF-1.7 nothing"


def test_the_corpus_runs_nowhere(visit, desk):
    desk.think = 0.02
    visitor = visit().open()
    for text in CORPUS:
        visitor.write(f"echo:{text}")
        expect(visitor.chat.locator(".ours .plan span").last).to_have_text(text, use_inner_text=False)
    visitor.page.wait_for_timeout(300)
    shown = visitor.frame.evaluate("document.querySelectorAll('#chat script, #chat iframe, #chat object, #chat style, #chat base, #chat img').length")
    assert shown == 0
    hrefs = visitor.frame.evaluate("[...document.querySelectorAll('#chat a')].map((link) => link.href)")
    assert hrefs and all(href.startswith("https://example.org/") for href in hrefs)


def test_the_corpus_as_what_the_page_knows(visit, desk):
    visitor = visit()
    for text in CORPUS:
        visitor.page.evaluate("(text) => Heard.tell({order: text, name: text, case: text, language: text})", text)
    visitor.open()
    visitor.see(visitor.words["greeting"]["order"].replace("{order}", CORPUS[-1]))


def test_the_corpus_as_file_names(visit, desk):
    visitor = visit().open()
    files = [{"name": text.replace("/", "_"), "mimeType": "application/pdf", "buffer": PDF} for text in CORPUS]
    for file in files:
        visitor.chat.locator("input[type=file]").set_input_files(file)
    expect(visitor.chat.locator(".document")).to_have_count(len(files))
    expect(visitor.chat.locator(".pending")).to_have_count(0)


def test_nothing_inline_is_written_anywhere():
    static = Path(__file__).resolve().parents[2] / "desk" / "static"
    for page in [static / "chat" / "index.html", static / "demo" / "index.html"]:
        text = page.read_text(encoding="utf-8")
        assert "<style" not in text and " style=" not in text and " on" not in text.replace(" on ", ""), page
        assert text.count("<script") == text.count("<script src=") + text.count('<script type="module" src='), page
    for script in [static / "chat.js", *static.glob("chat/*.js"), *static.glob("demo/*.js")]:
        text = script.read_text(encoding="utf-8")
        assert not any(word in text for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function")), script
