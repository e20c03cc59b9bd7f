"""Answers made up to see what an instrument makes of them."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from scoring.instrument import SUBJECT_SCOPES, AppliesTo, Indicator, Instrument
from scoring.scores import UnitScore
from scoring.sheet import Answer, Measure, Sheet, Subject, measure_of
from scoring.unit import score_unit

RESPONDENTS = 10


class Height(StrEnum):
    """Every answer at its lowest, its middle (rounded down) or its highest level."""

    LOWEST = "lowest"
    MIDDLE = "middle"
    HIGHEST = "highest"


def tried(instrument: Instrument, height: Height) -> UnitScore:
    """The score of a unit with a full sample all of whose answers stand at one height."""
    subjects = tuple(sample_subjects(instrument))
    asked = [each for each in instrument.indicators() if each.applies_to is not AppliesTo.MINISTRY]
    answers = tuple(answer for each in asked for answer in _answers(each, subjects, height))
    return score_unit(instrument, Sheet(subjects, answers))


def sample_subjects(instrument: Instrument) -> Iterator[Subject]:
    """As many as the sample wants, at least one, of each scope that is asked about."""
    asked = {indicator.scope for indicator in instrument.indicators()}
    for scope in sorted(SUBJECT_SCOPES & asked):
        for number in range(1, max(instrument.samples.get(scope, 0), 1) + 1):
            yield Subject(f"{scope}-{number}", scope, "")


def _answers(indicator: Indicator, subjects: tuple[Subject, ...], height: Height) -> Iterator[Answer]:
    about = [s.id for s in subjects if s.scope is indicator.scope] if indicator.scope in SUBJECT_SCOPES else [None]
    for subject in about:
        yield _answer(indicator, subject, height)


def _answer(indicator: Indicator, subject: str | None, height: Height) -> Answer:
    measure = measure_of(indicator)
    if measure is Measure.FIGURE:
        whole = indicator.figure_maximum
        figure = {Height.LOWEST: Decimal(0), Height.MIDDLE: whole / 2, Height.HIGHEST: whole}[height]
        return Answer(indicator.code, subject, figure=figure)
    lowest, highest = indicator.minimum, int(indicator.maximum or 0)
    points = {Height.LOWEST: lowest, Height.MIDDLE: (lowest + highest) // 2, Height.HIGHEST: highest}[height]
    if measure is Measure.TALLY:
        return Answer(indicator.code, subject, tally={points: RESPONDENTS})
    return Answer(indicator.code, subject, points=points)
