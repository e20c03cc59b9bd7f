"""The action board: what is due, who does it, and what it is expected to bring. A fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from accounts.models import User
from assessments.answering import GivenAnswer
from assessments.models import Answer, AssessmentCycle, Locus
from assessments.selectors.gaps import anchor
from instruments.selectors.tree import IndicatorNode, tree_of
from planning.decisions.steps import Step, StepError, read_step
from planning.models import Action, Scenario
from planning.selectors.improving import assessments_of, shares_of
from planning.sentences import actions as sentences
from scoring.rounding import to_decimal

PAGE_SIZE = 50
SOON = timedelta(days=7)
OPEN = (Action.State.PLANNED, Action.State.DOING)
OPEN_STATE, LATE, EVERY, MINE = "terbuka", "terlambat", "semua", "saya"
CHOICES = {OPEN_STATE: "Masih terbuka", LATE: "Terlambat", EVERY: "Semua", **dict(Action.State.choices)}


_State = Action.State
LOOKS = {_State.PLANNED: "draft", _State.DOING: "running", _State.DONE: "verified", _State.DROPPED: "dropped"}
MOVES: dict[str, tuple[tuple[str, str], ...]] = {
    _State.PLANNED: ((_State.DOING, sentences.START), (_State.DONE, sentences.FINISH)),
    _State.DOING: ((_State.DONE, sentences.FINISH), (_State.PLANNED, sentences.PUT_BACK)),
    _State.DONE: ((_State.DOING, sentences.OPEN_AGAIN),),
    _State.DROPPED: ((_State.PLANNED, sentences.PLAN_AGAIN),),
}


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What the list is narrowed to. `owner`: `saya` or a name; empty for everybody."""

    state: str = OPEN_STATE
    unit: int | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """`is_reached`: the answer already stands where the action leads. `checklist_url`: where that answer is given,
    empty for an action that is about none."""

    action: Action
    due: str
    is_open: bool
    is_late: bool
    points: str
    is_reached: bool
    checklist_url: str

    @property
    def lags(self) -> bool:
        """Done, but the answer says nothing of it, so that no score has risen."""
        return self.action.state == Action.State.DONE and bool(self.checklist_url) and not self.is_reached

    @property
    def look(self) -> str:
        """Which of the portal's states it is drawn as."""
        return LOOKS[Action.State(self.action.state)]

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """One tap each: the state and its button. Dropping asks for a reason on the action's own page."""
        return MOVES[Action.State(self.action.state)]


@dataclass(frozen=True, slots=True)
class ActionTotal:
    """Of one state: how many actions, the points they are expected to add to their units, and to the government.

    `government` is None on the board of a unit. Points are added up rounded; actions without an estimate count 0, and
    so do open ones that are `reached`: the score has risen already.
    """

    state: str
    label: str
    number: int
    points: Decimal
    government: Decimal | None
    reached: int = 0

    @property
    def unit_words(self) -> str:
        return sentences.points(self.points)

    @property
    def government_words(self) -> str:
        return sentences.points(self.government)


@dataclass(frozen=True, slots=True)
class ActionBoard:
    headline: str
    rows: tuple[ActionRow, ...]
    page_obj: Page
    totals: tuple[ActionTotal, ...]
    units: tuple[tuple[int, str], ...]
    owners: tuple[str, ...]
    number: int


def board_of(
    cycle: AssessmentCycle, locus: Locus | None, narrowing: ActionFilter, user: User, today: date, number: str | None
) -> ActionBoard:
    """Of a whole cycle, or of one locus. `number`: of the page."""
    every = Action.objects.filter(cycle=cycle)
    if locus is not None:
        every = every.filter(unit=locus.unit_id)
    groups = list(
        every.order_by("unit__name")
        .values("state", "unit_id", "unit__name")
        .annotate(n=Count("pk"), points=Sum("expected_points"))
    )
    late = Q(state__in=OPEN, due_on__lt=today)
    soon = Q(state__in=OPEN, due_on__range=(today, today + SOON))
    counted = every.aggregate(late=Count("pk", filter=late), soon=Count("pk", filter=soon))
    shares = _unit_shares(cycle) if locus is None else None
    page_obj = Paginator(_narrowed(every, narrowing, user, today), PAGE_SIZE).get_page(number)
    there = _standing(every)
    open_number = sum(group["n"] for group in groups if group["state"] in OPEN)
    return ActionBoard(
        headline=sentences.headline(open_number, counted["late"], counted["soon"]),
        rows=rows_of(page_obj.object_list, today),
        page_obj=page_obj,
        totals=tuple(_total(state, label, groups, shares, there) for state, label in Action.State.choices),
        units=tuple(dict.fromkeys((group["unit_id"], group["unit__name"]) for group in groups)),
        owners=tuple(every.order_by("owner_name").values_list("owner_name", flat=True).distinct()),
        number=sum(group["n"] for group in groups),
    )


