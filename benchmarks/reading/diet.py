"""Rasa's default pipeline as a reader: DIET with causes as intents and DIET with feelings as intents, on the same examples.

It trains and runs in .venv-diet. Models are kept under build/benchmarks by a hash of data and configuration, and so is
what they said of a text, under a hash of the text: no message is written down.
"""

import hashlib
import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.progress import Progress

from benchmarks.load import Advance
from benchmarks.measuring import stage
from benchmarks.projects import DEFAULT, Project, diet_python, rasa_format, write_yaml
from benchmarks.reading.readers import Peer
from benchmarks.sampling import SEED, stratified
from benchmarks.servers import CommandFailed, environment, running_process, tail
from bot import yaml_files
from bot.components.model import Reader
from bot.reading.examples import Example
from bot.reading.parse import FALLBACK
from bot.reading.vectors import key
from bot.settings import ROOT

CACHE = ROOT / "build" / "benchmarks"
WITHOUT = "leave it out with --no-peers"


@dataclass(frozen=True)
class Plan:
    """What DIET is trained on: the first of the examples in stratified order, and for how many epochs."""

    examples: int
    epochs: int


FULL = Plan(examples=1000, epochs=50)  # 1,000 examples for one epoch take about 20 s of processor time


def chosen(examples: list[Example], plan: Plan) -> list[Example]:
    """The examples that DIET is trained on: each intent of each language in its share."""
    return stratified(examples)[: plan.examples]


def intents(examples: list[Example]) -> dict[str, list[Example]]:
    """The examples as both trainings take them."""
    return {"causes": examples, "feelings": [replace(each, intent=each.feeling) for each in examples]}


def config(epochs: int) -> dict[str, Any]:
    """Rasa's default configuration without policies, with these epochs and a fixed seed."""
    content = yaml_files.read(DEFAULT / "config.yml")
    pipeline = [
        each | {"epochs": epochs, "random_seed": SEED} if each["name"] == "DIETClassifier" else each for each in content["pipeline"]
    ]
    return {name: value for name, value in content.items() if name != "policies"} | {"pipeline": pipeline}


def digest(data: dict[str, Any], configuration: dict[str, Any]) -> str:
    """What a trained model is kept under."""
    return hashlib.sha256(json.dumps([data, configuration], ensure_ascii=False).encode()).hexdigest()[:16]


@contextmanager
def diet(examples: list[Example], plan: Plan, progress: Progress) -> Iterator[Peer]:
    """DIET as a reader, trained first where it isn't yet. What it said is kept when the block ends.

    Raises:
        FileNotFoundError: .venv-diet is not built; the message says what to type.
        CommandFailed: a training or a reading process failed; the message holds the end of its log.
    """
    python = diet_python(WITHOUT)
    folders = {kind: trained(kind, each, plan.epochs, python, progress) for kind, each in intents(examples).items()}
    with closing(Model(folders["causes"], python)) as causes, closing(Model(folders["feelings"], python)) as feelings:
        reader = Reader(lambda text, language, _before: as_one(text, language, causes.parse(text), feelings.parse(text)))
        yield Peer("DIET", reader.read)


def as_one(text: str, language: str | None, causes: dict[str, Any], feelings: dict[str, Any]) -> dict[str, Any]:
    """The parses of both models as one of ours, so that everything after it is the same."""
    chances = {each["name"]: each["confidence"] for each in feelings["intent_ranking"] if each["name"] != FALLBACK}
    feeling = {"name": max(chances, key=chances.get, default="calm"), "intensity": 0, "scores": chances}
    return {"text": text, "language": language or "en", **causes, "feeling": feeling}


def trained(kind: str, examples: list[Example], epochs: int, python: str, progress: Progress) -> Path:
    """The folder of a trained model, trained now where there is none for these data and this configuration.

    Raises:
        CommandFailed: the training failed.
    """
    data, configuration = rasa_format(examples), config(epochs)
    folder = CACHE / f"diet-{kind}-{digest(data, configuration)}"
    if not (folder / "model.tar.gz").exists():
        write_yaml(folder / "data" / "nlu.yml", data)
        write_yaml(folder / "config.yml", configuration)
        words = f"DIET on {kind}: training on {len(examples)} examples, epochs"
        with stage(progress, words, epochs) as advance:
            _train(folder, python, epochs, advance)
        (folder / "models" / "model.tar.gz").rename(folder / "model.tar.gz")
    return folder


def _train(folder: Path, python: str, epochs: int, advance: Advance) -> None:
    words = "train nlu --nlu data --config config.yml --out models --fixed-model-name model"
    command = (python, "-m", "rasa", *words.split())
    log, done = folder / "train.log", 0
    with running_process(command, folder, environment(Project(folder.name, folder, command, ())), log) as process:
        while process.poll() is None:
            time.sleep(0.5)
            for _ in range(done, done := max(done, epochs_done(log, epochs))):
                advance()
    if process.returncode or not (folder / "models" / "model.tar.gz").exists():
        raise CommandFailed(f"training DIET ended with {process.returncode}\n{tail(log)}")


def epochs_done(log: Path, epochs: int) -> int:
    """How many epochs a training's log tells of: Rasa writes `Epochs:  30%|###  | 30/100 [..`."""
    found = re.findall(rf"(\d+)/{epochs} \[", log.read_text(encoding="utf-8", errors="replace"))
    return int(found[-1]) if found else 0


class Model:
    """A trained model: a process in .venv-diet, started at the first text that it hasn't been asked before."""

    def __init__(self, folder: Path, python: str) -> None:
        self.folder, self._command = folder, (python, "-m", "benchmarks.reading.diet_worker", str(folder / "model.tar.gz"))
        self._answers = folder / "answers.json"
        self._kept: dict[str, dict] = json.loads(self._answers.read_text()) if self._answers.exists() else {}
        self._process: subprocess.Popen | None = None

    def parse(self, text: str) -> dict[str, Any]:
        """Rasa's intent and ranking of a text.

        Raises:
            CommandFailed: the process ended.
        """
        name = str(key(text))
        if name not in self._kept:
            self._kept[name] = self._ask(text)
        return self._kept[name]

    def _ask(self, text: str) -> dict[str, Any]:
        process = self._process = self._process or self._start()
        try:
            process.stdin.write(json.dumps(text) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise CommandFailed(f"DIET ended with {process.wait()}\n{tail(self.folder / 'worker.log')}")
        return json.loads(answer)

    def _start(self) -> subprocess.Popen:
        env, pipe = environment(Project(self.folder.name, self.folder, (), self._command)), subprocess.PIPE
        with (self.folder / "worker.log").open("w") as log:
            return subprocess.Popen(self._command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=log, text=True, encoding="utf-8")

    def close(self) -> None:
        """Keep what was said, and end the process."""
        if not self._process:
            return
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        fresh = self._answers.with_suffix(".new")
        fresh.write_text(json.dumps(self._kept))
        fresh.replace(self._answers)
