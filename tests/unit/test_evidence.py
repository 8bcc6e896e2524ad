"""Which words carried a reading."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Evidence
from bot.reading.evidence import MOST_WORDS, carried, clauses, shared_out, with_vectors, word_scores
from bot.reading.features import WordPart

NAMES = {"parcel": 0, "late": 1, "charged": 2, "twice": 3}


def parts(text: str) -> list[WordPart]:
    """Words of a text; those of NAMES hold a column each."""
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        columns = [NAMES[word.strip(".,")]] if word.strip(".,") in NAMES else []
        found.append(WordPart(at, at + len(word), np.array(columns, np.int32), np.ones(len(columns), np.float32)))
        at += len(word)
    return found


LATE = np.array([2.0, 1.0, -1.0, 0.0])
CHARGE = np.array([-1.0, 0.0, 2.0, 1.0])


def test_a_word_adds_what_its_ngrams_weigh():
    assert word_scores(parts("my parcel is late"), LATE) == [0.0, 2.0, 0.0, 1.0]


def test_a_word_adds_its_share_of_the_vector():
    shares = [(0, 2, np.array([1.0, 0.0])), (3, 10, np.array([0.0, 1.0]))]
    words = with_vectors(parts("my parcel."), shares, mean=np.array([0.5, 0.5]), scale=2.0)
    assert [word.vector.tolist() for word in words] == [[1.5, -0.5], [-0.5, 1.5]]
    assert word_scores(words, np.array([2.0, 0.0, 0.0, 0.0, 1.0, 0.0])) == [1.5, 1.5]


def test_words_within_a_word_part_its_share_by_length():
    halves = [WordPart(0, 3, np.array([], np.int32), np.array([])), WordPart(3, 4, np.array([], np.int32), np.array([]))]
    words = with_vectors(halves, [(0, 4, np.array([4.0]))], mean=np.array([0.0]), scale=1.0)
    assert [word.vector.tolist() for word in words] == [[3.0], [1.0]]
    assert with_vectors(halves, [], mean=np.array([0.0]), scale=1.0) == halves


def test_words_that_speak_for_it_are_shown():
    assert carried(parts("my parcel is late"), LATE, "late") == [Evidence(3, 9, "late"), Evidence(13, 17, "late")]


def test_neighbours_are_joined():
    assert carried(parts("parcel late today"), LATE, "late") == [Evidence(0, 11, "late")]


def test_words_against_it_or_of_little_weight_are_not():
    assert carried(parts("charged"), LATE, "late") == [] == carried(parts("hello there"), LATE, "late") == carried([], LATE, "late")
    assert carried(parts("parcel charged late"), np.array([9.0, 0.1, -5.0, 0.0]), "late") == [Evidence(0, 6, "late")]


def test_at_most_four_words():
    found = carried(parts("late or late or late or late or late or late"), LATE, "late")
    assert len(found) == MOST_WORDS and found == sorted(found, key=lambda each: each.start)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my parcel is late", ["my parcel is late"]), ("late, and charged twice", ["late", "charged twice"]),
        ("il pacco è in ritardo e la carta addebitata", ["il pacco è in ritardo", "la carta addebitata"]),
        ("paketti on myöhässä ja raha meni", ["paketti on myöhässä", "raha meni"]), ("late! Why?", ["late", " Why"]),
        ("الطرد متأخر وخصمتم المبلغ", ["الطرد متأخر", "خصمتم المبلغ"]), ("", []), ("...", []),
    ],
)  # fmt: skip
def test_clauses_of_a_text(text, found):
    assert [text[start:end] for start, end in clauses(text)] == found


@given(st.text(max_size=80))
def test_clauses_stand_in_the_text_in_order(text):
    edges = [edge for clause in clauses(text) for edge in clause]
    assert edges == sorted(edges) and all(0 <= edge <= len(text) for edge in edges)


def test_each_clause_goes_to_the_cause_it_speaks_for():
    text = "my parcel is late. you charged me twice."
    found = shared_out(text, parts(text), {"late": LATE, "charge": CHARGE})
    assert [(text[each.start : each.end], each.speaks_for) for each in found] == [("my parcel is late", "late"), (" you charged me twice", "charge")]


def test_neighbouring_clauses_of_one_cause_are_joined():
    text = "parcel, late, charged"
    found = shared_out(text, parts(text), {"late": LATE, "charge": CHARGE})
    assert [(text[each.start : each.end], each.speaks_for) for each in found] == [("parcel, late", "late"), (" charged", "charge")]
