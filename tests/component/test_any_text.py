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
