"""The cheapest way to a target: which observations to raise, and how far, in the fewest days of work.

Exact, in two steps. For one unit a multiple-choice knapsack says, for each number of days, the most that can be gained.
Then one point is chosen from each unit's frontier of days and gain. A Lagrangian bound (gain priced at the slope where
the units' concave hulls meet the need) leaves of each frontier only the points within the gap between that bound and a
solution already known, so that few combinations remain. Gains are whole numbers over one common denominator.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations, pairwise
from math import ceil, comb, lcm


@dataclass(frozen=True, slots=True)
class PlanOption:
    """A level that could be reached: working days from where it stands now, and what it adds to the target's score."""

    points: Fraction
    days: int
    gain: Fraction


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One observation: stay, or take one of its options. `least` counts from 1: the first option it may not stay below.

    0 leaves it free to stay.
    """

    key: str
    options: tuple[PlanOption, ...]
    least: int = 0


@dataclass(frozen=True, slots=True)
class UnitChoices:
    """`capacity`: working days this unit has; None while nobody counts them."""

    code: str
    choices: tuple[PlanChoice, ...]
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedOption:
    unit: str
    key: str
    option: PlanOption


@dataclass(frozen=True, slots=True)
class Plan:
    """`missing`: points still lacking where the target cannot be reached; then `taken` is what comes nearest to it."""

    taken: tuple[PlannedOption, ...]
    days: int
    gain: Fraction
    missing: Fraction

    @property
    def reached(self) -> bool:
        return self.missing <= 0


class TooLarge(ValueError):
    """More work than a page may wait for; days for every unit would make it less."""


class Impossible(ValueError):
    """What must be done cannot be done."""


class TooFewDays(Impossible):
    """It takes more days than its unit has. `units`: the codes of those units."""

    def __init__(self, units: Sequence[str]) -> None:
        super().__init__(f"more days than there are: {', '.join(units)}")
        self.units = tuple(units)


class TooFewUnits(Impossible):
    """It needs more units than may be touched."""


MOST_CELLS = 20_000_000
"""About three seconds on one core."""
MOST_GROUPS = 300
"""Sets of units that are tried where only some may be touched: 8 of 4 are 70."""


def refuse_too_large(units: Sequence[UnitChoices], max_units: int | None = None) -> None:
    """Raises TooLarge, from the number of steps and days alone and before any work is done."""
    if max_units is not None and comb(len(units), min(max_units, len(units))) > MOST_GROUPS:
        raise TooLarge("too many sets of units")
    if sum(_cells(unit) for unit in units) > MOST_CELLS:
        raise TooLarge("too many steps over too many days")


def _cells(unit: UnitChoices) -> int:
    days = cells = 0
    for choice in unit.choices:
        days += max((option.days for option in choice.options), default=0)
        cells += (len(choice.options) + 1) * (days if unit.capacity is None else min(days, unit.capacity))
    return cells


def plan(units: Sequence[UnitChoices], need: Fraction, max_units: int | None = None) -> Plan:
    """The fewest days in all that bring `need` points; of plans equally short, one that gains most.

    Where that cannot be done: the most that can be gained, in the fewest days. Raises Impossible.
    """
    denominator = lcm(1, *(o.gain.denominator for unit in units for c in unit.choices for o in c.options))
    frontiers = [_Frontier(unit, denominator) for unit in units]
    wanted = ceil(need * denominator)
    best: _Solution | None = None
    for group in _groups(frontiers, max_units):
        if sum(frontier.points[-1][1] for frontier in group) < wanted:
            continue
        found = _cheapest(group, wanted, best)
        best = found or best
    if best is None:
        best = min((_most(group) for group in _groups(frontiers, max_units)), key=_order)
    taken = tuple(step for frontier, days in best.picks for step in frontier.taken(days))
    gain = sum((step.option.gain for step in taken), Fraction(0))
    return Plan(taken, best.days, gain, max(need - gain, Fraction(0)))


Point = tuple[int, int]
"""Days and gain."""


class _Frontier:
    """The most one unit can gain for each number of days, and how."""

    def __init__(self, unit: UnitChoices, denominator: int) -> None:
        self.unit = unit
        self.menus = [_menu(choice, denominator) for choice in unit.choices]
        self.tables = [[0]]
        for menu in self.menus:
            self.tables.append(_extended(self.tables[-1], [(days, gain) for days, gain, _ in menu], unit.capacity))
        self.points = _rising((days, gain) for days, gain in enumerate(self.tables[-1]) if gain >= 0)
        self.is_bound = any(choice.least for choice in unit.choices)

    def taken(self, days: int) -> list[PlannedOption]:
        """The options behind the point with these days."""
        steps, gain = [], self.tables[-1][days]
        for table, menu, choice in zip(self.tables[-2::-1], self.menus[::-1], self.unit.choices[::-1], strict=True):
            cost, added, option = next(m for m in menu if _has(table, days - m[0], gain - m[1]))
            days, gain = days - cost, gain - added
            if option is not None:
                steps.append(PlannedOption(self.unit.code, choice.key, option))
        return steps[::-1]


def _has(table: list[int], days: int, gain: int) -> bool:
    return gain >= 0 and 0 <= days < len(table) and table[days] == gain


def _menu(choice: PlanChoice, denominator: int) -> list[tuple[int, int, PlanOption | None]]:
    """Staying and the options that may be taken, without any that costs more and gains no more than another."""
    allowed: list[tuple[int, int, PlanOption | None]] = [] if choice.least else [(0, 0, None)]
    offered = choice.options[max(choice.least - 1, 0) :]
    allowed += [(option.days, int(option.gain * denominator), option) for option in offered]
    kept: list[tuple[int, int, PlanOption | None]] = []
    for item in sorted(allowed, key=lambda item: (item[0], -item[1])):
        if not kept or item[1] > kept[-1][1]:
            kept.append(item)
    return kept


def _extended(table: list[int], menu: Sequence[Point], capacity: int | None) -> list[int]:
    """The table with one observation more; -1 where its days cannot be kept to."""
    size = len(table) + max(days for days, _ in menu)
    if capacity is not None:
        size = min(size, capacity + 1)
    best = [-1] * size
    for days, gain in menu:
        shifted = [-1] * days + [-1 if value < 0 else value + gain for value in table[: max(size - days, 0)]]
        shifted += [-1] * (size - len(shifted))
        best = list(map(max, best, shifted))
    return best


def _rising(points: Iterable[Point]) -> list[Point]:
    kept: list[Point] = []
    for days, gain in points:
        if not kept or gain > kept[-1][1]:
            kept.append((days, gain))
    return kept


@dataclass(frozen=True, slots=True)
class _Solution:
    days: int
    gain: int
    picks: tuple[tuple[_Frontier, int], ...]


_State = tuple[int, int, tuple[tuple[_Frontier, int], ...]]
"""Gain, reduced cost, picks."""


def _order(solution: _Solution) -> tuple[int, int]:
    """The most gain first, then the fewest days."""
    return -solution.gain, solution.days


def _groups(frontiers: Sequence[_Frontier], max_units: int | None) -> Iterable[tuple[_Frontier, ...]]:
    """The largest sets of units that may be touched together, each with every unit in which something must be done."""
    crowded = [frontier.unit.code for frontier in frontiers if not frontier.points]
    if crowded:
        raise TooFewDays(crowded)
    if max_units is None or max_units >= len(frontiers):
        return [tuple(frontiers)]
    bound = tuple(frontier for frontier in frontiers if frontier.is_bound)
    free = [frontier for frontier in frontiers if not frontier.is_bound]
    if len(bound) > max_units:
        raise TooFewUnits(f"something must be done in {len(bound)} units")
    return [bound + others for others in combinations(free, max_units - len(bound))]


def _most(group: Sequence[_Frontier]) -> _Solution:
    """All that can be gained."""
    ends = [(frontier, *frontier.points[-1]) for frontier in group]
    picks = tuple((frontier, days) for frontier, days, _ in ends)
    return _Solution(sum(days for _, days, _ in ends), sum(gain for _, _, gain in ends), picks)


def _cheapest(group: Sequence[_Frontier], need: int, known: _Solution | None) -> _Solution | None:
    """The best solution of this group; None when it is no better than the known one."""
    days, gain = _price([frontier.points for frontier in group], need)
    reduced = [[d * gain - days * g for d, g in frontier.points] for frontier in group]
    lowest = [min(costs) for costs in reduced]
    limit = min(_rounded_up(group, need, days, gain), known.days if known else _most(group).days)
    slack = limit * gain - days * need - sum(lowest)
    states: dict[int, _State] = {0: (0, 0, ())}
    for frontier, costs, least in zip(group, reduced, lowest, strict=True):
        near = [(p, c - least) for p, c in zip(frontier.points, costs, strict=True) if c - least <= slack]
        states = _joined(states, frontier, near, slack)
    ends = [_Solution(d, g, picks) for d, (g, _, picks) in states.items() if g >= need]
    best = min(ends, key=lambda s: (s.days, -s.gain), default=None)
    if best is None or (known and (known.days, -known.gain) <= (best.days, -best.gain)):
        return None
    return best


def _joined(
    states: dict[int, _State], frontier: _Frontier, near: Sequence[tuple[Point, int]], slack: int
) -> dict[int, _State]:
    """Each state with each point still worth taking; of equal days the one that gains most, and none dominated."""
    found: dict[int, _State] = {}
    for days, (gain, cost, picks) in states.items():
        for (more, added), extra in near:
            total, sum_gain = days + more, gain + added
            if cost + extra <= slack and (total not in found or found[total][0] < sum_gain):
                found[total] = (sum_gain, cost + extra, (*picks, (frontier, more)))
    kept: dict[int, _State] = {}
    highest = -1
    for total in sorted(found):
        if found[total][0] > highest:
            highest, kept[total] = found[total][0], found[total]
    return kept


def _price(frontiers: Sequence[Sequence[Point]], need: int) -> Point:
    """Days per gain where the units' hulls together meet the need, as (days, gain); (0, 1) when it is met at once.

    The caller has made sure that it can be met.
    """
    missing = need - sum(points[0][1] for points in frontiers)
    if missing <= 0:
        return 0, 1
    segments = [(b[0] - a[0], b[1] - a[1]) for points in frontiers for a, b in _edges(_hull(points))]
    segments.sort(key=lambda segment: Fraction(*segment))
    gained = accumulate(gain for _, gain in segments)
    return next(segment for segment, total in zip(segments, gained, strict=True) if total >= missing)


def _edges(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    return pairwise(points)


def _hull(points: Sequence[Point]) -> list[Point]:
    """The upper concave hull of a rising frontier."""
    hull: list[Point] = []
    for point in points:
        while len(hull) > 1 and _is_under(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def _is_under(a: Point, b: Point, c: Point) -> bool:
    return (b[1] - a[1]) * (c[0] - a[0]) <= (c[1] - a[1]) * (b[0] - a[0])


def _rounded_up(group: Sequence[_Frontier], need: int, days: int, gain: int) -> int:
    """Days of some solution: of the points that are cheapest for the price as much as is needed, then one unit raised.

    The nearer to the optimum, the fewer combinations are left to try.
    """
    cheapest = [_cheapest_points(frontier.points, days, gain) for frontier in group]
    picks = [points[0] for points in cheapest]
    short = need - sum(point[1] for point in picks)
    for place, points in enumerate(cheapest):
        now = picks[place]
        picks[place] = max((p for p in points if p[1] - now[1] <= short), default=now)
        short -= picks[place][1] - now[1]
    if short > 0:
        raised = (
            next((p for p in f.points if p[1] >= now[1] + short), None) for f, now in zip(group, picks, strict=True)
        )
        more = [point[0] - now[0] for point, now in zip(raised, picks, strict=True) if point]
        return sum(point[0] for point in picks) + min(more) if more else _most(group).days
    return sum(point[0] for point in picks)


def _cheapest_points(points: Sequence[Point], days: int, gain: int) -> list[Point]:
    costs = [more * gain - days * added for more, added in points]
    least = min(costs)
    return [point for point, cost in zip(points, costs, strict=True) if cost == least]
