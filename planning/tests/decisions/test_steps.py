"""A step survives being written down, and whatever is no step is refused."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.decisions.changing import Change
from planning.decisions.steps import Step, StepError, read_step

names = st.from_regex(r"\A[A-Za-z0-9.+-]{1,20}\Z")
levels = st.one_of(st.integers(0, 100).map(Fraction), st.fractions(0, 100, max_denominator=1000))
RAW = {"assessment": 3, "indicator": "S1", "subject": "product-1", "place": 0, "from": "2", "to": "4", "days": 6}


@given(
    st.builds(
        Step,
        st.integers(1, 10**12),
        names,
        st.none() | names,
        st.integers(0, 30),
        st.none() | levels,
        levels,
        st.integers(0, 2000),
    )
)
def test_what_is_written_is_read_again(step):
    assert read_step(json.loads(json.dumps(step.as_json()))) == step


def test_a_step_as_the_planner_writes_it():
    step = read_step(RAW)
    assert step == Step(3, "S1", "product-1", 0, Fraction(2), Fraction(4), 6)
    assert step.key == "3/S1/product-1"
    assert step.spot == ("S1", "product-1", 0)
    assert step.change == Change("S1", "product-1", 0, Fraction(4))
    assert step.as_json() == RAW


def test_who_is_not_named_is_told_apart_by_the_place():
    assert read_step({**RAW, "subject": None, "place": 1}).key == "3/S1/#1"


def test_what_may_be_left_out():
    step = read_step({"assessment": 3, "indicator": "O6", "to": "84.17"})
    assert (step.subject, step.place, step.start, step.to, step.days) == (None, 0, None, Fraction("84.17"), 0)


@pytest.mark.parametrize(
    ("start", "to", "rises"), [(None, 0, True), (None, 3, True), (2, 3, True), (3, 3, False), (3, 2, False)]
)
def test_whether_it_rises(start, to, rises):
    assert Step(1, "S1", None, 0, None if start is None else Fraction(start), Fraction(to)).rises is rises


@pytest.mark.parametrize(
    ("start", "now", "is_met"),
    [(1, None, False), (1, 2, False), (1, 3, True), (1, 4, True), (4, 4, False), (4, 3, True), (4, 2, True)],
)
def test_whether_an_answer_has_come_as_far_as_the_step_leads(start, now, is_met):
    step = Step(1, "S1", None, 0, Fraction(start), Fraction(3))
    assert step.is_met(None if now is None else Fraction(now)) is is_met


WRONG = [
    ("assessment", None),
    ("assessment", "3"),
    ("assessment", True),
    ("assessment", -1),
    ("assessment", 10**16),
    ("indicator", None),
    ("indicator", ""),
    ("indicator", "S1\x00"),
    ("indicator", "S1 "),
    ("indicator", "x" * 61),
    ("subject", 7),
    ("subject", ""),
    ("place", 1.5),
    ("place", 1001),
    ("from", None),
    ("from", "dua"),
    ("to", None),
    ("to", 4),
    ("to", ""),
    ("to", "-1"),
    ("to", "1e9"),
    ("to", "nan"),
    ("to", "1/0"),
    ("to", "٣"),
    ("to", "9" * 40),
    ("days", -1),
    ("days", 2001),
    ("days", None),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_anything_else_is_no_step(field, value):
    with pytest.raises(StepError):
        read_step({**RAW, field: value})


@pytest.mark.parametrize("raw", [None, [], "S1", 3, {}])
def test_what_is_no_object_is_no_step(raw):
    with pytest.raises(StepError):
        read_step(raw)
