"""Runs in .venv-diet: parses with a trained model of Rasa's default pipeline. A JSON text a line in, a JSON parse a line out."""

import asyncio
import json
import logging
import os
import sys


def main() -> None:
    """`python -m benchmarks.reading.diet_worker MODEL`; ends with its input."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever Rasa and TensorFlow print is no answer
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # Rasa tells of every parse with its text, and no text is to be written down
    agent = Agent.load(sys.argv[1])
    for line in sys.stdin:
        parse = asyncio.run(agent.parse_message(json.loads(line)))
        answers.write(json.dumps({name: parse.get(name) for name in ("intent", "intent_ranking")}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
