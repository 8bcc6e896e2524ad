"""`python -m bot.train`: train the Rasa model into `models/`, keep the newest, and say how long it took."""

import json
import os
import sys
import time

from bot import light_rasa
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


def train() -> float:
    """Train from config.yml, domain.yml and data/. Returns the seconds it took.

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
    record = {"seconds": round(time.perf_counter() - start, 1), "examples": len(all_examples(ROOT / "data" / "nlu"))}
    (settings().models / "trained.json").write_text(json.dumps(record), encoding="utf-8")
    return record["seconds"]


def main() -> None:
    """Train, or say in one sentence why not."""
    try:
        seconds = train()
    except ContentError as error:
        sys.stderr.write(f"heard: {error}\n")
        sys.exit(2)
    sys.stdout.write(f"trained in {seconds:.0f} s\n")


if __name__ == "__main__":
    main()
