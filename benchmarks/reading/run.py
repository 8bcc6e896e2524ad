"""A whole run in its order: sets, readers, readings, scores, report. Its parts are in the modules beside this one."""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.progress import Progress

from benchmarks.machine import commit, machine
from benchmarks.measuring import progress_bars, stage
from benchmarks.projects import diet_python
from benchmarks.reading import causes, curve, diet, pictures, scenarios, tasks
from benchmarks.reading.heads import heads_reader, untuned_encoder
from benchmarks.reading.readers import NEGATIVE, Peer, always_negative, vader
from benchmarks.reading.report import Report, Table, write
from benchmarks.reading.rows import LabelledSet, Row, read_sets
from benchmarks.reading.speed import Speed, speed, speed_table, texts
from benchmarks.reading.tasks import Answers
from benchmarks.sampling import SEED
from bot.components.model import Reader
from bot.models import Reading
from bot.reading.encoder import load_encoder
from bot.reading.examples import Example, all_examples
from bot.settings import ROOT, settings

RESULTS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True)
class Options:
    """What a run measures. `plan` is what DIET is trained on, None leaves it out; `out` is where the results go."""

    data: Path | None = None
    plan: diet.Plan | None = diet.FULL
    curve: bool = False
    out: Path = RESULTS


@dataclass(frozen=True)
class Found:
    """Everything that was read: the scenarios, the rows of all sets, and each peer's answers, the trained model's first."""

    told: Sequence[scenarios.Told]
    sets: Sequence[LabelledSet]
    answers: Sequence[Answers]

    def on_scenarios(self) -> list[Answers]:
        """The answers to the scenarios."""
        return [Answers(each.peer, each.readings[: len(self.told)]) for each in self.answers]

    def on_task(self, task: str) -> tuple[list[Row], list[Answers]]:
        """The rows of a task's sets, pooled, and the answers to them."""
        of = [each.task == task for each in self.sets for _ in each.rows]
        rows = [row for each in self.sets if each.task == task for row in each.rows]
        own = [[reading for reading, wanted in zip(each.readings[len(self.told) :], of) if wanted] for each in self.answers]
        return rows, [Answers(each.peer, tuple(readings)) for each, readings in zip(self.answers, own)]


