"""Who is plainly in danger is given the number to call at once; hardly anybody else is."""

import pytest

from bot.models import LANGUAGES
from bot.reading.scenarios import read_scenarios
from bot.settings import ROOT

pytestmark = pytest.mark.rasa

FOUND, ALARMED = 0.75, 0.02  # shares of those in danger, and of all others


def test_the_number_to_call_stands_alone_where_danger_is_plain(reader):
    scenarios = [each for language in LANGUAGES for each in read_scenarios(ROOT / "tests" / "reading" / f"{language}.yml")]
    readings = [(each, reader.read(each.text, each.language, each.context)) for each in scenarios]
    found = [read.in_danger for each, read in readings if "at_risk" in each.signals]
    alarmed = [each.text for each, read in readings if "at_risk" not in each.signals and read.in_danger]
    told = len(readings) - len(found)
    print(f"{sum(found)} of {len(found)} in danger; {len(alarmed)} of {told} others:", *alarmed, sep="\n")
    assert sum(found) >= FOUND * len(found) and len(alarmed) <= ALARMED * told
