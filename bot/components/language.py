"""Rasa component: the language of a message, kept from the conversation where the message is too short to tell."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.messages import LANGUAGE, conversation_language, example_language, with_text
from bot.reading.language import ServiceWords, detect
from bot.reading.tokens import clean
from bot.settings import settings

FILE = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Cleans the text and puts `language`, `language_certain` and `language_foreign` into the parse."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, words: ServiceWords) -> None:
        self._model_storage, self._resource, self.words = model_storage, resource, words

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "LanguageDetector":
        """A detector that knows no words yet."""
        return cls(model_storage, resource, ServiceWords())

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which words each language's examples use."""
        self.words = ServiceWords.learn((each.get(TEXT), _language(each)) for each in with_text(training_data))
        with self._model_storage.write_to(self._resource) as folder:
            self.words.save(folder / FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LanguageDetector":
        """The detector as it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, ServiceWords.load(folder / FILE))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples say their language themselves."""
        for message in training_data.training_examples:
            message.set(LANGUAGE, _language(message))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Detect each message's language."""
        for message in messages:
            text = clean(message.get(TEXT) or "")
            guess = detect(text, conversation_language(message), settings().default_language, self.words)
            message.set(TEXT, text, add_to_output=True)
            message.set(LANGUAGE, guess.code, add_to_output=True)
            message.set("language_certain", guess.certain, add_to_output=True)
            message.set("language_foreign", guess.foreign, add_to_output=True)
        return messages


def _language(example: Message) -> str:
    return example_language(example) or settings().default_language
