"""Rasa component: the cause (or dialogue act) of a message, as its intent, with the words that carried it.

Rasa's logistic regression trains and stores the model; scoring runs over its weights laid out for one message at a
time, because scikit-learn copies the whole matrix on every call (15 ms against 0.1).
"""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix

from bot.components.messages import WORD_PARTS, features, matrix
from bot.components.ngrams import NgramFeaturizer
from bot.components.sentence_encoder import SentenceEncoder
from bot.reading import causes, evidence
from bot.reading.heads import LinearHead

RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CauseClassifier(LogisticRegressionClassifier):
    """Rasa's LogisticRegressionClassifier over the n-grams and the encoder's vector."""

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.C = self.config["strength"]
        self.head: LinearHead | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to stand before it in config.yml."""
        return [NgramFeaturizer, SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength` is scikit-learn's C; the rest are Rasa's own settings."""
        return {**LogisticRegressionClassifier.get_default_config(), "strength": 1.0}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "CauseClassifier":
        """An untrained classifier."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "CauseClassifier":
        """The classifier as it was trained."""
        classifier = super().load(config, model_storage, resource, execution_context, **kwargs)
        classifier.head = LinearHead.of(classifier.clf)
        return classifier

    def _create_X(self, messages: list[Message]) -> csr_matrix:  # noqa: N802 (Rasa's name)
        return matrix(messages)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's intent, the ranking of the best ten, further causes, and the words that carried them."""
        if self.head is None:
            self.head = LinearHead.of(self.clf)
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        scores = self.head.scores(*features(message))
        best = scores.argsort()[::-1][:RANKED]
        ranking = [{"name": self.head.classes[at], "confidence": float(scores[at])} for at in best]
        found = causes.named(ranking)
        if found:  # the gravest of those the message names is the intent
            ranking.sort(key=lambda each: each["name"] != found[0])
            ranking[0]["confidence"] = sum(each["confidence"] for each in ranking if each["name"] in found)
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set("also", found[1:], add_to_output=True)
        message.set("evidence", self._evidence(message, found), add_to_output=True)

    def _evidence(self, message: Message, found: list[str]) -> list[dict[str, Any]]:
        """The words that carried the cause; where there are several causes, the clauses of each."""
        parts, columns = message.get(WORD_PARTS), {name: self.head.column(name) for name in found}
        if len(found) > 1:
            spans = evidence.shared_out(message.get(TEXT), parts, columns)
        else:
            spans = [span for name in found for span in evidence.carried(parts, columns[name], name)]
        return [{"start": span.start, "end": span.end, "for": span.speaks_for} for span in spans]
