"""Words of a message by each language's own rules (spaCy), and the cleaning every reader of text relies on."""

import re
import unicodedata
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

MAX_CHARACTERS = 2000  # what a message may hold; longer ones are read up to here
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)  # of a former mail
_ENDLESS = re.compile(r"[^\W_]{80,}")  # no word of ours: a key, a cat on the keyboard


def clean(text: str) -> str:
    """The text as it is read: at most 2,000 characters, without what nobody wrote to be read.

    That is NULs, control characters, lone surrogates, direction marks, quoted lines, and words of 80 characters and more.

    Every character taken out leaves a space, so that positions in the cleaned text are positions in the original.
    """
    for unread in (_CONTROL, _INVISIBLE, _QUOTED, _ENDLESS):
        text = unread.sub(lambda found: " " * len(found.group()), text[:MAX_CHARACTERS])
    return text


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit in any script."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


@lru_cache(maxsize=8)
def pipeline(language: str) -> Language:
    """spaCy's tokenizer for one of the six languages; nothing is downloaded."""
    return spacy.blank(language)


@lru_cache(maxsize=64)
def tokenise(text: str, language: str) -> Doc:
    """The text as spaCy tokens with their positions. Kept for the readers of one message: don't change the Doc."""
    return pipeline(language).make_doc(text)
