"""Scenarios as pages show them: listed, opened against the answers of today, and two side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import AssessmentCycle, Locus
from official_results.selectors.rivals import basis, newest_rivals, yardstick_of
from official_results.sentences import ranking
from planning.decisions.gains import spots
from planning.decisions.steps import Step
from planning.models import Action, Scenario
from planning.selectors.actions import steps_of
from planning.selectors.improving import Sheets, sheets_of
from planning.selectors.inputs import Withheld
from planning.selectors.outlook import StepsOutlook, outlook_of
from planning.selectors.spots import ObservationTitle, where_of
from planning.selectors.whatif import (
    MoveLine,
    ScoreBeforeAfter,
    blanks_of,
    government_rank,
    government_sight,
    lines_of,
    unit_sight,
)
from planning.sentences import scenarios as sentences
from scoring.graded import Graded


@dataclass(frozen=True, slots=True)
class KeptScore:
    """Of one score, as a scenario keeps it."""

    name: str
    before: Graded
    after: Graded

    @property
    def moved(self) -> str:
        return sentences.moved_words(self.before.score, self.after.score)


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """`headline`: of the unit where it is about one, else of the government."""

    scenario: Scenario
    headline: KeptScore
    days: int
    steps: int
    actions: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as it was kept. `state`: what the answers of today make of it; empty where it can still be taken."""

    where: ObservationTitle
    start: str
    to: str
    days: int
    state: str
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class OpenedScenario:
    """`then` and `now`: what it leads to by the answers when it was kept and by those of today."""

    scenario: Scenario
    then: tuple[KeptScore, ...]
    now: tuple[ScoreBeforeAfter, ...]
    lines: tuple[MoveLine, ...]
    others: tuple[StepLine, ...]
    rank: tuple[str, ...]
    days: int
    has_moved_on: bool
    actions: int


@dataclass(frozen=True, slots=True)
class ComparedScore:
    """One score in both scenarios."""

    name: str
    first: Graded
    second: Graded
    difference: str


@dataclass(frozen=True, slots=True)
class SharedStep:
    """A step that both take; the words differ where they lead to different levels."""

    line: StepLine
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class ComparedRanks:
    """What both would rank. `among`: in which year, and over how many; `notes`: what that rests on."""

    first: int | None
    second: int | None
    difference: str
    among: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioComparison:
    """Both by the answers of today. `ranks` is None where the government's score is not shown or nothing compares;
    `no_rank` then says why, of a score that is shown.
    """

    pairs: tuple[ComparedScore, ...]
    ranks: ComparedRanks | None
    no_rank: str
    days: tuple[int, int]
    only_first: tuple[StepLine, ...]
    only_second: tuple[StepLine, ...]
    both: tuple[SharedStep, ...]
    gone: tuple[int, int]


def results_of(scenario: Scenario, *, sees_government: bool) -> tuple[KeptScore, ...]:
    """What was stored with it. Units first."""
    stored = scenario.result
    units = [_result(row.get("name", ""), row) for row in stored.get("units", ())]
    government = [_result(scenario.government.full_name, stored.get("government", {}))] if sees_government else []
    return (*units, *government)


def _result(name: str, row: Mapping[str, Mapping[str, str]]) -> KeptScore:
    return KeptScore(name, Graded.read(row.get("before", {})), Graded.read(row.get("after", {})))


def entries_of(cycle: AssessmentCycle, locus: Locus | None, user: User) -> list[ScenarioRow]:
    """Newest first: of a cycle all that this person may see, of a locus its unit's. Two statements."""
    rows = Scenario.objects.permitting(user, Permission.PLAN_VIEW).filter(cycle=cycle, removed_at=None)
    if locus is not None:
        rows = rows.filter(unit=locus.unit_id)
    scenarios = list(rows.select_related("unit", "government", "created_by", "instrument"))
    ids = [scenario.pk for scenario in scenarios]
    made = Counter(Action.objects.filter(scenario__in=ids).values_list("scenario_id", flat=True))
    return [_entry(scenario, made[scenario.pk]) for scenario in scenarios]


def _entry(scenario: Scenario, actions: int) -> ScenarioRow:
    results = results_of(scenario, sees_government=scenario.unit_id is None)
    days = scenario.result.get("days", 0)
    headline = results[0 if scenario.unit_id else -1]
    return ScenarioRow(scenario, headline, days, len(scenario.steps), actions)


def opened(scenario: Scenario, *, sees_government: bool) -> OpenedScenario:
    sheets = sheets_of(scenario.cycle, scenario.instrument)
    spec = scenario.instrument.spec()
    outlook = outlook_of(scenario.instrument, sheets, list(steps_of(scenario).values()))
    stand = {pk: spots(spec, sheet) for pk, (_, sheet) in sheets.items()}
    blanks = blanks_of(scenario.instrument, sheets, stand, outlook)
    then = results_of(scenario, sees_government=sees_government)
    others = [
        *(_line(sheets, step, sentences.STANDS) for step in outlook.standing),
        *(_line(sheets, each.step, sentences.LOST[each.code], is_lost=True) for each in outlook.lost),
    ]
    return OpenedScenario(
        scenario=scenario,
        then=then,
        now=tuple(_sights(scenario, outlook, blanks, sees_government=sees_government)),
        lines=tuple(lines_of(sheets, outlook.taken)),
        others=tuple(others),
        rank=government_rank(scenario.government, scenario.instrument, outlook) if sees_government else (),
        days=outlook.days,
        has_moved_on=bool(others) or _differs(scenario, outlook),
        actions=Action.objects.filter(scenario=scenario).count(),
    )


