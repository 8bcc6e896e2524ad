"""A message that isn't about a company's service is left alone: no cause is read from it."""

import pytest

from bot.models import NO_CAUSE
from bot.reading.scenarios import read_scenarios
from bot.settings import ROOT

pytestmark = pytest.mark.rasa

LEAST = 0.9  # share of the messages from which no cause is read


def test_no_cause_is_read_from_what_is_off_topic(reader):
    scenarios = read_scenarios(ROOT / "tests" / "reading" / "offtopic.yml")
    readings = [(each, reader.read(each.text, each.language)) for each in scenarios]
    wrong = [(each, read) for each, read in readings if read.cause != NO_CAUSE]
    wrong.sort(key=lambda pair: -pair[1].cause_confidence)
    left_alone = 1 - len(wrong) / len(scenarios)
    said = "\n".join(f"{each.id} {read.cause} {read.cause_confidence:.2f} {each.text!r}" for each, read in wrong)
    print(f"{left_alone:.1%} of {len(scenarios)} left alone; a cause was read from:\n{said}")
    assert left_alone >= LEAST
