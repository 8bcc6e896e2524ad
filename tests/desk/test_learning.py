"""What agents set right becomes candidates in a review file, and only what a person accepted goes into data and content."""

import shutil
from dataclasses import replace

import pytest
import yaml
from rows import rows
from talks import add, talk

from bot import library as content_library
from bot.cli import learn as command
from bot.learning import edits, review
from bot.library import library
from bot.reading.examples import read_examples
from bot.settings import ROOT
from bot.yaml_files import ContentError
from desk import correcting, learning
from desk.tables import corrections, messages

SENTENCE = "You planned your day around a delivery that hasn't come, and nobody can tell you when to be in."
AT = 1_764_000_000.0


@pytest.fixture
def nlu(tmp_path):
    """An empty data/nlu."""
    return tmp_path / "nlu"


@pytest.fixture
def content(tmp_path):
    """A copy of the content that may be changed."""
    return shutil.copytree(ROOT / "content", tmp_path / "content")


@pytest.fixture
def corrected(database):
    """A function that has a message corrected by an agent: corrected("text", cause="lost_parcel")."""

    def one(text: str, page: dict | None = None, **right) -> int:
        with database.writing() as connection:
            id = talk(connection, [(text, "calm", 0, "none")], AT, page=page or {})
            message = connection.execute(messages.select().where(messages.c.conversation == id)).first().id
            for name, value in right.items():
                correcting.correct(connection, id, message, "Anna", {name: value})
            return message

    return one


@pytest.fixture
def found(database):
    """A function that gives the candidates."""

    def of() -> review.Review:
        with database.reading() as connection:
            return learning.candidates(connection)

    return of


def wording() -> content_library.Wording:
    return library().replies["en"].get("late_delivery.upset")[0]


def edited(database, became: str, **more) -> int:
    """An agent's reply that was a suggestion before."""
    with database.writing() as connection:
        id = talk(connection, [("late", "angry", 2, "late_delivery")], AT, **more)
        suggested = {"tone": "warm", "text": f"{wording().text}\n\n• We call.", "wordings": [wording().id], "edited": True}
        return add(connection, id, "agent", f"{became}\n\n• We call.", AT, suggested=suggested)


