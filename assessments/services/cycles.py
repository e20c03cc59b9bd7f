"""Opening and changing a government's yearly cycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import AssessmentCycle, Phase
from assessments.selectors.cycles import instruments_for
from assessments.selectors.samples import carried_over
from assessments.sentences import cycles as sentences
from assessments.sentences.refusals import Refusal
from assessments.services.further import carry_further
from assessments.services.loci import LocusHistoryLine, add_loci, tell
from history.services import record
from instruments.models import InstrumentVersion
from instruments.services.loading import held_instruments
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Changes, change, compare, says
from units.models import Government

PHASE_YEARS = range(2000, 2102)
"""A mistyped year would be moved on from cycle to cycle, past the end of the calendar."""


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase as asked for. Both days belong to it."""

    name: str
    starts_on: date
    ends_on: date

    def __str__(self) -> str:
        return f"{self.name}: {sentences.from_to(self.starts_on, self.ends_on)}"


def phase_problems(phases: Sequence[PhasePlan]) -> list[tuple[int, Problem]]:
    """Phases may overlap, but none ends before it starts or starts before the one above it, or is centuries away.

    Each with the position of its phase, counted from 0.
    """
    problems = []
    for place, phase in enumerate(phases):
        for field, day in (("starts_on", phase.starts_on), ("ends_on", phase.ends_on)):
            if day.year not in PHASE_YEARS:
                problems.append((place, Problem(Refusal.PHASE_FAR_OFF, field)))
        if phase.ends_on < phase.starts_on:
            problems.append((place, Problem(Refusal.PHASE_ENDS_BEFORE_START, "ends_on")))
        if place and phase.starts_on < phases[place - 1].starts_on:
            problems.append((place, Problem(Refusal.PHASE_OUT_OF_ORDER, "starts_on")))
    return problems


@transaction.atomic
def open_cycle(
    *,
    government: Government,
    year: int,
    instrument: InstrumentVersion,
    phases: Sequence[PhasePlan],
    by: User | None,
    now: datetime,
    copy_from: AssessmentCycle | None = None,
) -> AssessmentCycle:
    """One cycle per government and year, also when asked twice at the same moment. Raises Refused.

    `copy_from` brings the loci and samples of an earlier cycle that are still active, and its further instruments that
    are still in force; `selectors.samples.carried_over` says what stays behind.
    """
    held_instruments([instrument.pk, *(copy_from.further.values_list("instrument", flat=True) if copy_from else [])])
    problems = _plan_problems(government, instrument, phases)
    if copy_from and copy_from.government_id != government.pk:
        problems.append(Refusal.SOURCE_OF_OTHERS)
    if problems:
        raise Refused(*problems)
    cycle, created = AssessmentCycle.objects.get_or_create(
        government=government, year=year, defaults={"instrument": instrument}
    )
    if not created:
        raise Refused(_already_open(year))
    _write_phases(cycle, phases)
    changes: dict[str, object] = {
        "year": [None, year],
        "instrument": [None, instrument.code],
        "phases": [[], [str(phase) for phase in phases]],
    }
    notes = _copied(cycle, copy_from, changes, now) if copy_from else []
    record(action="cycle.opened", subject=cycle, by=by, now=now, changes=changes)
    tell(notes, by=by, now=now)
    return cycle


def _copied(
    cycle: AssessmentCycle, source: AssessmentCycle, changes: dict[str, object], now: datetime
) -> list[LocusHistoryLine]:
    """Further instruments, loci and samples; what it did is added to `changes`."""
    further = carry_further(cycle, source, now)
    if further:
        changes["instrumen tambahan"] = [[], [version.code for version in further]]
    changes["copied_from"] = [None, source.year]
    carried = carried_over(source, [cycle.instrument, *further], timezone.localdate(now))
    return add_loci(cycle=cycle, loci=carried.loci, now=now)


