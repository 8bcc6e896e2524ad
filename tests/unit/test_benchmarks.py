"""The pure parts of the benchmark: what is sampled, what is sent, how numbers are summed up and shown."""

import asyncio
import json
from collections import Counter
from dataclasses import asdict

import pytest
import yaml
from rich.console import Console

from benchmarks import results
from benchmarks.load import Crowd, Load, Turn
from benchmarks.measuring import FULL, QUICK, around, summed_up
from benchmarks.projects import our_format, rasa_format
from benchmarks.results import METRICS, Metric, percentile, ratio
from benchmarks.sampling import messages, numbered, sample
from benchmarks.shift import Agent, Shift
from bot.models import LANGUAGES
from bot.reading.examples import Example, read_examples

CAUSES = ("late_delivery", "no_reply", "wrong_charge")


def examples(each: int = 12, intents: tuple[str, ...] = (*CAUSES, "greet")) -> list[Example]:
    return [
        Example(f"{intent} {language} {number}", language, intent, "angry", 2, signals=("legal",), also=("no_reply",))
        for intent in intents for language in LANGUAGES for number in range(each)
    ]  # fmt: skip


def test_the_sample_is_balanced_over_intents_and_half_english():
    chosen = sample(examples(), 81)
    assert len(chosen) == 80 == len(set(chosen))
    assert set(Counter(each.intent for each in chosen).values()) == {20}
    languages = Counter(each.language for each in chosen)
    assert languages.pop("en") == 40 and set(languages.values()) == {8}


def test_a_small_sample_still_has_every_language():
    assert {each.language for each in sample(examples(), 12)} == {"en", "ar", "fi", "fr", "it"}
    assert {each.language for each in sample(examples(intents=CAUSES + ("greet", "thank")), 10)} == set(LANGUAGES)


def test_the_sample_is_the_same_every_time_and_another_with_another_seed():
    assert sample(examples(), 40) == sample(examples(), 40) != sample(examples(), 40, seed=12)


def test_an_intent_with_few_examples_gives_all_it_has():
    few = [each for each in examples() if each.intent != "greet" or each.text == "greet en 0"]
    assert Counter(each.intent for each in sample(few, 80))["greet"] == 1


def test_a_sample_smaller_than_the_intents_is_refused():
    with pytest.raises(ValueError, match="no example for each of 4 intents"):
        sample(examples(), 3)


def test_messages_are_of_all_causes_and_languages_and_of_no_act():
    texts = messages(examples(), 18)
    assert len(set(texts)) == 18
    assert Counter(text.split()[0] for text in texts) == dict.fromkeys(CAUSES, 6)
    assert {text.split()[1] for text in texts} == set(LANGUAGES)


def test_messages_that_run_out_name_cause_and_language():
    with pytest.raises(ValueError, match="data/nlu/en has no more examples of late_delivery"):
        messages(examples(each=1), 60)


def test_a_text_said_again_is_another_message():
    assert [numbered(["a", "b"], number) for number in (3, 4, 5)] == ["b (3)", "a (4)", "b (5)"]


def test_a_client_starts_another_conversation_after_some_turns():
    crowd = Crowd("two", 2, 2, 100, rounds=2, conversation=3)
    assert list(crowd.messages(1, 0)) == [(104, "two-1-0"), (105, "two-1-0")]
    assert list(crowd.messages(1, 1)) == [(106, "two-1-0"), (107, "two-1-1")]
    assert crowd.total == 8


def test_our_format_is_read_back_as_it_was(tmp_path):
    content = our_format(examples())
    assert set(content) == set(LANGUAGES)
    path = tmp_path / "sample.yml"
    path.write_text(yaml.safe_dump(content["fi"], allow_unicode=True), encoding="utf-8")
    assert set(read_examples(path)) == {each for each in examples() if each.language == "fi"}


def test_rasas_format_holds_intent_and_text_alone():
    blocks = rasa_format(examples(each=1, intents=("greet",)))["nlu"]
    assert blocks == [{"intent": "greet", "examples": [{"text": f"greet {language} 0"} for language in LANGUAGES]}]


@pytest.mark.parametrize(("share", "value"), [(0, 1), (1, 1), (50, 50), (95, 95), (99, 99), (100, 100)])
def test_percentiles_are_values_that_occurred(share, value):
    assert percentile([float(each) for each in range(100, 0, -1)], share) == value


def test_percentiles_of_one_value_and_of_none():
    assert percentile([7.0], 99) == 7
    with pytest.raises(ValueError, match="percentile 50 of 0 values"):
        percentile([], 50)


def test_around_a_turn_is_the_median_of_ten():
    assert around([float(turn) for turn in range(1, 306)], 300) == 300.5
    assert around([float(turn) for turn in range(1, 306)], 10) == 10.5
    with pytest.raises(ValueError, match="no 10 around turn 300"):
        around([1.0] * 304, 300)


def test_rate_counts_all_clients():
    first, second = Load((Turn(0.1, True),) * 20, 1.0, 0.5), Load((Turn(0.1, True),) * 10, 0.5, 0.25)
    assert (first + second).turns_a_second == 20 and (first + second).processor == 0.75


