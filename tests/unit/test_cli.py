"""`heard read`, `suggest` and `check` with a reader made by hand: what they print, and how they end."""

import json
from datetime import datetime

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.cli import app
from bot.components.model import NoModel, Reader
from bot.models import FEELINGS, LANGUAGES

READING = {
    "language", "feeling", "intensity", "feelings", "cause", "cause_confidence", "causes", "also", "act", "signals", "facts", "evidence",
}  # fmt: skip


def parse(text: str, language: str | None, _before: list[str]) -> dict:
    """A parse in which whoever writes "late" is angry about a late parcel, and everybody else says thanks."""
    late = "late" in text
    intent = {"name": "late_delivery" if late else "thank", "confidence": 0.9}
    found = text.find("six days")
    waiting = {"entity": "waiting", "value": {"value": 6.0, "unit": "day"}, "start": found, "end": found + 8, "extractor": "FactExtractor"}
    return {
        "text": text, "language": language or "en", "intent": intent, "intent_ranking": [intent],
        "feeling": {"name": "angry" if late else "grateful", "intensity": 2, "scores": {"angry": 0.8}},
        "signals": {"legal": 0.9} if late else {}, "entities": [waiting] if found >= 0 else [],
        "evidence": [{"start": text.find("late"), "end": text.find("late") + 4, "for": "late_delivery"}] if late else [],
    }  # fmt: skip


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    made = Reader(parse)
    for module in (cli.read, cli.suggest, cli.check):
        monkeypatch.setattr(module, "load", lambda: made)


def run(*arguments: str, input: str | bytes | None = None):
    return CliRunner().invoke(app, arguments, input=input)


