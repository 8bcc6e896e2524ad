"""What `heard bench reading` makes of readings: peers, scores by task and scenario, the report, and how the command ends."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from benchmarks.reading import causes, curve, heads, pictures, run, scenarios, tasks
from benchmarks.reading.causes import Mapping
from benchmarks.reading.curve import Curve, Point
from benchmarks.reading.readers import Peer, always_negative, polar_reading, vader
from benchmarks.reading.report import NONE, Report, Table, markdown, pair, points, terminal
from benchmarks.reading.rows import LabelledSet, Row
from benchmarks.reading.scenarios import Told
from benchmarks.reading.speed import EACH, ROUNDS, WORDS, speed, speed_table, texts
from benchmarks.reading.tasks import FIVE, Answers
from benchmarks.sampling import stratified
from bot import cli
from bot.components.model import Reader
from bot.models import FEELINGS, LANGUAGES, Duration, Facts, Reading
from bot.reading.examples import Example
from bot.reading.scenarios import Scenario
from bot.yaml_files import ContentError


def felt(**feelings: float) -> Reading:
    """A reading with these probabilities."""
    return Reading("", "en", max(feelings, key=feelings.get), feelings=feelings)


def caused(cause: str, *also: str, **chances: float) -> Reading:
    return Reading("", "en", cause=cause, also=also, causes=chances, cause_confidence=chances.get(cause, 0.0))


def row(label: str, language: str = "en", source: str = "one") -> Row:
    return Row("", language, label, source)


def answers(*readings: Reading | None, name: str = "Heard", **more) -> Answers:
    return Answers(Peer(name, lambda *_: None, **more), readings)


def cells(table: Table) -> dict[str, tuple[str, ...]]:
    """A table's rows by their first cell."""
    return {line[0]: line[1:] for line in table.rows}


def test_the_whole_sum_decides_who_is_dissatisfied():
    assert tasks.dissatisfaction(felt(worried=0.1, disappointed=0.1, frustrated=0.1, angry=0.1, shocked=0.1, calm=0.5)) == 0.5
    assert tasks.dissatisfaction(felt(calm=0.4, grateful=0.3, confused=0.3)) == 0


@pytest.mark.parametrize(
    ("feelings", "read_as"),
    [
        ({"calm": 0.3, "frustrated": 0.2, "angry": 0.2, "grateful": 0.3}, "negative_activated"),
        ({"worried": 0.2, "shocked": 0.3, "angry": 0.4, "calm": 0.1}, "worry"),
        ({"disappointed": 0.6, "calm": 0.4}, "sad_disappointed"), ({"grateful": 0.6, "calm": 0.4}, "positive"),
        ({"calm": 0.2, "confused": 0.4, "grateful": 0.4}, "neutral"), ({"angry": 0.5, "calm": 0.5}, "negative_activated"),
    ],
)  # fmt: skip
def test_the_class_with_the_largest_sum_is_taken(feelings, read_as):
    assert tasks.five_class(felt(**feelings)) == read_as


def test_every_feeling_has_its_class():
    assert sorted(each for feelings in FIVE.values() for each in feelings) == sorted(FEELINGS)


def test_dissatisfaction_by_hand():
    rows = [row("dissatisfied"), row("dissatisfied"), row("not_dissatisfied"), row("not_dissatisfied")]
    readings = [felt(angry=0.9, calm=0.1), felt(angry=0.3, calm=0.7), felt(angry=0.6, calm=0.4), felt(angry=0.1, calm=0.9)]
    found = tasks.dissatisfaction_scores(rows, readings)
    assert found[:3] == (0.5, 0.5, 0.75) and found[3] == pytest.approx((0.1 + 0.7 + 0.6 + 0.1) / 4)
    table = tasks.dissatisfaction_table(rows, [answers(*readings), answers(*readings, name="plain", graded=False)])
    assert table.rows[0] == ("all", "4", "Heard", "0.50", "0.50", "0.75", "0.38")
    assert table.rows[1][2:] == ("plain", "0.50", "0.50", "0.75", NONE)


def test_feelings_are_shown_by_language_and_source():
    rows = [row("worry", "en", "one"), row("neutral", "fi", "one"), row("positive", "fi", "two")]
    own = answers(felt(worried=1.0), felt(calm=1.0), felt(calm=1.0))
    table = cells(tasks.feeling_table(rows, [own, answers(felt(calm=1.0), None, None, name="English alone")]))
    assert table["all"] == ("3", ".67/.56", NONE) and table["en"] == ("1", "1.00/1.00", ".00/.00")
    assert table["fi"] == ("2", ".50/.33", NONE) and set(table) == {"all", "en", "fi", "one", "two"}


