"""Masks personal data: email addresses, telephone, card, bank and national identity numbers."""

import re
from typing import Any

import phonenumbers
from stdnum import iban, luhn
from stdnum.fr import nir

_EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")  # RFC 5321: 64 before the @; without a bound "aaaa…" takes its square
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){3,8}\b")
_DIGITS = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
_IDENTITY = re.compile(r"\b(?:\d{6}[-+A]\d{3}[0-9A-Y]|\d{6,8}-\d{4}|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|784-?\d{4}-?\d{7}-?\d)\b")  # fi, sv, it, ae
SHORTEST = 5  # digits of a telephone number
REGIONS = ("GB", "IT", "SE", "FR", "FI", "AE")


def mask(text: str) -> str:
    """The text with personal data replaced by what it was, such as [email]."""
    text = _EMAIL.sub("[email]", text)
    text = _IBAN.sub(lambda found: "[account]" if iban.is_valid(found.group()) else found.group(), text)
    text = _IDENTITY.sub("[identity]", text)
    return _mask_numbers(_DIGITS.sub(_long_number, text))


def _long_number(found: re.Match) -> str:
    digits = re.sub(r"\D", "", found.group())
    if nir.is_valid(digits):
        return "[identity]"
    return "[card]" if luhn.is_valid(digits) else found.group()


def _mask_numbers(text: str) -> str:
    if sum(map(str.isdigit, text)) < SHORTEST:
        return text
    found = {(each.start, each.end) for region in REGIONS for each in phonenumbers.PhoneNumberMatcher(text, region)}
    for start, end in sorted(found, reverse=True):
        text = text[:start] + "[telephone]" + text[end:]
    return text


def mask_event(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: every text value of a log line, masked. Ids and names of ours hold no such thing and stay."""
    kept = ("level", "timestamp", "conversation", "operation", "trace", "path")
    return {name: value if name in kept else _masked(value) for name, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {name: _masked(each) for name, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, (list, tuple)) else value
