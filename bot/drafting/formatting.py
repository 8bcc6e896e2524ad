"""Facts and times as each language writes them inside a sentence: the one place that formats money, spans and dates."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from bot.models import Duration, Facts, Money

HALVES = (0.5, 1.5)  # of a unit: nobody says "0.5 days"
MOST = {"amount": 1e9, "waiting": 1000, "contact_count": 99}


@lru_cache(maxsize=16)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


def money(amount: Money, language: dict, spoken: bool = False) -> str:
    """ "€200", "199,90 €", spoken "200 euros": no decimals where there are none, no currency where none was named.

    Where the language says so (languages.yml, `currency: name`), written as it is spoken.
    """
    locale = _locale(language["locale"])
    whole = float(amount.value).is_integer()
    if not amount.currency:
        return format_decimal(amount.value, "#,##0" if whole else "#,##0.00", locale=locale)
    if spoken or language.get("currency") == "name":
        return format_currency(amount.value, amount.currency, locale=locale, format_type="name", currency_digits=not whole)
    pattern = locale.currency_formats["standard"].pattern
    if whole:
        pattern = pattern.replace(".00", "")
    return format_currency(amount.value, amount.currency, pattern, locale=locale, currency_digits=False)


def duration(waiting: Duration, language: dict) -> str:
    """ "6 days", "6 päivää", "يومين", "mezz’ora": a language's own forms (languages.yml, `units` and `halves`), or else Babel's."""
    locale, halves = _locale(language["locale"]), language["halves"].get(waiting.unit)
    if halves and waiting.value in HALVES:
        return halves[HALVES.index(waiting.value)]
    value = int(waiting.value) if float(waiting.value).is_integer() else waiting.value
    forms = language.get("units", {}).get(waiting.unit)
    if forms:
        form = forms.get(locale.plural_form(value)) or forms["other"]
        return form.format(n=format_decimal(value, locale=locale))
    return format_unit(value, f"duration-{waiting.unit}", "long", locale=locale)


def times(count: int, language: dict) -> str:
    """ "three times", "kolme kertaa"; digits above ten."""
    listed = language["times"]
    return listed[count - 2] if 2 <= count < len(listed) + 2 else language["times_more"].format(n=count)


def promised(day: date, language: dict, today: date) -> str:
    """The weekday within a week, otherwise day and month."""
    near = abs((today - day).days) < 7
    pattern = language["promised"]["weekday" if near else "date"]
    return format_date(day, pattern, locale=_locale(language["locale"]))


def due(moment: datetime, language: dict, now: datetime, spoken: bool = False) -> str:
    """ "18:00 today", "keskiviikkona 25.11. klo 12.00", spoken "6 pm today": what stands after the language's lead-in."""
    patterns, locale = language["due_spoken" if spoken else "due"], _locale(language["locale"])
    clock = patterns["time"] if not spoken else patterns["half" if moment.minute else "hour"]
    days = (moment.date() - now.date()).days
    key = {0: "today", 1: "tomorrow"}.get(days, "later")
    time, day = (format_datetime(moment, pattern, locale=locale) for pattern in (clock, patterns["day"]))
    return patterns[key].format(time=time, day=day)


def fact_texts(facts: Facts, language: dict, now: datetime, spoken: bool = False) -> dict[str, str]:
    """Every given fact as it stands in a sentence, by name. Absurd values are left out, never echoed."""
    texts = {}
    if facts.amount and 0 < facts.amount.value <= MOST["amount"]:
        texts["amount"] = money(facts.amount, language, spoken)
    if facts.waiting and 0 < facts.waiting.value <= MOST["waiting"]:
        texts["waiting"] = duration(facts.waiting, language)
    if facts.contact_count and 2 <= facts.contact_count <= MOST["contact_count"]:
        texts["contact_count"] = times(facts.contact_count, language)
    if facts.reference and facts.reference.isascii() and facts.reference.replace("-", "").replace("/", "").isalnum():
        texts["reference"] = _left_to_right(facts.reference, language)
    if facts.promised_date and abs(now.date() - facts.promised_date) < timedelta(days=400):
        texts["promised_date"] = promised(facts.promised_date, language, now.date())
    return texts


def _left_to_right(reference: str, language: dict) -> str:
    """A reference keeps its own direction inside right-to-left text (Unicode isolates)."""
    return f"\u2066{reference}\u2069" if language["direction"] == "rtl" else reference
