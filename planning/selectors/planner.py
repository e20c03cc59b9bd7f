"""A plan as a page shows it: what was asked, the cheapest steps, what they lead to, and what stands in the way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessments.models import Assessment, AssessmentCycle
from instruments.selectors.tree import IndicatorNode, tree_of
from planning.decisions.gains import ReachableLevel
from planning.decisions.optimiser import Plan, PlanChoice, PlanOption, TooLarge, UnitChoices, plan, refuse_too_large
from planning.decisions.steps import Step
from planning.decisions.targets import least_total
from planning.selectors.inputs import PlanningInputs, RisingObservation
from scoring.graded import Graded

FIELD_WORD = "lapangan"


@dataclass(frozen=True, slots=True)
class PlannerQuestion:
    """`target`: a score as shown. `days`: working days each unit has, None while nobody counts; `own_days` of single
    units by assessment. `must`: the points a step is to reach at least, by its key; `out`: keys of steps not to take.
    `must_all`, `out_all`: whole indicators; of the first every observation rises at least one level.
    """

    target: Decimal
    days: int | None = None
    own_days: Mapping[int, int] = field(default_factory=dict)
    max_units: int | None = None
    must: Mapping[str, Fraction] = field(default_factory=dict)
    out: frozenset[str] = frozenset()
    must_all: frozenset[str] = frozenset()
    out_all: frozenset[str] = frozenset()

    def days_of(self, assessment: Assessment) -> int | None:
        return self.own_days.get(assessment.pk, self.days)

    def excludes(self, possible: RisingObservation) -> bool:
        return possible.key in self.out or possible.node.code in self.out_all

    def least(self, possible: RisingObservation) -> int:
        """The first option, counted from 1, that a lock allows; 0 where nothing is locked in."""
        wanted = self.must.get(possible.key)
        reached = (n for n, reach in enumerate(possible.reaches, 1) if wanted is not None and reach.points >= wanted)
        return next(reached, 1 if possible.node.code in self.must_all else 0)


class OutOfReach(StrEnum):
    """What keeps a target out of reach: the first of these that would do so on its own."""

    ROOM = "room"
    LOCKS = "locks"
    UNITS = "units"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """`after`: the score after this and all steps before it."""

    possible: RisingObservation
    reach: ReachableLevel
    days: int
    gain: Fraction
    after: Graded
    is_locked: bool

    @property
    def step(self) -> Step:
        return self.possible.step(self.reach)

    @property
    def lock(self) -> str:
        return self.possible.lock(self.reach)

    @property
    def words(self) -> str:
        return self.possible.words(self.reach)


@dataclass(frozen=True, slots=True)
class StepLock:
    """A lock as the address carries it: `harus` or `jangan`, and its value."""

    possible: RisingObservation
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class UnitPlan:
    assessment: Assessment
    steps: tuple[PlannedStep, ...]
    days: int
    gain: Fraction
    capacity: int | None


@dataclass(frozen=True, slots=True)
class PlannerAnswer:
    """`missing`: how far the rounded score stays below the target, None where it is reached; `why`: what limits it.

    `stale`: locks that are about no step that can be taken any more. `enough`: where days limit it, how many working
    days would reach the target were there no such limit; None where that is too large to compute.
    """

    asked: PlannerQuestion
    before: Graded
    after: Graded
    units: tuple[UnitPlan, ...]
    days: int
    gain: Fraction
    missing: Decimal | None
    why: OutOfReach | None
    stale: int
    enough: int | None = None

    @property
    def steps(self) -> list[PlannedStep]:
        return [step for unit in self.units for step in unit.steps]


def outcome_of(inputs: PlanningInputs, asked: PlannerQuestion) -> PlannerAnswer:
    """The exact optimum. The inputs has a score. Raises Impossible, and TooLarge before any work is done."""
    assert inputs.exact is not None
    units = choices_of(inputs, asked)
    refuse_too_large(units, asked.max_units)
    need = least_total(asked.target, inputs.spec.decimals) - inputs.exact
    found = plan(units, need, asked.max_units)
    after = inputs.graded(inputs.exact + found.gain)
    why = None if found.reached else _why(inputs, asked, units, need)
    return PlannerAnswer(
        asked=asked,
        before=inputs.now,
        after=after,
        units=tuple(_unit_plans(inputs, asked, found)),
        days=found.days,
        gain=found.gain,
        missing=None if found.reached or after.score is None else asked.target - after.score,
        why=why,
        stale=_stale(inputs, asked),
        enough=_enough(units, need, asked.max_units) if why is OutOfReach.DAYS else None,
    )


def _enough(units: Sequence[UnitChoices], need: Fraction, max_units: int | None) -> int | None:
    free = [replace(unit, capacity=None) for unit in units]
    try:
        refuse_too_large(free, max_units)
        found = plan(free, need, max_units)
    except TooLarge:
        return None
    return found.days if found.reached else None


def field_start(cycle: AssessmentCycle) -> date | None:
    """When the assessors come: the first phase whose name says so; None where none does."""
    phases = cycle.phases.all()
    return next((phase.starts_on for phase in phases if FIELD_WORD in phase.name.casefold()), None)


def indicators_of(inputs: PlanningInputs) -> list[IndicatorNode]:
    """Those in which something can still rise, in the order of the instrument."""
    open_ones = {possible.node.code for possible in inputs.possible}
    return [node for node in tree_of(inputs.instrument).indicators() if node.code in open_ones]


def marked(
    inputs: PlanningInputs, must: Mapping[str, Fraction], out: Collection[str], outcome: PlannerAnswer | None
) -> list[StepLock]:
    """Marks on single observations that the steps of an outcome do not show, so that they can be taken off."""
    shown = {step.possible.key for step in outcome.steps} if outcome else set()
    hidden = [possible for possible in inputs.possible if possible.key not in shown]
    locked_in = [StepLock(p, "harus", f"{p.key}@{must[p.key]}") for p in hidden if p.key in must]
    return locked_in + [StepLock(p, "jangan", p.key) for p in hidden if p.key in out]


def choices_of(inputs: PlanningInputs, asked: PlannerQuestion) -> list[UnitChoices]:
    rows: dict[int, list[PlanChoice]] = {assessment.pk: [] for assessment in inputs.units}
    for possible in inputs.possible:
        if not asked.excludes(possible):
            rows[possible.assessment.pk].append(
                PlanChoice(possible.key, _options(inputs, possible), asked.least(possible))
            )
    return [UnitChoices(str(a.pk), tuple(rows[a.pk]), asked.days_of(a)) for a in inputs.units]


def _options(inputs: PlanningInputs, possible: RisingObservation) -> tuple[PlanOption, ...]:
    reaches = possible.reaches
    return tuple(PlanOption(r.points, possible.days(r), inputs.gain(possible, r)) for r in reaches)


def _unit_plans(inputs: PlanningInputs, asked: PlannerQuestion, found: Plan) -> Iterable[UnitPlan]:
    """Units in their order; in each the step that gains most a day first."""
    by_key = {possible.key: possible for possible in inputs.possible}
    total = inputs.exact or Fraction(0)
    for assessment in inputs.units:
        taken = [each for each in found.taken if each.unit == str(assessment.pk)]
        steps = []
        for each in sorted(taken, key=lambda each: -each.option.gain / each.option.days):
            possible, option = by_key[each.key], each.option
            total += option.gain
            reach = next(reach for reach in possible.reaches if reach.points == option.points)
            is_locked = possible.key in asked.must
            steps.append(PlannedStep(possible, reach, option.days, option.gain, inputs.graded(total), is_locked))
        if steps:
            days, gain = sum(s.days for s in steps), sum((s.gain for s in steps), Fraction(0))
            yield UnitPlan(assessment, tuple(steps), days, gain, asked.days_of(assessment))


def _why(inputs: PlanningInputs, asked: PlannerQuestion, units: Sequence[UnitChoices], need: Fraction) -> OutOfReach:
    """Limits are put back one by one until the target is lost."""
    everything = sum((inputs.gain(possible, possible.reaches[-1]) for possible in inputs.possible), Fraction(0))
    if everything < need:
        return OutOfReach.ROOM
    most = sorted((sum((c.options[-1].gain for c in unit.choices), Fraction(0)) for unit in units), reverse=True)
    if sum(most, Fraction(0)) < need:
        return OutOfReach.LOCKS
    if sum(most[: asked.max_units], Fraction(0)) < need:
        return OutOfReach.UNITS
    return OutOfReach.DAYS


def _stale(inputs: PlanningInputs, asked: PlannerQuestion) -> int:
    open_to = {possible.key: possible.reaches[-1].points for possible in inputs.possible}
    codes = {possible.node.code for possible in inputs.possible}
    lost = sum(key not in open_to or points > open_to[key] for key, points in asked.must.items())
    return lost + len(asked.out - set(open_to)) + len((asked.must_all | asked.out_all) - codes)
