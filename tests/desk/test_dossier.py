"""What was tried, as whoever takes over reads it: our own words in the agent's language."""

from datetime import timedelta

import pytest

from bot import assist
from bot.library import library
from bot.models import LANGUAGES
from desk.dossier import _step


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_reads_as_a_sentence_in_the_agents_language(language):
    soon = assist.now() + timedelta(minutes=1)
    for cause, plan in library().plans.items():
        for id in plan.steps:
            text = _step(cause, id, {id: soon}, language)
            assert text != id and "{" not in text, (cause, id)


def test_a_step_of_another_cause_is_found_and_one_of_none_is_named():
    later = _step("rude_staff", "ask_carrier", {}, "fi")
    assert later == _step("late_delivery", "ask_carrier", {}, "fi") and "…" in later
    assert _step(None, "no_such_step", {}, "en") == "no_such_step"