def run(options: Options) -> tuple[Report, Path]:
    """Measure, write the results, and return them with the path of reading.md.

    Raises:
        FileNotFoundError: something is not there, not built or not installed; the message says what to type.
        ContentError: a mistake in a set, the mapping, the scenarios or the examples, with file and line.
        CommandFailed: DIET failed.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that DIET's processes end with us
    mapping, about = causes.read_mapping(), _about()
    sets = read_sets(options.data, mapping.categories) if options.data else []
    if options.plan:
        diet_python(diet.WITHOUT)  # before minutes of work, not after
    options.out.mkdir(parents=True, exist_ok=True)
    with progress_bars() as progress:
        with stage(progress, "looking through the examples"):
            told, examples = scenarios.own_scenarios(), all_examples(ROOT / "data" / "nlu")
        with stage(progress, "loading the model"):
            heard = Peer("Heard", Reader.load().read)
        timed = _timed(heard, examples, progress)
        with _others(examples, options.plan, progress) as others:
            found = Found(told, sets, read_all(told, sets, [heard, *others], progress))
        if options.curve:
            _learn(examples, told, options.out, about, progress)
        with stage(progress, "drawing"):
            _draw(found, options.out)
    tables = (*_tables(found, mapping), speed_table(timed), *_curve_tables(options.out))
    report = Report((about.sentence, *_notes(found, options, len(examples))), tables)
    return report, write(report, options.out)


@dataclass(frozen=True)
class About:
    """When, at which commit and where a run is made."""

    date: str
    commit: str
    sentence: str


def _about() -> About:
    date, head, at = f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}", commit(), machine()
    where = f"{at['cores']} cores ({at['processor']}), load average {at['load']:.1f} before the run"
    return About(date, head, f"{date}, commit {head}, {where}.")


def _timed(heard: Peer, examples: list[Example], progress: Progress) -> Speed:
    with stage(progress, "timing"):
        heard.read("a first message to warm up", "en", ())
        return speed(texts(examples), lambda text: heard.read(text, "en", ()), load_encoder().encode)


@contextmanager
def _others(examples: list[Example], plan: diet.Plan | None, progress: Progress) -> Iterator[list[Peer]]:
    """Everybody who reads beside the trained model."""
    with ExitStack() as stack:
        found = [vader(), always_negative()]
        if plan:
            sample = diet.chosen(examples, plan)
            with stage(progress, f"Heard: training its heads on the same {len(sample)} examples"):
                same = Peer("Heard, same examples", heads_reader(sample, untuned_encoder()).read)
            found = [stack.enter_context(diet.diet(sample, plan, progress)), same, *found]
        yield found


def read_all(
    told: Sequence[scenarios.Told], sets: Sequence[LabelledSet], peers: Sequence[Peer], progress: Progress
) -> list[Answers]:
    """Every scenario and every row, by every peer. A message is read by all before the next, so that its vector is made once."""
    messages = [(each.scenario.text, each.language, each.scenario.context) for each in told]
    messages += [(row.text, row.language, row.context) for each in sets for row in each.rows]
    readings: list[list[Reading | None]] = []
    with stage(progress, f"reading {len(messages):,} messages", len(messages)) as advance:
        for message in messages:
            readings.append([peer.read(*message) for peer in peers])
            advance()
    return [Answers(peer, tuple(each[at] for each in readings)) for at, peer in enumerate(peers)]


def _learn(examples: list[Example], told: Sequence[scenarios.Told], out: Path, about: About, progress: Progress) -> None:
    """Make the learning curve anew, with its picture."""
    with stage(progress, "learning curve", 2 * len(curve.sizes(len(examples)))) as advance:
        tuned, untuned = (curve.learning(examples, told, advance, encoder) for encoder in (None, untuned_encoder()))
    made = curve.Curve(about.date, about.commit, tuned, untuned)
    curve.save(made, out)
    pictures.learning(made, out / "reading-learning.png")


def _curve_tables(out: Path) -> list[Table]:
    """The curve last made, if there was one."""
    kept = curve.kept(out)
    return [curve.curve_table(kept)] if kept else []


def _tables(found: Found, mapping: causes.Mapping) -> Iterator[Table]:
    """The scenarios, then the tasks that there are sets for."""
    own = found.on_scenarios()
    yield scenarios.scenario_table(found.told, own[0].readings)
    yield scenarios.beside_table(found.told, own)
    made = {
        "dissatisfaction": tasks.dissatisfaction_table, "feeling": tasks.feeling_table, "confusion": tasks.confusion_table,
        "cause": lambda rows, answers: causes.cause_table(rows, answers, mapping),
    }  # fmt: skip
    for task, table in made.items():
        rows, answers = found.on_task(task)
        if rows:
            yield table(rows, answers)
        if rows and task == "feeling":
            yield tasks.matrix_table(rows, answers[0].readings)


def _notes(found: Found, options: Options, examples: int) -> Iterator[str]:
    """What was read and by whom; each a whole sentence or more."""
    yield f"Heard is the newest model in models/, trained on {_trained_on()} examples."
    yield "Each message is read with its language given, as a conversation's is."
    if found.sets:
        sizes = ", ".join(f"{each.name} {len(each.rows)}" for each in found.sets)
        yield f"Rows of {options.data.resolve().name}/: {sizes}. Other people's texts and labels, never trained on and not shown."
    if options.plan:
        yield (
            "DIET is Rasa's default pipeline (benchmarks/default/config.yml), trained on "
            f"{min(options.plan.examples, examples):,} of {examples:,} examples, each intent of each language in its share "
            f"(seed {SEED}), for {options.plan.epochs} epochs: once with causes as intents, once with feelings. "
            "On all examples it takes hours."
        )
        yield (
            "Heard, same examples: our linear heads trained on just those, over the encoder as it was before it was tuned on all. "
            "They and DIET read a message by itself, with Heard's rule for short follow-ups."
        )
    yield f"VADER reads English alone; a compound score of {NEGATIVE} and below is negative, read as frustrated."
    yield "Always negative answers frustrated, whatever is written."


def _trained_on() -> str:
    path = settings().models / "trained.json"
    return f"{json.loads(path.read_text(encoding='utf-8'))['examples']:,}" if path.exists() else "an unknown number of"


def _draw(found: Found, out: Path) -> None:
    """The confusion matrices and the reliability diagrams of the trained model."""
    own = [(each.scenario, reading) for each, reading in scenarios.own_only(found.told, found.on_scenarios()[0].readings)]
    matrices = [("our own scenarios", *scenarios.feeling_matrix(own))]
    calibrations = [("cause, our own scenarios", *scenarios.cause_confidence(own))]
    rows, answers = found.on_task("feeling")
    if rows:
        matrices.append(("feeling sets", tuple(tasks.FIVE), tasks.feeling_matrix(rows, answers[0].readings)))
    rows, answers = found.on_task("dissatisfaction")
    if rows:
        calibrations.append(("dissatisfied", *tasks.dissatisfaction_confidence(rows, answers[0].readings)))
    pictures.confusion(matrices, out / "reading-confusion.png")
    pictures.reliability(calibrations, out / "reading-reliability.png")
