"""Every cause, feeling, stance and channel has a whole reply in every language; a hole is found."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from bot.cli import app, coverage
from bot.exporting.coverage import FORMS, Hole, holes
from bot.library import Library
from bot.models import FEELINGS, LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(content: Library, language: str) -> None:
    found = list(holes(content, language))
    assert not found, f"{len(found)} holes, the first is {found[0]}"


def without(content: Library, *lists: str) -> Library:
    """The library of one cause, with English lists emptied."""
    replies = content.replies["en"]
    emptied = replace(replies, lists={**replies.lists, **{id: () for id in lists}})
    causes = {"missed_appointment": content.causes["missed_appointment"]}
    return replace(content, causes=causes, replies={**content.replies, "en": emptied})


@pytest.mark.parametrize(
    ("emptied", "places"),
    [
        ("missed_appointment.upset", len(FEELINGS) * len(FORMS)),
        ("missed_appointment.worried", 2 * len(FORMS)),
        ("missed_appointment.ours", 7 * 9),
        ("channels.email.greeting", len(FEELINGS) * 9),
        ("channels.phone.silence", len(FEELINGS) * 9),
    ],
)
def test_an_emptied_list_is_a_hole_everywhere_it_serves(content: Library, emptied: str, places: int) -> None:
    found = list(holes(without(content, emptied), "en"))
    assert {hole.missing for hole in found} == {emptied} and len(found) == places


def test_a_step_without_wording_is_a_hole(content: Library) -> None:
    step = content.plans["missed_appointment"].plans["no"][0]
    found = list(holes(without(content, f"missed_appointment.steps.{step}"), "en"))
    assert {"no"} <= {hole.solvable for hole in found}
    assert {hole.missing for hole in found} == {f"missed_appointment.steps.{step}"}


def test_the_command_shows_holes_and_fails(monkeypatch) -> None:
    hole = Hole("sv", "late_delivery", "angry", "ours", "now", "phone", "late_delivery.ours")
    monkeypatch.setattr(coverage, "all_holes", lambda: [hole])
    result = CliRunner().invoke(app, ["coverage"])
    assert result.exit_code == 1 and "late_delivery.ours" in result.output and "38,879 of 38,880" in result.output
    assert '"channel": "phone"' in CliRunner().invoke(app, ["coverage", "--json"]).output
