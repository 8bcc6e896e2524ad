"""Rasa component: the cause (or dialogue act) of a message, as its intent, with the words that carried it."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.components.messages import WORD_PARTS, clause_features, clause_spans, features, joint_features, read_alone, split
from bot.components.ngrams import NgramFeaturizer
from bot.components.sentence_encoder import SentenceEncoder
from bot.models import Evidence
from bot.reading import causes, evidence
from bot.reading.heads import LinearHead, calibrated, fit

RANKED = 10
FILE = "cause.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CauseClassifier(GraphComponent, IntentClassifier):
    """Logistic regression over the n-grams and the encoder's vector, calibrated on the held-out examples."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, head: LinearHead | None = None
    ) -> None:
        self._config, self._model_storage, self._resource, self.head = config, model_storage, resource, head

    @classmethod
    def required_components(cls) -> list[type]:
        """What has to stand before it in config.yml."""
        return [NgramFeaturizer, SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength` is scikit-learn's C, `rounds` the most steps of its solver."""
        return {"strength": 1.0, "rounds": 22}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "CauseClassifier":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the head, calibrate it, and write it to the model."""
        (rows, learned), (held, others) = split(training_data.intent_examples)
        head = fit(rows, [each.get(INTENT) for each in learned], strength=self._config["strength"], rounds=self._config["rounds"])
        self.head = calibrated(head, held, [each.get(INTENT) for each in others])
        with self._model_storage.write_to(self._resource) as folder:
            self.head.save(folder / FILE)
        return self._resource

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
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearHead.load(folder / FILE))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream trains on the causes read."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's intent, the ranking of the best ten, further causes, and the words that carried them.

        A short message that follows others also gets `in_context`: the ranking of all of them read as one.
        """
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        ranking = self._ranking(*features(message))
        clauses = self._clauses(message) if causes.hinted(ranking) else []
        found = causes.named(ranking, clauses)
        if found:  # the gravest of those the message names is the intent, also where only a clause names it
            total = sum(each["confidence"] for each in ranking if each["name"] in found)
            others = [each for each in ranking if each["name"] != found[0]]
            ranking = [{"name": found[0], "confidence": total}, *others][:RANKED]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set("also", found[1:], add_to_output=True)
        message.set("evidence", self._evidence(message, found, clauses), add_to_output=True)
        if causes.sure(ranking):
            read_alone(message)
        elif joint := joint_features(message):
            message.set("in_context", self._ranking(*joint), add_to_output=True)

    def _clauses(self, message: Message) -> list[dict[str, float]]:
        """What each clause says by itself, the probability of every label."""
        rows = [(ngrams(), vector()) for ngrams, vector in clause_features(message)]
        return [dict(zip(self.head.classes, self.head.scores(*each).tolist())) for each in rows]

    def _ranking(self, sparse: csr_matrix, dense: np.ndarray) -> list[dict[str, Any]]:
        """The best ten causes and acts with their confidences, the best first; before them Rasa's fallback, when in doubt."""
        scores = dict(zip(self.head.classes, self.head.scores(sparse, dense).tolist()))
        best = sorted(scores, key=scores.get, reverse=True)[:RANKED]
        ranking = [{"name": name, "confidence": scores[name]} for name in best]
        doubt = [{"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - scores[best[0]]}]
        return doubt + ranking if causes.in_doubt(scores) else ranking

    def _evidence(self, message: Message, found: list[str], clauses: list[dict[str, float]]) -> list[dict[str, Any]]:
        """The words that carried the cause; where there are several causes, the clauses of each."""
        parts, columns = message.get(WORD_PARTS), {name: self.head.column(name) for name in found}
        if len(found) > 1 and clauses:
            told = zip(clause_spans(message), clauses)
            spans = [Evidence(start, end, max(found, key=scores.get)) for (start, end), scores in told]
        elif len(found) > 1:
            spans = evidence.shared_out(message.get(TEXT), parts, columns)
        else:
            spans = [span for name in found for span in evidence.carried(parts, columns[name], name)]
        return [{"start": span.start, "end": span.end, "for": span.speaks_for} for span in spans]
