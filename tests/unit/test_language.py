"""The language of a message: short ones keep the conversation's, scripts tell by themselves, other languages are named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import LANGUAGES
from bot.reading.language import LanguageGuess, ServiceWords, detect

SENTENCES = {
    "en": "my parcel still has not arrived and nobody answers",
    "it": "il mio pacco non è ancora arrivato e nessuno risponde",
    "ar": "طردي لم يصل بعد ولا أحد يرد على رسائلي",
    "sv": "mitt paket har fortfarande inte kommit och ingen svarar",
    "fr": "mon colis n'est toujours pas arrivé et personne ne répond",
    "fi": "pakettini ei ole vieläkään tullut eikä kukaan vastaa",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_tells_its_language_whatever_was_spoken_before(language):
    for conversation in (None, *LANGUAGES):
        assert detect(SENTENCES[language], conversation) == LanguageGuess(language, True, "")


@pytest.mark.parametrize("text", ["", " ", "4471-AB", "6", "?!", "😀👍", "a", "€200", "ok", "chat", "no"])
@pytest.mark.parametrize("conversation", LANGUAGES)
def test_too_little_to_tell_keeps_the_conversations_language(text, conversation):
    guess = detect(text, conversation)
    assert guess.code == conversation or guess.certain


@pytest.mark.parametrize("text", ["", "4471", "😀", "12.11."])
def test_nothing_to_tell_by_is_the_default_at_the_start(text):
    assert detect(text) == LanguageGuess("en", False) and detect(text, default="sv") == LanguageGuess("sv", False)
    assert detect(text, "klingon", "fi") == LanguageGuess("fi", False)


@pytest.mark.parametrize("text", ["نعم", "لا", "طلب 4471-AB", "شكرا ok", "الـpackage ما وصل بعد"])
def test_arabic_script_is_arabic_however_short(text):
    assert detect(text, "en") == LanguageGuess("ar", True)


def test_an_arabic_name_in_a_swedish_sentence_does_not_make_it_arabic():
    assert detect("jag talade med محمد om mitt paket som inte har kommit", "sv").code == "sv"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mein Paket ist immer noch nicht angekommen und niemand antwortet mir", "German"),
        ("mi paquete todavía no ha llegado y nadie me contesta los mensajes", "Spanish"),
        ("моя посылка до сих пор не пришла, никто не отвечает", "Russian"),
    ],
)
def test_a_language_that_is_not_ours_is_named(text, name):
    guess = detect(text, "en")
    assert guess.foreign == name and guess.code in LANGUAGES


@pytest.mark.parametrize("text", ["bitte", "mein Paket", "hola amigo"])
def test_a_few_foreign_words_name_no_language(text):
    assert detect(text, "en").foreign == ""


def words() -> ServiceWords:
    return ServiceWords.learn([("moi, paketti?", "fi"), ("Moi moi", "fi"), ("paketti", "fi"), ("merci", "fr"), ("merci bien", "fr"), ("ok", "en")])


def test_words_of_service_chats_are_counted_once_an_example():
    assert words().counts == {"merci": {"fr": 2}, "moi": {"fi": 2}, "paketti": {"fi": 2}}


def test_a_known_word_outweighs_its_letters():
    assert detect("moi", "en").code == "en" and detect("moi", "en", known_words=words()) == LanguageGuess("fi", True)


def test_unknown_words_change_nothing():
    assert set(words().scores(["xyz"]).values()) == {1.0}


def test_words_come_back_from_their_file(tmp_path):
    words().save(tmp_path / "words.json")
    assert ServiceWords.load(tmp_path / "words.json") == words()


@given(st.text(st.characters(exclude_categories=()), max_size=60), st.one_of(st.none(), st.text(max_size=3)))
@settings(max_examples=60, deadline=None)
def test_any_text_has_one_of_our_languages(text, conversation):
    assert detect(text, conversation).code in LANGUAGES
