"""The insights in a browser, over the real desk: the numbers of charts, tables and files agree, and everybody who may see them can get at them."""

import csv
import io
import re
import time
from datetime import date, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from tests.browser.insights_desk import serving
from tests.browser.test_accessible import AXE
from tests.browser.visitor import PATIENCE

from desk import sessions
from desk.insights.words import words
from desk.tables import conversations

pytestmark = pytest.mark.browser
FOCUSABLE = "a[href], button, input, select, [tabindex='0']"
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return { place: [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")].indexOf(at), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
}"""
TABLES = """() => Object.fromEntries([...document.querySelectorAll('article')].map((article) => [article.getAttribute('aria-labelledby'), {
  heads: [...article.querySelectorAll('thead th')].map((each) => each.textContent),
  rows: [...article.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
  bars: [...article.querySelectorAll('svg.bars text.end')].map((end) => {
    const parts = []; let at = end.previousElementSibling;
    for (; at?.tagName === 'rect'; at = at.previousElementSibling) parts.unshift({ says: at.querySelector('title').textContent, width: parseFloat(at.getAttribute('width')) });
    return { label: at?.matches('text.name') ? at.textContent.replace(/[\\u2068\\u2069]/g, '') : '', end: end.textContent, parts };
  }),
}]))"""
PAIRS = ("rising", "start_end")  # two bars a row
WHOLE = ("wordings", "tones")  # every bar is as long as the others
BURST = 8  # downloads: Chromium drops, without a word, the eleventh that a page asks for within a second


@pytest.fixture(scope="module")
def insights(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("insights"), count=600) as running:
        yield running


@pytest.fixture
def visit(browser, insights):
    """A function that opens the page as somebody: visit("en"). What went wrong in it fails the test."""
    pages, troubles = [], []

    def arrive(who: str | None = "en", query: str = "", **about):
        page = insights.visit(browser, who, bypass_csp=True, **{"viewport": {"width": 1180, "height": 900}, "timezone_id": "Europe/Brussels"} | about)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{insights.address}/desk/insights{query}")
        pages.append(page)
        return page

    yield arrive
    for page in pages:
        page.context.close()
    assert troubles == []


def number(text: str) -> float:
    """A number as any of the languages writes it: 1 234,50, +297 %, 1.88."""
    return float(re.sub(r"[^\d.-]", "", text.replace(",", ".")))


def test_a_lead_chooses_a_period_a_language_and_a_team(visit, insights):
    page = visit("en")
    form = page.locator("form")
    form.get_by_label("From").fill("2026-01-01")
    form.get_by_label("To").fill(date.today().isoformat())
    form.get_by_label("Language").select_option("fi")
    form.get_by_label("Team").select_option("care")
    form.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("from=2026-01-01.*language=fi&team=care"))
    expect(page.locator(".lead")).to_contain_text("1 Jan 2026")
    c = conversations.c
    with insights.database.reading() as connection:
        there = connection.execute(select(func.count()).where(c.language == "fi", c.team == "care")).scalar()
    shown = page.evaluate(TABLES)["languages"]["rows"]
    assert [row[0] for row in shown] == ["Finnish"] and number(shown[0][1]) == there > 10
    assert [form.get_by_label(each).input_value() for each in ("From", "Language", "Team")] == ["2026-01-01", "fi", "care"]


def test_a_single_day_and_one_without_anybody(visit, insights):
    c = conversations.c
    with insights.database.reading() as connection:
        day = datetime.fromtimestamp(connection.execute(select(func.max(c.at))).scalar()).date().isoformat()
    assert visit("en", f"?from={day}&to={day}").locator("#languages ~ .wide tbody tr").count() > 0
    empty = visit("en", "?from=2020-01-01&to=2020-01-02")
    assert empty.locator("#languages ~ table, #languages ~ .wide, #languages ~ svg, #languages ~ p a").count() == 0
    expect(empty.locator("#languages ~ .bare")).to_be_visible()


@pytest.mark.parametrize("who", ["en", "fi", "ar"])
def test_every_chart_shows_the_numbers_of_its_table(visit, who):
    tables = visit(who).evaluate(TABLES)
    drawn = {name: table for name, table in tables.items() if table["bars"]}
    assert len(drawn) >= 11
    for name, table in drawn.items():
        bars, rows = table["bars"], table["rows"]
        each = 2 if name in PAIRS else 1
        assert len(bars) == each * min(len(rows), 14), name
        for at, bar in enumerate(bars):
            agrees(name, bar, dict(zip(table["heads"], rows[at // each])))
        widths(name, [part for bar in bars for part in bar["parts"]])


def agrees(name: str, bar: dict, row: dict[str, str]) -> None:
    """A bar's label is in its row, its pieces are the row's cells, and its end is one of them or their sum."""
    cells = list(row.values())
    if bar["label"]:
        label = re.split(" · |…", bar["label"])[0]
        assert any(cell.startswith(label) for cell in cells), (name, bar, cells)
    pieces = [part["says"].rpartition(": ")[::2] for part in bar["parts"]]
    for column, value in pieces:
        if column in row and not row[column].rstrip("\u200e\u200f").endswith(("%", "٪")):
            assert number(row[column]) == number(value), (name, bar, row)
    end = number(bar["end"].split(" · ")[0])
    assert end in [number(cell) for cell in cells[1:] if re.search(r"\d", cell)] or end == sum(number(value) for _, value in pieces), (name, bar, row)
    assert end == sum(number(value) for _, value in pieces)


def widths(name: str, parts: list[dict]) -> None:
    """Twice the number is twice as long: no bar makes more of itself."""
    if name in WHOLE:
        return
    scales = [part["width"] / number(part["says"].rpartition(": ")[2]) for part in parts]
    assert max(scales) - min(scales) < 0.02 * max(scales) + 0.02, name


@pytest.mark.parametrize("who", ["en", "fi"])
def test_each_table_is_taken_away_as_a_file_with_the_same_numbers(visit, who):
    page = visit(who)
    tables = page.evaluate(TABLES)
    links = page.locator("article a[download]")
    assert links.count() == len([table for table in tables.values() if table["rows"]]) > 10
    for at, link in enumerate(links.all()):
        if at % BURST == 0:
            page.wait_for_timeout(1100)
        with page.expect_download() as started:
            link.click()
        name = re.fullmatch(r"heard-(\w+)-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv", started.value.suggested_filename)[1]
        file = list(csv.reader(io.StringIO(started.value.path().read_text(encoding="utf-8-sig"))))
        assert file[0] == tables[name]["heads"]
        assert len(file) - 1 == len(tables[name]["rows"])
        for told, shown in zip(file[1:], tables[name]["rows"]):
            assert all(same(*cells) for cells in zip(told, shown)), (name, told, shown)


def same(plain: str, shown: str) -> bool:
    """A cell of the file and one of the page: words are the same words, numbers the same to the page's exactness, days the same day."""
    if plain == shown or not re.fullmatch(r"[+-]?[\d.]+", plain):
        return plain == shown or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", plain))
    share = "%" in shown
    return abs(float(plain) * (100 if share else 1) - number(shown)) <= (0.5 if share else 0.005)


def serious(page) -> list[str]:
    """axe's findings of weight, in light and in dark."""
    page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("who", ["en", "ar", "agent", None])
def test_axe_finds_nothing_serious(visit, who):
    assert serious(visit(who)) == []


def test_the_keyboard_reaches_everything_in_its_order(visit):
    page = visit("en")
    everything, reached = page.locator(FOCUSABLE).count(), []
    for _ in range(6 * everything):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["place"] < 0:
            break  # out of the page at its end
        if reached[-1:] == [found["place"]]:
            continue  # the parts of a day have their own
        assert found["ring"], page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        reached.append(found["place"])
    assert reached == list(range(everything)) and everything > 30
    table = page.locator("#feelings ~ .wide")
    page.set_viewport_size({"width": 390, "height": 800})
    table.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert table.evaluate("(region) => region.scrollLeft") > 0


def test_the_form_is_filled_in_and_sent_by_keyboard(visit):
    page = visit("en")
    page.locator("form").get_by_label("Language").focus()
    page.keyboard.type("Swe")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("language=sv"))


def test_arabic_is_mirrored(visit):
    page = visit("ar")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    expect(page.locator(".page > h2")).to_have_text(words("ar").say("title"))
    chart = page.locator("#feelings ~ svg").bounding_box()
    first, second = (page.locator("#feelings ~ svg rect").nth(at).bounding_box() for at in (0, 1))
    assert first["x"] + first["width"] == pytest.approx(chart["x"] + chart["width"], abs=1.5)  # bars begin on the right
    assert second["x"] < first["x"]
    name, end = page.locator("#feelings ~ svg .name").first.bounding_box(), page.locator("#feelings ~ svg .end").first.bounding_box()
    assert name["x"] + name["width"] == pytest.approx(chart["x"] + chart["width"], abs=2) and end["x"] >= chart["x"] - 1
    assert end["x"] + end["width"] < first["x"]
    heads = [each.bounding_box()["x"] for each in page.locator("#feelings ~ .wide thead th").all()]
    assert heads == sorted(heads, reverse=True)
    nav, who = page.locator("nav").bounding_box(), page.locator("header bdi").bounding_box()
    assert nav["x"] > who["x"]


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("who", ["en", "fi", "ar"])
def test_a_phone_does_not_scroll_sideways(visit, who, width):
    page = visit(who, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = f"(all) => all.filter((each) => {{ const {{ left, right, width }} = each.getBoundingClientRect(); return width && (left < -1 || right > {width} + 1) && !each.closest('.wide, .skip, svg'); }}).map((each) => each.outerHTML.slice(0, 100))"
    assert page.locator("body *").evaluate_all(outside) == []


def test_the_page_is_for_leads(visit, insights):
    page = visit("agent")
    expect(page.locator("main")).to_contain_text(words("fi").say("refused.role"))
    assert page.locator("article, form").count() == 0
    page.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    for who, status in (("agent", 403), (None, 401), ("en", 200)):
        cookies = {"cookie": f"{sessions.COOKIE}={insights.cookies[who]}"} if who else {}
        for path in ("", "/feelings.csv"):
            answer = visit(None).request.get(f"{insights.address}/desk/insights{path}", headers=cookies)
            assert answer.status == status, (who, path)
            assert (status == 200) == ("late" in answer.text().lower())


def test_eight_times_the_customers_take_no_three_times_as_long(browser, insights, tmp_path):
    """Taken in turn on one machine, the quickest of each: a ratio, since others work here too."""
    with serving(tmp_path, count=4800) as many:
        pages, took = [(desk.address, desk.visit(browser, "en")) for desk in (insights, many)], ([], [])
        for _ in range(6):
            for (address, page), times in zip(pages, took):
                began = time.perf_counter()
                page.goto(f"{address}/desk/insights", timeout=120_000)
                times.append(time.perf_counter() - began)
        for _, page in pages:
            page.context.close()
    few, lots = (min(times) for times in took)
    print(f"the page over 600 and 4800 conversations: {1000 * few:.0f} and {1000 * lots:.0f} ms")
    assert lots < 3 * few
