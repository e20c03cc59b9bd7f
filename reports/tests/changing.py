"""A sheet after a move was made, so that the core can say what the move was worth."""

from dataclasses import replace
from decimal import Decimal

from reports.documents.advice import AdvisedChange, _can_rise, _is_blank
from scoring.instrument import SUBJECT_SCOPES
from scoring.observations import Observation
from scoring.sheet import Answer, AnswerMeasure, Sheet, Subject

UNNAMED = "belum-bernama"


def changed(sheet: Sheet, move: AdvisedChange) -> Sheet:
    """The sheet once `move` is made."""
    return _filled(sheet, move) if move.is_blank else _lifted(sheet, move)


def _lifted(sheet: Sheet, move: AdvisedChange) -> Sheet:
    rising = {o.subject.id if o.subject else None for o in move.indicator.observations if _can_rise(o)}
    answers = tuple(
        replace(a, points=a.points + 1)
        if a.points is not None and a.indicator == move.indicator.code and a.subject in rising
        else a
        for a in sheet.answers
    )
    return replace(sheet, answers=answers)


def _filled(sheet: Sheet, move: AdvisedChange) -> Sheet:
    """Blanks answered in full; whoever has not been named yet is given a stand-in."""
    subjects, answers = list(sheet.subjects), {(a.indicator, a.subject): a for a in sheet.answers}
    for number, observation in enumerate(o for o in move.indicator.observations if _is_blank(o)):
        subject = observation.subject
        if subject is None and move.indicator.scope in SUBJECT_SCOPES:
            subject = Subject(f"{UNNAMED}-{number}", move.indicator.scope, UNNAMED)
            subjects.append(subject)
        answer = _full_answer(move.indicator.code, subject.id if subject else None, observation)
        answers[answer.indicator, answer.subject] = answer
    return Sheet(tuple(subjects), tuple(answers.values()))


def _full_answer(code: str, subject: str | None, observation: Observation) -> Answer:
    highest = int(observation.maximum or 0)
    if observation.kind.measure is AnswerMeasure.FIGURE:
        return Answer(code, subject, figure=Decimal(100))
    if observation.kind.measure is AnswerMeasure.TALLY:
        return Answer(code, subject, tally={highest: 1})
    return Answer(code, subject, points=highest)
