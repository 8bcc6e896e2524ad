"""Several causes in one message: which count, and which comes first."""

import pytest

from bot.library import library
from bot.reading.causes import MOST, hinted, in_doubt, named


def ranking(**scores: float) -> list[dict]:
    return [{"name": name, "confidence": score} for name, score in scores.items()]


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ({}, []), ({"late_delivery": 0.9, "thank": 0.1}, ["late_delivery"]), ({"thank": 0.6, "late_delivery": 0.4}, []),
        ({"no_such_cause": 0.9, "late_delivery": 0.1}, []), ({"nlu_fallback": 0.9, "late_delivery": 0.1}, []),
        ({"late_delivery": 0.6, "wrong_charge": 0.3}, ["wrong_charge", "late_delivery"]),
        ({"late_delivery": 0.6, "wrong_charge": 0.14}, ["late_delivery"]),  # less than SECOND
        ({"late_delivery": 0.8, "wrong_charge": 0.2}, ["late_delivery"]),  # less than SHARE of the best
        ({"late_delivery": 0.5, "wrong_charge": 0.29, "thank": 0.21}, ["wrong_charge", "late_delivery"]),
        ({"payroll_error": 0.5, "wrong_charge": 0.4}, ["payroll_error"]), ({"wrong_charge": 0.5, "payroll_error": 0.4}, ["wrong_charge"]),
        ({"payroll_error": 0.5, "it_problem": 0.4}, ["payroll_error", "it_problem"]),
    ],
)  # fmt: skip
def test_causes_named(scores, found):
    assert named(ranking(**scores)) == found


def test_at_most_three_and_the_gravest_first():
    found = named(ranking(late_delivery=0.4, long_wait=0.35, unknown_charge=0.34, wrong_charge=0.33, rude_staff=0.32))
    assert found == ["unknown_charge", "late_delivery", "long_wait"] and len(found) == MOST


def test_of_equal_gravity_the_likeliest_is_first():
    assert named(ranking(late_delivery=0.4, no_reply=0.3)) == ["late_delivery", "no_reply"]
    assert named(ranking(no_reply=0.4, late_delivery=0.3)) == ["no_reply", "late_delivery"]


def test_every_cause_of_the_taxonomy_is_named_by_itself():
    for name in library().causes:
        assert named(ranking(**{name: 0.9})) == [name]


@pytest.mark.parametrize(
    ("scores", "doubt"),
    [
        ({"late_delivery": 0.8, "out_of_scope": 0.1}, True), ({"late_delivery": 0.8, "out_of_scope": 0.07}, False),
        ({"late_delivery": 0.8}, False), ({"thank": 0.6, "out_of_scope": 0.3}, False), ({"out_of_scope": 0.9}, False),
    ],
)  # fmt: skip
def test_what_may_be_about_no_company_names_no_cause(scores, doubt):
    assert in_doubt(scores) is doubt


@pytest.mark.parametrize(
    ("scores", "hint"),
    [
        ({"late_delivery": 0.9, "wrong_charge": 0.03}, True), ({"late_delivery": 0.9, "wrong_charge": 0.01}, False),
        ({"late_delivery": 0.9, "thank": 0.1}, False), ({"thank": 0.8, "wrong_charge": 0.2}, False), ({}, False),
    ],
)  # fmt: skip
def test_clauses_are_read_where_the_whole_hints_at_a_second_cause(scores, hint):
    assert hinted(ranking(**scores)) is hint


def test_a_clause_that_says_its_cause_plainly_names_it():
    whole = ranking(late_delivery=0.9, wrong_charge=0.03)
    assert named(whole, [{"late_delivery": 0.9}, {"wrong_charge": 0.9}]) == ["wrong_charge", "late_delivery"]
    assert named(whole, [{"late_delivery": 0.9}, {"wrong_charge": 0.7}]) == ["late_delivery"]
    assert named(whole, [{"wrong_charge": 0.88, "out_of_scope": 0.12}]) == ["late_delivery"]
