"""A score is kept as it was when it was handed over."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from assessments.models import Answer, Assessment, ScoreSnapshot
from assessments.selectors.scoring import score_of
from assessments.services.moves import move_assessment
from assessments.services.results import refresh
from assessments.services.snapshots import Backfilled, backfill_snapshots
from assessments.workflow import Move
from conftest import NOW, fill
from history.models import Event
from history.services import record
from kspp.lib.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def move(assessment: Assessment, name: Move, by: User, days: int = 0, reason: str = "") -> None:
    seen, now = assessment.version, NOW + timedelta(days=days)
    move_assessment(assessment=assessment, move=name, reason=reason, seen_version=seen, by=by, now=now)


def lower(assessment: Assessment, code: str, points: int) -> None:
    Answer.objects.filter(assessment=assessment, indicator__code=code).update(points=points)
    refresh(assessment, NOW)


@pytest.fixture
def told(assessment: Assessment, operator: User, reviewer: User, assistant: User) -> Assessment:
    """Submitted with S1 at 3 of 4, returned, submitted with S1 at 1, verified, approved."""
    fill(assessment, 3)
    move(assessment, Move.SUBMIT, operator)
    move(assessment, Move.RETURN, reviewer, 1, "SK lama.")
    lower(assessment, "S1", 1)
    move(assessment, Move.SUBMIT, operator, 2)
    move(assessment, Move.VERIFY, reviewer, 3)
    move(assessment, Move.APPROVE, assistant, 4)
    return assessment


def test_each_handover_is_kept_and_a_return_is_not(told: Assessment, operator: User, assistant: User) -> None:
    rows = list(ScoreSnapshot.objects.all())
    assert [(row.moment, (row.taken_at - NOW).days) for row in rows] == [
        ("submitted", 0),
        ("submitted", 2),
        ("verified", 3),
        ("approved", 4),
    ]
    assert (rows[0].taken_by, rows[3].taken_by) == (operator, assistant)


def test_it_keeps_the_three_readings_the_instrument_and_every_indicator(told: Assessment) -> None:
    first, last = ScoreSnapshot.objects.first(), ScoreSnapshot.objects.last()
    assert first is not None
    assert last is not None
    assert first.indicators["S1"] == "75"
    assert last.indicators["S1"] == "25"
    assert (last.floor, last.answered_only, last.ceiling) == (told.floor, told.answered_only, told.ceiling)
    assert first.floor is not None
    assert last.floor is not None
    assert first.floor > last.floor
    assert first.digest == told.instrument.digest
    assert set(first.indicators) == {i.code for i in told.instrument.spec().indicators()}


def test_indicators_are_kept_unrounded(assessment: Assessment, operator: User) -> None:
    fill(assessment, 3)
    Answer.objects.filter(assessment=assessment, indicator__code="M1").update(tally={"4": 1, "3": 2})
    refresh(assessment, NOW)
    move(assessment, Move.SUBMIT, operator)
    kept = Decimal(ScoreSnapshot.objects.get().indicators["M1"])
    exact = {i.code: i.readings.floor.value for i in score_of(assessment).indicators()}
    assert kept == exact["M1"]
    assert str(kept).startswith("83.333333333333333333")


def test_repeating_a_move_keeps_it_once(assessment: Assessment, operator: User) -> None:
    fill(assessment, 3)
    move(assessment, Move.SUBMIT, operator)
    move(assessment, Move.SUBMIT, operator)
    assert ScoreSnapshot.objects.count() == 1


def test_a_refused_move_keeps_nothing(assessment: Assessment, operator: User, reviewer: User) -> None:
    fill(assessment, 3, leave_blank=("S1",))
    with pytest.raises(Refused):
        move(assessment, Move.SUBMIT, operator)
    assert not ScoreSnapshot.objects.exists()


def test_an_indicator_that_does_not_apply_is_unknown_not_zero(assessment: Assessment, operator: User) -> None:
    assessment.instrument.__class__.objects.update(not_applicable_allowed=True)
    fill(assessment, 3)
    Answer.objects.filter(assessment=assessment, indicator__code="S1").update(
        points=None, not_applicable_reason="Tanpa loket"
    )
    refresh(assessment, NOW)
    move(assessment, Move.SUBMIT, operator)
    assert ScoreSnapshot.objects.get().indicators["S1"] is None


# Before there were snapshots


def test_the_past_is_filled_in_from_the_history_once(told: Assessment) -> None:
    kept = list(ScoreSnapshot.objects.values_list("moment", "floor", "digest", "taken_at", "taken_by"))
    ScoreSnapshot.objects.all().delete()
    assert backfill_snapshots(dry_run=True) == Backfilled(4, 0, 0)
    assert not ScoreSnapshot.objects.exists()
    assert backfill_snapshots() == Backfilled(4, 0, 0)
    assert backfill_snapshots() == Backfilled(0, 4, 0)
    assert list(ScoreSnapshot.objects.values_list("moment", "floor", "digest", "taken_at", "taken_by")) == kept
    assert set(map(str, ScoreSnapshot.objects.values_list("indicators", flat=True))) == {"{}"}
    assert not ScoreSnapshot.objects.exclude(ceiling=None, answered_only=None).exists()


def test_only_what_is_missing_is_filled_in(told: Assessment) -> None:
    ScoreSnapshot.objects.filter(moment="verified").delete()
    assert backfill_snapshots() == Backfilled(1, 3, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"floor": "78.72"},
        {"floor": None, "instrument": ["kspp", "ab"]},
        {"floor": "NaN", "instrument": ["kspp", "ab"]},
        {"floor": "78.72", "instrument": "kspp"},
    ],
)
def test_a_line_without_a_figure_is_left_out_and_counted(assessment: Assessment, changes: dict[str, object]) -> None:
    record(action="assessment.submit", subject=assessment, by=None, now=NOW, unit=assessment.unit, changes=changes)
    assert backfill_snapshots() == Backfilled(0, 0, 1)


def test_a_line_about_an_assessment_that_is_gone_is_left_out(assessment: Assessment) -> None:
    gone = Assessment(pk=assessment.pk + 1000, locus=assessment.locus, instrument=assessment.instrument)
    changes = {"floor": "78.72", "instrument": ["kspp", "ab"]}
    record(action="assessment.submit", subject=gone, by=None, now=NOW, unit=assessment.unit, changes=changes)
    assert backfill_snapshots() == Backfilled(0, 0, 1)


def test_the_command_says_what_it_did(told: Assessment) -> None:
    ScoreSnapshot.objects.filter(moment="approved").delete()
    said = StringIO()
    call_command("backfill_snapshots", "--dry-run", stdout=said)
    call_command("backfill_snapshots", stdout=said)
    assert said.getvalue().splitlines() == [
        "1 potret nilai dapat dibuat, 3 sudah ada, 0 catatan tanpa nilai dilewati.",
        "1 potret nilai dibuat, 3 sudah ada, 0 catatan tanpa nilai dilewati.",
    ]
    assert Event.objects.filter(action__startswith="assessment.").count() == 5, "the history is only read"