def test_turns_are_summed_up_in_ms():
    slow, fast = Turn(0.2, True), Turn(0.1, False)
    one, eight = Load((fast,) * 9 + (slow,), 1.0, 0.5), Load((slow,) * 10, 0.5)
    long = Load((fast,) * 20 + (slow,) * 20, 6.0)
    values = summed_up(Load((slow, fast), 0.3), one, eight, long, late=30)
    assert values["first_turns"] == 200 and values["processor"] == 50 and values["answered"] == 55
    assert (values["alone_p50"], values["alone_p95"], values["together_rate"]) == (100, 200, 20)
    assert (values["turn_early"], values["turn_late"], values["growth"]) == (100, 200, 2)


@pytest.mark.parametrize(
    ("metric", "ours", "default", "shown"),
    [
        (Metric("a", "a"), 10.0, 25.0, "2.5×"), (Metric("a", "a", more_is_better=True), 30.0, 10.0, "3.0×"),
        (Metric("a", "a"), 10.0, None, "–"), (Metric("a", "a"), 0.0, 5.0, "–"),
        (Metric("a", "a", compared=False), 10.0, 10.0, "–"),
    ],
)  # fmt: skip
def test_a_ratio_above_one_is_better(metric, ours, default, shown):
    assert ratio(metric, ours, default) == shown


def report(**more) -> dict:
    """A report whose every number is known."""
    counts = {"examples": 1480, "all_examples": 15000, "full": 14000, "intents": 40, "languages": 6, "texts": 60, "seed": 11}
    return {
        "date": "2026-11-22 02:00 UTC", "commit": "abc1234",
        "machine": {"cores": 2, "processor": "a processor", "load": 0.5, "python": "3.11.7"},
        "counts": {**asdict(FULL), **counts, "examples": 1480},
        "ours": {metric.key: 1234.56 for metric in METRICS}, **more,
    }  # fmt: skip


def test_the_table_has_a_row_for_each_number_and_its_ratio():
    default = {metric.key: 2469.12 for metric in METRICS if metric.key != "training_full"}
    shown = {row[0]: row[1:] for row in results.rows(report(default=default))}
    assert len(shown) == len(METRICS)
    assert shown["training on 1480 examples, s"] == ("1,234.6", "2,469.1", "2.0×")
    assert shown["training on all 14000 examples, s"] == ("1,234.6", "–", "–")
    assert shown["turns/s with 8 clients"][2] == "0.5×"
    assert shown["turn 300 of one conversation, ms"][2] == "2.0×"


def test_without_the_default_pipeline_nothing_is_said_of_it():
    alone = report()
    assert all(row[2:] == ("–", "–") for row in results.rows(alone))
    assert not any("DIET" in note for note in results.notes(alone))


def test_files_hold_date_commit_machine_and_sample(tmp_path):
    whole = report(default={"start": 40.0})
    results.write(whole, tmp_path)
    text = (tmp_path / "turns.md").read_text()
    for words in ("2026-11-22", "abc1234", "2 cores", "1480 of 15000", "seed 11", "DIET", "| ours |"):
        assert words in text
    assert json.loads((tmp_path / "turns.json").read_text()) == whole
    console = Console(width=100, record=True, file=(tmp_path / "out").open("w"))
    console.print(results.table(whole))
    assert "Rasa's default" in console.export_text()


@pytest.mark.parametrize("plan", [FULL, QUICK])
def test_no_message_is_sent_twice_and_none_is_left_out_by_rounding(plan):
    crowds = plan.crowds()
    turns = [(crowd, client, lap) for crowd in crowds for client in range(crowd.clients) for lap in range(crowd.rounds)]
    sent = [number for crowd, client, lap in turns for number, _ in crowd.messages(client, lap)]
    assert len(sent) == len(set(sent)) == sum(crowd.total for crowd in crowds)
    assert [crowd.total for crowd in crowds] == [plan.warm_up, plan.alone, 8 * plan.together, plan.late + 5]


@pytest.mark.parametrize("plan", [FULL, QUICK])
def test_a_plan_is_bounded(plan):
    assert 0 < plan.examples <= 1500 and plan.starts >= 1 and max(plan.alone, plan.together, plan.late) <= 500


def test_a_shift_counts_who_hears_what_is_not_theirs():
    shift = Shift(0.0)
    for line, agent in ((b"data: hello", ""), (b"data: note-agent1: settled", "agent2"), (b": here", "")):
        shift.hear(line, agent)
    assert shift.leaked == 0
    shift.hear(b"data: note-agent1: settled")  # a note on a customer's stream
    shift.hear(b"data: sorry draft-agent1", "agent1")  # a draft on any stream
    assert shift.leaked == 2


def test_a_shift_that_lost_nothing_and_one_that_did():
    class Talk(Agent):
        async def _get(self, path, timed=""):
            return {"messages": [{"text": "twice (anna)"}, {"text": "twice (anna)"}, {"text": "once (anna)"}]}

    shift = Shift(0.0, replied={"once (anna)": "c", "twice (anna)": "c", "gone (anna)": "c", "gone (ben)": "c"})
    asyncio.run(Talk(None, "", "anna", shift).check())
    assert (shift.lost, shift.twice) == (1, 1)
