"""The insights' own words in a language, with names of feelings, causes and languages, and how it writes numbers, shares and days."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from bot import yaml_files
from bot.library import library
from bot.models import NO_CAUSE
from bot.settings import settings
from desk.words import desk_words


@dataclass(frozen=True)
class Words:
    """`own` is content/insights/<lang>.yml, `desk` the desk's words with all names."""

    language: str
    own: dict[str, Any]
    desk: dict[str, Any]
    locale: str

    @property
    def rtl(self) -> bool:
        """Whether lines begin on the right."""
        return self.desk["direction"] == "rtl"

    def say(self, key: str, **facts: str) -> str:
        """A line such as `digest.lead`, with its facts filled in."""
        found: Any = self.own
        for part in key.split("."):
            found = found[part]
        return found.format(**facts) if facts else found

    def column(self, id: str) -> str:
        """A column's heading: one of ours, or a feeling."""
        return self.own["columns"].get(id) or self.desk["names"]["feelings"].get(id, id)

    def name(self, column: str, id: Any) -> str:
        """What a cell's id is called, by its column; itself where it has no name."""
        names = self.desk["names"]
        if column in ("cause", "read", "right"):
            return self.desk["reading"]["no_cause"] if id == NO_CAUSE else names["causes"].get(id, id)
        known = {
            "feeling": names["feelings"], "language": names["languages"], "outcome": self.own["outcomes"],
            "answer": self.desk["ratings"], "tone": self.desk["tones"], "touchpoint": {"": self.own["pageless"]},
        }.get(column, {})  # fmt: skip
        return str(known.get(id, id))

    def number(self, value: float) -> str:
        """A count, or a mean with two digits."""
        return format_decimal(value, format="#,##0.00" if isinstance(value, float) else None, locale=self.locale)

    def share(self, value: float, sign: bool = False) -> str:
        """A share as a whole percentage; a change with its sign."""
        told = format_percent(value, locale=self.locale)
        return f"+{told}" if sign and value > 0 else told

    def day(self, value: date) -> str:
        """A day."""
        return format_date(value, "medium", locale=self.locale)

    def month(self, value: date) -> str:
        """A month with its year."""
        return format_date(value, "LLLL y", locale=self.locale)


@lru_cache(maxsize=8)
def words(language: str) -> Words:
    """The words of a language, read once.

    Raises:
        ContentError: a file is missing or not YAML; it names file and line.
    """
    own = yaml_files.read(settings().content / "insights" / f"{language}.yml")
    return Words(language, own, desk_words(language), library().languages[language]["locale"])
