"""What could still be raised in a unit or a government, what it would add and how long it would take: the inputs on
which gains are listed and plans are made. A fixed number of statements, however many units and answers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.gaps import anchor
from assessments.selectors.scoring import sheet_of
from instruments.models import InstrumentVersion
from instruments.selectors.tree import IndicatorNode, tree_of
from planning.decisions.effort import IndicatorEffort
from planning.decisions.gains import CurrentObservation, Key, ReachableLevel, room_of, spots
from planning.decisions.steps import Step
from planning.selectors.efforts import ladders_for
from planning.selectors.improving import assessments_of, counts, shares_of, sheets_of
from planning.sentences import gains as sentences
from scoring.government import settle
from scoring.graded import Graded
from scoring.instrument import Band, Instrument, WhenBlank
from scoring.readings import Grading
from scoring.sheet import Sheet
from scoring.unit import exact_headline


@dataclass(frozen=True, slots=True)
class RisingObservation:
    """One observation that can rise. `share`: what a point of its unit adds to the government's score."""

    assessment: Assessment
    node: IndicatorNode
    spot: CurrentObservation
    reaches: tuple[ReachableLevel, ...]
    ladder: IndicatorEffort
    share: Fraction

    @property
    def key(self) -> str:
        return self.step(self.reaches[0]).key

    @property
    def is_blank(self) -> bool:
        return self.spot.now is None

    @property
    def subject_name(self) -> str:
        return self.spot.subject.name if self.spot.subject else ""

    @property
    def is_unnamed(self) -> bool:
        """The sample asks for somebody or something that nobody has chosen yet."""
        return self.node.has_subjects and self.spot.subject is None

    @property
    def url(self) -> str:
        """Its place on the checklist; that of its section where nobody has been chosen."""
        place = f"bagian-{self.node.section}" if self.is_unnamed else anchor(*self.address)
        return f"{self.assessment.get_absolute_url()}#{place}"

    @property
    def address(self) -> tuple[str, str]:
        return self.node.code, self.spot.subject.id if self.spot.subject else ""

    @property
    def now_words(self) -> str:
        return sentences.standing(self.node, self.spot.now)

    def words(self, reach: ReachableLevel) -> str:
        return sentences.reached(self.node, reach.points)

    @property
    def next_words(self) -> str:
        return self.words(self.reaches[0])

    def days(self, reach: ReachableLevel) -> int:
        return self.ladder.rising(self.spot.now or Fraction(0), reach.points)

    def lock(self, reach: ReachableLevel) -> str:
        """As the planner's address carries it: at least this far."""
        return f"{self.key}@{reach.points}"

    @property
    def next_lock(self) -> str:
        return self.lock(self.reaches[0])

    def step(self, reach: ReachableLevel) -> Step:
        subject = self.spot.subject.id if self.spot.subject else None
        place, start = self.spot.place, self.spot.now
        return Step(self.assessment.pk, self.node.code, subject, place, start, reach.points, self.days(reach))


@dataclass(frozen=True, slots=True)
class Withheld:
    """A blank without which a unit has no headline at all."""

    assessment: Assessment
    node: IndicatorNode

    @property
    def url(self) -> str:
        return f"{self.assessment.get_absolute_url()}#{anchor(self.node.code)}"


@dataclass(frozen=True, slots=True)
class PlanningInputs:
    """`exact`: the score now, unrounded; None while something is `withheld` or no unit counts.

    `is_total`: of a government, so that only the loci that count are among the `units`.
    """

    instrument: InstrumentVersion
    units: tuple[Assessment, ...]
    possible: tuple[RisingObservation, ...]
    withheld: tuple[Withheld, ...]
    exact: Fraction | None
    is_total: bool

    @property
    def spec(self) -> Instrument:
        return self.instrument.spec()

    @property
    def bands(self) -> tuple[Band, ...]:
        return self.spec.bands if self.is_total else self.spec.unit_bands()

    def gain(self, possible: RisingObservation, reach: ReachableLevel) -> Fraction:
        """What it adds to the score this inputs is about."""
        return reach.gain * possible.share if self.is_total else reach.gain

    def graded(self, exact: Fraction | None) -> Graded:
        return Grading(self.bands, self.spec.decimals).reading(settle(exact) if self.is_total else exact).graded

    @property
    def now(self) -> Graded:
        return self.graded(self.exact)


def unit_inputs(assessment: Assessment) -> PlanningInputs:
    """With what each step adds to the government beside it."""
    instrument, cycle = assessment.instrument, assessment.locus.cycle
    shares = shares_of(assessments_of(cycle, instrument), instrument)
    sheets = [(assessment, sheet_of(assessment))]
    ladders = ladders_for(assessment.government, instrument)
    return _inputs(instrument, sheets, ladders, shares, is_total=False)


def government_inputs(cycle: AssessmentCycle, instrument: InstrumentVersion) -> PlanningInputs:
    sheets = [(a, sheet) for a, sheet in sheets_of(cycle, instrument).values() if counts(a)]
    shares = shares_of([a for a, _ in sheets], instrument)
    ladders = ladders_for(cycle.government, instrument)
    return _inputs(instrument, sheets, ladders, shares, is_total=True)


def _inputs(
    instrument: InstrumentVersion,
    sheets: Sequence[tuple[Assessment, Sheet]],
    ladders: Mapping[str, IndicatorEffort],
    shares: Mapping[int, Fraction],
    *,
    is_total: bool,
) -> PlanningInputs:
    spec = instrument.spec()
    seen = [(assessment, spots(spec, sheet)) for assessment, sheet in sheets]
    exact = {assessment.pk: exact_headline(spec, sheet) for assessment, sheet in sheets}
    return PlanningInputs(
        instrument=instrument,
        units=tuple(assessment for assessment, _ in sheets),
        possible=tuple(_possible(instrument, seen, ladders, shares)),
        withheld=tuple(withheld_of(instrument, seen)),
        exact=_total(exact, shares if is_total else dict.fromkeys(exact, Fraction(1))),
        is_total=is_total,
    )


def _total(exact: Mapping[int, Fraction | None], shares: Mapping[int, Fraction]) -> Fraction | None:
    known = {pk: value for pk, value in exact.items() if value is not None}
    if not exact or len(known) < len(exact):
        return None
    return sum((shares[pk] * value for pk, value in known.items()), Fraction(0))


Seen = Iterable[tuple[Assessment, Sequence[CurrentObservation]]]


def _possible(
    instrument: InstrumentVersion, seen: Seen, ladders: Mapping[str, IndicatorEffort], shares: Mapping[int, Fraction]
) -> Iterator[RisingObservation]:
    by_code = tree_of(instrument).by_code
    for assessment, found in seen:
        for spot in found:
            reaches = room_of(spot).reaches
            if reaches:
                code = spot.indicator.code
                yield RisingObservation(assessment, by_code[code], spot, reaches, ladders[code], shares[assessment.pk])


def withheld_of(
    instrument: InstrumentVersion, seen: Seen, filled: Collection[tuple[int, Key]] = ()
) -> Iterator[Withheld]:
    """`filled`: observations, by assessment and key, that are taken to be filled in."""
    by_code = tree_of(instrument).by_code
    strict = {
        indicator.code
        for dimension in instrument.spec().dimensions
        if dimension.when_blank is WhenBlank.WITHHELD
        for indicator in dimension.indicators()
    }
    for assessment, found in seen:
        for spot in found:
            is_blank = spot.now is None and not spot.settled and (assessment.pk, spot.key) not in filled
            if spot.indicator.code in strict and is_blank:
                yield Withheld(assessment, by_code[spot.indicator.code])
