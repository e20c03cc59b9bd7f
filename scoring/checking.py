"""What makes a sheet impossible to score. Problems are data; `assessments.sentences` words them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.codes import SheetCode
from scoring.instrument import SUBJECT_SCOPES, Indicator, Instrument
from scoring.kinds import kind_of
from scoring.sheet import MAIN_OUTCOME, Answer, Sheet, Subject


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
    kind = kind_of(indicator)
    return SheetCode.WRONG_MEASURE if answer.measures() - {kind.measure} else kind.problem(indicator, answer)
