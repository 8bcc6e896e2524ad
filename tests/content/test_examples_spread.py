"""The training examples have no holes: enough of every cause, feeling, form and signal, and nothing said twice."""

from functools import lru_cache

import pytest

from bot.models import LANGUAGES
from bot.reading.examples import Example, all_examples
from bot.reading.feeling_words import load
from bot.reading.spread import holes, spread_of
from bot.settings import ROOT


@lru_cache(maxsize=1)
def examples() -> list[Example]:
    return all_examples(ROOT / "data" / "nlu")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_have_no_holes(content, language):
    words = load(ROOT / "content" / "feeling_words.yml")[language]
    spread = spread_of(examples(), language, content, words)
    found = [f"{each.name} {each.feeling}: {each.problem}" for each in holes(spread, content)]
    alike = [" | ".join(pair) for pair in spread.near_duplicates[:20]]
    assert not found, "\n".join([f"heard data --language {language} shows more", *found, "almost alike:", *alike])
