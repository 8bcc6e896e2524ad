"""The reply library: what the checks say of each wording, its preview, and the wordings as files to take away."""

import csv
import io
import json
import time
import zipfile
from dataclasses import replace

import pytest
from rows import rows

from bot.exporting import files
from bot.library import library
from bot.models import LANGUAGES
from desk import exports, wording_search
from desk.api import agents_library
from desk.database import Database
from desk.tables import audit
from desk.words import desk_words
from tests.desk.test_agents import Agent

RUN = exports._run  # before conftest puts a quick one in its place
COLD = "I hear you, so please calm down."


@pytest.fixture
def connection(empty_file):
    opened = Database(f"sqlite:///{empty_file}")
    with opened.reading() as reading:
        yield reading
    opened.close()


@pytest.fixture
def spoilt(monkeypatch):
    """The content, with a line in it that the checks mark."""
    whole = library()
    greet = replace(whole.replies["en"].lists["moves.greet"][0], text=COLD)
    lists = whole.replies["en"].lists | {"moves.greet": (greet, *whole.replies["en"].lists["moves.greet"][1:])}
    made = replace(whole, replies=whole.replies | {"en": replace(whole.replies["en"], lists=lists)})
    monkeypatch.setattr(wording_search, "library", lambda: made)
    return greet.id