def _sights(
    scenario: Scenario, outlook: StepsOutlook, blanks: Sequence[Withheld], *, sees_government: bool
) -> list[ScoreBeforeAfter]:
    """What the scenario is about comes first."""
    units = [unit_sight(scenario.instrument, unit, blanks) for unit in outlook.units]
    if not sees_government:
        return units
    total = government_sight(scenario.government, scenario.instrument, outlook, blanks)
    return [*units, total] if scenario.unit_id else [total, *units]


def _differs(scenario: Scenario, outlook: StepsOutlook) -> bool:
    """Whether any figure it was kept with would be another one today."""
    stored = scenario.result.get("units", ())
    then = {row.get("assessment"): _result("", row) for row in stored}
    now = {unit.assessment.pk: KeptScore("", unit.before, unit.after) for unit in outlook.units}
    if then != now:
        return True
    return scenario.unit_id is None and _result("", scenario.result.get("government", {})) != KeptScore(
        "", outlook.before, outlook.after
    )


def _line(sheets: Sheets, step: Step, state: str, *, is_lost: bool = False) -> StepLine:
    found = sheets.get(step.assessment)
    where = where_of(*found, step) if found else ObservationTitle("", step.indicator, "", "")
    start, to = sentences.plain_level(step.start), sentences.plain_level(step.to)
    return StepLine(where, start, to, step.days, state, is_lost)


def compared(first: Scenario, second: Scenario, *, sees_government: bool) -> ScenarioComparison:
    """Of one cycle and instrument. Three statements, three more for the rank."""
    sheets = sheets_of(first.cycle, first.instrument)
    a, b = steps_of(first), steps_of(second)
    one, two = (outlook_of(first.instrument, sheets, list(steps.values())) for steps in (a, b))
    ranks, no_rank = _ranks(first, one, two) if sees_government else (None, "")
    return ScenarioComparison(
        pairs=tuple(_pairs(first, sheets, one, two, sees_government=sees_government)),
        ranks=ranks,
        no_rank=no_rank,
        days=(one.days, two.days),
        only_first=tuple(_line(sheets, step, "") for key, step in a.items() if key not in b),
        only_second=tuple(_line(sheets, step, "") for key, step in b.items() if key not in a),
        both=tuple(
            SharedStep(_line(sheets, step, ""), sentences.plain_level(step.to), sentences.plain_level(b[key].to))
            for key, step in a.items()
            if key in b
        ),
        gone=(len(one.lost) + len(one.standing), len(two.lost) + len(two.standing)),
    )


def _ranks(scenario: Scenario, one: StepsOutlook, two: StepsOutlook) -> tuple[ComparedRanks | None, str]:
    """Or why there are none."""
    yardstick = yardstick_of(scenario.government, scenario.instrument)
    rivals = newest_rivals(yardstick)
    if rivals is None:
        return None, ranking.no_rank(yardstick.level, yardstick.title, yardstick.unlike)
    first, second = rivals.rank(one.after.score), rivals.rank(two.after.score)
    among = ranking.among_known(rivals.count, rivals.level, rivals.year)
    return ComparedRanks(first, second, ranking.rank_apart(first, second), among, basis(yardstick, rivals)), ""


def _pairs(
    scenario: Scenario, sheets: Sheets, one: StepsOutlook, two: StepsOutlook, *, sees_government: bool
) -> Iterable[ComparedScore]:
    after = [{unit.assessment.pk: unit for unit in outlook.units} for outlook in (one, two)]
    for pk, (assessment, _) in sheets.items():
        units = [found.get(pk) for found in after]
        known = next((unit for unit in units if unit), None)
        if known:
            yield _pair(assessment.unit.name, *(unit.after if unit else known.before for unit in units))
    if sees_government:
        yield _pair(scenario.government.full_name, one.after, two.after)


def _pair(name: str, first: Graded, second: Graded) -> ComparedScore:
    return ComparedScore(name, first, second, sentences.difference(first.score, second.score))


def others_of(scenario: Scenario, user: User) -> list[Scenario]:
    """Those it may be compared with: of the same cycle and instrument, and seen by this person."""
    rows = Scenario.objects.permitting(user, Permission.PLAN_VIEW).filter(removed_at=None)
    rows = rows.filter(cycle=scenario.cycle_id, instrument=scenario.instrument_id)
    return list(rows.filter(~Q(pk=scenario.pk)).select_related("unit"))