def write(path, told: review.Review, **accept) -> None:
    """The review file, its entries with `accept` as a person sets it."""
    held = yaml.safe_load(review.dump(told))
    for kind, values in accept.items():
        for entry, value in zip(held[kind], values):
            entry["accept"] = value
    path.write_text(yaml.safe_dump(held, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_a_correction_becomes_one_candidate_with_what_was_read(corrected, found):
    corrected("where is my parcel", cause="lost_parcel", feeling="worried", intensity=2)
    (each,) = found().examples
    assert (each.language, each.text, each.intent, each.feeling, each.intensity) == ("en", "where is my parcel", "lost_parcel", "worried", 2)
    assert each.read == {"feeling": "calm", "intensity": 0, "cause": "none"} and len(each.corrections) == 3 and each.accept is None


def test_personal_data_is_masked_the_name_and_order_the_page_told_too(corrected, found):
    said = "I'm maria rossi, order KX-99, mail m.rossi@mail.it, call +39 347 123 4567 or card 4111 1111 1111 1111"
    corrected(said, page={"name": "Maria Rossi", "order": "KX-99"}, cause="lost_parcel")
    text = found().examples[0].text
    assert text == "I'm [name], order [reference], mail [email], call [telephone] or card [card]"


def test_no_cause_is_left_to_a_person(corrected, found):
    corrected("hm", cause="none")
    assert found().examples[0].intent == "" and found().examples[0].note == learning.NO_INTENT


def test_an_edit_becomes_a_wording_of_its_list(database, found):
    edited(database, SENTENCE)
    (each,) = found().wordings
    assert (each.list, each.suggested, each.became) == ("late_delivery.upset", wording().text, SENTENCE)
    assert each.diff == f"-{wording().text}\n+{SENTENCE}"


@pytest.mark.parametrize("became", ["", "Hi!", f"{wording().text.rstrip('.')}!", f"{wording().text}"])
def test_no_candidate_where_nothing_was_reworded(database, found, became):
    edited(database, became)
    assert found().wordings == ()


def test_facts_become_placeholders_again_and_neighbours_stay_apart():
    told = "It took 6 days, which is long. We call you by 12:00 today. Is that right?"
    sent = "It took 6 days, and that is far too long. We call you by 12:00 today. Is that right for you?"
    templates = {"a#0": "It took {waiting}, which is long.", "b#0": "We call you by {due}.", "c#0": "Is that right?"}
    assert {each.id: each.became for each in edits.edits(told, sent, templates)} == {
        "a#0": "It took {waiting}, and that is far too long.",
        "c#0": "Is that right for you?",
    }


def test_a_wording_of_two_sentences_is_one_candidate():
    told, sent = "One thing went wrong. Another did too. Done.", "One thing went badly wrong. Another thing did too. Done."
    (each,) = edits.edits(told, sent, {"a#0": "One thing went wrong. Another did too."})
    assert each.became == "One thing went badly wrong. Another thing did too."


def test_only_what_was_accepted_is_learned_and_only_once(database, corrected, found, nlu, tmp_path):
    for text, cause in (("the box is lost", "lost_parcel"), ("billed twice", "wrong_charge"), ("no answer yet", "no_reply")):
        corrected(text, cause=cause, feeling="angry", intensity=2)
    path = tmp_path / "review.yml"
    write(path, found(), examples=(True, False, None))
    done = learning.apply(database, path, ROOT / "content", nlu)
    assert (done.examples, done.refused) == (1, [])
    learned = nlu / "en" / "learned.yml"
    (each,) = read_examples(learned)
    assert (each.text, each.intent, each.feeling, each.intensity) == ("the box is lost", "lost_parcel", "angry", 2)
    assert [each.text for each in found().examples] == ["no answer yet"], "accepted and refused ones don't come again"
    before = learned.read_bytes()
    again = learning.apply(database, path, ROOT / "content", nlu)
    assert (again.examples, again.held) == (0, 1) and learned.read_bytes() == before
    assert sum(row["learned"] for row in rows(database, corrections)) == 6


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"intent": "lost_box"}, "examples.0.intent: 'lost_box'"),
        ({"feeling": "sad"}, "examples.0.feeling: 'sad'; one of calm"),
        ({"intensity": 4}, "examples.0.intensity: 4; 0, 1, 2 or 3"),
        ({"signals": ("loud",)}, "examples.0.signals: ['loud']"),
        ({"text": "write to a@b.fi"}, "examples.0.text: it holds personal data"),
    ],
)  # fmt: skip
def test_an_entry_that_does_not_fit_is_refused_with_its_line(database, nlu, tmp_path, changes, says):
    each = replace(review.Example("en", "lost", "lost_parcel", "angry", 2, (), {}, (1,), accept=True), **changes)
    path = tmp_path / "review.yml"
    path.write_text(review.dump(review.Review((each,))), encoding="utf-8")
    done = learning.apply(database, path, ROOT / "content", nlu)
    line = next(at for at, text in enumerate(path.read_text().splitlines(), 1) if text.strip("- ").startswith(next(iter(changes))))
    assert done.refused[0].startswith(f"{path}:{line}: {says}") and not nlu.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("examples: no", "review.yml:1: examples: a list of entries"),
        ("examples:\n- language: en\n  texts: x\n", "review.yml:2: examples.0: unknown texts"),
        ("wordings:\n- accept: maybe\n", "review.yml:2: wordings.0: missing"),
        ("examples:\n- {accept: true, language: en, text: x, intent: no_reply, feeling: calm, intensity: high, signals: [], read: {}, corrections: []}\n",
         "review.yml:2: examples.0.intensity: 'high'; a whole number"),
        ("what: 1\n", "review.yml:1: what: a review file holds"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_review_is_named_with_its_line(database, nlu, tmp_path, text, says):
    path = tmp_path / "review.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        learning.apply(database, path, ROOT / "content", nlu)
    assert says in str(error.value)


def test_an_accepted_wording_is_the_last_line_of_its_list_and_nothing_else_changes(database, found, content, nlu, tmp_path):
    edited(database, SENTENCE)
    path, place = tmp_path / "review.yml", content / "replies" / "en" / "causes" / "timing.yml"
    write(path, found(), wordings=(True,))
    before = place.read_text(encoding="utf-8").splitlines()
    done = learning.apply(database, path, content, nlu)
    after = place.read_text(encoding="utf-8").splitlines()
    assert done.refused == [] and done.wordings == 1
    assert [line for line in after if line not in before] == [f'    - "{SENTENCE}"'] and len(after) == len(before) + 1
    assert content_library.load(content).replies["en"].get("late_delivery.upset")[-1].text == SENTENCE
    assert found().wordings == ()
    again = learning.apply(database, path, content, nlu)
    assert (again.wordings, again.held) == (0, 1) and place.read_text(encoding="utf-8").splitlines() == after


@pytest.mark.parametrize(
    ("became", "says"),
    [
        ("Please calm down, it is only a parcel.", "dismissive"),
        ("You've been waiting {days} for it, and that is far too long.", "unknown placeholder days"),
        ("Call me about it at +358 40 123 4567 or write.", "personal data"),
        ("It was meant to be at your door by now, and all you have is a tracking page to look at.", "none stands twice"),
    ],
)  # fmt: skip
def test_a_wording_that_a_check_refuses_stays_out_and_says_why(database, content, nlu, tmp_path, became, says):
    where = "late_delivery.worried" if "twice" in says else "late_delivery.upset"
    told = review.Review((), (review.Wording("en", where, wording().text, became, "", 1, accept=True),))
    path = tmp_path / "review.yml"
    path.write_text(review.dump(told), encoding="utf-8")
    before = {each: each.read_bytes() for each in content.rglob("*.yml")}
    done = learning.apply(database, path, content, nlu)
    assert says in done.refused[0] and f"{path}:" in done.refused[0] and done.wordings == 0
    assert before == {each: each.read_bytes() for each in content.rglob("*.yml")}


def test_the_command_gathers_shows_and_keeps_a_review_that_was_begun(database, corrected, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("desk.database.database", lambda: database)
    corrected("where is my parcel", cause="lost_parcel")
    path = tmp_path / "build" / "learn.yml"
    command.learn(to=path, apply=None, force=False, scores=False)
    told = capsys.readouterr().out
    assert "- cause: none" in told and "+ cause: lost_parcel" in told and "1 examples and 0 wordings" in told
    assert review.load(path).examples[0].accept is None
    with pytest.raises(FileExistsError, match="half reviewed"):
        command.learn(to=path, apply=None, force=False, scores=False)


def test_who_takes_examples_is_told_where_the_next_scores_stand(database, corrected, found, nlu, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("desk.database.database", lambda: database)
    monkeypatch.setattr(command, "NLU", nlu)
    corrected("the box is lost", cause="lost_parcel", feeling="angry", intensity=2)
    path = tmp_path / "review.yml"
    write(path, found(), examples=(True,))
    command.learn(to=None, apply=path, force=False, scores=False)
    told = capsys.readouterr().out
    assert "1 examples and 0 wordings taken" in told and "`make train`" in told and "`heard learn --scores`" in told
    command.learn(to=None, apply=path, force=False, scores=False)
    assert "--scores" not in capsys.readouterr().out, "nothing new to train on"
