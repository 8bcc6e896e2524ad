"""The two Rasa projects that are compared, each written into a folder of its own with the same training examples.

Ours is a copy of this repository with fewer examples, so that its own `bot.train` and servers run as they are.
"""

import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.reading.examples import Example
from bot.settings import ROOT, settings

OUR_FOLDERS = ("bot", "actions", "content")
OUR_FILES = ("config.yml", "endpoints.yml")
SHARED_FILES = ("domain.yml", "credentials.yml", "data/rules.yml", "data/stories.yml")
DEFAULT = Path(__file__).parent / "default"
DIET = ROOT / ".venv-diet"


@dataclass(frozen=True)
class Project:
    """A Rasa project in a folder; the commands run there."""

    name: str
    folder: Path
    train: tuple[str, ...]
    run: tuple[str, ...]


def our_project(folder: Path, examples: list[Example]) -> Project:
    """Heard with these examples in place of data/nlu."""
    for name in OUR_FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    _copy(folder, ROOT, *OUR_FILES, *SHARED_FILES)
    (folder / "models").mkdir()
    (folder / "models" / "encoder.onnx").symlink_to(settings().encoder)
    for language, content in our_format(examples).items():
        write_yaml(folder / "data" / "nlu" / language / "sample.yml", content)
    return Project("ours", folder, (sys.executable, "-m", "bot.train"), (sys.executable, "-m", "bot.light_rasa", "run"))


def default_project(folder: Path, examples: list[Example]) -> Project:
    """Rasa's default pipeline with the same examples, domain, rules and stories, under plain `rasa`.

    Raises:
        FileNotFoundError: its environment is not built; the message says what to type.
    """
    python = diet_python("--skip-default")
    _copy(folder, ROOT, *SHARED_FILES)
    _copy(folder, DEFAULT, "config.yml", "endpoints.yml")
    write_yaml(folder / "data" / "nlu.yml", rasa_format(examples))
    rasa = (python, "-m", "rasa")
    return Project("default", folder, (*rasa, "train", "--force"), (*rasa, "run"))


def diet_python(without: str) -> str:
    """The Python that has TensorFlow; `without` is the option that does without it.

    Raises:
        FileNotFoundError: the environment is not built; the message says what to type.
    """
    if not DIET.joinpath("ready").exists():
        raise FileNotFoundError(f"Rasa's default pipeline needs TensorFlow: run `make .venv-diet/ready`, or {without}")
    return str(DIET / "bin" / "python")


def our_format(examples: list[Example]) -> dict[str, dict]:
    """The content of a `data/nlu/<lang>/*.yml`, by language."""
    blocks: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for each in examples:
        metadata = {"feeling": each.feeling, "intensity": each.intensity, "form": each.form}
        metadata |= {"signals": list(each.signals), "also": list(each.also)}
        blocks[each.language, each.intent].append({"text": each.text, "metadata": metadata})
    content: dict[str, dict] = defaultdict(lambda: {"version": "3.1", "nlu": []})
    for (language, intent), entries in sorted(blocks.items()):
        content[language]["nlu"].append({"intent": intent, "metadata": {"language": language}, "examples": entries})
    return dict(content)


def rasa_format(examples: list[Example]) -> dict:
    """The content of an nlu.yml as Rasa reads it: intent and text."""
    texts: dict[str, list[dict]] = defaultdict(list)
    for each in examples:
        texts[each.intent].append({"text": each.text})
    return {"version": "3.1", "nlu": [{"intent": intent, "examples": entries} for intent, entries in sorted(texts.items())]}


def _copy(folder: Path, source: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, folder / name)


def write_yaml(path: Path, content: dict) -> None:
    """As block YAML: Rasa takes a file for training data by its line `nlu:`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
