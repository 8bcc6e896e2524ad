"""The conversations of tests/stories through Rasa's own story tester, with the trained model."""

import asyncio
import json

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.test import test as run_stories

from bot.settings import ROOT, settings

pytestmark = pytest.mark.rasa
STORIES = ROOT / "tests" / "stories" / "test_stories.yml"


def names() -> list[str]:
    return [each["story"] for each in yaml.safe_load(STORIES.read_text(encoding="utf-8"))["stories"]]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The folder with the tester's reports."""
    folder = tmp_path_factory.mktemp("stories")
    newest = max(settings().models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    agent = Agent.load(model_path=str(newest))
    asyncio.run(run_stories(str(STORIES), agent, out_directory=str(folder), e2e=True, disable_plotting=True))
    return folder


def test_every_story_was_run(out):
    accuracy = json.loads((out / "story_report.json").read_text())["conversation_accuracy"]
    assert accuracy["total"] == len(names()) == len(set(names()))


@pytest.mark.parametrize("name", names())
def test_story(out, name):
    """The failed step is shown as the tester writes it, with what was expected beside what was read."""
    failed = (out / "failed_test_stories.yml").read_text(encoding="utf-8")
    found = {part.partition("\n")[0].split(" (")[0]: part for part in failed.split("- story: ")[1:]}
    assert name not in found, f"\n{found[name]}"
