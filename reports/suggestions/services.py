"""Taking or leaving what the complaint register suggests for a checklist."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.models import User
from assessments.answering import GivenAnswer
from assessments.models import Assessment, Evidence
from assessments.services import evidence
from assessments.services.answers import SentAnswer, save_answers
from complaints.selectors.figures import cases
from history.services import record
from kspp.lib.errors import Conflict, Problem, Refused
from kspp.lib.workbooks import MEDIA_TYPE
from reports.suggestions.recap import recap
from reports.suggestions.selectors import Suggestion, period_of, suggestions_of
from reports.suggestions.sentences import RECAP_NAME, SuggestionRefusal


@dataclass(frozen=True, slots=True)
class SuggestionDecision:
    """`points` differs from the suggested ones only with a `note`. `seen_version` is the answer's, 0: never given."""

    place: str
    suggested: int
    points: int
    note: str
    seen_version: int


@transaction.atomic
def decide(*, assessment: Assessment, decision: SuggestionDecision, by: User, today: date, now: datetime) -> Suggestion:
    """Save the answer with the register's recap as evidence. The same decision twice is one. Raises Conflict, Refused.

    `assessment` must be locked by the caller's transaction.
    """
    found = suggestions_of(assessment, today)
    suggestion = next((s for s in found if s.place == decision.place), None)
    if suggestion is None or suggestion.suggested.points != decision.suggested:
        raise Conflict(suggestion)
    _refuse(suggestion, decision)
    if (suggestion.current, suggestion.note) == (decision.points, decision.note):
        return suggestion
    row = SentAnswer(
        suggestion.indicator, suggestion.ref, GivenAnswer(decision.points, note=decision.note), decision.seen_version
    )
    save_answers(assessment=assessment, rows=[row], by=by, now=now)
    _attach(assessment, suggestion, found, by=by, today=today, now=now)
    is_taken = decision.points == decision.suggested
    record(
        action="suggestion.accepted" if is_taken else "suggestion.differed",
        subject=assessment,
        by=by,
        now=now,
        name=suggestion.indicator.code,
        reason="" if is_taken else decision.note,
        changes={"points": [decision.suggested, decision.points]},
    )
    return suggestion


def _refuse(suggestion: Suggestion, decision: SuggestionDecision) -> None:
    if decision.points not in {level.points for level in suggestion.indicator.levels}:
        raise Refused(Problem(SuggestionRefusal.LEVEL_NEEDED, "points"))
    if decision.points != decision.suggested and not decision.note.strip():
        raise Refused(Problem(SuggestionRefusal.NOTE_NEEDED, "note"))


def _attach(
    assessment: Assessment, suggestion: Suggestion, found: list[Suggestion], *, by: User, today: date, now: datetime
) -> None:
    """One recap a day and answer."""
    unit, period = assessment.unit, period_of(assessment, today)
    name = RECAP_NAME.format(unit.name, period.last.isoformat())
    subject = suggestion.subject.pk if suggestion.subject else None
    same = Evidence.objects.kept().filter(answer__assessment=assessment, answer__subject=subject, name=name)
    if same.filter(answer__indicator=suggestion.indicator.pk).exists():
        return
    lines = cases(unit.government, unit, period.first, period.last, today)
    try:
        evidence.attach_file(
            assessment=assessment,
            indicator_code=suggestion.indicator.code,
            subject_ref=suggestion.ref,
            upload=SimpleUploadedFile(name, recap(unit.name, period, found, lines), MEDIA_TYPE),
            upload_key=None,
            by=by,
            now=now,
        )
    except Refused as refusal:
        raise Refused(SuggestionRefusal.NO_ROOM) from refusal
