"""The insights: counts that are right on both databases, a page for leads alone, CSV, the monthly digest."""

import csv
import io
import re
import time
import timeit
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from rows import rows
from sqlalchemy import delete, insert, update
from talks import DAY, add, month, talk

from bot import yaml_files
from bot.models import LANGUAGES
from bot.settings import ROOT
from desk import correcting, people
from desk.insights import asked, charts, counting, digest, journeys, page, vocabulary
from desk.insights.cells import to_csv
from desk.insights.tabled import Table
from desk.insights.told import TABLES, told
from desk.insights.words import words
from desk.tables import audit, conversations, corrections, journey_words, messages, promises, ratings
from desk.tables import journeys as derived

ZONE = ZoneInfo("Europe/Brussels")
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE).timestamp()  # a Wednesday
TODAY = date(2026, 11, 25)
UPSET, CALM = ("it is late", "angry", 3, "late_delivery"), ("thanks", "grateful", 1, "none")


def ask(**query: str) -> asked.Asked:
    return asked.of(query, ["care"], ZONE, TODAY)


@pytest.fixture
def put(database):
    """A function that puts a conversation in: put([(text, feeling, intensity, cause)], at, team=...)."""

    def one(said, at=NOON, **more) -> str:
        with database.writing() as connection:
            return talk(connection, said, at, **more)

    return one


@pytest.fixture
def counted(database):
    """A function that counts one table after bringing all up to date."""

    def of(name: str, **query: str) -> Table:
        journeys.renew(database, ZONE)
        return told(database, ask(**query), (name,))[name]

    return of


def test_a_conversation_counts_by_its_strongest_feeling_and_the_cause_that_came_with_it(put, counted):
    put([("hello", "calm", 0, "none"), ("no refund yet", "worried", 1, "refund_delay"), UPSET, CALM])
    put([("no refund yet", "worried", 2, "refund_delay")])
    table = counted("feelings")
    found = {row[0]: dict(zip(table.columns, row)) for row in table.rows}
    assert (found["late_delivery"]["angry"], found["late_delivery"]["all"], found["late_delivery"]["intensity"]) == (1, 1, 3.0)
    assert (found["refund_delay"]["worried"], found["refund_delay"]["intensity"]) == (1, 2.0)
    assert set(found) == {"late_delivery", "refund_delay"}


def test_of_the_person_s_teams_the_period_and_the_language_alone(put, counted):
    put([UPSET])
    put([UPSET], team="people")
    put([UPSET], NOON - 40 * DAY)
    put([UPSET], language="fi")
    assert counted("languages").rows == (("en", 1, 1.0, 3.0), ("fi", 1, 1.0, 3.0))
    assert counted("languages", language="fi").rows == (("fi", 1, 1.0, 3.0),)
    assert counted("languages", **{"from": "2026-10-01", "to": "2026-10-31"}).rows == (("en", 1, 1.0, 3.0),)
    assert counted("languages", team="people") == counted("languages"), "a team that isn't theirs"


def test_days_begin_at_midnight_where_the_company_is(put, counted):
    put([UPSET], datetime(2026, 11, 25, 0, 0, 1, tzinfo=ZONE).timestamp())
    assert len(counted("languages", **{"from": "2026-11-25", "to": "2026-11-25"}).rows) == 1
    assert counted("languages", **{"from": "2026-11-24", "to": "2026-11-24"}).rows == ()


def test_weeks_are_named_by_their_monday_and_quiet_ones_are_there(put, counted):
    put([UPSET])
    put([CALM], NOON - 14 * DAY)
    assert counted("weeks").rows == ((date(2026, 11, 9), 1, 0.0, 1.0), (date(2026, 11, 16), 0, 0.0, 0.0), (date(2026, 11, 23), 1, 1.0, 3.0))


def test_touchpoints_name_no_order_and_no_person(put, counted):
    for order in ("4471923", "8812345"):
        put([UPSET], page={"url": f"https://shop.example/orders/{order}?email=a@b.se#x", "title": f"Order {order}"})
    put([CALM], page={"url": "http://[", "title": "call +358 40 123 4567"})
    rows = counted("touchpoints").rows
    assert rows[0][:4] == ("shop.example/orders/…", "Order …", 2, 1.0)
    assert rows[1][:2] == ("", "call [telephone]")


