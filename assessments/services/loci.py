"""Which units a cycle looks at. A chosen unit gets its assessment at once, with a stored result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle, Locus
from assessments.selectors.further import instruments_of
from assessments.selectors.samples import CarriedLocus, written_answers
from assessments.sentences.refusals import Refusal
from assessments.services.results import refresh
from assessments.services.samples import place_sample, sample_names
from assessments.workflow import State
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import compare
from units.models import ServiceUnit


@dataclass(frozen=True, slots=True)
class LocusHistoryLine:
    """One line for the history of a locus. `changes` maps a field to [before, after]."""

    action: str
    locus: Locus
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Difference:
    added: tuple[CarriedLocus, ...]
    removed: tuple[Locus, ...]
    restated: tuple[tuple[Locus, str], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.restated)


@transaction.atomic
def choose_loci(
    *, cycle: AssessmentCycle, chosen: Mapping[ServiceUnit, str], by: User | None, now: datetime, seen_version: int
) -> AssessmentCycle:
    """Make `chosen` (unit → standing) the whole choice of the cycle. What is already so is left alone.

    Refused: a unit of another government or no longer active, and letting go of a locus that was worked on.
    """
    cycle = (
        AssessmentCycle.objects.select_for_update(of=("self",), no_key=True)
        .select_related("instrument")
        .get(pk=cycle.pk)
    )
    rows = (
        Locus.objects.select_for_update(of=("self",), no_key=True).filter(cycle=cycle).select_related("unit", "cycle")
    )
    difference = _difference({locus.unit_id: locus for locus in rows}, chosen)
    if not difference:
        return cycle
    compare(cycle, seen_version)
    dropped = _locked_assessments(difference.removed)
    problems = _addition_problems(cycle, difference.added) + _removal_problems(dropped)
    if problems:
        raise Refused(*problems)
    cycle.version += 1
    cycle.save(update_fields=["version"])
    notes = _remove(difference.removed) + _restate(difference.restated)
    tell(notes + add_loci(cycle=cycle, loci=difference.added, now=now), by=by, now=now)
    return cycle


def add_loci(*, cycle: AssessmentCycle, loci: Iterable[CarriedLocus], now: datetime) -> list[LocusHistoryLine]:
    """New loci with their samples and an empty assessment for each of the cycle's instruments.

    What came of it is the caller's to `tell`. Call inside the transaction that holds the cycle.
    """
    today, instruments, notes = timezone.localdate(now), instruments_of(cycle), []
    for carried in loci:
        locus = Locus.objects.create(cycle=cycle, unit=carried.unit, standing=carried.standing)
        changes: dict[str, object] = {"standing": [None, carried.standing]}
        if any(carried.sample.values()):
            place_sample(locus=locus, wanted=carried.sample, instruments=instruments, today=today)
            changes["sample"] = [{}, sample_names(locus)]
        for instrument in instruments:
            refresh(Assessment.objects.create(locus=locus, instrument=instrument), now)
        notes.append(LocusHistoryLine("locus.added", locus, changes))
    return notes


def tell(notes: Iterable[LocusHistoryLine], *, by: User | None, now: datetime) -> None:
    """Into the history, after the last row was written: the first line locks the government's chain until commit."""
    for note in notes:
        record(action=note.action, subject=note.locus, by=by, now=now, changes=note.changes)


def _difference(current: Mapping[int, Locus], chosen: Mapping[ServiceUnit, str]) -> _Difference:
    wanted = {unit.pk: standing for unit, standing in chosen.items()}
    return _Difference(
        added=tuple(CarriedLocus(unit, standing, {}) for unit, standing in chosen.items() if unit.pk not in current),
        removed=tuple(locus for unit_id, locus in current.items() if unit_id not in wanted),
        restated=tuple(
            (locus, wanted[unit_id])
            for unit_id, locus in current.items()
            if unit_id in wanted and wanted[unit_id] != locus.standing
        ),
    )


def _locked_assessments(loci: Iterable[Locus]) -> list[Assessment]:
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(
        locus__in=[locus.pk for locus in loci]
    )
    return list(rows.select_related("locus__unit").order_by("pk"))


def _addition_problems(cycle: AssessmentCycle, added: Iterable[CarriedLocus]) -> list[Problem]:
    problems = []
    for carried in added:
        if carried.unit.government_id != cycle.government_id:
            problems.append(Problem(Refusal.OTHER_GOVERNMENT, facts={"unit": carried.unit}))
        elif not carried.unit.is_active:
            problems.append(Problem(Refusal.UNIT_INACTIVE, facts={"unit": carried.unit}))
    return problems


def _removal_problems(dropped: Sequence[Assessment]) -> list[Problem]:
    begun = set(
        written_answers().filter(assessment__in=[a.pk for a in dropped]).values_list("assessment_id", flat=True)
    )
    problems = []
    for assessment in dropped:
        facts: dict[str, object] = {"unit": assessment.unit}
        if assessment.state != State.DRAFT:
            state = assessment.get_state_display()
            problems.append(Problem(Refusal.LOCUS_HAS_LEFT_DRAFT, facts=facts | {"state": state}))
        elif assessment.pk in begun:
            problems.append(Problem(Refusal.LOCUS_HAS_ANSWERS, facts=facts))
    return [problem for place, problem in enumerate(problems) if problem not in problems[:place]]


def _remove(loci: Iterable[Locus]) -> list[LocusHistoryLine]:
    notes = []
    for locus in loci:
        notes.append(
            LocusHistoryLine(
                "locus.removed", locus, {"standing": [locus.standing, None], "sample": [sample_names(locus), {}]}
            )
        )
        try:
            Assessment.objects.filter(locus=locus).update(superseded_by=None)
            Assessment.objects.filter(locus=locus).delete()
        except ProtectedError:
            raise Refused(Problem(Refusal.LOCUS_HAS_REPORT, facts={"unit": locus.unit})) from None
        Locus.objects.filter(pk=locus.pk).delete()
    return notes


def _restate(loci: Iterable[tuple[Locus, str]]) -> list[LocusHistoryLine]:
    notes = []
    for locus, standing in loci:
        notes.append(LocusHistoryLine("locus.changed", locus, {"standing": [locus.standing, standing]}))
        locus.standing, locus.version = standing, locus.version + 1
        locus.save(update_fields=["standing", "version"])
    return notes
