"""Each component alone, with Rasa's own storage: it trains, is written, loads, and reads as it did before."""

from types import SimpleNamespace

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import cause_classifier
from bot.components.cause_classifier import CauseClassifier
from bot.components.fact_extractor import FactExtractor
from bot.components.feeling_classifier import FeelingClassifier
from bot.components.importer import _message
from bot.components.language import LanguageDetector
from bot.components.messages import LANGUAGE, WORD_PARTS, features
from bot.components.ngrams import NgramFeaturizer
from bot.components.sentence_encoder import SentenceEncoder
from bot.components.tokenizer import WordTokenizer
from bot.reading.examples import Example
from bot.reading.feelings import SIGNALS
from bot.reading.parse import reading

pytestmark = pytest.mark.rasa

PIPELINE = (LanguageDetector, WordTokenizer, NgramFeaturizer, SentenceEncoder, CauseClassifier, FeelingClassifier, FactExtractor)
TRAINED = (LanguageDetector, NgramFeaturizer, SentenceEncoder, CauseClassifier, FeelingClassifier)
STATELESS = (WordTokenizer, FactExtractor)
OUTPUT = (LANGUAGE, "language_certain", "language_foreign", INTENT, INTENT_RANKING_KEY, "also", "feeling", "signals", "evidence", ENTITIES)

TEXTS = {  # (intent, language): (text, feeling, intensity)
    ("late_delivery", "en"): (
        ("my parcel is six days late", "frustrated", 2), ("the parcel is late again, this is a joke", "angry", 3),
        ("when will my late parcel arrive?", "calm", 0), ("your late delivery ruined the party", "angry", 2),
        ("the delivery is two days late", "calm", 0), ("still no parcel and it is a week late", "frustrated", 1),
    ),
    ("late_delivery", "it"): (
        ("il mio pacco è in ritardo di sei giorni", "frustrated", 2), ("il pacco è ancora in ritardo", "frustrated", 1),
        ("quando arriva il mio pacco in ritardo?", "calm", 0), ("il pacco in ritardo mi ha rovinato la festa", "angry", 3),
    ),
    ("late_delivery", "ar"): (
        ("طردي متأخر ستة أيام", "frustrated", 2), ("متى يصل طردي المتأخر؟", "calm", 0),
        ("الطرد متأخر مرة أخرى وهذا غير مقبول", "angry", 3), ("طردي متأخر ولم يصل بعد", "frustrated", 1),
    ),
    ("wrong_charge", "en"): (
        ("you charged my card twice for one order", "angry", 2), ("my card was charged twice, give it back", "angry", 3),
        ("I see a wrong charge on my card", "calm", 0), ("why was my card charged twice?", "frustrated", 1),
        ("the card was charged 40 euros too much", "frustrated", 2), ("wrong amount charged on the card", "calm", 0),
    ),
    ("wrong_charge", "it"): (
        ("mi avete addebitato due volte la carta", "angry", 2), ("vedo un addebito sbagliato sulla carta", "calm", 0),
        ("la carta è stata addebitata due volte", "frustrated", 1), ("un addebito sbagliato sulla mia carta", "frustrated", 2),
    ),
    ("wrong_charge", "ar"): (
        ("خصمتم المبلغ من بطاقتي مرتين", "angry", 2), ("أرى خصمًا خاطئًا على بطاقتي", "calm", 0),
        ("لماذا خصمتم من بطاقتي مرتين؟", "frustrated", 1), ("خصم خاطئ من بطاقتي مرة أخرى", "angry", 3),
    ),
    ("thank", "en"): (
        ("thank you so much for your help", "grateful", 2), ("thank you, that is all", "grateful", 1),
        ("many thanks for the quick help", "grateful", 2), ("thanks, you were great", "grateful", 3),
    ),
    ("thank", "it"): (
        ("grazie mille per l'aiuto", "grateful", 2), ("grazie, è tutto a posto", "grateful", 1),
        ("molte grazie per l'aiuto veloce", "grateful", 2), ("grazie, siete stati gentili", "grateful", 3),
    ),
    ("thank", "ar"): (
        ("شكرا جزيلا على المساعدة", "grateful", 2), ("شكرا لكم، هذا كل شيء", "grateful", 1),
        ("شكرا على المساعدة السريعة", "grateful", 2), ("شكرا لكم كنتم رائعين", "grateful", 3),
    ),
}  # fmt: skip
MESSAGES = (
    "my parcel is four days late and my card was charged twice!", "il pacco è in ritardo di tre giorni", "شكرا على المساعدة",
    "thank you so much", "ok", "4471-AB", "?!", "parcel " * 300, "zzz qqq xxx",
)  # fmt: skip


