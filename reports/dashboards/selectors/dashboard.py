"""What the dashboard of a cycle shows. A fixed number of queries, however many loci."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Role
from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.explaining import explanation_url
from assessments.selectors.further import chosen_of, instruments_of
from assessments.selectors.recognising import recognition_of
from assessments.selectors.scoring import cycle_assessments, government_score
from assessments.workflow import UNDER_REVIEW, Move, State
from history.models import Event
from instruments.models import InstrumentVersion
from reports.dashboards.attention import Concern, PhaseDays, WatchedAssessment, concerns
from reports.dashboards.selectors.week import WeekLine, week_of
from reports.documents.content import PastFigure
from reports.documents.selectors.comparing import ComparedCycle, past_of
from scoring.bands import NextBand, highest_first, next_band_up
from scoring.explanation import NodeKind
from scoring.government import GovernmentScore
from scoring.graded import Graded, Trio
from scoring.instrument import Band, Instrument
from scoring.opinion import Recognition

SUBJECT = Assessment._meta.label_lower


class UnitOrder(StrEnum):
    """How the units stand in the table; the value is what the address says."""

    NAME = "nama"
    SCORE = "nilai"
    PROGRESS = "isian"


@dataclass(frozen=True, slots=True)
class DimensionCell:
    """One dimension of a unit, without a score where all is blank. `url` leads to its place in the explanation."""

    name: str
    result: Graded
    url: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the heat table with its dimensions."""

    place: WatchedAssessment
    assessment: Assessment
    cells: tuple[DimensionCell, ...]

    @property
    def state_label(self) -> str:
        return self.assessment.get_state_display()


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`instrument` is the one looked through, out of the `instruments` of the cycle."""

    cycle: AssessmentCycle
    instrument: InstrumentVersion
    instruments: tuple[InstrumentVersion, ...]
    cycles: tuple[AssessmentCycle, ...]
    total: GovernmentScore
    readings: Trio
    bands: tuple[Band, ...]
    scale: Decimal
    dimensions: tuple[str, ...]
    loci: tuple[UnitRow, ...]
    preparing: tuple[UnitRow, ...]
    concerns: tuple[Concern, ...]
    past: tuple[PastFigure, ...]
    week: tuple[WeekLine, ...]
    recognition: Recognition

    @property
    def is_own(self) -> bool:
        """Whether this is the instrument the Ombudsman assesses the government by in this cycle."""
        return self.instrument.pk == self.cycle.instrument_id

    @property
    def rows(self) -> tuple[UnitRow, ...]:
        return self.loci + self.preparing

    @property
    def columns(self) -> int:
        """Of the heat table: unit, score, each dimension, filled, state."""
        return len(self.dimensions) + 4

    @property
    def answered(self) -> int:
        return sum(row.place.answered for row in self.loci)

    @property
    def expected(self) -> int:
        return sum(row.place.expected for row in self.loci)

    @property
    def climb(self) -> NextBand | None:
        """From the headline to the nearest band above it."""
        return next_band_up(self.readings.floor.score, self.bands)

    @property
    def awaiting_review(self) -> list[UnitRow]:
        return _longest_first(row for row in self.rows if row.place.state in UNDER_REVIEW)

    @property
    def awaiting_approval(self) -> list[UnitRow]:
        return _longest_first(row for row in self.rows if row.place.state == State.VERIFIED)


def dashboard_of(cycle: AssessmentCycle, order: UnitOrder, now: datetime, code: str = "") -> Dashboard:
    """`code` chooses one of the cycle's instruments; anything else means its own."""
    instruments = instruments_of(cycle)
    instrument = chosen_of(instruments, code)
    today, spec = timezone.localdate(now), instrument.spec()
    assessments = cycle_assessments(cycle, instrument)
    rows = _sorted(_rows(assessments, spec), order)
    phases = tuple(PhaseDays(p.name, p.starts_on, p.ends_on) for p in cycle.phases.all())
    total = government_score(cycle, assessments, instrument)
    government = AssessmentCycle.objects.filter(government=cycle.government_id)
    cycles = tuple(government.select_related("instrument", "government"))
    return Dashboard(
        cycle=cycle,
        instrument=instrument,
        instruments=tuple(instruments),
        cycles=cycles,
        total=total,
        readings=total.readings.graded,
        bands=highest_first(spec.bands),
        scale=spec.scale,
        dimensions=tuple(d.name for d in spec.dimensions),
        loci=tuple(row for row in rows if not row.place.is_preparing),
        preparing=tuple(row for row in rows if row.place.is_preparing),
        concerns=tuple(concerns([row.place for row in rows], phases, today)),
        past=past_of(ComparedCycle(cycle, instrument), cycles),
        week=week_of(cycle, assessments, now),
        recognition=recognition_of(cycle, total, instrument),
    )


