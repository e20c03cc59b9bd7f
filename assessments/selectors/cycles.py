"""What the pages about cycles, loci and samples show. A fixed number of queries, however many rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from assessments.models import Assessment, AssessmentCycle, Locus, Phase, Subject
from assessments.selectors.further import further_of, instruments_of
from assessments.selectors.samples import Sampled, candidates, closed_by, quotas, room, target_of
from assessments.selectors.scoring import government_score
from assessments.sentences import cycles as sentences
from assessments.sentences.refusals import PROBLEMS
from instruments.models import InstrumentVersion
from instruments.sentences.words import highest
from scoring.graded import Graded
from units.models import Government, ServiceUnit


class PhaseTiming(StrEnum):
    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"


MORE_PLACES = 5
"""Empty places offered at a time where a sample has no fixed number."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The government's floor reading, on the instrument's scale."""

    result: Graded
    is_complete: bool
    caption: str


@dataclass(frozen=True, slots=True)
class CycleRow:
    """`headline` is None while no locus has an answer."""

    cycle: AssessmentCycle
    loci: int
    preparing: int
    headline: Headline | None


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A step as the page draws it."""

    label: str
    note: str
    state: PhaseTiming


@dataclass(frozen=True, slots=True)
class SampleCount:
    scope: str
    have: int
    need: int

    @property
    def name(self) -> str:
        return sentences.SAMPLE_NAMES[self.scope]

    @property
    def shortfall(self) -> str:
        """A sentence part, empty when nothing is short."""
        return sentences.short_of(self.scope, self.have, self.need) if self.have < self.need else ""


@dataclass(frozen=True, slots=True)
class LocusRow:
    locus: Locus
    assessment: Assessment | None
    sample: tuple[SampleCount, ...]

    @property
    def is_preparing(self) -> bool:
        return self.locus.standing == Locus.Standing.PREPARING

    @property
    def is_sampled(self) -> bool:
        return not self.sample or any(count.have for count in self.sample)

    @property
    def is_begun(self) -> bool:
        return self.assessment is not None and self.assessment.answered > 0

    @property
    def shortfalls(self) -> list[str]:
        return [count.shortfall for count in self.sample if count.shortfall]


@dataclass(frozen=True, slots=True)
class InstrumentBlock:
    """One instrument of the cycle."""

    instrument: InstrumentVersion
    loci: tuple[LocusRow, ...]
    headline: Headline | None

    @property
    def scale(self) -> str:
        """`100` or `5`."""
        return highest(self.instrument.scale)

    @property
    def has_begun(self) -> bool:
        """Whether anything was answered, so that it can no longer be taken off by mistake."""
        return any(row.is_begun for row in self.loci)

    @property
    def wants_sample(self) -> bool:
        return any(row.sample for row in self.loci)


@dataclass(frozen=True, slots=True)
class CyclePage:
    """`loci` and `headline` are by the cycle's own instrument, `further` one block for each of the others."""

    phases: tuple[PhaseRow, ...]
    loci: tuple[LocusRow, ...]
    headline: Headline | None
    further: tuple[InstrumentBlock, ...]
    addable: tuple[InstrumentVersion, ...]


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit one may choose. `standing` is empty where it is not chosen."""

    unit: ServiceUnit
    standing: str


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """One place of a sample: `chosen` holds it now, `options` may."""

    scope: str
    position: int
    chosen: Subject | None
    options: tuple[tuple[int, str], ...]

    @property
    def chosen_id(self) -> int | None:
        return target_of(self.chosen) if self.chosen else None


def instruments_for(government: Government) -> QuerySet[InstrumentVersion]:
    """The published versions this government may open a cycle with: everybody's and its own."""
    published = InstrumentVersion.objects.filter(status=InstrumentVersion.Status.PUBLISHED)
    return published.filter(Q(owner=None) | Q(owner=government))


def cycle_rows(government: Government) -> list[CycleRow]:
    """Newest first."""
    cycles = AssessmentCycle.objects.filter(government=government).select_related("instrument", "government")
    standings = Counter(Locus.objects.filter(cycle__government=government).values_list("cycle_id", "standing"))
    assessments = defaultdict(list)
    for assessment in _own_assessments(Q(locus__cycle__government=government)):
        assessments[assessment.locus.cycle_id].append(assessment)
    return [
        CycleRow(
            cycle,
            standings[cycle.pk, Locus.Standing.LOCUS.value],
            standings[cycle.pk, Locus.Standing.PREPARING.value],
            _headline(cycle, assessments[cycle.pk]),
        )
        for cycle in cycles
    ]


def cycle_page(cycle: AssessmentCycle, today: date) -> CyclePage:
    loci = list(Locus.objects.filter(cycle=cycle).select_related("unit"))
    assessments = list(_assessments(Q(locus__cycle=cycle)))
    chosen = _chosen(loci)
    further = further_of(cycle)
    own, *others = [_block(cycle, version, loci, assessments, chosen) for version in (cycle.instrument, *further)]
    return CyclePage(
        phases=tuple(_phase_row(phase, today) for phase in cycle.phases.all()),
        loci=own.loci,
        headline=own.headline,
        further=tuple(others),
        addable=tuple(version for version in addable_to(cycle) if version not in further),
    )


def addable_to(cycle: AssessmentCycle) -> QuerySet[InstrumentVersion]:
    """What may be added to the cycle beside its own instrument."""
    return instruments_for(cycle.government).exclude(pk=cycle.instrument_id)