def examples() -> list[Example]:
    """Three dozen examples in three languages; the angry ones go public, so that one signal has a head."""
    return [
        Example(text, language, intent, feeling, intensity, signals=("going_public",) if intensity == 3 and feeling == "angry" else ())
        for (intent, language), rows in TEXTS.items() for text, feeling, intensity in rows
    ]  # fmt: skip


def context(component: type) -> tuple[dict, Resource, ExecutionContext]:
    """A component's default configuration, where it is stored, and its place in the graph."""
    name = component.__name__
    return component.get_default_config(), Resource(name), ExecutionContext(GraphSchema({}), node_name=name)


def process(components, text: str, **metadata) -> Message:
    """A customer's message through these components."""
    message = Message({TEXT: text, METADATA: metadata})
    for component in components:
        component.process([message])
    return message


def output(message: Message) -> dict:
    """What a message's parse and features hold, as values that compare."""
    found = {key: message.get(key) for key in OUTPUT}
    found["tokens"] = [(token.text, token.start) for token in message.get("text_tokens") or ()]
    for number, each in enumerate(message.features):
        row = each.features
        found[f"features {number}"] = row.tolist() if isinstance(row, np.ndarray) else (row.shape, row.indices.tolist(), row.data.tolist())
    return found


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The pipeline, trained in order as Rasa does, and the storage that holds it."""
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
    data = TrainingData([_message(example) for example in examples()])
    components = {}
    for component in PIPELINE:
        config, resource, place = context(component)
        made = component.create(config, storage, resource, place)
        if component in TRAINED:
            assert made.train(data) == resource
        data = made.process_training_data(data)
        components[component] = made
    return SimpleNamespace(storage=storage, components=components)


@pytest.fixture(scope="module")
def loaded(trained):
    """The same pipeline, loaded from the storage."""
    made = []
    for component in PIPELINE:
        config, resource, place = context(component)
        start = component.load if component in TRAINED else component.create
        made.append(start(config, trained.storage, resource, place))
    return made


@pytest.mark.parametrize("component", TRAINED, ids=lambda each: each.__name__)
def test_a_component_reads_the_same_after_loading(trained, component):
    before = trained.components[component]
    config, resource, place = context(component)
    after = component.load(config, trained.storage, resource, place)
    assert after is not before
    chain = [trained.components[each] for each in PIPELINE[: PIPELINE.index(component)]]
    for text in MESSAGES:
        assert output(process([*chain, after], text)) == output(process([*chain, before], text)), text


def test_the_whole_pipeline_reads_the_same_after_loading(trained, loaded):
    for text in MESSAGES:
        assert output(process(loaded, text)) == output(process(trained.components.values(), text)), text


def test_training_twice_gives_the_same(trained, loaded, tmp_path):
    storage = LocalModelStorage.create(tmp_path)
    data = TrainingData([_message(example) for example in examples()])
    again = []
    for component in PIPELINE:
        config, resource, place = context(component)
        made = component.create(config, storage, resource, place)
        if component in TRAINED:
            made.train(data)
        data = made.process_training_data(data)
        again.append(made)
    text = MESSAGES[0]
    assert output(process(again, text)) == output(process(loaded, text))


def test_an_untrained_component_is_not_found(tmp_path):
    storage = LocalModelStorage.create(tmp_path)
    for component in TRAINED:
        config, resource, place = context(component)
        with pytest.raises(ValueError, match=component.__name__):
            component.load(config, storage, resource, place)


def test_the_language_stands_in_the_parse(loaded):
    message = process(loaded[:1], "il pacco è in ritardo")
    assert message.get(LANGUAGE) == "it" and message.get("language_certain") is True and message.get("language_foreign") == ""
    assert {LANGUAGE, "language_certain", "language_foreign", TEXT} <= message.output_properties


@pytest.mark.parametrize(("text", "known", "language"), [("ok", "fi", "fi"), ("4471-AB", "ar", "ar"), ("", "sv", "sv"), ("", None, "en")])
def test_a_conversations_language_is_kept(loaded, text, known, language):
    message = process(loaded[:1], text, **({"language": known} if known else {}))
    assert message.get(LANGUAGE) == language and message.get("language_certain") is False


def test_the_text_is_cleaned_where_it_comes_in(loaded):
    message = process(loaded[:1], "my\x00 parcel\u202e is late" + "!" * 5000)
    assert message.get(TEXT).startswith("my  parcel  is late") and len(message.get(TEXT)) == 2000


def test_examples_keep_the_language_of_their_block(trained):
    data = TrainingData([_message(Example("ok", "fi", "affirm", "calm", 0))])
    assert trained.components[LanguageDetector].process_training_data(data).training_examples[0].get(LANGUAGE) == "fi"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "I don't know.", ["I", "do", "n't", "know", "."]), ("fr", "l'eau", ["l'", "eau"]),
        ("it", "l'ordine è qui", ["l'", "ordine", "è", "qui"]), ("ar", "أين طردي؟", ["أين", "طردي", "؟"]), ("fi", "   ", []),
    ],
)  # fmt: skip
def test_words_by_each_languages_rules(language, text, words):
    config, resource, place = context(WordTokenizer)
    message = Message({TEXT: text, LANGUAGE: language})
    WordTokenizer.create(config, None, resource, place).process([message])
    tokens = message.get("text_tokens") or []
    assert [token.text for token in tokens] == words
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_an_example_without_a_language_is_cut_by_the_default_one():
    config, resource, place = context(WordTokenizer)
    tokens = WordTokenizer.create(config, None, resource, place).tokenize(Message({TEXT: "don't"}), TEXT)
    assert [token.text for token in tokens] == ["do", "n't"]


def test_features_are_one_row_of_ngrams_and_one_vector(loaded):
    sparse, dense = features(process(loaded[:4], MESSAGES[0]))
    assert sparse.shape[0] == 1 and sparse.nnz and dense.shape == (384,)
    message = process(loaded[:4], MESSAGES[0])
    assert all(MESSAGES[0][part.start : part.end].strip() for part in message.get(WORD_PARTS))


def test_unknown_words_have_no_ngrams_and_still_a_vector(loaded):
    sparse, dense = features(process(loaded[:4], "ξψω"))
    assert sparse.nnz == 0 and np.isfinite(dense).all()


def test_scale_weighs_the_vector(trained):
    config, resource, place = context(SentenceEncoder)
    chain = [trained.components[each] for each in PIPELINE[:3]]
    six, one = (SentenceEncoder.load({**config, "scale": scale}, trained.storage, resource, place) for scale in (6.0, 1.0))
    dense = [features(process([*chain, encoder], "late parcel"))[1] for encoder in (six, one)]
    assert np.allclose(dense[0], 6 * dense[1], rtol=1e-5)


def test_the_cause_is_the_intent_with_its_ranking(loaded):
    message = process(loaded, "the parcel is late")
    ranking = message.get(INTENT_RANKING_KEY)
    assert message.get(INTENT)["name"] == "late_delivery" == ranking[0]["name"]
    assert {each["name"] for each in ranking} == {"late_delivery", "wrong_charge", "thank"}
    assert sum(each["confidence"] for each in ranking) == pytest.approx(1.0, abs=1e-5)


def test_several_causes_share_the_message(loaded):
    message = process(loaded, "the parcel is late and the card was charged")
    assert {message.get(INTENT)["name"], *message.get("also")} == {"late_delivery", "wrong_charge"}
    spans = {each["for"]: message.get(TEXT)[each["start"] : each["end"]] for each in message.get("evidence") if "_" in each["for"]}
    assert "parcel" in spans["late_delivery"] and "charged" in spans["wrong_charge"]


def test_a_cause_that_only_a_clause_names_is_the_intent_too(loaded, monkeypatch):
    """A graver cause of one clause comes first even where it isn't among those the whole message ranks."""
    monkeypatch.setattr(cause_classifier, "RANKED", 1)
    monkeypatch.setattr(cause_classifier.causes, "hinted", lambda ranking: True)
    message = process(loaded, "the parcel is late and the card was charged")
    assert message.get(INTENT)["name"] == "wrong_charge" == message.get(INTENT_RANKING_KEY)[0]["name"]
    assert message.get("also") == ["late_delivery"]


