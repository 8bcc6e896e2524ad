"""CSV, booklet, gallery and the search: what stands in them."""

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.exporting import booklet, booklet_pdf, files, gallery, gallery_parts, rows
from bot.exporting.labels import load, within
from bot.exporting.markup import Markup, tag
from bot.exporting.pages import pages
from bot.library import Due
from bot.models import LANGUAGES
from bot.settings import ROOT
from bot.yaml_files import ContentError


@pytest.fixture(scope="module")
def labels(content):
    return load(ROOT / "content", content)


@pytest.fixture(scope="module")
def booklets(content, labels):
    return {language: list(pages(content, labels[language], language, ROOT / "data" / "nlu")) for language in LANGUAGES}


def html_of(content, labels, booklets, language):
    return booklet.to_html(booklets[language], labels[language], language, content.languages[language]["direction"])


def test_csv_has_a_row_for_every_wording(content):
    text = rows.to_csv(rows.rows(content, LANGUAGES))
    table = list(csv.DictReader(io.StringIO(text.removeprefix(rows.MARK), newline="")))
    assert len(table) == sum(1 for language in LANGUAGES for _ in content.replies[language])
    assert len({(row["language"], row["id"]) for row in table}) == len(table)
    wording = next(iter(content.replies["ar"]))
    assert next(row for row in table if row["language"] == "ar")["text"] == wording.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_booklet_holds_every_cause(content, labels, booklets, language):
    html = html_of(content, labels, booklets, language)
    assert [page.cause for page in booklets[language]] == list(content.causes)
    for page in booklets[language]:
        assert f'id="{page.cause}"' in html and len(page.heard) == 3 and all(page.never.values())
        assert [len(lines) for lines in page.acknowledge.values()] == [2, 2, 2]
        assert all(page.plan.values()) and "{" not in str(page.plan).replace("{'", "")


def test_arabic_is_right_to_left_and_the_others_are_not(content, labels, booklets):
    assert '<html lang="ar" dir="rtl">' in html_of(content, labels, booklets, "ar")
    assert '<html lang="sv" dir="ltr">' in html_of(content, labels, booklets, "sv")


class Balance(HTMLParser):
    """Whether every element is closed where it should be, and which elements there are."""

    def __init__(self):
        super().__init__()
        self.open, self.names = [], set()

    def handle_starttag(self, name, attributes):
        self.names.add(name)
        if name != "meta":
            self.open.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name


def test_the_booklet_is_whole_html_without_scripts(content, labels, booklets):
    parser = Balance()
    parser.feed(html_of(content, labels, booklets, "fr"))
    assert not parser.open and "script" not in parser.names


def test_text_is_escaped_and_markup_is_not():
    assert tag("p", '<b> & "x"', Markup("<i></i>"), class_='a"b') == '<p class="a&quot;b">&lt;b&gt; &amp; "x"<i></i></p>'


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_is_the_same_each_time_and_has_a_page_for_every_cause(content, labels, booklets, language):
    direction = content.languages[language]["direction"]
    few = booklets[language][:3]
    first, second = (booklet_pdf.to_pdf(few, labels[language], language, direction) for _ in range(2))
    assert first == second and first.startswith(b"%PDF")
    assert first.count(b"/Type /Page\n") == 4


def test_due_times_in_words(content, labels):
    assert within(Due(hours=2), labels["ar"], content.languages["ar"]) == "خلال ساعتين"
    assert within(Due(workdays=2, at="16:00"), labels["ar"], content.languages["ar"]) == "خلال يومي عمل، 16:00"
    assert within(Due(workdays=1, at="12:00"), labels["fi"], content.languages["fi"]) == "seuraavana työpäivänä 12.00"
    assert within(None, labels["en"], content.languages["en"]) == ""


def test_labels_that_lack_a_cause_are_named(content, tmp_path):
    text = (ROOT / "content" / "booklet.yml").read_text(encoding="utf-8")
    (tmp_path / "booklet.yml").write_text(text.replace("    late_delivery: Myöhästynyt toimitus\n", ""), encoding="utf-8")
    with pytest.raises(ContentError, match="fi.causes: missing late_delivery"):
        load(tmp_path, content)


def test_the_gallery_shows_each_combination_once(content, labels):
    small = replace(content, causes={"late_delivery": content.causes["late_delivery"]})
    page, combinations, _ = gallery.language_page(small, labels, "en")
    assert combinations == 8 * 9 * 3
    parts = gallery_parts.parts(content, "en", "late_delivery")
    plan = [place for places in parts.plan.places.values() for place in places]
    assert len(plan) == len(set(plan)) == 7 * 9 * 3  # praise has no plan
    for text in parts.question.places:
        assert text.replace("'", "&#x27;") in page or text in page


def test_the_gallery_shows_findings_in_red(content, labels):
    wordings = content.replies["en"].lists["late_delivery.question"]
    bad = tuple(replace(each, text="Please calm down?") for each in wordings)
    spoilt = replace(content.replies["en"], lists={**content.replies["en"].lists, "late_delivery.question": bad, "facts.ask.reference": bad})
    small = replace(content, causes={"late_delivery": content.causes["late_delivery"]}, replies={**content.replies, "en": spoilt})
    page, _, findings = gallery.language_page(small, labels, "en")
    assert findings and 'class="finding"' in page and "dismissive" in page


def test_labels_of_combinations_are_short(labels):
    everywhere = [(feeling, fault, "now", "chat") for feeling in ("angry", "worried") for fault in ("ours", "unknown")]
    assert gallery_parts.label(everywhere[:2], everywhere, labels["en"]) == ["angry"]
    assert gallery_parts.label(everywhere, everywhere, labels["en"]) == []


def test_replies_finds_wordings_whatever_their_accents():
    result = CliRunner().invoke(app, ["replies", "peruttu", "--lang", "fi", "-n", "2"])
    assert result.exit_code == 0 and "2 shown" in result.output
    assert CliRunner().invoke(app, ["replies", "zzzz"]).exit_code == 1
    assert CliRunner().invoke(app, ["replies", "x", "--lang", "de"]).exit_code == 2


def test_the_files_are_what_the_command_writes(content, tmp_path):
    for to, name, made in (("csv", "x.csv", files.table(["sv"])), ("chatwoot", "x.json", files.help_desk("chatwoot", ["sv"]))):
        assert CliRunner().invoke(app, ["export", "--to", to, "--lang", "sv", "--out", str(tmp_path / name)]).exit_code == 0
        assert (tmp_path / name).read_bytes() == made
    assert [each["short_code"][-3:] for each in json.loads(files.help_desk("chatwoot", ["sv"]))][:2] == ["_sv", "_sv"]


def test_a_booklet_is_made_in_the_form_asked_for(content):
    made = files.booklet("sv", ("html",))
    assert list(made) == ["html"] and made["html"].startswith(b'<!DOCTYPE html>\n<html lang="sv"')
