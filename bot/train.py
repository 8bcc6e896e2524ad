"""`python -m bot.train`: train the Rasa model into `models/`, keep the newest, say how long it took and how it scores."""

import os
import sys
import time
from typing import Any

from rich.console import Console

from bot import light_rasa
from bot.components.model import Reader
from bot.learning import scores
from bot.reading.examples import all_examples
from bot.settings import ROOT, settings
from bot.yaml_files import ContentError

KEPT = 2


def _without_cache() -> None:
    """Train without Rasa's step cache.

    It hashes every feature of every message after every step: six minutes for 13,000 examples that train in one.
    """
    from rasa.engine.training.hooks import TrainingHook

    TrainingHook.on_before_node = lambda self, *args, **kwargs: {}
    TrainingHook.on_after_node = lambda self, *args, **kwargs: None


def train() -> dict[str, Any]:
    """Train from config.yml, domain.yml and data/. Returns the seconds it took, and on how many examples.

    Raises:
        ContentError: a training example that isn't whole; the message names file and line.
        RuntimeError: Rasa trained nothing; it has said why.
    """
    start = time.perf_counter()
    os.chdir(ROOT)
    light_rasa.prepare()
    import rasa

    _without_cache()
    result = rasa.train("domain.yml", "config.yml", ["data"], output=str(settings().models), force_training=True)
    if not result.model:
        raise RuntimeError("Rasa trained no model; its messages above say why")
    for old in sorted(settings().models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink()
    return {"seconds": round(time.perf_counter() - start, 1), "examples": len(all_examples(ROOT / "data" / "nlu"))}


def score() -> dict[str, Any]:
    """What the new model makes of our own scenarios; nothing where they are not there, as on a server without the tests."""
    if not scores.SCENARIOS.is_dir():
        return {}
    sys.stdout.write("reading our own scenarios\n")
    return scores.scored(Reader.load().read, scores.SCENARIOS)


def main() -> None:
    """Train and score, or say in one sentence why not."""
    try:
        training = train()
        sys.stdout.write(f"trained in {training['seconds']:.0f} s\n")
        held = scores.keep(settings().models / scores.FILE, training | score())
    except ContentError as error:
        sys.stderr.write(f"heard: {error}\n")
        sys.exit(2)
    scores.show(held, Console(soft_wrap=True))


if __name__ == "__main__":
    main()
