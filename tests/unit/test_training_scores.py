"""How a training scores on our own scenarios, and what is told of it beside the training before."""

import io
import json
from dataclasses import replace

import pytest
import yaml
from rich.console import Console
from typer.testing import CliRunner

from bot import train
from bot.cli import app, learn
from bot.learning import scores
from bot.models import LANGUAGES, NO_CAUSE, Reading
from bot.settings import settings

LATE = {"id": "1", "text": "six days late", "cause": "late_delivery", "feelings": ["angry", "worried"], "facts": {"contact_count": 6}}
CALM = {"id": "2", "text": "and now?", "cause": "none", "feelings": ["calm"], "context": ["hello"]}


@pytest.fixture
def folder(tmp_path):
    """Two scenarios in every language."""
    (tmp_path / "reading").mkdir()
    for language in LANGUAGES:
        (tmp_path / "reading" / f"{language}.yml").write_text(yaml.safe_dump({"scenarios": [LATE, CALM]}), encoding="utf-8")
    return tmp_path / "reading"


def calm(text: str, language: str, _context: tuple[str, ...]) -> Reading:
    """A reader for whom everybody is calm, and nothing is the matter."""
    return Reading(text, language, "calm", cause=NO_CAUSE)


def even(cause: int, feeling: int, messages: int = 10) -> dict:
    """The same counts in every language."""
    return {language: {"messages": messages, "cause": cause, "feeling": feeling, "facts": 9} for language in LANGUAGES}


def training(counts: dict, **more) -> dict:
    return {"seconds": 1.0, "examples": 28_832, "scenarios": "a", "scores": counts} | more


def told(held: dict) -> str:
    console = Console(file=io.StringIO(), width=200)
    scores.show(held, console)
    return console.file.getvalue()


def test_each_language_is_scored_by_itself(folder):
    def read(text: str, language: str, context: tuple[str, ...]) -> Reading:
        assert context == (("hello",) if text == CALM["text"] else ())
        return replace(calm(text, language, context), feeling="worried") if language == "fi" else calm(text, language, context)

    found = scores.scored(read, folder)["scores"]
    assert list(found) == list(LANGUAGES)
    assert found["en"] == {"messages": 2, "cause": 1, "feeling": 1, "facts": 1}
    assert found["fi"] == {"messages": 2, "cause": 1, "feeling": 1, "facts": 1}
    shocked = scores.scored(lambda *of: replace(calm(*of), feeling="shocked", cause="late_delivery"), folder)["scores"]
    assert shocked["sv"] == {"messages": 2, "cause": 1, "feeling": 0, "facts": 1}


def test_another_set_of_scenarios_is_told_from_the_last(folder):
    first = scores.scored(calm, folder)["scenarios"]
    assert first == scores.scored(lambda *of: replace(calm(*of), feeling="angry"), folder)["scenarios"]
    (folder / "it.yml").write_text(yaml.safe_dump({"scenarios": [LATE]}), encoding="utf-8")
    assert first != scores.scored(calm, folder)["scenarios"]


def test_the_file_holds_the_last_two_trainings(tmp_path):
    path = tmp_path / "trained.json"
    assert scores.kept(path) == {}
    assert "before" not in scores.keep(path, training(even(5, 5)))
    scores.keep(path, training(even(6, 5)))
    third = scores.keep(path, training(even(7, 5)))
    assert scores.kept(path) == third == training(even(7, 5)) | {"before": training(even(6, 5))}


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_broken_file_is_no_training(tmp_path, text):
    path = tmp_path / "trained.json"
    path.write_text(text, encoding="utf-8")
    assert scores.kept(path) == {} and scores.keep(path, training(even(5, 5))) == training(even(5, 5))


def test_the_first_training_stands_alone():
    text = told(training(even(8, 7)))
    assert "80%" in text and "70%" in text and "first training here" in text and "28,832 examples" in text
    assert not any(word in text for word in ("→", "Fell", "fell"))


def test_the_next_stands_beside_the_last():
    text = told(training(even(8, 7)) | {"before": training(even(6, 7), examples=20_000)})
    assert text.splitlines()[1].split() == ["en", "60%", "→", "80%", "70%", "→", "70%", "90%", "→", "90%"]
    assert "28,832 examples, 20,000 before" in text and text.endswith("Nothing fell.\n")


def test_the_worst_falls_are_named_first():
    now, before = even(8, 7), even(8, 7)
    before["ar"]["cause"], before["fi"]["feeling"], before["en"]["facts"], before["sv"]["facts"] = 9, 10, 10, 10
    assert [(each.language, each.measure) for each in scores.falls(now, before)][0] == ("fi", "feeling")
    assert "Fell: feeling in fi from 10 to 7 of 10; facts in en from 10 to 9 of 10; cause in ar from 9 to 8 of 10; and 1 more." in told(
        training(now) | {"before": training(before)}
    )


def test_scores_on_other_scenarios_are_not_compared():
    text = told(training(even(5, 5)) | {"before": training(even(8, 8), scenarios="b")})
    assert "→" not in text and "read other scenarios" in text and "Fell" not in text


@pytest.mark.parametrize("before", [{"seconds": 355.0, "examples": 28_832}, {"examples": 3, "scores": {}}])
def test_a_training_before_scores_were_kept(before):
    text = told(training(even(5, 5)) | {"before": before})
    assert "→" not in text and "the training before kept no scores" in text
    assert "The last training kept no scores" in told(before)


def test_the_command_shows_what_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(learn, "settings", lambda: replace(settings(), models=tmp_path))
    missing = CliRunner().invoke(app, ["learn", "--scores"])
    assert isinstance(missing.exception, FileNotFoundError) and "make train" in str(missing.exception)
    scores.keep(tmp_path / scores.FILE, training(even(5, 5)))
    scores.keep(tmp_path / scores.FILE, training(even(4, 5)))
    shown = CliRunner().invoke(app, ["learn", "--scores"])
    assert shown.exit_code == 0 and "50% → 40%" in shown.stdout and "Fell: cause in en from 5 to 4 of 10" in shown.stdout
    assert CliRunner().invoke(app, ["learn", "--scores", "--apply", "x"]).exit_code == 2


def test_a_training_is_kept_with_its_scores_and_told(tmp_path, folder, monkeypatch, capsys):
    monkeypatch.setattr(train, "settings", lambda: replace(settings(), models=tmp_path))
    monkeypatch.setattr(train, "train", lambda: {"seconds": 61.2, "examples": 80})
    monkeypatch.setattr(train.Reader, "load", lambda: train.Reader(lambda text, language, _before: {"text": text, "language": language}))
    monkeypatch.setattr(train.scores, "SCENARIOS", folder)
    train.main()
    held = json.loads((tmp_path / "trained.json").read_text(encoding="utf-8"))
    assert (held["seconds"], held["examples"], held["scores"]["en"]["cause"]) == (61.2, 80, 1)
    assert "trained in 61 s" in (out := capsys.readouterr().out) and "first training here" in out


def test_without_the_scenarios_no_model_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(train.scores, "SCENARIOS", tmp_path / "nowhere")
    monkeypatch.setattr(train.Reader, "load", lambda: pytest.fail("loaded"))
    assert train.score() == {}
