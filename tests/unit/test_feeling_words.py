"""Words that name a feeling are found in every language, words that only look like them aren't, and mistakes are named."""

import pytest

from bot.models import LANGUAGES
from bot.reading.feeling_words import SECTIONS, load, plain
from bot.settings import ROOT
from bot.yaml_files import ContentError, read

FILE = ROOT / "content" / "feeling_words.yml"
WHOLE = "".join(f"{language}:\n  stems: [angr, fed up]\n  words: [sad]\n" for language in LANGUAGES)


@pytest.fixture(scope="module")
def words():
    return load(FILE)


def found(words, language: str, text: str) -> str:
    match = words[language].search(plain(text, language))
    return match[0] if match else ""


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "I'm ANGRY now", "angry"), ("en", "so fed-up with this", "fed up"), ("en", "That makes me sad.", "sad"),
        ("it", "sono delusa", "delusa"), ("it", "Che rabbia!", "rabbia"), ("it", "l’ansia mi divora", "ansia"),
        ("ar", "وأنا خائفةٌ جداً", "خايفه"), ("ar", "وخايف على فلوسي", "وخايف"), ("ar", "بالغضب", "بالغضب"), ("ar", "خيبة أمل", "خيبه"),
        ("sv", "jätteorolig för paketet", "jätteorolig"), ("sv", "Jag är RÄDD", "rädd"), ("sv", "skitarg", "skitarg"),
        ("fr", "je suis déçue", "decue"), ("fr", "J'en ai ras-le-bol", "ras le bol"), ("fr", "ça m’inquiète", "inquiete"),
        ("fi", "olen pettynyt teihin", "pettynyt"), ("fi", "Pelkään pahinta", "pelkään"), ("fi", "ärsyttää", "ärsyttää"),
    ],
)  # fmt: skip
def test_a_named_feeling_is_found(words, language, text, word):
    assert found(words, language, text) == word


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "who made this saddle"), ("en", "third no-show, third evening lost"), ("it", "la stufa non parte, Teresa"),
        ("ar", "شارع الياسمين"), ("ar", "القاهرة"), ("sv", "ett argument om surdeg"), ("sv", "jag räddade paketet"),
        ("fr", "malheureusement rien, et le générique remonte"), ("fr", "Genève"), ("fi", "pelkästään vihanneksia, huolellisesti"),
    ],
)  # fmt: skip
def test_a_word_that_looks_alike_is_not(words, language, text):
    assert found(words, language, text) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_listed_twice_or_begins_with_a_stem(language):
    stems, words = ([plain(word, language) for word in read(FILE)[language].get(name, ())] for name in SECTIONS[1:])
    covered = [word for at, word in enumerate(stems + words) for other, stem in enumerate(stems) if at != other and word.startswith(stem)]
    assert covered == [] and len(words) == len(set(words))


@pytest.mark.parametrize(("text", "expected"), [("Où  es-tu ?!", "ou es tu"), ("👍", "👍"), ("...", "..."), ("ID_12", "id 12")])
def test_plain(text, expected):
    assert plain(text, "fr") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("it:\n  stems: [angr, fed up]\n  words: [sad]\n", "", r"feeling_words\.yml:1: it: a language needs `stems`"),
        ("it:\n  stems: [angr, fed up]", "it:\n  stems: []", r"feeling_words\.yml:4: it: a language needs `stems`"),
        ("it:\n  stems", "it:\n  roots: [x]\n  stems", r"feeling_words\.yml:5: it\.roots: no such section; one of prefixes, stems, words"),
        ("it:\n  stems: [angr, fed up]", "it:\n  stems: angr", r"feeling_words\.yml:5: it\.stems: a list, such as \[angr\]"),
        ("it:\n  stems: [angr, fed up]", "it:\n  stems: [angr, no]", r"feeling_words\.yml:5: it\.stems\.1: False is no word; quote it"),
        ("it:\n  stems: [angr, fed up]", "it:\n  stems: ['!']", r"feeling_words\.yml:5: it\.stems\.0: '!' is no word"),
    ],
)
def test_a_mistake_is_named(tmp_path, old, new, expected):
    assert old in WHOLE
    file = tmp_path / "feeling_words.yml"
    file.write_text(WHOLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=expected):
        load(file)


def test_a_language_without_words_or_prefixes_finds_only_its_stems(tmp_path):
    file = tmp_path / "feeling_words.yml"
    file.write_text(WHOLE.replace("  words: [sad]\n", ""), encoding="utf-8")
    assert found(load(file), "en", "sad but hungry") == "" and found(load(file), "en", "sad and angry") == "angry"