def test_the_start_the_end_and_what_became_lighter(put, counted):
    put([UPSET, CALM])
    put([("late", "frustrated", 1, "late_delivery"), ("later", "frustrated", 3, "late_delivery")])
    put([UPSET])
    table = counted("start_end")
    assert {row[0]: row[1:] for row in table.rows} == {"grateful": (0, 1, 0.0, 1.0), "frustrated": (1, 1, 1.0, 3.0), "angry": (1, 0, 3.0, 0.0)}
    assert dict(counted("outcomes").rows) == {"lighter": 1, "same": 0, "heavier": 1}


def test_a_correction_and_a_later_message_are_counted_and_an_erasure_is_not(put, counted, database):
    id = put([("hm", "calm", 0, "none"), UPSET])
    assert counted("feelings").rows[0][0] == "late_delivery"
    upset = rows(database, messages)[1]["id"]
    with database.writing() as connection:
        add(connection, id, "customer", "still", NOON, reading={"feeling": "calm", "intensity": 0, "cause": "none"})
        correcting.correct(connection, id, upset, "Anna", {"feeling": "worried", "intensity": 2, "cause": "lost_parcel"})
    assert counted("feelings").rows[0][0] == "lost_parcel"
    with database.writing() as connection:
        connection.execute(delete(messages))
        connection.execute(delete(conversations))
    assert counted("feelings").rows == () and rows(database, derived) == []


def test_renewing_does_what_changed_and_nothing_twice(put, database):
    ids = [put([UPSET], NOON - at * DAY) for at in range(7)]
    assert journeys.renew(database, ZONE, most=3) == 3
    assert journeys.renew(database, ZONE) == 4 and journeys.renew(database, ZONE) == 0
    with database.writing() as connection:
        connection.execute(update(conversations).where(conversations.c.id == ids[3]).values(changed=NOON + 1))
    assert journeys.renew(database, ZONE) == 1


def test_others_write_while_words_are_counted(put, database, monkeypatch):
    """Also to the very conversation, which is then derived in the next round and not in this one again."""
    kept, gone, count = put([UPSET]), put([UPSET]), vocabulary.words

    def meanwhile(text: str) -> set[str]:
        with database.writing() as connection:
            connection.execute(update(conversations).where(conversations.c.id == kept).values(changed=NOON + 9))
            connection.execute(delete(messages).where(messages.c.conversation == gone))
            connection.execute(delete(conversations).where(conversations.c.id == gone))
        return count(text)

    monkeypatch.setattr(vocabulary, "words", meanwhile)
    assert journeys.renew(database, ZONE) == 2
    assert [row["conversation"] for row in rows(database, derived)] == [kept], "one that was erased meanwhile stays away"
    monkeypatch.undo()
    assert journeys.renew(database, ZONE) == 1


