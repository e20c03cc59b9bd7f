"""A plan over rows: the exact optimum, within the days, the locks and the number of units, and why it stops short."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from assessments.models import Phase
from assessments.tests.judged import cycle_by
from conftest import fill, make_assessment
from planning.forms import planner as forms
from planning.selectors import planner
from planning.selectors.improving import government_after, sheets_of
from planning.selectors.inputs import government_inputs, unit_inputs
from planning.selectors.outlook import outlook_of
from planning.selectors.planner import OutOfReach, PlannerQuestion, outcome_of


@pytest.fixture
def small(kaur, dukcapil, puskesmas):
    """Two units, nine elements of four levels each: few enough to try everything for four of them."""
    cycle = cycle_by("skm", kaur, 2023)
    for unit, level in ((dukcapil, 2), (puskesmas, 3)):
        fill(make_assessment(cycle, unit), level)
    return cycle


def every_way(inputs, asked):
    """Days and gain of every selection that keeps to the days, the locks and the number of units."""
    menus = []
    for possible in inputs.possible:
        if not asked.excludes(possible):
            rows = [(possible.days(r), inputs.gain(possible, r)) for r in possible.reaches]
            menus.append([(possible.assessment.pk, 0, Fraction(0)), *((possible.assessment.pk, *row) for row in rows)])
    for picks in product(*menus):
        days = {assessment.pk: 0 for assessment in inputs.units}
        for pk, more, _ in picks:
            days[pk] += more
        within = all(asked.days_of(a) is None or days[a.pk] <= asked.days_of(a) for a in inputs.units)
        touched = sum(map(bool, days.values()))
        if within and (asked.max_units is None or touched <= asked.max_units):
            yield sum(days.values()), sum((gain for *_, gain in picks), Fraction(0))


@pytest.mark.parametrize("target", ["63", "70", "79.5", "99"])
@pytest.mark.parametrize(("days", "max_units"), [(None, None), (40, None), (None, 1), (50, 1)])
def test_no_selection_of_steps_is_better_than_the_plan(small, target, days, max_units):
    inputs = government_inputs(small, small.instrument)
    asked = PlannerQuestion(
        Decimal(target), days, max_units=max_units, out_all=frozenset({"U1", "U2", "U3", "U4", "U5"})
    )
    found = outcome_of(inputs, asked)
    need = Fraction(target) - Fraction(1, 200) - inputs.exact
    ways = list(every_way(inputs, asked))
    reaching = [(length, -gain) for length, gain in ways if gain >= need]
    if reaching:
        assert (found.days, -found.gain) == min(reaching)
        assert found.missing is None
        assert found.after.score >= Decimal(target)
    else:
        assert found.gain == max(gain for _, gain in ways)
        assert found.missing == Decimal(target) - found.after.score > 0


@pytest.mark.parametrize("target", ["70", "78", "88", "95.5"])
def test_what_the_plan_promises_is_what_the_changed_sheets_score(inputs, cycle, target):
    found = outcome_of(inputs, PlannerQuestion(Decimal(target)))
    sheets = sheets_of(cycle, cycle.instrument)
    outlook = outlook_of(cycle.instrument, sheets, [step.step for step in found.steps])
    assert (
        outlook.before.score
        == found.before.score
        == government_after(cycle.instrument, sheets.values()).readings.floor.rounded
    )
    assert (outlook.after.score, outlook.after.zone) == (found.after.score, found.after.zone)
    assert not outlook.lost
    assert outlook.days == found.days
    assert found.after.score >= Decimal(target)
    assert found.steps[-1].after == found.after


def test_the_target_is_met_by_the_rounded_score_and_not_a_step_earlier(two):
    """A target that the second cheapest way misses by less than half a hundredth still counts as reached."""
    inputs = unit_inputs(two[0])
    step = min(inputs.possible, key=lambda p: inputs.gain(p, p.reaches[0]))
    shown = inputs.graded(inputs.exact + inputs.gain(step, step.reaches[0])).score
    only = frozenset(p.key for p in inputs.possible) - {step.key}
    reached = outcome_of(inputs, PlannerQuestion(shown, out=only))
    assert (reached.missing, reached.after.score) == (None, shown)
    short = outcome_of(inputs, PlannerQuestion(shown + Decimal("0.01"), out=only | {step.key}))
    assert short.missing == shown + Decimal("0.01") - inputs.now.score


def test_the_days_of_a_unit_and_the_number_of_units_are_kept_to(inputs, two):
    found = outcome_of(inputs, PlannerQuestion(Decimal(78), 30, {two[1].pk: 12}))
    assert all(plan.days <= plan.capacity for plan in found.units)
    assert {plan.assessment.pk: plan.capacity for plan in found.units}[two[1].pk] == 12
    assert len(outcome_of(inputs, PlannerQuestion(Decimal(70), max_units=1)).units) == 1


def test_locks_are_kept_to(inputs, two):
    wanted = next(p for p in inputs.possible if p.node.code == "S2" and p.assessment == two[1])
    refused = outcome_of(inputs, PlannerQuestion(Decimal(70))).steps[0].possible
    asked = PlannerQuestion(Decimal(70), must={wanted.key: Fraction(4)}, out=frozenset({refused.key}))
    steps = {step.possible.key: step for step in outcome_of(inputs, asked).steps}
    assert steps[wanted.key].reach.points == 4
    assert steps[wanted.key].is_locked
    assert refused.key not in steps
    whole = PlannerQuestion(Decimal(70), must_all=frozenset({"K2"}), out_all=frozenset({"G1", "P10"}))
    steps = outcome_of(inputs, whole).steps
    assert sum(step.possible.node.code == "K2" for step in steps) == 8
    assert not {"G1", "P10"} & {step.possible.node.code for step in steps}


def test_a_lock_on_what_is_done_already_is_counted_and_not_used(inputs, two):
    done = f"{two[0].pk}/S1/#0"
    asked = PlannerQuestion(
        Decimal(70), must={done: Fraction(2), "x": Fraction(0)}, out=frozenset({"y"}), out_all=frozenset({"Z"})
    )
    assert outcome_of(inputs, asked).stale == 3 + (done not in {p.key for p in inputs.possible})


def test_why_a_target_is_out_of_reach(inputs, two):
    codes = frozenset(p.node.code for p in inputs.possible)
    assert outcome_of(inputs, PlannerQuestion(Decimal(95), 5)).why is OutOfReach.DAYS
    assert outcome_of(inputs, PlannerQuestion(Decimal(95), 5, max_units=1)).why is OutOfReach.UNITS
    assert outcome_of(inputs, PlannerQuestion(Decimal(95), 5, max_units=1, out_all=codes)).why is OutOfReach.LOCKS
    two[0].locus.subjects.filter(scope="official").update(outcome="refused")
    refused = government_inputs(two[0].locus.cycle, two[0].instrument)
    assert outcome_of(refused, PlannerQuestion(Decimal(100), 5, max_units=1)).why is OutOfReach.ROOM


def test_where_days_are_too_few_it_says_how_many_would_do(inputs):
    short = outcome_of(inputs, PlannerQuestion(Decimal(88), 5))
    assert (short.why, short.enough) == (OutOfReach.DAYS, outcome_of(inputs, PlannerQuestion(Decimal(88))).days)
    assert outcome_of(inputs, PlannerQuestion(Decimal(88))).enough is None
    assert outcome_of(inputs, PlannerQuestion(Decimal(95), 5, max_units=1)).enough is None


def test_the_field_phase_is_found_by_its_name(cycle):
    assert planner.field_start(cycle) is None
    Phase.objects.create(cycle=cycle, position=1, name="Persiapan", starts_on="2024-01-03", ends_on="2024-02-03")
    assert planner.field_start(cycle) is None
    Phase.objects.create(
        cycle=cycle, position=2, name="Penilaian Lapangan", starts_on="2024-06-03", ends_on="2024-09-03"
    )
    assert planner.field_start(cycle) == date(2024, 6, 3)
    assert forms.TOP == 10