def _rows(assessments: Sequence[Assessment], spec: Instrument) -> list[UnitRow]:
    moved, operators = _last_moves(assessments), _operators(assessments)
    rows = []
    for assessment in assessments:
        unit = assessment.unit
        zone = ZoneInfo(unit.time_zone)
        active = _local_date(assessment.last_activity_at, zone)
        place = WatchedAssessment(
            assessment=assessment.pk,
            name=unit.name,
            state=State(assessment.state),
            is_preparing=assessment.locus.standing == assessment.locus.Standing.PREPARING,
            answered=assessment.answered,
            expected=assessment.expected,
            total=_total(assessment),
            last_activity=active,
            state_since=_local_date(moved.get(str(assessment.pk)), zone) or active,
            contacts=tuple(operators[unit.pk]),
        )
        rows.append(UnitRow(place, assessment, _cells(assessment, spec)))
    return rows


def _total(assessment: Assessment) -> Graded:
    """Nothing to show while nothing is answered; the government's total still counts such a unit as 0."""
    return assessment.graded if assessment.answered else Graded()


def _cells(assessment: Assessment, spec: Instrument) -> tuple[DimensionCell, ...]:
    stored = {d["code"]: d for d in assessment.result.get("dimensions", [])}
    return tuple(
        DimensionCell(
            d.name, _result(stored.get(d.code)), explanation_url(assessment.pk, kind=NodeKind.DIMENSION, code=d.code)
        )
        for d in spec.dimensions
    )


def _result(stored: Mapping[str, Any] | None) -> Graded:
    return Graded.read(stored["floor"]) if stored and stored["answered"] else Graded()


def _last_moves(assessments: Sequence[Assessment]) -> dict[str, datetime]:
    """When each assessment came into its state, by its id as text."""
    events = Event.objects.filter(
        subject_type=SUBJECT,
        subject_id__in=[str(a.pk) for a in assessments],
        action__in=[f"assessment.{move}" for move in Move],
    )
    return dict(events.order_by().values_list("subject_id").annotate(Max("at")))


def _operators(assessments: Sequence[Assessment]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    members = Membership.objects.filter(
        unit__in=[a.locus.unit_id for a in assessments], role=Role.UNIT_OPERATOR, is_active=True, user__is_active=True
    )
    for unit, name, email in members.order_by("user__name").values_list("unit", "user__name", "user__email"):
        names[unit].append(name or email)
    return names


def _local_date(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return None if moment is None else timezone.localdate(moment, zone)


def _sorted(rows: Sequence[UnitRow], order: UnitOrder) -> list[UnitRow]:
    """By name, or those furthest behind first."""
    if order is UnitOrder.SCORE:
        return sorted(rows, key=lambda row: (row.place.total.score or Decimal(0), row.place.name))
    if order is UnitOrder.PROGRESS:
        return sorted(rows, key=lambda row: (row.place.answered / (row.place.expected or 1), row.place.name))
    return sorted(rows, key=lambda row: row.place.name)


def _longest_first(rows: Iterable[UnitRow]) -> list[UnitRow]:
    return sorted(rows, key=lambda row: (row.place.state_since or date.max, row.place.name))
