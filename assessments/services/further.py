"""Further instruments of a cycle: the same loci, samples and evidence, one checklist more for each unit."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle, CycleInstrument, Locus
from assessments.selectors.cycles import instruments_for
from assessments.selectors.samples import written_answers
from assessments.sentences import cycles as sentences
from assessments.services.results import refresh
from assessments.workflow import State
from history.services import record
from instruments.models import InstrumentVersion
from instruments.services.errors import Conflict, Refused
from instruments.services.loading import held_instruments


@transaction.atomic
def add_instrument(
    *, cycle: AssessmentCycle, instrument: InstrumentVersion, by: User | None, now: datetime, seen_version: int
) -> AssessmentCycle:
    """Every locus gets an empty assessment by `instrument`. Adding it twice adds it once. Raises Conflict, Refused."""
    cycle = _locked(cycle)
    if cycle.further.filter(instrument=instrument).exists():
        return cycle
    if cycle.version != seen_version:
        raise Conflict(cycle)
    if instrument.pk == cycle.instrument_id:
        raise Refused([sentences.IS_OWN])
    held_instruments([instrument.pk])
    if not instruments_for(cycle.government).filter(pk=instrument.pk).exists():
        raise Refused([sentences.INSTRUMENT_NOT_IN_FORCE])
    CycleInstrument.objects.create(cycle=cycle, instrument=instrument, added_at=now)
    for locus in Locus.objects.filter(cycle=cycle).select_related("unit", "cycle"):
        refresh(Assessment.objects.create(locus=locus, instrument=instrument), now)
    return _changed(cycle, "cycle.instrument_added", instrument, by, now, [None, instrument.code])


@transaction.atomic
def remove_instrument(
    *, cycle: AssessmentCycle, instrument: InstrumentVersion, by: User | None, now: datetime, seen_version: int
) -> AssessmentCycle:
    """Its assessments go with it, so it is refused once anybody answered. Removing twice is fine. Raises Conflict,
    Refused."""
    cycle = _locked(cycle)
    if not cycle.further.filter(instrument=instrument).exists():
        return cycle
    if cycle.version != seen_version:
        raise Conflict(cycle)
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(
        locus__cycle=cycle, instrument=instrument
    )
    assessments = list(rows.select_related("locus__unit").order_by("pk"))
    problems = _removal_problems(assessments)
    if problems:
        raise Refused(problems)
    try:
        Assessment.objects.filter(pk__in=[assessment.pk for assessment in assessments]).delete()
    except ProtectedError:
        raise Refused([sentences.FURTHER_HAS_REPORT]) from None
    cycle.further.filter(instrument=instrument).delete()
    return _changed(cycle, "cycle.instrument_removed", instrument, by, now, [instrument.code, None])


def carry_further(cycle: AssessmentCycle, source: AssessmentCycle, now: datetime) -> list[InstrumentVersion]:
    """Into a new cycle without loci, those of `source` still in force. Rows only: the caller tells the history."""
    wanted = carried_further(cycle, source)
    CycleInstrument.objects.bulk_create(
        CycleInstrument(cycle=cycle, instrument=version, added_at=now) for version in wanted
    )
    return wanted


def carried_further(cycle: AssessmentCycle, source: AssessmentCycle) -> list[InstrumentVersion]:
    in_force = instruments_for(cycle.government).exclude(pk=cycle.instrument_id)
    rows = source.further.filter(instrument__in=in_force).select_related("instrument")
    return [row.instrument for row in rows]


def _locked(cycle: AssessmentCycle) -> AssessmentCycle:
    return AssessmentCycle.objects.held(cycle.pk)


def _removal_problems(assessments: list[Assessment]) -> list[str]:
    begun = set(written_answers().filter(assessment__in=assessments).values_list("assessment_id", flat=True))
    gone = [a.unit.name for a in assessments if a.state != State.DRAFT]
    answered = [a.unit.name for a in assessments if a.state == State.DRAFT and a.pk in begun]
    problems = [sentences.further_has_left_draft(gone)] if gone else []
    return problems + ([sentences.further_has_answers(answered)] if answered else [])


def _changed(
    cycle: AssessmentCycle,
    action: str,
    instrument: InstrumentVersion,
    by: User | None,
    now: datetime,
    change: list[str | None],
) -> AssessmentCycle:
    cycle.version += 1
    cycle.save(update_fields=["version"])
    changes = {"instrumen tambahan": change}
    record(
        action=action,
        subject=cycle,
        government=cycle.government,
        by=by,
        now=now,
        name=instrument.title,
        changes=changes,
    )
    return cycle
