"""The desk as one value: everything a request needs, put together from the settings."""

import os
import secrets
from dataclasses import dataclass, field

from bot.library import library
from bot.settings import Settings
from desk import coaching
from desk.database import Database, database
from desk.feed import Feed
from desk.limits import Limit
from desk.lines import Lines
from desk.outbox import Outbox
from desk.people import first_admin
from desk.rasa import Rasa
from desk.tokens import Tokens, secret
from desk.words import desk_words, words

LOGIN_RATE = 20  # tries a minute for one login


@dataclass
class Desk:
    """One desk process. `process` names it among others over the same database."""

    settings: Settings
    database: Database
    tokens: Tokens
    visitors: Limit
    addresses: Limit
    feed: Feed
    rasa: Rasa
    outbox: Outbox
    process: str
    logins: Limit = field(default_factory=lambda: Limit(LOGIN_RATE))

    def __post_init__(self) -> None:
        """What is looked up for all agents at once."""
        self.lines = Lines(self.database)

    @classmethod
    def of(cls, settings: Settings) -> "Desk":
        """The desk of the settings, its database brought to its newest form.

        The content is read and the checks are compiled now: at first use that would keep everybody waiting who writes meanwhile.
        """
        for language in library().languages:
            words(language)
            desk_words(language)
            coaching.warm(language)
        first_admin(database())
        opened, process = database(), f"{os.getpid()}-{secrets.token_hex(6)}"
        feed, rasa = Feed(opened), Rasa(settings.rasa_port)
        return cls(
            settings,
            opened,
            Tokens(secret(settings.secret, settings.secret_file)),
            Limit(settings.visitor_rate),
            Limit(settings.address_rate),
            feed,
            rasa,
            Outbox(opened, rasa, process, feed.poke),
            process,
        )
