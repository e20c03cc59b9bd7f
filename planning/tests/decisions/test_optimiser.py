"""The planner finds the cheapest way, and says how near one gets where there is none."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.decisions.optimiser import (
    Impossible,
    PlanChoice,
    PlanOption,
    TooFewDays,
    TooFewUnits,
    TooLarge,
    UnitChoices,
    plan,
    refuse_too_large,
)


def choice(key, *steps, least=0):
    """Options from the days and gain of each step."""
    days = gain = Fraction(0)
    options = []
    for place, (more, added) in enumerate(steps, 1):
        days, gain = days + more, gain + Fraction(added)
        options.append(PlanOption(Fraction(place), int(days), gain))
    return PlanChoice(key, tuple(options), least)


steps = st.lists(st.tuples(st.integers(0, 6), st.fractions(0, 5, max_denominator=6)), min_size=1, max_size=3)


@st.composite
def cases(draw):
    units = []
    for u in range(draw(st.integers(1, 3))):
        rows = draw(st.lists(steps, min_size=1, max_size=3))
        choices = tuple(
            choice(f"{u}{n}", *row, least=draw(st.sampled_from([0, 0, 0, 1]))) for n, row in enumerate(rows)
        )
        units.append(UnitChoices(f"U{u}", choices, draw(st.none() | st.integers(0, 25))))
    need = draw(st.fractions(0, 25, max_denominator=6))
    return units, need, draw(st.none() | st.integers(1, 3))


def every_way(units, max_units):
    """Days, gain and number of units of every selection that keeps to the rules."""
    per_unit = []
    for unit in units:
        menus = [[*([None] if c.least == 0 else []), *c.options[max(c.least - 1, 0) :]] for c in unit.choices]
        ways = []
        for picks in product(*menus):
            taken = [option for option in picks if option]
            days, gain = sum(o.days for o in taken), sum((o.gain for o in taken), Fraction(0))
            if unit.capacity is None or days <= unit.capacity:
                ways.append((days, gain, bool(taken)))
        per_unit.append(ways)
    for combination in product(*per_unit):
        touched = sum(is_touched for _, _, is_touched in combination)
        if max_units is None or touched <= max_units:
            yield sum(d for d, _, _ in combination), sum((g for _, g, _ in combination), Fraction(0))


@given(cases())
def test_no_selection_is_better_than_the_plan(case):
    units, need, max_units = case
    ways = list(every_way(units, max_units))
    if not ways:
        with pytest.raises(Impossible):
            plan(units, need, max_units)
        return
    found = plan(units, need, max_units)
    reaching = [(days, -gain) for days, gain in ways if gain >= need]
    if reaching:
        assert found.reached
        assert (found.days, -found.gain) == min(reaching)
    else:
        nearest = max(gain for _, gain in ways)
        assert (found.gain, found.missing) == (nearest, need - nearest)
        assert found.days == min(days for days, gain in ways if gain == nearest)


@given(cases())
def test_the_plan_keeps_to_days_units_and_locks(case):
    units, need, max_units = case
    try:
        found = plan(units, need, max_units)
    except Impossible:
        return
    assert found.days == sum(step.option.days for step in found.taken)
    assert found.gain == sum((step.option.gain for step in found.taken), Fraction(0))
    assert max_units is None or len({step.unit for step in found.taken}) <= max_units
    for unit in units:
        mine = {step.key: step.option for step in found.taken if step.unit == unit.code}
        assert unit.capacity is None or sum(option.days for option in mine.values()) <= unit.capacity
        for each in unit.choices:
            assert not each.least or mine[each.key].days >= 0
            assert each.key not in mine or mine[each.key] in each.options


@st.composite
def larger_cases(draw):
    """Too many ways to try them all: three to six units with up to twelve observations."""
    units = [
        UnitChoices(f"U{u}", tuple(choice(f"{u}{n}", *row) for n, row in enumerate(rows)))
        for u, rows in enumerate(draw(st.lists(st.lists(steps, min_size=4, max_size=12), min_size=3, max_size=6)))
    ]
    most = sum((c.options[-1].gain for unit in units for c in unit.choices), Fraction(0))
    return units, most * draw(st.fractions(0, 1, max_denominator=20))


def greedy(units, need):
    """Days of the habit: again and again the option with the most gain for its days, until the need is met."""
    stand = {choice.key: (0, Fraction(0)) for unit in units for choice in unit.choices}
    options = {choice.key: choice.options for unit in units for choice in unit.choices}

    def worth(step):
        key, option = step
        days, gain = stand[key]
        return (option.gain - gain) / max(option.days - days, Fraction(1, 100))

    while sum(gain for _, gain in stand.values()) < need:
        key, option = max(
            ((key, o) for key, each in options.items() for o in each if o.gain > stand[key][1]), key=worth
        )
        stand[key] = (option.days, option.gain)
    return sum(days for days, _ in stand.values())


@given(larger_cases())
def test_the_plan_never_takes_more_days_than_going_for_the_best_step_each_time(case):
    units, need = case
    found = plan(units, need)
    assert found.reached
    assert found.days <= greedy(units, need)


def test_a_need_met_already_asks_for_nothing():
    found = plan([UnitChoices("U", (choice("a", (1, 1)),))], Fraction(0))
    assert (found.taken, found.days, found.missing, found.reached) == ((), 0, 0, True)


def test_the_need_is_met_exactly_and_not_by_a_hair_less():
    unit = UnitChoices("U", (choice("a", (2, Fraction(1, 3)), (2, Fraction(1, 3))), choice("b", (5, 1))))
    assert plan([unit], Fraction(2, 3)).days == 4
    assert plan([unit], Fraction(2, 3) + Fraction(1, 10**9)).days == 5


def test_days_that_fit_exactly_are_used_and_one_fewer_is_not_enough():
    steps_of = (choice("a", (3, 1)), choice("b", (4, 1)))
    assert plan([UnitChoices("U", steps_of, 7)], Fraction(2)).reached
    short = plan([UnitChoices("U", steps_of, 6)], Fraction(2))
    assert (short.reached, short.gain, short.missing, short.days) == (False, 1, 1, 3)


def test_a_dear_first_step_may_open_a_cheap_second_one():
    unit = UnitChoices("U", (choice("a", (5, 1), (1, 5)), choice("b", (4, 2), (4, 2), (4, 2))))
    found = plan([unit], Fraction(6))
    assert [(step.key, step.option.points) for step in found.taken] == [("a", 2)]


def test_fewer_units_may_cost_more_days():
    units = [UnitChoices("A", (choice("a", (1, 1), (9, 1)),)), UnitChoices("B", (choice("b", (1, 1)),))]
    assert plan(units, Fraction(2)).days == 2
    assert plan(units, Fraction(2), max_units=1).days == 10


@pytest.mark.parametrize("order", [("A", "B"), ("B", "A")])
def test_of_two_units_the_cheaper_one_is_taken_whichever_stands_first(order):
    days = {"A": 2, "B": 20}
    units = [UnitChoices(code, (choice("x", (days[code], 1)),)) for code in order]
    assert [step.unit for step in plan(units, Fraction(1), max_units=1).taken] == ["A"]


def test_what_is_locked_in_is_done_even_when_it_is_not_needed():
    unit = UnitChoices("U", (choice("a", (7, 1), (1, 1), least=1), choice("b", (1, 1))))
    assert [step.key for step in plan([unit], Fraction(0)).taken] == ["a"]
    with pytest.raises(TooFewDays) as refusal:
        plan([unit, UnitChoices("V", unit.choices, 6)], Fraction(0))
    assert refusal.value.units == ("V",)
    with pytest.raises(TooFewUnits):
        plan([unit, UnitChoices("V", unit.choices)], Fraction(0), max_units=1)


def test_a_whole_government_is_planned_the_same_way_twice():
    """Eight loci of eighty observations with four levels and uneven days: the size met here."""
    random = Random(4)
    units = [UnitChoices(f"U{u}", tuple(choice(f"{u}-{n}", *_uneven(random)) for n in range(80))) for u in range(8)]
    most = sum((c.options[-1].gain for unit in units for c in unit.choices), Fraction(0))
    for part in (20, 2):
        first, again = plan(units, most / part), plan(units, most / part)
        assert first == again
        assert first.reached
        assert first.gain - most / part < 1


def _uneven(random):
    worth = Fraction(random.choice([2185, 3237, 2424, 2154]), random.choice([1500, 4400, 3000, 2400]))
    return [(random.randint(1, 10), worth) for _ in range(random.randint(1, 4))]


def test_a_task_of_the_size_met_here_is_taken_on_and_one_beyond_it_refused():
    random = Random(4)
    units = [UnitChoices(f"U{u}", tuple(choice(f"{u}-{n}", *_uneven(random)) for n in range(80))) for u in range(8)]
    refuse_too_large(units, 4)
    endless = tuple(choice(f"x-{n}", *[(250, 1)] * 4) for n in range(80))
    with pytest.raises(TooLarge):
        refuse_too_large([UnitChoices("U", endless), UnitChoices("V", endless)])
    refuse_too_large([UnitChoices("U", endless, capacity=200), UnitChoices("V", endless, capacity=200)])
    many = [UnitChoices(f"U{u}", (choice("a", (1, 1)),)) for u in range(20)]
    refuse_too_large(many)
    refuse_too_large(many, 20)
    with pytest.raises(TooLarge):
        refuse_too_large(many, 10)


def by_greed(units, need, max_units):
    """The step with the most gain per day first, while days and units allow; None where that does not get there."""
    days = gain = Fraction(0)
    used = {}
    steps = [
        (o.gain - b.gain, o.days - b.days, u, c, n, o) for u in units for c in u.choices for n, (b, o) in _rungs(c)
    ]
    taken = {}
    for added, more, unit, each, place, _ in sorted(steps, key=lambda s: (-s[0] / max(s[1], Fraction(1, 99)), s[4])):
        if gain >= need:
            break
        key = (unit.code, each.key)
        fits = unit.capacity is None or used.get(unit.code, 0) + more <= unit.capacity
        may_touch = unit.code in used or max_units is None or len(used) < max_units
        if taken.get(key, 0) == place and fits and may_touch:
            taken[key] = place + 1
            used[unit.code] = used.get(unit.code, 0) + more
            days, gain = days + more, gain + added
    return days if gain >= need else None


def _rungs(each):
    start = PlanOption(Fraction(0), 0, Fraction(0))
    return enumerate(pairwise((start, *each.options)))


@given(cases())
def test_the_plan_is_never_longer_than_the_greedy_one(case):
    units, need, max_units = case
    free = [replace(u, choices=tuple(replace(c, least=0) for c in u.choices)) for u in units]
    greedy = by_greed(free, need, max_units)
    if greedy is not None:
        found = plan(free, need, max_units)
        assert found.reached
        assert found.days <= greedy
