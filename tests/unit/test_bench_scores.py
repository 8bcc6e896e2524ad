"""The measures of `heard bench reading`, against values computed by hand."""

import numpy as np
import pytest

from benchmarks.reading import scores


def test_accuracy_and_share():
    assert scores.accuracy(["a", "b", "a", "b"], ["a", "b", "b", "a"]) == 0.5
    assert scores.share([True, False, False, False]) == 0.25
    assert scores.share([]) is None and scores.accuracy([], []) is None


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="zip"):
        scores.accuracy(["a"], [])


def test_f1_by_hand():
    truth, answers = ["a", "a", "a", "b", "b"], ["a", "a", "b", "a", "b"]
    assert scores.f1(truth, answers, "a") == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert scores.f1(truth, answers, "b") == pytest.approx(2 * 1 / (2 * 1 + 1 + 1))
    assert scores.macro_f1(truth, answers) == pytest.approx((2 / 3 + 1 / 2) / 2)


def test_macro_f1_is_over_the_labels_that_occur():
    assert scores.macro_f1(["a", "a"], ["a", "c"]) == pytest.approx(2 / 3)
    assert scores.macro_f1(["a", "b"], ["a", "a"]) == pytest.approx((2 / 3 + 0) / 2)
    assert scores.macro_f1([], []) is None


@pytest.mark.parametrize(
    ("truth", "figures", "area"),
    [
        ([True, True, False, False], [0.9, 0.8, 0.2, 0.1], 1.0),
        ([True, True, False, False], [0.1, 0.2, 0.8, 0.9], 0.0),
        ([True, False, True, False], [0.9, 0.7, 0.6, 0.1], 0.75),  # of four pairs, .6 is below .7
        ([True, False], [0.5, 0.5], 0.5),
        ([True, False, False], [0.5, 0.5, 0.1], 0.75),  # one tie, one win
        ([True, True], [0.5, 0.6], None), ([], [], None),
    ],
)  # fmt: skip
def test_auc_counts_pairs(truth, figures, area):
    assert scores.auc(truth, figures) == area


def test_sums_that_should_be_equal_tie():
    assert scores.auc([True, False], [0.1 + 0.2, 0.3]) == 0.5


def test_bins_have_equal_width_and_hold_their_lower_end():
    found = scores.bins([0.0, 0.09, 0.1, 0.95, 1.0], [False, True, True, True, False])
    assert [each.count for each in found] == [2, 1, 2]
    assert [each.confidence for each in found] == pytest.approx([0.045, 0.1, 0.975])
    assert [each.right for each in found] == [0.5, 1.0, 0.5]


@pytest.mark.parametrize("value", [0.3, 0.6, 0.7, 0.1 + 0.2, 0.8 - 0.1])
def test_rounding_puts_nothing_into_the_bin_below(value):
    assert len(scores.bins([value, value + 0.05], [True, True])) == 1


def test_more_than_one_lies_in_the_last_bin():
    assert [each.count for each in scores.bins([1.0001, 0.99], [True, True])] == [2]


def test_calibration_error_by_hand():
    # .8 and .85 are half right: |.825 - .5| for two; .25 is wrong: .25 for one
    assert scores.calibration_error([0.8, 0.85, 0.25], [True, False, False]) == pytest.approx((2 * 0.325 + 0.25) / 3)
    assert scores.calibration_error([1.0, 0.0], [True, False]) == 0
    assert scores.calibration_error([], []) is None


def test_precision_and_recall_are_over_all_pairs():
    truth, answers = [["legal", "leaving"], [], ["abusive"]], [["legal"], ["legal"], ["abusive", "leaving"]]
    assert scores.precision_recall(truth, answers) == (2 / 4, 2 / 3)
    assert scores.precision_recall([[]], [[]]) == (None, None)
    assert scores.precision_recall([["legal"]], [[]]) == (None, 0)


def test_a_confusion_matrix_has_a_row_for_what_is_true():
    assert np.array_equal(scores.confusion(["a", "a", "b"], ["a", "b", "b"], "abc"), [[1, 1, 0], [0, 1, 0], [0, 0, 0]])