def test_a_short_message_is_read_with_those_before_it(loaded):
    alone, joint = process(loaded, "again"), process(loaded, "again", before=["my card was charged twice"])
    assert alone.get("in_context") is None and joint.get("in_context")[0]["name"] == "wrong_charge"
    assert joint.get(INTENT_RANKING_KEY) == alone.get(INTENT_RANKING_KEY)


def test_gratitude_has_a_feeling_and_no_cause(loaded):
    message = process(loaded, "grazie mille per l'aiuto")
    assert message.get(INTENT)["name"] == "thank" and message.get("also") == [] and message.get("feeling")["name"] == "grateful"


def test_feeling_intensity_and_signals_are_in_range(loaded):
    for text in MESSAGES:
        message = process(loaded, text)
        feeling = message.get("feeling")
        assert feeling["intensity"] in ((0,) if feeling["name"] == "calm" else (1, 2, 3))
        assert sum(feeling["scores"].values()) == pytest.approx(1.0, abs=1e-4)
        assert set(message.get("signals")) <= set(SIGNALS)


def test_evidence_stands_in_the_text(loaded):
    for text in MESSAGES:
        message = process(loaded, text)
        for each in message.get("evidence"):
            assert 0 <= each["start"] < each["end"] <= len(message.get(TEXT)), text


def test_facts_are_entities_in_normal_form(loaded):
    message = process(loaded, "order 4471-AB is six days late and cost 40 euros")
    found = {each["entity"]: each for each in message.get(ENTITIES)}
    assert found["waiting"]["value"] == {"value": 6.0, "unit": "day"} and found["reference"]["value"] == "4471-AB"
    assert found["amount"]["value"] == {"value": 40.0, "currency": "EUR"}
    assert message.get(TEXT)[found["waiting"]["start"] : found["waiting"]["end"]] == "six days"
    assert all(each["extractor"] == "FactExtractor" for each in found.values())


def test_entities_found_before_stay(loaded):
    message = Message({TEXT: "6 days", LANGUAGE: "en", ENTITIES: [{"entity": "city", "value": "Lund", "start": 0, "end": 1}]})
    loaded[-1].process([message])
    assert [each["entity"] for each in message.get(ENTITIES)] == ["city", "waiting"]


def test_the_parse_becomes_a_reading(loaded):
    message = process(loaded, "my parcel is six days late")
    read = reading(message.as_dict(only_output_properties=True))
    assert (read.cause, read.language, read.facts.waiting.value) == ("late_delivery", "en", 6.0)
