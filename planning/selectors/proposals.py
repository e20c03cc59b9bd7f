"""An action proposed for each step of a scenario: what, by whom, and when, over the working days that are left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from assessments.models import AssessmentCycle
from assessments.selectors.owners import Owners, owners_of
from instruments.selectors.tree import tree_of
from kspp.lib.workdays import working_dates
from planning.decisions.spreading import spread
from planning.decisions.steps import Step
from planning.models import Action, Scenario
from planning.selectors.actions import OPEN, steps_of
from planning.selectors.improving import Sheets, sheets_of
from planning.selectors.outlook import TakenStep, outlook_of
from planning.selectors.planner import field_start
from planning.selectors.spots import ObservationTitle, where_of
from planning.sentences import actions as sentences
from planning.sentences.scenarios import level_words
from scoring.rounding import rounded, to_decimal
from units.models import ServiceUnit

MOST = 100
"""Steps on one page; the others follow once these are actions."""
USUAL_TIME = timedelta(days=60)
LONGEST_TIME = timedelta(days=1000)
TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ActionProposal:
    """`number` names the step within its scenario. `twin`: an open action that another scenario made for it."""

    number: int
    step: Step
    unit: ServiceUnit
    where: ObservationTitle
    what: str
    target: str
    points: Decimal
    owner: str
    due_on: date
    twin: str

    @property
    def points_words(self) -> str:
        return sentences.points(self.points)


@dataclass(frozen=True, slots=True)
class ActionProposals:
    """`made`: steps that are actions already. `more`: those that did not fit. `unusable`: reached, lost or falling.

    `crowded`: units whose steps take more working days, here named, than are left.
    """

    rows: tuple[ActionProposal, ...]
    owners: Owners
    until: date
    working_days: int
    made: int
    more: int
    unusable: int
    crowded: tuple[tuple[str, int], ...]


def usual_until(cycle: AssessmentCycle, today: date) -> date:
    """The day before the assessors come; two months ahead where nobody knows it or it has passed."""
    start = field_start(cycle)
    return start - TOMORROW if start and today + TOMORROW < start <= today + LONGEST_TIME else today + USUAL_TIME


def is_possible(until: date, today: date, government: int) -> bool:
    """Whether there is a working day left, and not more than can be counted."""
    return today < until <= today + LONGEST_TIME and bool(working_dates(today + TOMORROW, until, government))


def proposals_of(scenario: Scenario, today: date, until: date) -> ActionProposals:
    """A fixed number of statements. `until` must be possible."""
    sheets, steps = sheets_of(scenario.cycle, scenario.instrument), steps_of(scenario)
    outlook = outlook_of(scenario.instrument, sheets, list(steps.values()))
    rising = [taken for taken in outlook.taken if taken.step.rises]
    made = set(Action.objects.filter(scenario=scenario).values_list("step_key", flat=True))
    wanted = [taken for taken in rising if taken.step.key not in made]
    units = {sheets[taken.step.assessment][0].unit.pk for taken in wanted}
    owners = owners_of(scenario.government, units, today)
    dates = working_dates(today + TOMORROW, until, scenario.government_id)
    due, numbers = _due(wanted, dates), {key: number for number, key in enumerate(steps)}
    twins = _twins(scenario)
    rows = [_proposal(sheets, t, numbers[t.step.key], owners, due[t.step.key], twins) for t in wanted]
    rows.sort(key=lambda row: (row.where.unit, row.due_on, row.number))
    return ActionProposals(
        rows=tuple(rows[:MOST]),
        owners=owners,
        until=until,
        working_days=len(dates),
        made=len(made),
        more=max(len(rows) - MOST, 0),
        unusable=len(steps) - len(rising),
        crowded=_crowded(rows, len(dates)),
    )


def _crowded(rows: Sequence[ActionProposal], left: int) -> tuple[tuple[str, int], ...]:
    needed: dict[str, int] = defaultdict(int)
    for row in rows:
        needed[row.unit.name] += row.step.days
    return tuple((name, days) for name, days in needed.items() if days > left)


def _due(wanted: Sequence[TakenStep], dates: Sequence[date]) -> dict[str, date]:
    """Each unit works on its own; what brings most for a day comes first."""
    by_unit: dict[int, list[TakenStep]] = defaultdict(list)
    for taken in wanted:
        by_unit[taken.step.assessment].append(taken)
    due: dict[str, date] = {}
    for rows in by_unit.values():
        rows.sort(key=lambda taken: -taken.gain / max(taken.step.days, 1))
        days = spread([max(taken.step.days, 1) for taken in rows], dates)
        due |= {taken.step.key: day for taken, day in zip(rows, days, strict=True)}
    return due


def _twins(scenario: Scenario) -> dict[str, str]:
    rows = Action.objects.filter(cycle=scenario.cycle_id, state__in=OPEN).exclude(scenario=scenario)
    rows = rows.filter(scenario__instrument=scenario.instrument_id)
    return dict(rows.values_list("step_key", "what"))


def _proposal(
    sheets: Sheets, taken: TakenStep, number: int, owners: Owners, due_on: date, twins: Mapping[str, str]
) -> ActionProposal:
    step, spot = taken.step, taken.spot
    assessment, sheet = sheets[step.assessment]
    where, is_figure = where_of(assessment, sheet, step), not spot.kind.has_levels
    start, to = (level_words(points, is_figure=is_figure) for points in (step.start, step.to))
    node = tree_of(assessment.instrument).by_code[step.indicator]
    texts = {Fraction(level.points): level.text for level in node.levels}
    return ActionProposal(
        number=number,
        step=step,
        unit=assessment.unit,
        where=where,
        what=sentences.proposal(where.code, where.name, where.who, start, to),
        target=sentences.target(texts.get(step.to, ""), step.to, is_figure=is_figure),
        points=rounded(to_decimal(taken.gain)) or Decimal(0),
        owner=owners.usual(assessment.unit.pk),
        due_on=due_on,
        twin=twins.get(step.key, ""),
    )
