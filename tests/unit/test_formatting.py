"""Money, spans, counts and dates as each language writes them inside a sentence."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.drafting import formatting
from bot.models import LANGUAGES, Duration, Facts, Money

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.mark.parametrize(
    ("language", "value", "unit", "expected"),
    [
        ("en", 6, "day", "6 days"), ("en", 1, "hour", "1 hour"), ("it", 6, "day", "6 giorni"), ("it", 1, "month", "1 mese"),
        ("sv", 6, "day", "6 dagar"), ("fi", 6, "day", "6 päivää"), ("fi", 1, "week", "1 viikko"),
        ("ar", 2, "day", "يومين"), ("ar", 6, "day", "6 أيام"), ("ar", 11, "month", "11 شهرًا"), ("fr", 3, "week", "3\xa0semaines"),
        ("en", 0.5, "hour", "half an hour"), ("it", 0.5, "day", "mezza giornata"), ("sv", 1.5, "year", "ett och ett halvt år"), ("fi", 1.5, "day", "puolitoista päivää"),
        ("ar", 1.5, "hour", "ساعة ونصف"), ("fr", 1.5, "hour", "une heure et demie"), ("en", 2.5, "week", "2.5 weeks"),
    ],
)  # fmt: skip
def test_duration(content, language, value, unit, expected):
    assert formatting.duration(Duration(value, unit), content.languages[language]) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["minute", "hour", "day", "week", "month", "year"])
def test_every_unit_has_words_in_every_language(content, language, unit):
    for value in (1, 2, 3, 11, 1.5):
        assert "duration" not in formatting.duration(Duration(value, unit), content.languages[language])
    assert unit == "minute" or not any(map(str.isdigit, formatting.duration(Duration(0.5, unit), content.languages[language])))


@pytest.mark.parametrize(
    ("language", "amount", "expected"),
    [
        ("en", Money(200, "EUR"), "€200"), ("en", Money(19.5, "GBP"), "£19.50"), ("fi", Money(200, "EUR"), "200\xa0€"),
        ("fr", Money(1250.5, "EUR"), "1\u202f250,50\xa0€"), ("sv", Money(200, "SEK"), "200\xa0kr"), ("en", Money(200), "200"),
        ("ar", Money(200, "USD"), "200 دولار أمريكي"), ("ar", Money(200, "EUR"), "200 يورو"),
    ],
)  # fmt: skip
def test_money(content, language, amount, expected):
    assert formatting.money(amount, content.languages[language]) == expected


def test_times(content):
    assert formatting.times(3, content.languages["en"]) == "three times"
    assert formatting.times(14, content.languages["fi"]) == "14 kertaa"


@pytest.mark.parametrize(
    ("language", "days", "expected"),
    [
        ("en", 0, "18:00 today"), ("en", 1, "18:00 tomorrow"), ("en", 3, "18:00 on Friday 27 November"),
        ("fi", 1, "huomenna klo 18.00"), ("fi", 3, "perjantaina 27.11. klo 18.00"), ("it", 0, "le 18:00 di oggi"),
        ("ar", 0, "الساعة 18:00 اليوم"), ("ar", 3, "الساعة 18:00 يوم الجمعة 27 نوفمبر"),
    ],
)  # fmt: skip
def test_due(content, language, days, expected):
    moment = NOW.replace(hour=18) + timedelta(days=days)
    assert formatting.due(moment, content.languages[language], NOW) == expected


def test_reference_keeps_its_direction_in_arabic(content):
    texts = formatting.fact_texts(Facts(reference="44-AB"), content.languages["ar"], NOW)
    assert texts["reference"] == "\u206644-AB\u2069"


@pytest.mark.parametrize(
    "facts",
    [
        Facts(Money(1e99, "EUR")), Facts(Money(-5, "EUR")), Facts(waiting=Duration(-1, "day")), Facts(contact_count=1),
        Facts(contact_count=10**9), Facts(reference="<b>x</b>"), Facts(promised_date=date(1, 1, 1)), Facts(Money(float("nan"))),
    ],
)  # fmt: skip
def test_absurd_facts_are_left_out(content, facts):
    assert formatting.fact_texts(facts, content.languages["en"], NOW) == {}
