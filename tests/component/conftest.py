"""What the component tests share: Rasa made light before any test imports it, and the trained model loaded once."""

import pytest

from bot import light_rasa

light_rasa.prepare()


@pytest.fixture(scope="session")
def reader():
    """The trained model of `models/`."""
    from bot.components.model import Reader

    return Reader.load()