def test_the_matrix_has_a_line_for_each_label():
    table = cells(tasks.matrix_table([row("worry"), row("worry")], [felt(worried=1.0), felt(angry=1.0)]))
    assert table["worry"] == ("1", "1", "0", "0", "0") and len(table) == 5


def test_confusion_is_the_likeliest_feeling():
    rows = [row("confusion"), row("not_confusion")]
    readings = [felt(confused=0.4, calm=0.3, angry=0.3), felt(confused=0.3, calm=0.7)]
    assert tasks.confusion_scores(rows, readings) == (1.0, 1.0)


MAPPING = Mapping(
    {"late": frozenset(("late_delivery", "long_wait")), "bill": frozenset(("wrong_charge",)), "more": frozenset(("late_delivery", "no_reply"))},
    {"unclear": "nobody can tell"},
)  # fmt: skip


def test_a_cause_is_right_when_it_or_a_further_one_answers_to_the_category():
    assert causes.right(MAPPING, "late", caused("long_wait"))
    assert causes.right(MAPPING, "late", caused("wrong_charge", "late_delivery"))
    assert not causes.right(MAPPING, "bill", caused("long_wait"))
    assert not causes.right(MAPPING, "late", caused("none", "late_delivery"))


def test_the_sum_over_a_category_can_outvote_the_best_cause():
    assert causes.by_sum(MAPPING, caused("wrong_charge", wrong_charge=0.4, late_delivery=0.25, long_wait=0.3)) == "late"
    assert causes.by_sum(MAPPING, caused("wrong_charge", wrong_charge=0.4, late_delivery=0.4)) == "bill", "fewer causes"
    assert causes.by_sum(MAPPING, caused("late_delivery", late_delivery=0.4)) == "late", "the first"
    assert causes.by_sum(MAPPING, caused("none", rude_staff=0.9)) is None


def test_causes_are_shown_with_abstentions_by_source_and_category():
    rows = [row("late"), row("bill", source="two"), row("unclear"), row("bill")]
    read = answers(caused("long_wait", long_wait=0.9), caused("none"), caused("wrong_charge"), caused("no_reply", wrong_charge=0.5))
    silent = answers(None, None, None, None, name="feels", says=frozenset(("feeling",)))
    table = causes.cause_table(rows, [read, silent], MAPPING)
    assert table.headings == ("rows", "n", "Heard")
    shown = cells(table)
    assert shown["all"] == ("3", ".33/1/.67") and shown["two"] == ("1", ".00/1/.00")
    assert shown["bill"] == ("2", ".00/1/.50") and "unclear" not in shown
    assert any("unclear (1): nobody can tell" in note for note in table.notes)


def test_a_folder_of_rows_left_out_alone_has_nothing_to_score():
    assert cells(causes.cause_table([row("unclear")], [answers(caused("none"))], MAPPING))["all"] == ("0", "–/0/–")


@pytest.mark.parametrize(
    ("compound", "feeling", "dissatisfied"),
    [(-1, "frustrated", 1.0), (-0.05, "frustrated", 0.5), (-0.049, "calm", 0.4995), (0.05, "grateful", 0.4524), (1, "grateful", 0.0)],
)
def test_a_polarity_is_negative_at_its_threshold_and_keeps_its_order(compound, feeling, dissatisfied):
    reading = polar_reading("", compound)
    assert reading.feeling == feeling and tasks.dissatisfaction(reading) == pytest.approx(dissatisfied, abs=1e-3)
    assert sum(reading.feelings.values()) == pytest.approx(1)
    assert (tasks.five_class(reading) == "negative_activated") == (feeling == "frustrated")


def test_vader_reads_english_alone():
    read = vader().read
    assert read("This is horrible, I hate it.", "en", ()).feeling == "frustrated"
    assert read("This is great, thank you!", "en", ()).feeling == "grateful"
    assert read("Tämä on kauheaa.", "fi", ()) is None


def test_always_negative_is_so_in_every_language():
    assert {always_negative().read("", language, ()).feeling for language in LANGUAGES} == {"frustrated"}


def told(language: str = "en", **more) -> Told:
    apart = more.pop("apart", False)
    scenario = Scenario("a", "a message", ("late_delivery",), ("angry",), {})
    return Told(language, replace(scenario, **more), apart)


