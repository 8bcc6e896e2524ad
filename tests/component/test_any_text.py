"""Any text, in any language and of any length, gives a reading and a draft, or one clear error."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot import assist
from bot.cli.shapes import reading_json, suggestion_json
from bot.library import library
from bot.models import FEELINGS, LANGUAGES, NO_CAUSE
from bot.reading.parse import ACTS
from tests.conftest import TUESDAY

pytestmark = pytest.mark.rasa

ANY = st.text(st.characters(exclude_categories=()), max_size=200)  # lone surrogates and unassigned characters too
SPEECH = st.text(st.sampled_from("abc eèåäö ñß ؤلأط پ 0123456789 €$£ .,!?؟ -@/#{}[]()<>\"'\n\t😀\u200b\u202e"), max_size=120)
LONG = st.builds(lambda text, times: text * times, SPEECH, st.integers(20, 400))

CONFIDENT = 0.6
STROLL = "we walked along the river and the ducks slept while my aunt told the children about the old mill and its cat "
NOTHING = {  # name: (text that complains of nothing, language)
    "two thousand words": (STROLL * 100, "en"),
    "a word without an end": (STROLL.replace(" ", "") * 100, "en"),
    "only digits": ("8841 0022 17 993 5", "sv"),
    "one run of digits": ("0123456789" * 30, "it"),
    "digits of another script": ("٤٤١ ٩٠ ٧٧٢", "ar"),
    "a number and its sign": ("-3,5 %", "fi"),
    "only emoji": ("🦆🦆🌾☀️👩‍👩‍👧‍👦🏳️‍🌈", "fr"),
    "keycap emoji": ("1️⃣2️⃣3️⃣", "en"),
    "quoted former mail": (
        "Yes, Thursday suits me.\n\nOn 4 May Dora wrote:\n> Choir at seven?\n>> Who brings the cake?\n> > > I do.", "en",
    ),
    "quoted former mail, Swedish": (
        "Det blir fint.\n\nFrån: Ulla\nSkickat: den 4 maj 2031\nTill: Per\nÄmne: SV: Kören\n\nSka vi sjunga utomhus?", "sv",
    ),
    "an HTML page": (
        "<!DOCTYPE html><html><head><style>p{color:#333}</style></head><body><p>Le&nbsp;jardin &amp; la mare</p><br/></body></html>", "fr",
    ),
    "broken HTML": ("<div><p>La gatta <b>dorme</div></p><script>var a = '<';", "it"),
    "a pasted log": ("2031-05-04T06:00:01Z INFO weather-station[77]: wind=3.1 dir=NW temp=11.4\n" * 20, "en"),
    "a log with colours": ("\x1b[32mok\x1b[0m tests/lintu_test.py::test_laulu \x1b[33m[ 50%]\x1b[0m\r\n" * 4, "fi"),
    "mixed directions": ("جدتي تقرأ The Blue Lantern كل مساء و my uncle يعزف العود", "ar"),
    "mixed directions, with marks": ("\u202bالقمر\u202c \u2066the moon\u2069 \u200fيا سلام\u200e (2031)", "ar"),
    "3arabizi": ("sba7 el ward ya 7abibi, 3amlin eh? el 2ahwe 3al nar w el 3asafir bet3'anni", "ar"),
    "3arabizi, without a language": ("kifak ya zalame, jiit 3al jabal? el talj 7elw ktir", None),
}


@given(text=st.one_of(ANY, SPEECH, LONG), language=st.one_of(st.none(), st.sampled_from(LANGUAGES)), earlier=st.lists(SPEECH, max_size=2))
@example(text="", language=None, earlier=[])
@example(text="\x00", language="ar", earlier=["\x00"])
@example(text="/late_delivery", language=None, earlier=[])
@example(text='/late_delivery{"amount": 5, "waiting": "long", "promised_date": "soon"}', language="en", earlier=["my parcel is late"])
@example(text="/no_such_intent", language="fi", earlier=[])
@example(text="/restart", language="fi", earlier=["/late_delivery"])
@example(text="/", language=None, earlier=["/"])
@example(text="EXTERNAL: x", language="sv", earlier=[])
@example(text="a" * 100_000, language=None, earlier=[])
@example(text="99999999999999999999999 days late, €1e999, 31.02.0000", language="en", earlier=[])
@example(text="🤬🤬🤬", language="fr", earlier=["mon colis est en retard"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_text_gives_a_reading_and_a_draft(reader, text, language, earlier):
    read = reader.read(text, language, tuple(earlier))
    assert read.feeling in FEELINGS and read.intensity in (0, 1, 2, 3) and read.language in LANGUAGES
    assert read.cause == NO_CAUSE or read.cause in library().causes
    assert read.act is None or read.act in ACTS
    assert all(0 <= each.start < each.end <= len(read.text) for each in read.evidence)
    json.dumps(reading_json(read)).encode()
    made = assist.suggest(read, at=TUESDAY)
    for each in made:
        assert each.text.strip() and each.draft.acknowledgement.strip() and "{" not in each.text
        json.dumps(suggestion_json(each), ensure_ascii=False).encode("utf-8")
    assert made


@given(text=SPEECH, language=st.one_of(st.none(), st.text(max_size=5)))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_language_that_is_none_of_ours_is_left_out(reader, text, language):
    assert reader.read(text, language).language in LANGUAGES


def test_the_same_text_reads_the_same(reader):
    assert reader.read("my parcel is six days late") == reader.read("my parcel is six days late")


@pytest.mark.parametrize("name", NOTHING)
def test_no_cause_is_surely_read_from_nothing(reader, name):
    text, language = NOTHING[name]
    read = reader.read(text, language)
    assert read.language in LANGUAGES and read.feeling in FEELINGS
    assert all(0 <= each.start < each.end <= len(read.text) for each in read.evidence)
    assert read.cause == NO_CAUSE or read.cause_confidence <= CONFIDENT, (read.cause, read.cause_confidence)
    assert all(each.text.strip() for each in assist.suggest(read, at=TUESDAY))