def items(connection, words="", language="en", flagged=False, cursor=""):
    return wording_search.page(connection, words, language, "chat", None, cursor, flagged)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clean_wording_has_no_findings(connection, language):
    shown = items(connection, language=language)
    assert len(shown["items"]) == 60 and all(each["findings"] == [] for each in shown["items"])
    assert shown["count"] == sum(1 for each in library().replies[language] if not each.id.startswith(("channels.email", "channels.phone")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_quick_also_before_it_was_checked(connection, language):
    took = []
    for cursor in ("300", "360", "420", "480"):  # never shown before: the quickest tells what it takes, the others what else ran here
        start = time.process_time()
        items(connection, language=language, cursor=cursor)
        took.append(time.process_time() - start)
    assert min(took) < 0.1


def test_a_finding_comes_with_its_words_and_its_why(connection, spoilt):
    (shown,) = [each for each in items(connection, "moves.greet")["items"] if each["id"] == spoilt]
    (finding,) = shown["findings"]
    rule = next(each for each in library().rules["en"] if each.id == "dismissive")
    assert (finding["rule"], finding["words"], finding["why"]) == ("dismissive", "calm down", rule.why) and finding["instead"]


def test_those_with_a_finding_are_found_among_all(connection, spoilt):
    assert [each["id"] for each in items(connection, flagged=True)["items"]] == [spoilt]
    assert items(connection, "late_delivery", flagged=True)["count"] == items(connection, language="sv", flagged=True)["count"] == 0


def test_new_content_is_checked_anew(connection, spoilt, monkeypatch):
    assert items(connection, flagged=True)["count"] == 1
    monkeypatch.setattr(wording_search, "library", library)
    assert items(connection, flagged=True)["count"] == 0


@pytest.mark.parametrize("channel", agents_library.CHANNELS)
def test_a_preview_has_the_wording_between_what_comes_before_and_after(agent, channel):
    wording = next(each for each in library().replies["fi"] if each.id.startswith("late_delivery.steps") and "due" in each.facts)
    shown = agent.get("/replies/preview", id=wording.id, language="fi", channel=channel).json()
    assert set(shown) == {"before", "words", "after"} and shown["before"] and "{" not in "".join(shown.values())
    assert shown["words"].startswith(wording.text.partition("{")[0]) and shown["words"].endswith(wording.text.rpartition("}")[2])


def test_a_preview_of_nothing_is_refused(agent, client):
    asked = {"id": "moves.greet#0", "language": "en", "channel": "chat"}
    assert agent.get("/replies/preview", **asked).status_code == 200
    for wrong, status in (({"id": "moves.greet#99"}, 404), ({"id": "nowhere#0"}, 404), ({"id": ""}, 404), ({"language": "de"}, 422), ({"channel": "fax"}, 422)):
        assert agent.get("/replies/preview", **asked | wrong).status_code == status
    assert client.get("/api/v1/replies/preview", params=asked).status_code == 401


def test_the_table_is_that_of_the_command_and_who_took_it_is_written_down(client, desk, database):
    bo = Agent(client, desk, "bo")
    answer = bo.post("/replies/export", to="csv", language="sv")
    assert answer.content == files.table(["sv"]) and answer.headers["content-type"].startswith("text/csv")
    assert 'filename="heard-csv-sv.csv"' in answer.headers["content-disposition"]
    every = bo.post("/replies/export", to="csv").content.decode().removeprefix("\ufeff")
    assert {row["language"] for row in csv.DictReader(io.StringIO(every, newline=""))} == set(LANGUAGES)
    told = [(row["who"], row["detail"]) for row in rows(database, audit, audit.c.what == "took the replies away")]
    assert told == [("Bo", "csv, sv"), ("Bo", "csv, all languages")]


def test_what_is_being_made_is_not_yet_taken_away(agent, database, monkeypatch):
    def unfinished(to, language):
        raise exports.Unfinished(2, 6)

    monkeypatch.setattr(exports, "file", unfinished)
    answer = agent.post("/replies/export", to="booklet_pdf")
    assert (answer.status_code, answer.json()) == (202, {"made": 2, "of": 6})
    assert rows(database, audit, audit.c.what == "took the replies away") == []


def test_a_wrong_form_is_refused_and_a_stranger_gets_nothing(agent, client):
    assert agent.post("/replies/export", to="docx").status_code == 422
    assert agent.post("/replies/export", to="csv", language="de").status_code == 422
    assert client.post("/api/v1/replies/export", json={"to": "csv"}).status_code == 401
    without = {name: value for name, value in agent.headers.items() if name != "X-CSRF-Token"}
    assert client.post("/api/v1/replies/export", json={"to": "csv"}, headers=without).status_code == 403


@pytest.fixture
def made(monkeypatch):
    """What was asked to be made beside the desk, which here takes no time (conftest)."""
    asked, run = [], exports._run

    def noted(future, to, languages):
        asked.append((to, languages))
        run(future, to, languages)

    monkeypatch.setattr(exports, "_run", noted)
    return asked


def test_booklets_of_all_languages_come_in_one_file():
    whole = exports.file("booklet_pdf", "")
    folder = zipfile.ZipFile(io.BytesIO(whole.body))
    assert (whole.name, whole.type) == ("heard-booklet-pdf-all.zip", "application/zip")
    assert {each: folder.read(each) for each in folder.namelist()} == {f"{each}.pdf": f"booklet_pdf {each}".encode() for each in LANGUAGES}
    one = exports.file("booklet_html", "ar")
    assert (one.name, one.type, one.body) == ("heard-booklet-html-ar.html", "text/html", b"booklet_html ar")


def test_what_was_made_is_kept_until_the_content_changes(made, monkeypatch):
    for _ in range(3):
        exports.file("booklet_pdf", "fi")
    assert made == [("booklet_pdf", ("fi",))]
    changed = replace(library(), replies={language: replace(each) for language, each in library().replies.items()})
    monkeypatch.setattr(exports, "library", lambda: changed)
    exports.file("booklet_pdf", "fi")
    assert len(made) == 2


def test_what_takes_longer_than_a_request_may_is_said_so(monkeypatch):
    monkeypatch.setattr(exports, "_run", lambda future, to, languages: languages == ("en",) and future.set_result(b"x"))
    monkeypatch.setattr(exports, "PATIENCE", 0.05)
    with pytest.raises(exports.Unfinished) as so_far:
        exports.file("booklet_pdf", "")
    assert (so_far.value.made, so_far.value.of) == (1, 6)


def test_what_failed_is_tried_anew(monkeypatch):
    right = exports._run
    monkeypatch.setattr(exports, "_run", lambda future, to, languages: future.set_exception(OSError("no room")))
    with pytest.raises(OSError):
        exports.file("booklet_pdf", "fi")
    monkeypatch.setattr(exports, "_run", right)
    assert exports.file("booklet_pdf", "fi").body == b"booklet_pdf fi"


def test_the_real_ones_are_made_in_a_process_of_their_own(monkeypatch):
    monkeypatch.setattr(exports, "_run", RUN)

    def file(to: str, language: str) -> exports.File:
        ends = time.monotonic() + 120
        while True:
            try:
                return exports.file(to, language)
            except exports.Unfinished:
                assert time.monotonic() < ends

    assert json.loads(file("chatwoot", "sv").body) == json.loads(files.help_desk("chatwoot", ["sv"]))
    assert file("booklet_html", "sv").body == files.booklet("sv", ("html",))["html"]
    printed = file("booklet_pdf", "sv")
    assert printed.body.startswith(b"%PDF") and printed.body.count(b"/Type /Page\n") == 1 + len(library().causes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_taken_away_has_its_words_in_the_log(language):
    told = desk_words(language)
    assert set(told["library"]["formats"]) == set(exports.ENDINGS)
    assert set(told["library"]["shown"]) == set(told["library"]["channels"]) == set(agents_library.CHANNELS)
