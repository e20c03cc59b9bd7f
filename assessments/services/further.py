"""Further instruments of a cycle: the same loci, samples and evidence, one checklist more for each unit."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle, CycleInstrument, Locus
from assessments.selectors.cycles import instruments_for
from assessments.selectors.samples import written_answers
from assessments.sentences.refusals import Refusal
from assessments.services.results import refresh
from assessments.workflow import State
from history.services import record
from instruments.models import InstrumentVersion
from instruments.services.loading import held_instruments
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import change


@transaction.atomic
def add_instrument(
    *, cycle: AssessmentCycle, instrument: InstrumentVersion, by: User | None, now: datetime, seen_version: int
) -> AssessmentCycle:
    """Every locus gets an empty assessment by `instrument`. Adding it twice adds it once. Raises Conflict, Refused."""
    cycle = AssessmentCycle.objects.held(cycle.pk)
    if cycle.further.filter(instrument=instrument).exists():
        return cycle
    changes = change(cycle, {}, seen_version, beside={"instrumen tambahan": [None, instrument.code]})
    if instrument.pk == cycle.instrument_id:
        raise Refused(Refusal.IS_OWN)
    held_instruments([instrument.pk])
    if not instruments_for(cycle.government).filter(pk=instrument.pk).exists():
        raise Refused(Refusal.INSTRUMENT_NOT_IN_FORCE)
    CycleInstrument.objects.create(cycle=cycle, instrument=instrument, added_at=now)
    for locus in Locus.objects.filter(cycle=cycle).select_related("unit", "cycle"):
        refresh(Assessment.objects.create(locus=locus, instrument=instrument), now)
    record(action="cycle.instrument_added", subject=cycle, by=by, now=now, name=instrument.title, changes=changes)
    return cycle


@transaction.atomic
def remove_instrument(
    *, cycle: AssessmentCycle, instrument: InstrumentVersion, by: User | None, now: datetime, seen_version: int
) -> AssessmentCycle:
    """Its assessments go with it, so it is refused once anybody answered. Removing twice is fine. Raises Conflict,
    Refused."""
    cycle = AssessmentCycle.objects.held(cycle.pk)
    if not cycle.further.filter(instrument=instrument).exists():
        return cycle
    changes = change(cycle, {}, seen_version, beside={"instrumen tambahan": [instrument.code, None]})
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(
        locus__cycle=cycle, instrument=instrument
    )
    assessments = list(rows.select_related("locus__unit").order_by("pk"))
    problems = _removal_problems(assessments)
    if problems:
        raise Refused(*problems)
    try:
        Assessment.objects.filter(pk__in=[assessment.pk for assessment in assessments]).delete()
    except ProtectedError:
        raise Refused(Refusal.FURTHER_HAS_REPORT) from None
    cycle.further.filter(instrument=instrument).delete()
    record(action="cycle.instrument_removed", subject=cycle, by=by, now=now, name=instrument.title, changes=changes)
    return cycle


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


def _removal_problems(assessments: list[Assessment]) -> list[Problem]:
    begun = set(written_answers().filter(assessment__in=assessments).values_list("assessment_id", flat=True))
    gone = [a.unit.name for a in assessments if a.state != State.DRAFT]
    answered = [a.unit.name for a in assessments if a.state == State.DRAFT and a.pk in begun]
    units = {Refusal.FURTHER_HAS_LEFT_DRAFT: gone, Refusal.FURTHER_HAS_ANSWERS: answered}
    return [Problem(code, facts={"units": names}) for code, names in units.items() if names]
