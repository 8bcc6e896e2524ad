"""What the components share: the features of a message as arrays, and what its metadata says of it."""

import numpy as np
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack

LANGUAGE = "language"
WORD_PARTS = "word_parts"


def label(message: Message, name: str, default: object) -> object:
    """A label of a training example, such as its feeling."""
    return (message.get(METADATA) or {}).get(METADATA_EXAMPLE, {}).get(name, default)


def example_language(message: Message) -> str | None:
    """The language a training example's block is in; None for a customer's message."""
    return ((message.get(METADATA) or {}).get(METADATA_INTENT) or {}).get(LANGUAGE)


def conversation_language(message: Message) -> str | None:
    """The language a channel says the conversation is in, if it says so."""
    return (message.get(METADATA) or {}).get(LANGUAGE)


def with_text(training_data: TrainingData) -> list[Message]:
    """The examples that hold text: Rasa adds messages for intents and actions of stories that hold none."""
    return [message for message in training_data.training_examples if message.get(TEXT)]


def features(message: Message) -> tuple[csr_matrix, np.ndarray]:
    """The n-grams (1, n) and the dense vector (d,) of a message."""
    sparse, dense = message.get_sparse_features(TEXT)[1], message.get_dense_features(TEXT)[1]
    return sparse.features, dense.features[0]


def matrix(messages: list[Message]) -> csr_matrix:
    """The features of many messages (messages, n + d)."""
    pairs = [features(message) for message in messages]
    return hstack([vstack([pair[0] for pair in pairs]), np.stack([pair[1] for pair in pairs])], format="csr")