@pytest.mark.parametrize("unit", ["a", "é", "a.", "a@", "1", "ab "])
def test_the_longest_message_takes_no_square_of_time(unit):
    def seconds(count: int) -> float:
        text = unit * (count // len(unit))
        return min(timeit.repeat(lambda: vocabulary.words(text), number=1, repeat=3))

    assert seconds(16_000) < 40 * seconds(2_000) + 0.01  # 8 times the text: 64 times as long were its square


def test_the_answers_and_the_promises(put, counted, database):
    id = put([UPSET])
    promise = {"conversation": id, "cause": "late_delivery", "step": "call", "text": "x", "zone": "", "made_by": "bot", "at": NOON}
    states = (("kept", NOON - DAY), ("broken", NOON - DAY), ("open", NOON + 1), ("open", time.time() + 9 * DAY))
    with database.writing() as connection:
        connection.execute(insert(ratings).values(conversation=id, feeling=4, text="", at=NOON))
        for at, (state, due) in enumerate(states):
            connection.execute(insert(promises).values(**promise | {"step": f"s{at}", "state": state, "due": due}))
    assert dict(counted("ratings").rows) == {1: 0, 2: 0, 3: 0, 4: 1, 5: 0}
    late = time.time() > NOON
    assert counted("promises").rows == (("late_delivery", 1, 1 + late, 2 - late, 1 / (2 + late)),)


def test_a_cause_rises_beyond_chance_or_not_at_all():
    new, old = Counter(late_delivery=30, no_reply=9, lost_parcel=6, rude_staff=4), Counter(late_delivery=40, no_reply=32)
    found = {row[0]: row for row in counting._rising(new, old, 4)}
    assert set(found) == {"late_delivery", "lost_parcel"}, "9 against 8 is chance, 4 are too few"
    assert found["late_delivery"][1:] == (30, 10.0, 2.0) and found["lost_parcel"][3] is None


def test_the_last_week_against_the_four_before(put, counted):
    for _ in range(8):
        put([UPSET])
    put([UPSET], NOON - 10 * DAY)
    put([UPSET], NOON - 36 * DAY)
    assert counted("rising").rows == (("late_delivery", 8, 0.25, 31.0),), "36 days before is out of sight"


def test_words_of_a_cause_tell_of_nobody(put, counted):
    for at in range(12):
        put([(f"the courier lost it, mail zelda@mail.fi or 040 123 45{at:02}", "angry", 2, "lost_parcel")])
        put([("the invoice is wrong", "angry", 2, "wrong_charge")])
        put([("grandmother's urn", "angry", 2, "lost_parcel")], visitor="f" * 32, returning=at > 0)
    found = {(row[0], row[1]): dict(row[2]) for row in counted("words").rows}
    assert found["en", "lost_parcel"]["courier"] == 12 and "invoice" in found["en", "wrong_charge"]
    everything = " ".join(word for each in found.values() for word in each)
    assert "grandmother" not in everything, "twelve conversations of one customer"
    assert "zelda" not in everything and not re.search(r"\d|@", everything)


def test_a_customer_s_own_name_is_none_of_their_words(put, database):
    put([("this is Maria, my parcel is late", "angry", 2, "late_delivery")], page={"name": "Maria Rossi"})
    journeys.renew(database, ZONE)
    assert rows(database, journey_words)[0]["words"] == "late parcel this"


def test_words_of_six_languages():
    assert vocabulary.words("Où est l’argent ? ÉTÉ 2x 06-12345678") >= {"l'argent", "été", "est"}
    assert vocabulary.words("وصلت الطَّلبيَّة") == {"وصلت", "الطلبية"}


@pytest.mark.parametrize("query", [{"from": "x"}, {"from": "0001-01-01"}, {"to": "9999-12-31"}, {"from": "2026-12-01", "to": "2026-01-01"}, {"language": "xx'"}])
def test_a_strange_address_asks_for_something_all_the_same(query, database):
    wanted = ask(**query)
    assert wanted.first <= wanted.last and wanted.start < wanted.end
    assert set(told(database, wanted)) == set(TABLES)


def test_leads_see_the_page_and_others_are_told_who_may(client, desk, agent):
    with desk.database.writing() as connection:
        month(connection, 30, time.time(), {"en:late_delivery.upset#0": (3, 2, 1), "en:gone.list#99": (1, 0, 0)})
        people.change(connection, agent.id, language="ar")
    seen = client.get("/desk/insights", headers=agent.headers)
    assert seen.status_code == 200 and 'lang="ar" dir="rtl"' in seen.text and words("ar").say("title") in seen.text
    assert "default-src 'none'" in seen.headers["content-security-policy"] and "no-store" == seen.headers["cache-control"]
    assert not re.search(r'style=|<script|<style| on\w+="', seen.text)
    assert client.get("/desk/insights").status_code == 401
    with desk.database.writing() as connection:
        people.change(connection, agent.id, role="agent", language="en")
    for address in ("/desk/insights", "/desk/insights/feelings.csv"):
        refused = client.get(address, headers=agent.headers)
        assert refused.status_code == 403 and words("en").say("refused.role") in refused.text


def test_what_customers_pages_say_is_text(client, desk, agent):
    with desk.database.writing() as connection:
        talk(connection, [UPSET], page={"url": "https://x.example/<b>", "title": "<script>alert(1)</script>"})
    seen = client.get("/desk/insights", headers=agent.headers).text
    assert "<script" not in seen and "&lt;script&gt;" in seen


def test_csv_of_a_table_is_written_down_and_runs_nothing(client, desk, agent):
    with desk.database.writing() as connection:
        talk(connection, [UPSET], page={"url": "", "title": "=HYPERLINK(1)"})
    taken = client.get("/desk/insights/touchpoints.csv", headers=agent.headers)
    read = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert read[0] == ["Page", "Title", "Conversations", "Upset", "Mean intensity"] and read[1][1] == "'=HYPERLINK(1)"
    assert [row["what"] for row in rows(desk.database, audit)][-1] == "took insights away"
    assert client.get("/desk/insights/people.csv", headers=agent.headers).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_drawn_in_every_language(language):
    cells = {"week": TODAY, "words": (("parcel", 3),), "answer": 1, "cause": "no_reply", "language": "en", "feeling": "angry", "outcome": "same", "tone": "warm"}
    own = words(language)
    for id, columns in COLUMNS.items():
        row = tuple(cells.get(each, "text" if each in ("list", "wording", "touchpoint", "title", "read", "right") else 3) for each in columns)
        drawn = page.section(own, Table(id, columns, (row,), 3))
        assert drawn.count("<td") == len(columns) - 1 and ("<svg" in drawn) == (id not in ("words", "corrected"))
        assert len(to_csv(own, Table(id, columns, (row,))).splitlines()) == 2
        assert page.section(own, Table(id, columns, ())).count("<p") == 2


COLUMNS = {
    "feelings": ("cause", *counting.FEELINGS, "all", "intensity"), "rising": ("cause", "this_week", "before", "more"),
    "touchpoints": ("touchpoint", "title", "all", "upset", "intensity"), "weeks": ("week", "all", "upset", "intensity"),
    "start_end": ("feeling", "first", "last", "first_intensity", "last_intensity"), "outcomes": ("outcome", "all"), "ratings": ("answer", "all"),
    "promises": ("cause", "kept", "broken", "open", "share"), "wordings": ("language", "list", "wording", "taken", "edited", "dismissed"),
    "tones": ("tone", "taken", "edited", "dismissed"), "words": ("language", "cause", "words"), "corrected": ("read", "right", "count"),
}  # fmt: skip


def test_bars_are_mirrored_where_lines_begin_on_the_right():
    found = [charts.Bar("a", [charts.Part("k", 1, "one"), charts.Part("k", 3, "three")], "4")]
    assert re.findall(r'<rect[^>]* x="([\d.]+)%"', charts.bars("t", "says", found)) == ["0.00", "19.50"]
    assert re.findall(r'<rect[^>]* x="([\d.]+)%"', charts.bars("t", "says", found, rtl=True)) == ["80.50", "22.00"]


def _keys(held, at=()):
    for key, value in held.items():
        yield from _keys(value, (*at, key)) if isinstance(value, dict) else [(*at, key, *sorted(re.findall(r"{\w+}", value)))]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_languages_have_the_same_words_to_say(language):
    one, other = (set(_keys(yaml_files.read(ROOT / "content" / "insights" / f"{each}.yml"))) for each in ("en", language))
    assert one == other


def test_the_digest_stands_alone(database, put):
    id = put([UPSET, CALM], NOON)
    for _ in range(5):
        put([UPSET])
    with database.writing() as connection:
        first = rows(database, messages)[0]["id"]
        correcting.correct(connection, id, first, "Anna", {"feeling": "worried", "intensity": 2, "cause": "lost_parcel"})
        connection.execute(update(corrections).values(learned=True, at=NOON))
    journeys.renew(database, ZONE)
    wanted = digest.month(date(2026, 11, 1), ["care"], ZONE)
    made = digest.html(words("en"), wanted, digest.gathered(database, wanted))
    assert (wanted.first, wanted.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert "What customers told us in November 2026" in made and "6 conversations were read. 100% of them were upset." in made
    assert "Corrections by agents that went into the training: 1." in made and "1 of 1 customers left less burdened" in made
    assert not re.search(r'(src|href)="', made)
