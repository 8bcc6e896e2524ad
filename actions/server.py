"""`python -m actions.server`: the action server on 127.0.0.1, with all content loaded before the first customer."""

import logging
import warnings

from rasa_sdk.endpoint import create_app

from bot.library import library
from bot.settings import settings


def main() -> None:
    """Serve until stopped."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    library()
    app = create_app("actions.actions")
    app.run("127.0.0.1", settings().actions_port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