def rows_of(actions: Iterable[Action], today: date) -> tuple[ActionRow, ...]:
    actions = list(actions)
    steps = _steps(actions)
    reached = _reached(steps)
    return tuple(
        ActionRow(
            action=action,
            due=sentences.due_words(action.due_on, today),
            is_open=(is_open := action.state in OPEN),
            is_late=is_open and action.due_on < today,
            points=sentences.points(action.expected_points),
            is_reached=action.pk in reached,
            checklist_url=_checklist_url(steps[action.pk]) if action.pk in steps else "",
        )
        for action in actions
    )


def _narrowed(every: QuerySet[Action], narrowing: ActionFilter, user: User, today: date) -> QuerySet[Action]:
    rows = every.select_related("unit", "owner").order_by("due_on", "pk")
    if narrowing.unit is not None:
        rows = rows.filter(unit=narrowing.unit)
    if narrowing.owner:
        rows = rows.filter(owner=user) if narrowing.owner == MINE else rows.filter(owner_name=narrowing.owner)
    if narrowing.state == EVERY:
        return rows
    if narrowing.state == LATE:
        return rows.filter(state__in=OPEN, due_on__lt=today)
    return rows.filter(state__in=OPEN if narrowing.state == OPEN_STATE else [narrowing.state])


def _unit_shares(cycle: AssessmentCycle) -> dict[int, Fraction]:
    """What one point of each unit adds to the government's score by the cycle's own instrument."""
    assessments = assessments_of(cycle, cycle.instrument)
    shares = shares_of(assessments, cycle.instrument)
    return {assessment.unit.pk: shares[assessment.pk] for assessment in assessments}


def _standing(every: QuerySet[Action]) -> list[Action]:
    """Open actions whose answer stands already where they lead."""
    actions = list(every.filter(state__in=OPEN, scenario__isnull=False))
    reached = _reached(_steps(actions))
    return [action for action in actions if action.pk in reached]


def _total(
    state: str,
    label: str,
    groups: Sequence[Mapping[str, object]],
    shares: Mapping[int, Fraction] | None,
    there: Sequence[Action],
) -> ActionTotal:
    own = [group for group in groups if group["state"] == state]
    points = {int(str(group["unit_id"])): Fraction(str(group["points"] or 0)) for group in own}
    reached = [action for action in there if action.state == state]
    for action in reached:
        points[action.unit_id] -= Fraction(action.expected_points or 0)
    government = None
    if shares is not None:
        government = to_decimal(sum((value * shares.get(unit, 0) for unit, value in points.items()), Fraction(0)))
    return ActionTotal(
        state,
        label,
        sum(int(str(group["n"])) for group in own),
        to_decimal(sum(points.values(), Fraction(0))),
        government,
        len(reached),
    )


def steps_of(scenario: Scenario) -> dict[str, Step]:
    """By key. Whatever cannot be read is left out."""
    found = {}
    for raw in scenario.steps:
        try:
            step = read_step(raw)
        except StepError:
            continue
        found[step.key] = step
    return found


def _steps(actions: Sequence[Action]) -> dict[int, Step]:
    """Of the actions that came from a scenario. One query, none without such actions."""
    scenarios = Scenario.objects.in_bulk({action.scenario_id for action in actions if action.scenario_id})
    steps_by_scenario = {pk: steps_of(scenario) for pk, scenario in scenarios.items()}
    return {
        action.pk: step
        for action in actions
        if action.scenario_id and (step := steps_by_scenario[action.scenario_id].get(action.step_key))
    }


def _reached(steps: Mapping[int, Step]) -> set[int]:
    """Actions whose observation already stands at the level of their step. One query, none without steps."""
    if not steps:
        return set()
    levels = _levels({step.assessment for step in steps.values()}, {step.indicator for step in steps.values()})
    return {pk for pk, s in steps.items() if s.is_met(levels.get((s.assessment, s.indicator, s.subject)))}


def _checklist_url(step: Step) -> str:
    url = reverse("assessments:checklist", args=[step.assessment])
    return f"{url}#{anchor(step.indicator, step.subject or '')}"


def _levels(assessments: set[int], codes: set[str]) -> dict[tuple[int, str, str | None], Fraction | None]:
    answers = Answer.objects.filter(assessment__in=assessments, indicator__code__in=codes)
    return {
        (a.assessment_id, a.indicator.code, a.subject.key if a.subject else None): level_of(
            tree_of(a.assessment.instrument).by_pk[a.indicator_id], a
        )
        for a in answers.select_related("indicator", "subject", "assessment__instrument")
    }


def level_of(node: IndicatorNode, answer: Answer) -> Fraction | None:
    """Where an answer stands: points, figure, or the mean of a survey; None while blank."""
    return node.kind.points(node.asks, GivenAnswer.of(answer).answer())
