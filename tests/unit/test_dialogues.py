"""The dialogues are whole, and what isn't whole is named with file and line."""

from collections import Counter

import pytest

from bot.models import LANGUAGES, NO_CAUSE
from bot.reading.dialogues import all_dialogues, read_dialogues
from bot.settings import ROOT
from bot.yaml_files import ContentError

WHOLE = """\
dialogues:
- before: ["Where is my parcel?"]
  text: "still nothing"
  cause: late_delivery
  feeling: frustrated
  intensity: 2
"""


def test_every_language_has_its_dialogues(content):
    found = all_dialogues(ROOT / "data" / "dialogues")
    assert min(Counter(each.language for each in found)[language] for language in LANGUAGES) >= 60
    for each in found:
        assert each.cause in {NO_CAUSE, *content.causes} and set(each.signals) <= set(content.signals), each


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  feeling: frustrated\n", "", r"en\.yml:2: .*a dialogue needs"), ("frustrated", "cross", r"en\.yml:2: .*feeling 'cross'; one of calm"),
        ('["Where is my parcel?"]', "[]", r"en\.yml:2: .*one message or more"), ('["Where is my parcel?"]', "x", r"en\.yml:2: .*a list"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path, old, new, expected):
    (tmp_path / "en.yml").write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=expected):
        list(read_dialogues(tmp_path / "en.yml"))
