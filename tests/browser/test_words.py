"""The chat's words and what stands for them in the scripts; and what it all weighs. No browser is needed here."""

import gzip
import json
import re
import string
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "desk" / "static"
LANGUAGES = ("en", "it", "ar", "sv", "fr", "fi")
MOST_BYTES = 40 * 1024


def words(language: str) -> dict:
    return yaml.safe_load((ROOT / "content" / "chat" / f"{language}.yml").read_text(encoding="utf-8"))


def flat(value, path: str = "") -> dict[str, str]:
    """Every text by its path."""
    if isinstance(value, str):
        return {path: value}
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    return {key: text for name, each in inside for key, text in flat(each, f"{path}.{name}").items()}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language):
    model, told = flat(words("en")), flat(words(language))
    assert told.keys() == model.keys()
    assert [key for key in model if blanks(model[key]) != blanks(told[key])] == []
    assert [key for key, text in told.items() if not text.strip() or "!" in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scripts_own_words_are_those_of_the_content(language):
    told = words(language)
    loader = (STATIC / "chat.js").read_text(encoding="utf-8").replace("\\u202f", "\u202f")
    line = re.search(rf"^    {language}: (\[.*\]),$", loader, re.M).group(1)
    launcher = told["launcher"]
    # Where this fails a word was changed in content/chat: change it in the script too.
    assert json.loads(line) == [launcher["open"], launcher["close"], launcher["unread"], told["title"]]
    assert f'  {language}: "{told["errors"]["unreachable"]}",' in (STATIC / "chat" / "strings.js").read_text(encoding="utf-8")


def test_every_key_the_scripts_ask_for_exists():
    keys = {key.lstrip(".") for key in flat(words("en"))} | {"rating.choices"}
    asked = {key for script in STATIC.glob("chat/*.js") for key in re.findall(r'\bt\("([a-z_.]+)"', script.read_text(encoding="utf-8"))}
    assert asked and asked <= keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_together_is_under_40_kilobytes(language):
    files = [STATIC / "chat.js", *STATIC.glob("chat/*"), *STATIC.glob("vendor/*.js")]
    strings = json.dumps(words(language), ensure_ascii=False).encode()
    total = sum(len(gzip.compress(content, 6)) for content in [*(file.read_bytes() for file in files), strings])
    assert total < MOST_BYTES, f"{total} bytes"


def test_modules_stay_small():
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in [STATIC / "chat.js", *STATIC.glob("chat/*")]}
    assert [name for name, count in lines.items() if count > 300] == []