@transaction.atomic
def change_cycle(
    *,
    cycle: AssessmentCycle,
    year: int,
    instrument: InstrumentVersion,
    standing: str,
    standing_reason: str,
    oversight_received: int | None,
    oversight_completed: int | None,
    phases: Sequence[PhasePlan],
    by: User | None,
    now: datetime,
    seen_version: int,
) -> AssessmentCycle:
    """The whole of a cycle but its loci. Year and instrument are fixed once a locus is chosen."""
    cycle = AssessmentCycle.objects.held(cycle.pk)
    reason = standing_reason.strip() if standing == AssessmentCycle.Standing.NOT_ASSESSED else ""
    wanted = {"year": year, "instrument": instrument, "standing": standing, "standing_reason": reason}
    wanted |= {"oversight_received": oversight_received, "oversight_completed": oversight_completed}
    moved = _phases_moved(cycle, phases)
    if says(cycle, wanted) and not moved:
        return cycle
    compare(cycle, seen_version)
    held_instruments([instrument.pk])
    problems = _change_problems(cycle, wanted, instrument, phases)
    if problems:
        raise Refused(*problems)
    before = cycle.instrument
    changes = change(cycle, wanted, seen_version, _already_open(year), beside=moved)
    if "instrument" in changes:
        changes["instrument"] = [before.code, instrument.code]
    _write_phases(cycle, phases)
    record(action="cycle.changed", subject=cycle, by=by, now=now, changes=changes)
    return cycle


def plans_of(cycle: AssessmentCycle) -> list[PhasePlan]:
    return [PhasePlan(phase.name, phase.starts_on, phase.ends_on) for phase in cycle.phases.all()]


def _plan_problems(government: Government, instrument: InstrumentVersion, phases: Sequence[PhasePlan]) -> list[Refusal]:
    problems = _phase_codes(phases)
    if not instruments_for(government).filter(pk=instrument.pk).exists():
        problems.append(Refusal.INSTRUMENT_NOT_IN_FORCE)
    return problems


def _phase_codes(phases: Sequence[PhasePlan]) -> list[Refusal]:
    return list(dict.fromkeys(Refusal(problem.code) for _, problem in phase_problems(phases)))


def _already_open(year: int) -> Problem:
    return Problem(Refusal.ALREADY_OPEN, "year", {"year": year})


def _phases_moved(cycle: AssessmentCycle, phases: Sequence[PhasePlan]) -> Changes:
    before, after = ([str(phase) for phase in plans] for plans in (plans_of(cycle), phases))
    return {"phases": [before, after]} if before != after else {}


def _change_problems(
    cycle: AssessmentCycle, wanted: Mapping[str, object], instrument: InstrumentVersion, phases: Sequence[PhasePlan]
) -> list[Refusal]:
    problems = _phase_codes(phases)
    other_instrument = instrument.pk != cycle.instrument_id
    if other_instrument and not instruments_for(cycle.government).filter(pk=instrument.pk).exists():
        problems.append(Refusal.INSTRUMENT_NOT_IN_FORCE)
    if (other_instrument or wanted["year"] != cycle.year) and cycle.loci.exists():
        problems.append(Refusal.LOCI_FIX_INSTRUMENT)
    if other_instrument and cycle.further.filter(instrument=instrument).exists():
        problems.append(Refusal.IS_FURTHER)
    if wanted["standing"] == AssessmentCycle.Standing.NOT_ASSESSED and not wanted["standing_reason"]:
        problems.append(Refusal.STANDING_UNREASONED)
    problems += oversight_problems(wanted["oversight_received"], wanted["oversight_completed"])
    return problems


def oversight_problems(received: object, completed: object) -> list[Refusal]:
    """Both or neither, and no more completed than received."""
    if not isinstance(received, int) or not isinstance(completed, int):
        return [] if received is completed else [Refusal.OVERSIGHT_BOTH]
    return [Refusal.OVERSIGHT_TOO_MANY] if completed > received else []


def _write_phases(cycle: AssessmentCycle, phases: Sequence[PhasePlan]) -> None:
    cycle.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(cycle=cycle, position=place, name=phase.name, starts_on=phase.starts_on, ends_on=phase.ends_on)
        for place, phase in enumerate(phases, 1)
    )
