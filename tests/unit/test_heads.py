"""Linear heads score as scikit-learn does, and come back from their file as they were."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.models import FEELINGS
from bot.reading.feelings import SIGNALS, THRESHOLDS, FeelingReader
from bot.reading.heads import LinearHead, calibrated, fit

SPARSE, DENSE = 12, 4


@pytest.fixture(scope="module")
def rows():
    """90 rows of three kinds: a sparse block and a dense one, each kind with a column of its own."""
    random = np.random.default_rng(0)
    sparse = random.random((90, SPARSE)) * (random.random((90, SPARSE)) < 0.3)
    dense = random.normal(size=(90, DENSE))
    for kind in range(3):
        sparse[kind::3, kind] += 1
        dense[kind::3, kind] += 2
    return csr_matrix(sparse.astype(np.float32)), dense.astype(np.float32)


def together(rows) -> csr_matrix:
    return hstack([rows[0], csr_matrix(rows[1])], format="csr")


KINDS = ["calm", "angry", "worried"] * 30


def test_scores_are_scikit_learns(rows):
    model = LogisticRegression(max_iter=50, random_state=0).fit(together(rows), KINDS)
    head = LinearHead.of(model)
    for at in range(6):
        assert head.scores(rows[0][at], rows[1][at]) == pytest.approx(model.predict_proba(together(rows)[at])[0], abs=1e-5)
    assert head.classes == tuple(model.classes_)


def test_one_of_two_is_a_single_score(rows):
    answers = [kind == "angry" for kind in KINDS]
    head = fit(together(rows), answers)
    assert head.classes == ("yes",)
    scores = [head.scores(rows[0][at], rows[1][at])[0] for at in range(90)]
    assert all(0 <= score <= 1 for score in scores)
    assert np.mean([score for score, answer in zip(scores, answers) if answer]) > 0.7


def test_a_row_without_ngrams_has_scores(rows):
    scores = fit(together(rows), KINDS).scores(csr_matrix((1, SPARSE), dtype=np.float32), np.zeros(DENSE, np.float32))
    assert scores.sum() == pytest.approx(1) and np.isfinite(scores).all()


def test_a_head_comes_back_from_its_file(rows, tmp_path):
    head = fit(together(rows), KINDS)
    head.save(tmp_path / "head.npz")
    again = LinearHead.load(tmp_path / "head.npz")
    assert again.classes == head.classes and again.temperature == head.temperature
    assert np.array_equal(again.weights, head.weights) and np.array_equal(again.bias, head.bias)


def test_the_same_data_give_the_same_head(rows):
    assert np.array_equal(fit(together(rows), KINDS).weights, fit(together(rows), KINDS).weights)


def test_temperature_flattens_and_keeps_the_order(rows):
    head = fit(together(rows), KINDS)
    warm = LinearHead(head.classes, head.weights, head.bias, 3.0)
    sharp, flat = (each.scores(rows[0][0], rows[1][0]) for each in (head, warm))
    assert sharp.argmax() == flat.argmax() and flat.max() < sharp.max()


def test_a_column_stands_against_the_mean(rows):
    head = fit(together(rows), KINDS)
    assert sum(head.column(name) for name in head.classes) == pytest.approx(np.zeros(SPARSE + DENSE), abs=1e-5)
    assert head.column("angry") is head.column("angry")


def mood_reader(rows) -> FeelingReader:
    intensities = [0, 3, 1] * 30
    return FeelingReader.fit(together(rows), KINDS, intensities, [["legal"] if kind == "angry" else [] for kind in KINDS])


def test_a_mood_holds_every_feeling_and_the_signals_above_their_threshold(rows):
    reader = mood_reader(rows)
    assert set(reader.signals) == {"legal"}  # a signal nobody shows has no head
    for at in range(9):
        mood = reader.read(rows[0][at], rows[1][at])
        assert set(mood.feelings) == set(FEELINGS) and mood.feeling == max(mood.feelings, key=mood.feelings.get)
        assert mood.intensity in ((0,) if mood.feeling == "calm" else (1, 2, 3))
        assert all(score >= THRESHOLDS[name] for name, score in mood.signals.items())


def test_a_cry_is_heard_sooner_than_another_signal():
    assert set(THRESHOLDS) == set(SIGNALS) and THRESHOLDS["at_risk"] < min(THRESHOLDS[name] for name in SIGNALS if name != "at_risk")


def test_moods_come_back_from_their_folder(rows, tmp_path):
    reader = mood_reader(rows)
    reader.save(tmp_path)
    again = FeelingReader.load(tmp_path)
    assert again.read(rows[0][4], rows[1][4]) == reader.read(rows[0][4], rows[1][4]) and set(again.signals) == {"legal"}


def test_an_overconfident_head_is_cooled_down():
    """Where a sure head is right in 8 of 10, its probability should say so."""
    head = LinearHead(("a", "b"), np.array([[3.0, -3.0]], np.float32), np.zeros(2, np.float32))
    rows, labels = csr_matrix(np.ones((200, 1))), ["a"] * 160 + ["b"] * 40
    found = calibrated(head, rows, labels)
    assert found.temperature > 1 and abs(found.scores(csr_matrix((1, 0)), np.ones(1, np.float32))[0] - 0.8) < 0.03
    assert head.temperature == 1.0


def test_too_few_examples_calibrate_nothing():
    head = LinearHead(("a", "b"), np.array([[3.0, -3.0]], np.float32), np.zeros(2, np.float32))
    assert calibrated(head, csr_matrix(np.ones((20, 1))), ["a"] * 20) is head
    assert calibrated(head, csr_matrix(np.ones((200, 1))), ["unknown"] * 200) is head


def test_what_came_before_counts_as_much_as_the_message_but_for_thanks(rows):
    reader = mood_reader(rows)
    alone = [reader.read(rows[0][at], rows[1][at]) for at in range(9)]
    angry = next(at for at in range(9) if alone[at].feeling == "angry")
    for at, mood in enumerate(alone):
        both = reader.read(rows[0][at], rows[1][at], (rows[0][angry], rows[1][angry]))
        assert sum(both.feelings.values()) == pytest.approx(1.0)
        if mood.feeling == "grateful":
            assert both == mood
        else:
            roots = [(mood.feelings[name] * alone[angry].feelings[name]) ** 0.5 for name in FEELINGS]
            assert both.feelings["angry"] == pytest.approx(roots[FEELINGS.index("angry")] / sum(roots))