def _block(
    cycle: AssessmentCycle,
    instrument: InstrumentVersion,
    loci: Sequence[Locus],
    assessments: Sequence[Assessment],
    chosen: Mapping[tuple[int, str], int],
) -> InstrumentBlock:
    these = [assessment for assessment in assessments if assessment.instrument_id == instrument.pk]
    by_locus = {assessment.locus_id: assessment for assessment in these}
    return InstrumentBlock(
        instrument=instrument,
        loci=tuple(LocusRow(x, by_locus.get(x.pk), _sample_counts([instrument], x, chosen)) for x in loci),
        headline=_headline(cycle, these, instrument),
    )


def _assessments(which: Q) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(which, superseded_by=None)
    return rows.select_related("locus__unit", "instrument").order_by("locus__unit__name")


def _own_assessments(which: Q) -> QuerySet[Assessment]:
    """Assessments by their cycle's own instrument."""
    return _assessments(which).filter(instrument=F("locus__cycle__instrument"))


def _headline(
    cycle: AssessmentCycle, assessments: Sequence[Assessment], instrument: InstrumentVersion | None = None
) -> Headline | None:
    total = government_score(cycle, assessments, instrument)
    if not total.loci_answered:
        return None
    return Headline(
        result=total.readings.floor.graded,
        is_complete=total.complete,
        caption=sentences.score_caption(total.loci_answered, total.loci_total, total.complete),
    )


def _phase_row(phase: Phase, today: date) -> PhaseRow:
    return PhaseRow(phase.name, sentences.from_to(phase.starts_on, phase.ends_on), _when(phase, today))


def _when(phase: Phase, today: date) -> PhaseTiming:
    if phase.is_current(today):
        return PhaseTiming.CURRENT
    return PhaseTiming.DONE if phase.ends_on < today else PhaseTiming.UPCOMING


def _chosen(loci: Iterable[Locus]) -> Counter[tuple[int, str]]:
    """How many subjects each locus has, by scope."""
    subjects = Subject.objects.filter(locus__in=[locus.pk for locus in loci])
    return Counter(subjects.values_list("locus_id", "scope"))


def _sample_counts(
    instruments: Iterable[InstrumentVersion], locus: Locus, have: Mapping[tuple[int, str], int]
) -> tuple[SampleCount, ...]:
    wanted = quotas(*instruments)
    return tuple(SampleCount(scope, have.get((locus.pk, scope), 0), need) for scope, need in wanted.items())


def current_choice(cycle: AssessmentCycle) -> dict[ServiceUnit, str]:
    return {locus.unit: locus.standing for locus in Locus.objects.filter(cycle=cycle).select_related("unit")}


def unit_choices(cycle: AssessmentCycle, words: str = "", kind: str = "") -> list[UnitChoice]:
    """Active units and whatever is already a locus, in order of kind and name, narrowed by `words` and `kind`."""
    standing = dict(Locus.objects.filter(cycle=cycle).values_list("unit_id", "standing"))
    units = ServiceUnit.objects.filter(Q(is_active=True) | Q(pk__in=list(standing)), government=cycle.government_id)
    for word in words.split():
        units = units.filter(name__icontains=word)
    if kind:
        units = units.filter(kind=kind)
    order = list(ServiceUnit.Kind.values)
    rows = [UnitChoice(unit, standing.get(unit.pk, "")) for unit in units]
    return sorted(rows, key=lambda row: order.index(row.unit.kind))


def places(locus: Locus, today: date) -> list[SamplePlace]:
    """Every place the cycle's instruments ask for in this locus, filled or not."""
    at_hand = candidates([locus.unit], today)
    subjects = {(s.scope, s.position): s for s in Subject.objects.filter(locus=locus)}
    return [
        SamplePlace(scope, position, subjects.get((scope, position)), options)
        for scope, number in _places_shown(instruments_of(locus.cycle), subjects).items()
        for options in [_options(scope, at_hand.get((locus.unit_id, scope), []), subjects)]
        for position in range(1, number + 1)
    ]


def _places_shown(
    instruments: Sequence[InstrumentVersion], subjects: Mapping[tuple[str, int], Subject]
) -> dict[str, int]:
    """Where no instrument sets a number, some empty places after those filled; more once these are saved."""
    wanted, most = quotas(*instruments), room(*instruments)
    taken = Counter(scope for scope, _ in subjects)
    return {
        scope: min(most[scope], max(number, taken[scope] + MORE_PLACES)) if most[scope] != number else number
        for scope, number in wanted.items()
    }


def _options(
    scope: str, rows: Sequence[Sampled], subjects: Mapping[tuple[str, int], Subject]
) -> tuple[tuple[int, str], ...]:
    """Those at hand, then those of the sample who are no longer active but may stay."""
    known = {row.pk: sentences.sampled(row.name, getattr(row, "post", "")) for row in rows}
    for subject in subjects.values():
        target = target_of(subject)
        if subject.scope == scope and target is not None and target not in known:
            known[target] = sentences.no_longer_active(sentences.sampled(subject.name, subject.post))
    return tuple(known.items())


def shortfalls(locus: Locus) -> list[str]:
    """What the sample of this locus lacks, in words."""
    counts = _sample_counts(instruments_of(locus.cycle), locus, _chosen([locus]))
    return [count.shortfall for count in counts if count.shortfall]


def closed_sample(locus: Locus) -> str:
    """Why the sample cannot be changed now; empty when it can."""
    closed = closed_by(Assessment.objects.filter(locus=locus).select_related("instrument"))
    return closed[0].said_by(PROBLEMS) if closed else ""