def test_scenarios_are_scored_by_hand():
    waiting = {"waiting": {"value": 6.0, "unit": "day"}}
    own = [
        told(facts=waiting, signals=("at_risk", "legal")), told(causes=("none",), feelings=("calm",)), told("fi"),
        told("fi", causes=("none",), apart=True),
    ]  # fmt: skip
    right = Reading(
        "", "en", "angry", cause="late_delivery", cause_confidence=0.95, signals=("at_risk", "leaving"), facts=Facts(waiting=Duration(6.0, "day"))
    )  # fmt: skip
    wrong = Reading("", "fi", "calm", cause="no_reply", cause_confidence=0.35)
    table = scenarios.scenario_table(own, [right, Reading("", "en"), wrong, wrong])
    shown = {name: dict(zip(table.headings[1:], line)) for name, line in cells(table).items()}
    assert shown["scenarios"] == {"en": "2", "fi": "1", "all": "3"}
    assert shown["cause right"] == {"en": "1.00", "fi": "0.00", "all": "0.67"}
    assert shown["cause: below English"] == {"en": "", "fi": "100", "all": ""}
    assert shown["feeling acceptable"]["en"] == "1.00" and shown["facts exact"]["en"] == "1.00"
    assert (shown["signals: precision"]["en"], shown["signals: recall"]["en"], shown["at_risk found"]["en"]) == ("0.50", "0.50", "1/1")
    assert shown["off-topic left alone"] == {"en": "1/1", "fi": "0/1", "all": "1/2"}
    assert shown["calibration error"] == {"en": "0.05", "fi": "0.35", "all": "0.20"}


def test_peers_stand_beside_with_what_they_can_say():
    own = [told(), told(causes=("none",), apart=True)]
    read, feels = caused("late_delivery"), felt(angry=1.0)
    peers = [answers(read, read), answers(feels, feels, name="feels", says=frozenset(("feeling",))), answers(None, None, name="silent")]
    assert cells(scenarios.beside_table(own, peers))["en"] == ("1.00/.00/.00", "–/1.00", NONE)


def test_every_own_scenario_has_a_language_of_ours():
    found = scenarios.own_scenarios()
    assert {each.language for each in found} == set(LANGUAGES)
    assert any(each.apart for each in found) and all(each.scenario.causes == ("none",) for each in found if each.apart)


def test_an_off_topic_scenario_without_language_is_named(tmp_path):
    for language in LANGUAGES:
        (tmp_path / f"{language}.yml").write_text("scenarios: []\n")
    (tmp_path / "offtopic.yml").write_text("scenarios:\n  - {id: a, text: b, cause: none, feelings: [calm]}\n")
    with pytest.raises(ContentError, match=r"offtopic\.yml:2: .*language None; one of en"):
        scenarios.own_scenarios(tmp_path)


def test_points_and_pairs_are_short():
    assert [points(0.75, other) for other in (0.7, 0.75, 0.8, None)] == ["5", "0", "−5", NONE]
    assert pair(0.5, None) == ".50/–" and pair(None, None) == NONE


def examples(count: int) -> list[Example]:
    """Examples of two causes in two languages, one of each language rarer."""
    intents = [("late_delivery", "en")] * 6 + [("no_reply", "en")] * 3 + [("late_delivery", "fi")] * 2 + [("no_reply", "fi")]
    return [Example(f"{intent} {at}", language, intent, "angry", 1) for at, (intent, language) in enumerate(intents * count)]


def test_every_beginning_of_the_order_has_each_group_in_its_share():
    order = stratified(examples(20))
    assert sorted(order, key=str) == sorted(examples(20), key=str) and order == stratified(examples(20))
    for size in (12, 24, 60, 120):
        for intent, language, share in (("late_delivery", "en", 6), ("no_reply", "en", 3), ("late_delivery", "fi", 2), ("no_reply", "fi", 1)):
            found = sum((each.intent, each.language) == (intent, language) for each in order[:size])
            assert abs(found - size * share / 12) <= 1, (size, intent, language)


def test_timing_takes_turns_and_gives_medians(monkeypatch):
    clock, asked = iter(range(1000)), []
    monkeypatch.setattr("benchmarks.reading.speed.perf_counter", lambda: next(clock))
    found = speed([["a", "b", "c", "d"]] * 3, lambda text: (asked.append(text), next(clock)), asked.append)
    assert asked == ["a", "b", "c", "d"] * 3
    assert (found.whole, found.encoder, found.ratio, found.messages) == (2000, 1000, 2, 6)
    assert speed_table(found).rows[0][1:] == ("2000.0", "1000.0", "2.00")


