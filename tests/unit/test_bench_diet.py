"""DIET beside Heard: what it is trained on, under which hash it is kept, and how its answers become readings. Nothing is trained."""

import json
import sys

import pytest
from rich.progress import Progress

from benchmarks.reading import diet
from benchmarks.reading.diet import Model, Plan
from benchmarks.servers import CommandFailed
from bot.models import LANGUAGES
from bot.reading.examples import Example
from bot.reading.parse import reading
from bot.reading.vectors import key

EXAMPLES = [
    Example(f"{intent} {language} {at}", language, intent, "angry" if at % 2 else "calm", 0)
    for intent in ("late_delivery", "no_reply") for language in LANGUAGES for at in range(10)
]  # fmt: skip
WORKER = "import json, sys\nfor line in sys.stdin: print(json.dumps({'intent': {'name': json.loads(line)}, 'intent_ranking': []}), flush=True)"


def test_both_are_trained_on_the_same_texts():
    chosen = diet.chosen(EXAMPLES, Plan(examples=24, epochs=1))
    both = diet.intents(chosen)
    assert len(chosen) == 24 and {each.language for each in chosen} == set(LANGUAGES)
    assert [each.text for each in both["causes"]] == [each.text for each in both["feelings"]]
    assert {each.intent for each in both["causes"]} == {"late_delivery", "no_reply"}
    assert {each.intent for each in both["feelings"]} == {"angry", "calm"}


def test_the_configuration_is_rasas_default_with_epochs_and_seed():
    found = diet.config(7)
    (classifier,) = (each for each in found["pipeline"] if each["name"] == "DIETClassifier")
    assert classifier["epochs"] == 7 and classifier["random_seed"] == 11 and classifier["constrain_similarities"]
    assert "policies" not in found and found["recipe"] == "default.v1"


def test_a_model_is_kept_by_data_and_configuration():
    data = diet.rasa_format(EXAMPLES)
    same = diet.digest(data, diet.config(7))
    assert same == diet.digest(diet.rasa_format(EXAMPLES), diet.config(7))
    assert len({same, diet.digest(data, diet.config(8)), diet.digest(diet.rasa_format(EXAMPLES[1:]), diet.config(7))}) == 3


@pytest.mark.parametrize(
    ("log", "epochs"),
    [
        ("", 0), ("Epochs:   0%|   | 0/50 [00:00<?, ?it/s]", 0), ("Epochs:  30%|█  | 3/50 [00:01\rEpochs:  80%|█  | 4/50 [00:02", 4),
        ("Processed trackers: 9/9 [00:01\nEpochs: 100%|█| 50/50 [00:20<00:00, t_loss=4.9]", 50),
    ],
)  # fmt: skip
def test_epochs_are_counted_from_the_log(tmp_path, log, epochs):
    path = tmp_path / "train.log"
    path.write_text(log, encoding="utf-8")
    assert diet.epochs_done(path, 50) == epochs


def test_both_answers_become_one_reading():
    ranking = [{"name": "nlu_fallback", "confidence": 0.3}, {"name": "late_delivery", "confidence": 0.2}, {"name": "greet", "confidence": 0.1}]
    feelings = {"intent": {}, "intent_ranking": [{"name": "nlu_fallback", "confidence": 0.9}, {"name": "angry", "confidence": 0.2}]}
    unsure = reading(diet.as_one("a text", "fi", {"intent": ranking[0], "intent_ranking": ranking}, feelings))
    assert (unsure.cause, unsure.causes, unsure.feeling, unsure.language) == ("none", {"late_delivery": 0.2}, "angry", "fi")
    sure = reading(diet.as_one("a text", None, {"intent": ranking[1], "intent_ranking": ranking[1:]}, feelings))
    assert (sure.cause, sure.cause_confidence) == ("late_delivery", 0.2)


def test_a_model_that_is_there_is_not_trained_again(tmp_path, monkeypatch):
    monkeypatch.setattr(diet, "CACHE", tmp_path)
    folder = tmp_path / f"diet-causes-{diet.digest(diet.rasa_format(EXAMPLES), diet.config(3))}"
    folder.mkdir()
    (folder / "model.tar.gz").touch()
    with Progress(disable=True) as progress:
        assert diet.trained("causes", EXAMPLES, 3, "no-such-python", progress) == folder


def test_a_failed_training_shows_the_end_of_its_log_and_leaves_no_model(tmp_path, monkeypatch):
    monkeypatch.setattr(diet, "CACHE", tmp_path)
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho out of memory >&2; exit 3\n")
    python.chmod(0o755)
    with Progress(disable=True) as progress, pytest.raises(CommandFailed, match=r"(?s)ended with 3.*out of memory"):
        diet.trained("causes", EXAMPLES, 3, str(python), progress)
    assert not list(tmp_path.rglob("model.tar.gz"))


def model(folder, code: str = WORKER) -> Model:
    """A model whose process is a few lines of Python."""
    made = Model(folder, sys.executable)
    made._command = (sys.executable, "-c", code)
    return made


def test_a_text_is_asked_once_and_never_written_down(tmp_path):
    first = model(tmp_path)
    text = 'à "secret"\nof two lines'
    assert first.parse(text)["intent"]["name"] == text
    first._kept[str(key(text))] = {"intent": {"name": "known"}, "intent_ranking": []}
    first.close()
    assert first._process.poll() is not None
    assert "secret" not in "".join(path.read_text() for path in tmp_path.iterdir())
    again = model(tmp_path, "raise SystemExit(1)")
    assert again.parse(text)["intent"]["name"] == "known" and again._process is None
    again.close()


def test_a_process_that_ends_shows_the_end_of_its_log(tmp_path):
    broken = model(tmp_path, "import sys; sys.stderr.write('no memory'); sys.exit(4)")
    with pytest.raises(CommandFailed, match="(?s)ended with 4.*no memory"):
        broken.parse("a text")
    broken.close()
    assert json.loads((tmp_path / "answers.json").read_text()) == {}