def lines(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_read_shows_a_reading():
    result = run("read", "my parcel is six days late")
    assert result.exit_code == 0
    for words in ("angry 2/3", "late_delivery", "legal", "waiting", "'six days' → waiting", "'late' → late_delivery"):
        assert words in result.stdout, words


@pytest.mark.parametrize("text", ["late [/dim] [bold]", "late [/]", "late [red]"])
def test_brackets_of_a_customer_are_no_markup(text, monkeypatch):
    def spans(text: str, language: str | None, _before: list[str]) -> dict:
        return {**parse(text, language, []), "evidence": [{"start": 0, "end": len(text), "for": "late_delivery"}]}

    monkeypatch.setattr(cli.read, "load", lambda: Reader(spans))
    result = run("read", text)
    assert result.exit_code == 0 and repr(text) in result.stdout


@pytest.mark.parametrize("command", ["read", "suggest"])
@pytest.mark.parametrize("arguments", [(), ("text", "--jsonl", "-")])
def test_either_a_text_or_lines(command, arguments):
    result = run(command, *arguments)
    assert result.exit_code == 2 and "TEXT" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("read", "ok", "--lang", "de"), "de"), (("suggest", "ok", "--lang", "de"), "de"), (("suggest", "ok", "-n", "4"), "4"),
        (("suggest", "ok", "--fault", "mine"), "mine"), (("suggest", "ok", "--solvable", "soon"), "soon"),
        (("suggest", "ok", "--channel", "fax"), "fax"), (("check", "--text", "x", "--lang", "de"), "de"),
        (("check", "--text", "x", "--feeling", "happy"), "happy"), (("check", "--text", "x", "--cause", "weather"), "weather"),
        (("check", "--text", "x", "--channel", "fax"), "fax"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named(arguments, named):
    result = run(*arguments)
    assert result.exit_code == 2 and named in result.stderr


def test_read_lines_from_standard_input():
    given = '{"id": "a", "text": "six days late", "lang": "en"}\n\n{"text": "kiitos", "lang": "fi"}\n'
    result = run("read", "--jsonl", "-", input=given)
    first, second = lines(result)
    assert result.exit_code == 0 and set(first) == READING | {"id"}
    assert (first["id"], first["cause"], first["feeling"], first["signals"]) == ("a", "late_delivery", "angry", ["legal"])
    assert first["facts"] == {
        "amount": None, "waiting": {"value": 6.0, "unit": "day"}, "contact_count": None, "reference": None, "promised_date": None,
    }  # fmt: skip
    assert {"start": 9, "end": 13, "for": "late_delivery"} in first["evidence"]
    assert (second["id"], second["language"], second["act"], second["cause"]) == (3, "fi", "thank", "none")
    assert set(first["feelings"]) == set(FEELINGS)


def test_a_bad_line_is_answered_in_its_place_and_ends_with_1(tmp_path):
    file = tmp_path / "messages.jsonl"
    file.write_bytes(b'{"text": "late"}\nnot json\n{"text": "\xff"}\n{"id": 4}\n{"text": "thanks"}\n')
    result = run("read", "--jsonl", str(file))
    found = lines(result)
    assert result.exit_code == 1 and len(found) == 5
    assert ["error" in each for each in found] == [False, True, True, True, False]
    assert all(f"line {number}" in found[number - 1]["error"] for number in (2, 3, 4))
    assert result.stderr.count("heard: line") == 3 and "Traceback" not in result.stderr


def test_the_language_of_a_line_stands_before_the_option():
    given = '{"text": "kiitos", "lang": "fi"}\n{"text": "ok"}\n'
    assert [each["language"] for each in lines(run("read", "--jsonl", "-", "--lang", "sv", input=given))] == ["fi", "sv"]


def test_earlier_turns_throw_their_light():
    given = json.dumps({"text": "6", "context": ["my parcel is late", {"text": "any news"}]})
    (found,) = lines(run("read", "--jsonl", "-", input=given))
    assert found["cause"] == "none" and found["act"] == "thank"


@pytest.mark.parametrize("text", ["", "   ", "\u0000", "?!", "😀"])
def test_a_text_without_words_reads_as_calm(text):
    (found,) = lines(run("read", "--jsonl", "-", input=json.dumps({"text": text})))
    assert (found["feeling"], found["cause"], found["act"], found["language"]) == ("calm", "none", None, "en")


def test_suggest_shows_a_panel_for_each_tone():
    result = run("suggest", "my parcel is six days late")
    assert result.exit_code == 0 and all(tone in result.stdout for tone in ("warm", "brief", "formal"))


def test_the_shape_of_suggestions():
    (found,) = lines(run("suggest", "--jsonl", "-", input='{"id": 7, "text": "my parcel is six days late"}'))
    assert set(found) == {"id", "reading", "suggestions"} and found["id"] == 7 and set(found["reading"]) == READING
    assert [each["tone"] for each in found["suggestions"]] == ["warm", "brief", "formal"]
    for each in found["suggestions"]:
        assert set(each) - {"cues"} == {"text", "tone", "parts", "findings"}  # cues: what a phone agent says around it
        assert set(each["parts"]) == {"acknowledgement", "ownership", "plan", "question"}
        assert each["parts"]["plan"] and all(set(step) == {"text", "due"} for step in each["parts"]["plan"])
        dated = [datetime.fromisoformat(step["due"]) for step in each["parts"]["plan"] if step["due"]]
        assert dated and all(moment.utcoffset() is not None for moment in dated)
        assert all(isinstance(each["parts"][name], str) for name in ("acknowledgement", "ownership", "question"))
        assert each["text"].startswith(each["parts"]["acknowledgement"][:20]) and isinstance(each["findings"], list)


def test_fewer_suggestions_and_a_stance():
    given = '{"text": "my parcel is late"}'
    (found,) = lines(run("suggest", "--jsonl", "-", "-n", "1", "--fault", "ours", "--solvable", "now", input=given))
    assert len(found["suggestions"]) == 1 and found["suggestions"][0]["parts"]["ownership"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestions_are_in_the_customers_language(language):
    given = json.dumps({"text": "late", "lang": language})
    (found,) = lines(run("suggest", "--jsonl", "-", input=given))
    assert found["reading"]["language"] == language and found["suggestions"][0]["text"]


def test_the_same_id_gives_the_same_words():
    given = '{"id": 1, "text": "late"}\n{"id": 1, "text": "late"}\n'
    one, two = lines(run("suggest", "--jsonl", "-", input=given))
    assert one == two


def test_bad_lines_of_suggest_end_with_1():
    result = run("suggest", "--jsonl", "-", input='{"text": 5}\n{"text": "late"}\n')
    assert result.exit_code == 1 and "error" in lines(result)[0] and "suggestions" in lines(result)[1]


def test_check_finds_what_is_wrong_with_a_reply():
    result = run("check", "--text", "Please calm down.", "--feeling", "angry", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["findings"]
    assert found and {"rule", "start", "end", "why", "instead", "severity"} <= set(found[0])
    assert any("calm down" in "Please calm down."[each["start"] : each["end"]].lower() for each in found)


def test_check_knows_what_was_said_before():
    said = "You stayed at home for us and nobody came."
    result = run("check", "--text", "You stayed at home for us and again nobody came.", "--said", said, "--json")
    assert "similar_wording" in result.stdout


def test_check_shows_it_in_words():
    result = run("check", "--text", "Please calm down.", "--feeling", "angry")
    assert result.exit_code == 1 and "calm down" in result.stdout.replace("\n", " ")


def test_a_reply_with_markup_is_shown_as_typed():
    assert run("check", "--text", "Please calm down. [/red] [bold]", "--feeling", "angry").exit_code == 1


def test_a_model_that_cannot_be_loaded_says_what_to_type(tmp_path):
    (tmp_path / "old.tar.gz").write_bytes(b"no archive")
    with pytest.raises(NoModel, match="old.tar.gz does not fit this code.*`make train`"):
        Reader.load(tmp_path)


def test_a_missing_model_says_what_to_type(tmp_path, monkeypatch, capsys):
    with pytest.raises(NoModel, match="run `make train`"):
        Reader.load(tmp_path)

    def load():
        raise NoModel("no trained model: run `make train`")

    monkeypatch.setattr(cli.read, "load", load)
    monkeypatch.setattr("sys.argv", ["heard", "read", "hello"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said == "heard: no trained model: run `make train`\n"


@pytest.mark.parametrize("name", ["gone.jsonl", "."])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, monkeypatch, capsys, name):
    monkeypatch.setattr("sys.argv", ["heard", "read", "--jsonl", str(tmp_path / name)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said.startswith("heard: ") and str(tmp_path) in said


def test_without_a_command_there_is_help():
    result = run()
    assert all(command in result.stdout for command in ("read", "suggest", "chat", "check"))