def test_timed_texts_are_of_twenty_words_and_none_comes_twice():
    long = [
        Example(f"{language} {at} " + "word " * WORDS, language, "no_reply", "calm", 0) for language in LANGUAGES for at in range(2 * ROUNDS * EACH)
    ]  # fmt: skip
    rounds = texts([*long, Example("too short", "en", "no_reply", "calm", 0)])
    found = [text for each in rounds for text in each]
    assert len(rounds) == ROUNDS and len(found) == len(set(found)) == 2 * ROUNDS * EACH * len(LANGUAGES)
    assert {len(text.split()) for text in found} == {WORDS}
    with pytest.raises(ContentError, match=f"data/nlu/en.*29 examples of {WORDS} words"):
        texts(long[1:])


def test_the_curve_is_kept_with_its_date(tmp_path):
    made = Curve("2026-11-27", "abc1234", (Point(500, 0.5, 0.4), Point(1000, 0.6, 0.45)), (Point(500, 0.4, 0.3), Point(1000, 0.5, 0.4)))
    assert curve.kept(tmp_path) is None
    curve.save(made, tmp_path)
    assert curve.kept(tmp_path) == made
    table = curve.curve_table(made)
    assert table.rows == (("500", "0.50", "0.40", "0.40", "0.30"), ("1,000", "0.60", "0.45", "0.50", "0.40")) and "abc1234" in table.notes[0]
    assert curve.sizes(700) == (500, 700) and curve.sizes(500) == (500,)
    pictures.learning(made, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 1000


def test_heads_learn_what_the_curve_is_made_of(monkeypatch):
    """Vectors made by hand: a message's place says what it is about."""

    def vector(text: str):
        return heads.np.array([1.0, 0.0] if "late" in text else [0.0, 1.0], heads.np.float32)

    class Encoder:
        encode = staticmethod(vector)

        def keep(self, texts: list, vectors: list) -> None:
            self.kept = dict(zip(texts, vectors))

    monkeypatch.setattr(heads, "vectors_of", lambda texts: [vector(text) for text in texts])
    monkeypatch.setattr(heads, "load_encoder", Encoder)
    made = [Example(f"parcel late {at}", "en", "late_delivery", "angry", 2) for at in range(40)]
    made += [Example(f"hello there {at}", "en", "greet", "calm", 0) for at in range(40)]
    made += [Example(f"charged twice {at}", "en", "wrong_charge", "worried", 2) for at in range(40)]
    reader = heads.heads_reader(made)
    late, hello = reader.read("my parcel is late", "en"), reader.read("hello there", "en")
    assert (late.cause, late.feeling) == ("late_delivery", "angry") and (hello.cause, hello.act, hello.feeling) == ("none", "greet", "calm")
    own = [told(text="parcel late", feelings=("angry",)), told(apart=True)]
    steps = []
    (point,) = curve.learning(made, own, lambda: steps.append(1))
    assert (point.examples, point.cause, point.feeling) == (120, 1.0, 1.0) and steps == [1]
    other = Encoder()
    monkeypatch.setattr(heads, "load_encoder", lambda: pytest.fail("asked our own encoder"))
    assert curve.learning(made, own, lambda: None, other) == (point,) and len(other.kept) == len(made)


def test_heads_rank_as_the_cause_classifier_does():
    ranking, also = heads.ranked({"late_delivery": 0.5, "lost_parcel": 0.35, "greet": 0.15, "out_of_scope": 0.0})
    assert [each["name"] for each in ranking] == ["lost_parcel", "late_delivery", "greet", "out_of_scope"]
    assert ranking[0]["confidence"] == 0.85 and also == ["late_delivery"]
    ranking, also = heads.ranked({"late_delivery": 0.6, "out_of_scope": 0.4})
    assert ranking[0] == {"name": "nlu_fallback", "confidence": 0.4} and also == []


def test_the_untuned_encoder_is_another_one():
    one, other = (each.encode("my parcel is late") for each in (heads.untuned_encoder(), heads.load_encoder()))
    assert one.shape == other.shape and float(one @ one) == pytest.approx(1, abs=1e-4)
    assert 0.2 < float(one @ other) < 0.999


def test_markdown_and_terminal_hold_every_table():
    report = Report(("measured today",), (Table("Things", ("a", "b"), (("one", "1"),), ("a note",), ("picture.png",)),))
    text = markdown(report)
    for part in ("- measured today", "## Things\n\n- a note\n\n| a | b |\n|---|---:|\n| one | 1 |", "![Things](picture.png)"):
        assert part in text
    console = Console(record=True, width=80, file=StringIO())
    console.print(terminal(report))
    shown = console.export_text()
    assert all(part in shown for part in ("measured today", "Things", "one", "a note"))


SECRET = "an evaluation sentence that nobody may find again"


@pytest.fixture
def bench(monkeypatch, tmp_path):
    """The command with a reader made by hand and few scenarios; a folder of data and one of results."""

    def parse(text: str, language: str | None, _before: list[str]) -> dict:
        scores = {"angry": 0.7, "calm": 0.3}
        intent = {"name": "late_delivery", "confidence": 0.8}
        feeling = {"name": "angry", "intensity": 1, "scores": scores}
        return {"text": text, "language": language, "intent": intent, "intent_ranking": [intent], "feeling": feeling}

    class Encoder:
        encode = staticmethod(len)

    monkeypatch.setattr(run.Reader, "load", classmethod(lambda cls: Reader(parse)))
    monkeypatch.setattr(run, "load_encoder", Encoder)
    monkeypatch.setattr(run, "all_examples", lambda folder: [])
    monkeypatch.setattr(run, "texts", lambda examples: [["a", "b"]])
    monkeypatch.setattr(run.scenarios, "own_scenarios", lambda: [told(language) for language in LANGUAGES])
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    given = {
        "feeling_fi": ("fi", "worry"), "feeling_en": ("en", "positive"), "dissatisfaction_en": ("en", "dissatisfied"),
        "confusion_en": ("en", "confusion"), "cause_en": ("en", "delay"),
    }  # fmt: skip
    for name, (language, label) in given.items():
        line = {"id": 1, "lang": language, "text": SECRET, "label": label, "source": "made"}
        (data / f"{name}.jsonl").write_text(json.dumps(line) + "\n")

    def invoke(*more: str):
        return CliRunner().invoke(cli.app, ["bench", "reading", "--out", str(out), *more])

    return invoke, data, out


def test_a_run_prints_and_writes_every_table_and_no_sentence(bench):
    invoke, data, out = bench
    result = invoke("--no-peers", "--data", str(data))
    assert result.exit_code == 0, result.output
    text = (out / "reading.md").read_text()
    for words in ("Our own scenarios", "## Dissatisfaction", "## Feeling, five", "## Confusion", "## Cause", "## Speed", "VADER", "feeling_fi 1"):
        assert words in text, words
    assert "DIET" not in text and "Learning" not in text
    assert {path.name for path in out.iterdir()} == {"reading.md", "reading-confusion.png", "reading-reliability.png"}
    assert SECRET not in text + result.output


def test_without_a_folder_the_scenarios_stand_alone(bench):
    invoke, _, out = bench
    assert invoke("--no-peers").exit_code == 0
    text = (out / "reading.md").read_text()
    assert "Our own scenarios" in text and "Dissatisfaction" not in text and "Rows of" not in text


@pytest.mark.parametrize("arguments", [("--data", "nowhere"), ()], ids=["no folder", "no DIET"])
def test_what_is_missing_is_said_before_the_model_is_loaded(bench, monkeypatch, tmp_path, arguments):
    invoke, _, out = bench
    monkeypatch.setattr("benchmarks.projects.DIET", tmp_path / "no-diet")
    monkeypatch.setattr(run.Reader, "load", classmethod(lambda cls: pytest.fail("loaded")))
    result = invoke(*arguments)
    wanted = "nowhere is no folder" if arguments else "run `make .venv-diet/ready`, or leave it out with --no-peers"
    assert isinstance(result.exception, FileNotFoundError) and wanted in str(result.exception)


def test_a_bad_row_ends_the_command_with_one_sentence(bench, monkeypatch, capsys):
    _, data, out = bench
    (data / "feeling_en.jsonl").write_text("{}\n")
    monkeypatch.setattr("sys.argv", ["heard", "bench", "reading", "--no-peers", "--data", str(data), "--out", str(out)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("heard: ") and "feeling_en.jsonl:1: " in said and '"id" is missing' in said


def test_a_copy_without_benchmarks_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(cli.bench, "ROOT", tmp_path)
    result = CliRunner().invoke(cli.app, ["bench", "reading"])
    assert "runs from a checkout" in str(result.exception)


def test_answers_are_told_apart_by_task():
    sets = [LabelledSet("feeling_a", "feeling", (row("worry"),)), LabelledSet("cause_a", "cause", (row("delay"),))]
    sets.append(LabelledSet("feeling_b", "feeling", (row("neutral"),)))
    readings = tuple(felt(**{name: 1.0}) for name in ("calm", "worried", "angry", "confused"))
    found = run.Found([told()], sets, [Answers(always_negative(), readings)])
    rows, (own,) = found.on_task("feeling")
    assert [each.label for each in rows] == ["worry", "neutral"] and [each.feeling for each in own.readings] == ["worried", "confused"]
    assert [each.feeling for each in found.on_scenarios()[0].readings] == ["calm"]
