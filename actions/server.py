"""`python -m actions.server`: the action server on 127.0.0.1, with all content loaded before the first customer."""

import logging
import warnings

from rasa_sdk.endpoint import create_app

from bot import assist
from bot.models import LANGUAGES, Reading
from bot.settings import settings
from desk import logs
from desk.database import database


def main() -> None:
    """Serve until stopped."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logs.set_up()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    database()  # made or brought up to date before the first promise
    _warm_up()
    app = create_app("actions.actions")
    app.run("127.0.0.1", settings().actions_port, access_log=False, motd=False)


def _warm_up() -> None:
    """Draft one reply in every language, so that no customer waits for content to load or a pattern to compile."""
    for language in LANGUAGES:
        assist.suggest(Reading("", language, "frustrated", 2, cause="late_delivery"), most=1)


if __name__ == "__main__":
    main()
