"""What the components share: the features of a message as arrays, and what its metadata says of it."""

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack

from bot.reading.evidence import clauses
from bot.reading.tokens import clean
from bot.reading.vectors import held_out

LANGUAGE = "language"
WORD_PARTS = "word_parts"
JOINT = "joint"  # features of a short message together with those before it, {featurizer: function that makes a row}
CLAUSES = "clauses"  # the same for each clause, {featurizer: functions that make a row}
CLAUSE_WORDS, MOST_CLAUSES = 3, 4
SHORT = 16  # words; a longer message tells its matter itself
MOST_BEFORE, MOST_CHARACTERS = 2, 160  # three, or longer ones, read no better and take the encoder twice as long


def label(message: Message, name: str, default: object) -> object:
    """A label of a training example, such as its feeling."""
    return (message.get(METADATA) or {}).get(METADATA_EXAMPLE, {}).get(name, default)


def example_language(message: Message) -> str | None:
    """The language a training example's block is in; None for a customer's message."""
    return ((message.get(METADATA) or {}).get(METADATA_INTENT) or {}).get(LANGUAGE)


def conversation_language(message: Message) -> str | None:
    """The language a channel says the conversation is in, if it says so."""
    return (message.get(METADATA) or {}).get(LANGUAGE)


def joint_text(message: Message) -> str | None:
    """A short message after the customer's last ones; None where it is long or the first."""
    told = (message.get(METADATA) or {}).get("before")
    before = [clean(each)[-MOST_CHARACTERS:] for each in told if isinstance(each, str)] if isinstance(told, list) else []
    text = message.get(TEXT) or ""
    if not before or len(text.split()) > SHORT:
        return None
    return "\n".join([*before[-MOST_BEFORE:], text])


def add_further_rows(message: Message, name: str, row: Callable[[str], csr_matrix | np.ndarray]) -> None:
    """Keep how a featurizer makes a row for the joint text and for each clause: most messages need none."""
    if joint := joint_text(message):
        message.set(JOINT, {**(message.get(JOINT) or {}), name: lru_cache(maxsize=1)(partial(row, joint))})
    if spans := clause_spans(message):
        told = [message.get(TEXT)[start:end].strip() for start, end in spans]
        message.set(CLAUSES, {**(message.get(CLAUSES) or {}), name: [partial(row, each) for each in told]})


def clause_spans(message: Message) -> list[tuple[int, int]]:
    """Where the clauses of three words or more stand, if there are two to four: each may tell a trouble of its own."""
    text = message.get(TEXT) or ""
    long = [(start, end) for start, end in clauses(text) if len(text[start:end].split()) >= CLAUSE_WORDS]
    return long if 1 < len(long) <= MOST_CLAUSES else []


def clause_features(message: Message) -> list[tuple[Callable[[], csr_matrix], Callable[[], np.ndarray]]]:
    """What makes the n-grams (1, n) and the dense vector (d,) of each clause."""
    rows = message.get(CLAUSES) or {}
    return list(zip(rows.get("ngrams", ()), rows.get("encoder", ())))


def with_text(training_data: TrainingData) -> list[Message]:
    """The examples that hold text: Rasa adds messages for intents and actions of stories that hold none."""
    return [message for message in training_data.training_examples if message.get(TEXT)]


def features(message: Message) -> tuple[csr_matrix, np.ndarray]:
    """The n-grams (1, n) and the dense vector (d,) of a message."""
    sparse, dense = message.get_sparse_features(TEXT)[1], message.get_dense_features(TEXT)[1]
    return sparse.features, dense.features[0]


def joint_features(message: Message) -> tuple[csr_matrix, np.ndarray] | None:
    """The same for the joint text; None where the message stands alone."""
    rows = message.get(JOINT)
    return (rows["ngrams"](), rows["encoder"]()) if rows else None


def read_alone(message: Message) -> None:
    """The message says by itself what it is about: no component reads it together with those before it."""
    message.set(JOINT, None)


def matrix(messages: list[Message]) -> csr_matrix:
    """The features of many messages (messages, n + d)."""
    pairs = [features(message) for message in messages]
    return hstack([vstack([pair[0] for pair in pairs]), np.stack([pair[1] for pair in pairs])], format="csr")


def split(messages: list[Message]) -> tuple[tuple[csr_matrix, list[Message]], tuple[csr_matrix, list[Message]]]:
    """The examples a head learns from and those it is calibrated on, each with its features."""
    held = np.array([held_out(message.get(TEXT)) for message in messages], bool)
    rows = matrix(messages)
    return tuple((rows[kept], [each for each, keep in zip(messages, kept) if keep]) for kept in (~held, held))
