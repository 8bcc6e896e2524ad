"""Addresses that a customer leaves to be reached at: an email address or a telephone number."""

import re

import phonenumbers
from sqlalchemy import update
from sqlalchemy.engine import Connection

from bot.library import library
from desk.tables import visitors
from desk.texts import tidy

_EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def checked(text: str, language: str) -> str | None:
    """The address in one form, a number as +358401234567; None where it is neither. A number without + is the language's country's."""
    text = tidy(text)
    if _EMAIL.fullmatch(text):
        return text
    region = library().languages[language]["locale"].partition("_")[2] or None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def keep(connection: Connection, visitor: str, address: str) -> None:
    """The visitor can be reached there from now on."""
    connection.execute(update(visitors).where(visitors.c.id == visitor).values(address=address))
