"""The facts of a message: amount, waiting, contact count, reference and promised date, with where they stand.

Each is found by its own module; the words and patterns of each language are in content/facts/.
"""

from datetime import datetime

from bot.models import Evidence, Facts
from bot.reading import amounts, counts, days, durations, references
from bot.reading.fact_patterns import patterns
from bot.reading.tokens import clean


def extract(text: str, language: str, now: datetime) -> tuple[Facts, tuple[Evidence, ...]]:
    """The facts of a message and the characters that say them; any text gives a result.

    `language` is one of the six. `now` is the writer's time, from which days are counted.

    Raises:
        ContentError: content/facts/ doesn't hold the language, or not as it should.
    """
    known = patterns(language)
    message = known.read(references.mask(clean(text)))
    found = {
        "amount": amounts.find(message, known),
        "waiting": durations.find(message, now.date()),
        "contact_count": counts.find(message),
        "reference": references.find(message, known),
        "promised_date": days.find_promised(message, now.date()),
    }
    given = {name: each for name, each in found.items() if each}
    evidence = tuple(Evidence(*each[1], name) for name, each in given.items())
    return Facts(**{name: each[0] for name, each in given.items()}), evidence
