"""What moved levels would make of a cycle: its units and its government, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.models import Assessment
from instruments.models import InstrumentVersion
from planning.decisions.changing import ChangeCode, changed, refusal
from planning.decisions.gains import CurrentObservation, Key, spots
from planning.decisions.steps import Step
from planning.selectors.improving import Sheets, counts, government_after, shares_of
from scoring import sheet as core
from scoring.graded import Graded
from scoring.unit import score_unit


@dataclass(frozen=True, slots=True)
class TakenStep:
    """A step as the answers stand now, what it adds to its unit, and to the government; both unrounded."""

    step: Step
    spot: CurrentObservation
    gain: Fraction
    to_government: Fraction


@dataclass(frozen=True, slots=True)
class LostStep:
    """A step that the answers or the sample no longer allow."""

    step: Step
    code: ChangeCode


@dataclass(frozen=True, slots=True)
class UnitOutlook:
    """`gain`: what its steps add to the unit, unrounded. `counts`: it is part of the government's total."""

    assessment: Assessment
    before: Graded
    after: Graded
    ceiling: Graded
    gain: Fraction
    days: int
    counts: bool


@dataclass(frozen=True, slots=True)
class StepsOutlook:
    """`units`: those with a step. `before`, `after` and `ceiling` are the government's, `ceiling` after the steps.

    `standing`: steps whose observation already stands where they lead to.
    """

    units: tuple[UnitOutlook, ...]
    taken: tuple[TakenStep, ...]
    standing: tuple[Step, ...]
    lost: tuple[LostStep, ...]
    before: Graded
    after: Graded
    ceiling: Graded
    gain: Fraction

    @property
    def days(self) -> int:
        return sum(taken.step.days for taken in self.taken)

    def as_json(self) -> dict[str, object]:
        """What a scenario keeps of it. Gains are fractions as text."""
        return {
            "units": [
                {
                    "assessment": unit.assessment.pk,
                    "name": unit.assessment.unit.name,
                    "before": unit.before.as_json(),
                    "after": unit.after.as_json(),
                    "gain": str(unit.gain),
                    "days": unit.days,
                    "counts": unit.counts,
                }
                for unit in self.units
            ],
            "government": {
                "before": self.before.as_json(),
                "after": self.after.as_json(),
                "gain": str(self.gain),
            },
            "days": self.days,
        }


def outlook_of(instrument: InstrumentVersion, sheets: Sheets, steps: Sequence[Step]) -> StepsOutlook:
    """Each step starts from where the answer stands now. Of two for one observation the second is lost. No queries."""
    spec, shares = instrument.spec(), shares_of([assessment for assessment, _ in sheets.values()], instrument)
    after, units, taken = dict(sheets), [], []
    standing: list[Step] = []
    lost: list[LostStep] = []
    by_assessment: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        by_assessment[step.assessment].append(step)
    lost += [LostStep(s, ChangeCode.UNKNOWN) for pk, rows in by_assessment.items() if pk not in sheets for s in rows]
    for pk, (assessment, sheet) in sheets.items():
        settled = _settled(spots(spec, sheet), by_assessment[pk], shares[pk]) if pk in by_assessment else _SortedSteps()
        standing += settled.standing
        lost += settled.lost
        if settled.taken:
            after[pk] = (assessment, changed(spec, sheet, [t.step.change for t in settled.taken]))
            taken += settled.taken
            units.append(unit_outlook(assessment, instrument, sheet, after[pk][1], settled.taken))
    first, last = government_after(instrument, sheets.values()), government_after(instrument, after.values())
    return StepsOutlook(
        units=tuple(units),
        taken=tuple(taken),
        standing=tuple(standing),
        lost=tuple(lost),
        before=first.readings.floor.graded,
        after=last.readings.floor.graded,
        ceiling=last.readings.ceiling.graded,
        gain=sum((each.to_government for each in taken), Fraction(0)),
    )


class _SortedSteps:
    """The steps of one assessment, sorted by what the answers make of them."""

    def __init__(self) -> None:
        self.taken: list[TakenStep] = []
        self.standing: list[Step] = []
        self.lost: list[LostStep] = []


def _settled(stand: Iterable[CurrentObservation], steps: Sequence[Step], share: Fraction) -> _SortedSteps:
    by_key = {spot.key: spot for spot in stand}
    order = {key: place for place, key in enumerate(by_key)}
    found, seen = _SortedSteps(), set[Key]()
    for step in steps:
        spot = by_key.get(step.spot)
        if spot is None or step.spot in seen:
            found.lost.append(LostStep(step, ChangeCode.TWICE if spot else ChangeCode.UNKNOWN))
            continue
        seen.add(step.spot)
        code = refusal(spot, step.to)
        if code:
            found.lost.append(LostStep(step, code))
        elif step.is_met(spot.now):
            found.standing.append(step)
        else:
            gain = spot.gain(step.to)
            found.taken.append(TakenStep(replace(step, start=spot.now), spot, gain, gain * share))
    found.taken.sort(key=lambda taken: order[taken.step.spot])
    return found


def unit_outlook(
    assessment: Assessment,
    instrument: InstrumentVersion,
    before: core.Sheet,
    after: core.Sheet,
    taken: Sequence[TakenStep],
) -> UnitOutlook:
    """Of one unit; without steps it stays where it is."""
    first, last = score_unit(instrument.spec(), before).readings, score_unit(instrument.spec(), after).readings
    return UnitOutlook(
        assessment=assessment,
        before=first.floor.graded,
        after=last.floor.graded,
        ceiling=last.ceiling.graded,
        gain=sum((each.gain for each in taken), Fraction(0)),
        days=sum(each.step.days for each in taken),
        counts=counts(assessment),
    )
