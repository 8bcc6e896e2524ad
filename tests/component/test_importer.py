"""The importer reads what Rasa's own reader does, and names a mistake in an example by file, line and key."""

import pytest
import yaml
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT

from bot.components.importer import ExampleImporter
from bot.models import LANGUAGES
from bot.reading.examples import all_examples
from bot.settings import ROOT
from bot.yaml_files import ContentError

pytestmark = pytest.mark.rasa

WHOLE = """\
version: "3.1"
nlu:
- intent: late_delivery
  metadata: {language: fi}
  examples:
  - {text: "paketti on myöhässä", metadata: {feeling: frustrated, intensity: 1, also: [no_reply]}}
  - {text: "[missä](city) paketti on?", metadata: {feeling: calm, intensity: 0}}
- intent: thank
  metadata: {language: fi}
  examples:
  - {text: "kiitos", metadata: {feeling: grateful, intensity: 1}}
"""


def importer(path, text: str) -> ExampleImporter:
    """The importer over a project that holds one NLU file."""
    file = path / "data" / "nlu" / "fi" / "timing.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return ExampleImporter(config_file=None, domain_path=None, training_data_paths=[str(path / "data")])


def test_examples_become_messages_with_their_metadata(tmp_path):
    first, _, last = importer(tmp_path, WHOLE).get_nlu_data().training_examples
    assert (first.get(TEXT), first.get(INTENT)) == ("paketti on myöhässä", "late_delivery")
    assert first.get(METADATA)["intent"] == {"language": "fi"}
    assert first.get(METADATA)["example"] == {"feeling": "frustrated", "intensity": 1, "signals": [], "also": ["no_reply"]}
    assert last.get(INTENT) == "thank"


def test_brackets_of_a_customer_are_text_and_no_entity(tmp_path):
    example = importer(tmp_path, WHOLE).get_nlu_data().training_examples[1]
    assert example.get(TEXT) == "[missä](city) paketti on?" and not example.get("entities")


def test_what_it_reads_is_what_rasas_own_reader_reads(tmp_path):
    plain = WHOLE.replace("[missä](city)", "missä")
    ours = importer(tmp_path, plain)
    theirs = RasaFileImporter(config_file=None, domain_path=None, training_data_paths=[str(tmp_path / "data")]).get_nlu_data()
    key = [(each.get(TEXT), each.get(INTENT), each.get(METADATA)["intent"]) for each in theirs.training_examples]
    assert [(each.get(TEXT), each.get(INTENT), each.get(METADATA)["intent"]) for each in ours.get_nlu_data().training_examples] == key


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("feeling: calm", "feeling: happy", r"timing\.yml:7: nlu\.0\.examples\.1: feeling 'happy'; one of calm, "),
        ("intensity: 1}}\n", "intensity: 4}}\n", r"timing\.yml:11: nlu\.1\.examples\.0: intensity 4; 0, 1, 2 or 3"),
        ("{language: fi}", "{language: de}", r"timing\.yml:4: nlu\.0\.metadata: language 'de'; one of en, "),
        ("  metadata: {language: fi}\n", "", r"timing\.yml:3: nlu\.0: a block needs intent, metadata"),
        ('text: "kiitos"', 'text: ""', r"timing\.yml:11: nlu\.1\.examples\.0: an example is"),
        ('text: "kiitos"', "text: 5", r"timing\.yml:11: nlu\.1\.examples\.0: an example is"),
        ('"kiitos"', '"kiitos', r"timing\.yml:\d+: "),
        ("- intent: thank", "\t- intent: thank", r"timing\.yml:8: a tab"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_key(tmp_path, old, new, expected):
    assert old in WHOLE
    with pytest.raises(ContentError, match=expected):
        importer(tmp_path, WHOLE.replace(old, new, 1)).get_nlu_data()


def test_the_project_is_read_by_it():
    """config.yml names it, so `rasa train` uses it; rules and stories still come from Rasa's own importer."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    assert config["importers"] == [{"name": f"{ExampleImporter.__module__}.{ExampleImporter.__name__}"}]
    project = TrainingDataImporter.load_from_config(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")])
    assert len(project.get_stories().story_steps) > 3


def test_the_projects_own_examples_are_whole_and_stand_in_the_domain():
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    found = all_examples(ROOT / "data" / "nlu")
    assert {each.intent for each in found} == set(domain["intents"]) and {each.language for each in found} == set(LANGUAGES)
