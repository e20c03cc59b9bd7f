"""What makes a sheet impossible to score. Problems are data; `assessments.sentences` words them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scoring.instrument import SUBJECT_SCOPES, Indicator, Instrument
from scoring.sheet import MAIN_OUTCOME, Answer, Measure, Sheet, Subject, measure_of

FIGURE_DECIMALS = 10
"""Decimals a figure may carry: more is a typing error, and 1E-999999 would be a denial of service."""


class SheetCode(StrEnum):
    UNKNOWN_INDICATOR = "unknown_indicator"
    UNKNOWN_SUBJECT = "unknown_subject"
    UNKNOWN_OUTCOME = "unknown_outcome"
    DUPLICATE_SUBJECT = "duplicate_subject"
    DUPLICATE_ANSWER = "duplicate_answer"
    SUBJECT_MISSING = "subject_missing"
    SUBJECT_UNEXPECTED = "subject_unexpected"
    SUBJECT_OF_OTHER_SCOPE = "subject_of_other_scope"
    WRONG_MEASURE = "wrong_measure"
    NOT_APPLICABLE_BUT_ANSWERED = "not_applicable_but_answered"
    POINTS_OUT_OF_RANGE = "points_out_of_range"
    FIGURE_OUT_OF_RANGE = "figure_out_of_range"
    TALLY_LEVEL_OUT_OF_RANGE = "tally_level_out_of_range"
    TALLY_NEGATIVE = "tally_negative"


@dataclass(frozen=True, slots=True)
class SheetProblem:
    code: SheetCode
    indicator: str | None = None
    subject: str | None = None


class SheetError(ValueError):
    """The sheet contradicts itself or its instrument; `problems` says how, in the order of the sheet."""

    def __init__(self, problems: tuple[SheetProblem, ...]) -> None:
        super().__init__(", ".join(f"{p.code} {p.indicator or '-'} {p.subject or '-'}" for p in problems))
        self.problems = problems


def check_sheet(instrument: Instrument, sheet: Sheet) -> None:
    """Raises SheetError with every problem found."""
    problems = tuple(sheet_problems(instrument, sheet))
    if problems:
        raise SheetError(problems)


def sheet_problems(instrument: Instrument, sheet: Sheet) -> Iterator[SheetProblem]:
    yield from _subject_problems(instrument, sheet)
    indicators = {indicator.code: indicator for indicator in instrument.indicators()}
    subjects = {subject.id: subject for subject in sheet.subjects}
    left_out = {answer.indicator for answer in sheet.answers if answer.not_applicable and answer.subject is None}
    for (code, subject_id), times in Counter((a.indicator, a.subject) for a in sheet.answers).items():
        if times > 1:
            yield SheetProblem(SheetCode.DUPLICATE_ANSWER, code, subject_id)
    for answer in sheet.answers:
        indicator = indicators.get(answer.indicator)
        if indicator is None:
            yield SheetProblem(SheetCode.UNKNOWN_INDICATOR, answer.indicator, answer.subject)
            continue
        codes = (
            _about_whom(indicator, answer, subjects),
            _contradiction(answer, left_out),
            _wrong_value(indicator, answer),
        )
        yield from (SheetProblem(code, answer.indicator, answer.subject) for code in codes if code)


def _subject_problems(instrument: Instrument, sheet: Sheet) -> Iterator[SheetProblem]:
    for subject_id, times in Counter(subject.id for subject in sheet.subjects).items():
        if times > 1:
            yield SheetProblem(SheetCode.DUPLICATE_SUBJECT, subject=subject_id)
    known = {MAIN_OUTCOME, *instrument.outcome_factors}
    for subject in sheet.subjects:
        if subject.outcome not in known:
            yield SheetProblem(SheetCode.UNKNOWN_OUTCOME, subject=subject.id)


def _about_whom(indicator: Indicator, answer: Answer, subjects: dict[str, Subject]) -> SheetCode | None:
    if indicator.scope not in SUBJECT_SCOPES:
        return None if answer.subject is None else SheetCode.SUBJECT_UNEXPECTED
    if answer.subject is None:
        return None if answer.not_applicable else SheetCode.SUBJECT_MISSING
    subject = subjects.get(answer.subject)
    if subject is None:
        return SheetCode.UNKNOWN_SUBJECT
    return None if subject.scope is indicator.scope else SheetCode.SUBJECT_OF_OTHER_SCOPE


def _contradiction(answer: Answer, left_out: set[str]) -> SheetCode | None:
    is_out = answer.not_applicable or answer.indicator in left_out
    return SheetCode.NOT_APPLICABLE_BUT_ANSWERED if is_out and answer.measures() else None


def _wrong_value(indicator: Indicator, answer: Answer) -> SheetCode | None:
    measure = measure_of(indicator)
    if answer.measures() - {measure}:
        return SheetCode.WRONG_MEASURE
    if measure is Measure.FIGURE:
        return _wrong_figure(indicator, answer)
    return _wrong_tally(indicator, answer) or _wrong_points(indicator, answer)


def _wrong_figure(indicator: Indicator, answer: Answer) -> SheetCode | None:
    figure = answer.figure
    if figure is None:
        return None
    within = figure.is_finite() and 0 <= figure <= indicator.figure_maximum
    fits = within and int(figure.as_tuple().exponent) >= -FIGURE_DECIMALS
    return None if fits else SheetCode.FIGURE_OUT_OF_RANGE


def _wrong_points(indicator: Indicator, answer: Answer) -> SheetCode | None:
    if answer.points is None or _is_level(indicator, answer.points):
        return None
    return SheetCode.POINTS_OUT_OF_RANGE


def _wrong_tally(indicator: Indicator, answer: Answer) -> SheetCode | None:
    if any(count < 0 for count in answer.tally.values()):
        return SheetCode.TALLY_NEGATIVE
    if all(_is_level(indicator, level) for level in answer.tally):
        return None
    return SheetCode.TALLY_LEVEL_OUT_OF_RANGE


def _is_level(indicator: Indicator, level: int) -> bool:
    return indicator.maximum is not None and indicator.minimum <= level <= indicator.maximum
