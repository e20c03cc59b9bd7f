"""Answers made up to see what an instrument makes of them."""

from collections.abc import Iterator

from scoring.instrument import SUBJECT_SCOPES, AppliesTo, Indicator, Instrument
from scoring.kinds import Height, kind_of
from scoring.scores import UnitScore
from scoring.sheet import Answer, Sheet, Subject
from scoring.unit import score_unit


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
        yield kind_of(indicator).sample(indicator, subject, height)
