"""The order, case, booking or flight number of a message; never a card, an account, a phone number or an address."""

import re

from bot.reading.fact_patterns import Message, Patterns
from bot.reading.numbers import DIGITS

MAX_CHARACTERS = 24
MAX_FILLERS = 5  # words between "order" and its number, as in "order number is no. 4471"
PHONE_NEAR = 4  # words between "phone" and a number of theirs
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b", re.I)
_PHONE = re.compile(r"(?:\+|(?<!\d)00)[1-9][\d ()./-]{5,18}\d")
_LOCAL_PHONE = re.compile(r"(?<!\d)0(?:[ ./-]?\d){8,10}(?!\d)")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]+")
_CODE = re.compile(r"[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*(?![\w@])")
_SPACED = re.compile(r"([A-Z]{1,3}) (\d{3,8})(?![\w@/-])")
_SHAPED = re.compile(r"(?<![\w@#/.-])[A-Z]{1,4}-?\d{4,16}(?:-\d{1,6})?(?:[A-Z]{2})?(?![\w@/-])(?![.,]\d)")
_HASH = re.compile(r"(?<![\w#&])#\s?(?=[A-Za-z0-9-]*\d{3})")
_BARE = re.compile(r"\s*#?((?=[A-Za-z0-9/-]*\d{2})[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*)\s*[.!]?\s*")
_DAY = re.compile(r"\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?|(?:19|20)\d\d")


def mask(text: str) -> str:
    """The text with spaces in the place of card numbers, IBANs, international phone numbers, e-mails and links."""
    text = text.translate(DIGITS)
    if "@" in text or "www" in text or "http" in text:
        text = _ADDRESS.sub(_blank, text)
    text = _IBAN.sub(lambda found: _blank(found) if _is_iban(found.group()) else found.group(), text)
    text = _CARD.sub(lambda found: _blank(found) if _is_card(found.group()) else found.group(), text)
    return _PHONE.sub(_blank, text)


def find(message: Message, patterns: Patterns) -> tuple[str, tuple[int, int]] | None:
    """The reference and its characters: the one a word like "order" names, else one with "#", else one by its looks."""
    text = _without_phones(message)
    for match in message.apart("reference"):
        found = _named(text, message, match.end, patterns.fillers)
        if found:
            return found
    for hashed in _HASH.finditer(text):
        found = _code(text, hashed.end(), 3)
        if found:
            return found
    return _shaped(text, message) or _bare(text)


def _named(text: str, message: Message, at: int, fillers: frozenset[str]) -> tuple[str, tuple[int, int]] | None:
    for number in range(at, min(at + MAX_FILLERS + 1, len(message.words))):
        start = message.words[number].start
        found = _code(text, start, 4)
        if found and not _amount_or_time(message, start):
            return found
        if message.words[number].form not in fillers:
            return None
    return None


def _code(text: str, start: int, digits: int) -> tuple[str, tuple[int, int]] | None:
    """A code that begins here: letters with two digits or more, or at least so many digits."""
    spaced = _SPACED.match(text, start)
    if spaced:
        return spaced.group(1) + spaced.group(2), spaced.span()
    found = _CODE.match(text, start)
    if not found or len(found.group()) > MAX_CHARACTERS or _DAY.fullmatch(found.group()):
        return None
    code = found.group()
    count = sum(each.isdigit() for each in code)
    letters = any(each.isalpha() for each in code)
    if count >= (2 if letters and len(code) >= 4 else digits):
        return code, found.span()
    return None


def _amount_or_time(message: Message, start: int) -> bool:
    """Whether what begins here is money or a length of time: "order 2000 kr", "order 5days late"."""
    values = message.of("amount") + message.of("duration")
    return any(message.words[each.start].start == start for each in values)


def _shaped(text: str, message: Message) -> tuple[str, tuple[int, int]] | None:
    for found in _SHAPED.finditer(text):
        if len(found.group()) <= MAX_CHARACTERS and not _amount_or_time(message, found.start()):
            return found.group(), found.span()
    return None


def _bare(text: str) -> tuple[str, tuple[int, int]] | None:
    """A message that is a code and nothing else: 4 to 12 digits, or letters and digits."""
    found = _BARE.fullmatch(text)
    if not found or len(found.group(1)) > MAX_CHARACTERS:
        return None
    code = found.group(1)
    digits = re.sub(r"[-/]", "", code)
    if digits.isdigit():
        fits = 4 <= len(digits) <= 12 and not (_DAY.fullmatch(code) and not code.isdigit())
    else:
        fits = code == code.upper() and len(code) >= 5
    return (code, found.span(1)) if fits else None


def _without_phones(message: Message) -> str:
    text = message.text
    for phone in message.of("phone"):
        start = message.words[phone.end - 1].end
        last = message.words[min(phone.end + PHONE_NEAR, len(message.words)) - 1].end
        found = _LOCAL_PHONE.search(text, start)
        if found and found.start() <= last:
            text = text[: found.start()] + " " * len(found.group()) + text[found.end() :]
    return text


def _blank(found: re.Match) -> str:
    return " " * len(found.group())


def _is_card(text: str) -> bool:
    """Luhn's check, ISO/IEC 7812-1 annex B."""
    digits = [int(each) for each in reversed(text) if each.isdigit()]
    return sum(sum(divmod(2 * each, 10)) if odd % 2 else each for odd, each in enumerate(digits)) % 10 == 0


def _is_iban(text: str) -> bool:
    """The check of ISO 13616: the number that its letters and digits make leaves 1 when divided by 97."""
    code = text.replace(" ", "").upper()
    return int("".join(str(int(each, 36)) for each in code[4:] + code[:4])) % 97 == 1
