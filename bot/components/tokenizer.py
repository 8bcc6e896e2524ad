"""Rasa component: words by each language's own spaCy rules."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.components.messages import LANGUAGE
from bot.reading.tokens import tokenise
from bot.settings import settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class WordTokenizer(Tokenizer):
    """spaCy's tokenizer of the message's language; no model is loaded."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own settings for tokenizers, unused."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(cls, config, model_storage, resource, execution_context) -> "WordTokenizer":  # noqa: ANN001
        """A tokenizer has no state."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words with the positions they start at."""
        language = message.get(LANGUAGE) or settings().default_language
        words = tokenise(message.get(attribute) or "", language)
        return [Token(word.text, word.idx) for word in words if not word.is_space]
