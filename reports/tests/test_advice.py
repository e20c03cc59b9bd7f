"""Steps: chosen by rule, measured by the scoring core."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.scoring import sheet_of
from conftest import fill, make_assessment
from reports.documents import advice
from reports.documents.selectors.content import content_of
from reports.models import Report
from reports.tests.changing import changed
from scoring.scores import UnitScore
from scoring.unit import score_unit
from units.models import ServiceUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored(assessment: Assessment) -> Callable[..., tuple[Any, Any, UnitScore]]:
    def score(points: int, **options: Any) -> tuple[Any, Any, UnitScore]:
        fill(assessment, points, **options)
        spec, sheet = assessment.instrument.spec(), sheet_of(assessment)
        return spec, sheet, score_unit(spec, sheet)

    return score


def test_the_estimate_that_chooses_is_what_the_core_says(scored: Callable[..., tuple[Any, Any, UnitScore]]) -> None:
    spec, sheet, score = scored(2, leave_blank=("K1", "P03", "O6", "M2", "S6"))
    moves = advice.best_moves(score, 100)
    assert {m.indicator.code for m in moves if m.is_blank} == {"K1", "P03", "O6", "M2", "S6"}
    assert score.readings.floor.value is not None
    for move in moves:
        after = score_unit(spec, changed(sheet, move)).readings.floor.value
        assert after is not None
        gained = Fraction(after) - Fraction(score.readings.floor.value)
        assert abs(gained - move.gain) < Fraction(1, 10**9), move.indicator.code


def test_the_largest_gain_stands_first(scored: Callable[..., tuple[Any, Any, UnitScore]]) -> None:
    _, _, score = scored(2, leave_blank=("G4",))
    moves = advice.best_moves(score, 5)
    assert moves[0].indicator.code == "G4"
    assert [m.gain for m in moves] == sorted((m.gain for m in moves), reverse=True)


def test_surveys_and_figures_are_left_to_the_citizens(scored: Callable[..., tuple[Any, Any, UnitScore]]) -> None:
    _, _, score = scored(1)
    codes = {move.indicator.code for move in advice.best_moves(score, 100)}
    assert not codes & {"M1", "M2", "M3", "M4", "M5", "O6"}


def test_nothing_is_advised_at_the_top(scored: Callable[..., tuple[Any, Any, UnitScore]]) -> None:
    _, _, score = scored(4)
    assert advice.best_moves(score, 5) == []


def test_an_interview_that_was_refused_cannot_rise(
    scored: Callable[..., tuple[Any, Any, UnitScore]], assessment: Assessment
) -> None:
    assessment.locus.subjects.filter(scope="official").update(outcome="refused")
    _, _, score = scored(2)
    assert not any(move.indicator.code.startswith("K") for move in advice.best_moves(score, 100))


def test_people_nobody_has_named_count_as_blanks(assessment: Assessment) -> None:
    assessment.locus.subjects.all().delete()
    spec, sheet = assessment.instrument.spec(), sheet_of(assessment)
    score = score_unit(spec, sheet)
    move = next(m for m in advice.best_moves(score, 100) if m.indicator.code == "K1")
    after = score_unit(spec, changed(sheet, move))
    assert after.readings.floor.value is not None
    assert abs(Fraction(after.readings.floor.value) - move.gain) < Fraction(1, 10**9)
    assert move.subjects == ()


def test_a_unit_report_and_the_stored_result_agree(cycle: AssessmentCycle, assessment: Assessment) -> None:
    fill(assessment, 3, leave_blank=("S6",))
    assessment.refresh_from_db()
    content = content_of(Report(cycle=cycle, assessment=assessment), cycle.created_at.date())
    trio = content.readings
    assert (trio.floor.score, trio.answered_only.score, trio.ceiling.score) == (
        assessment.floor,
        assessment.answered_only,
        assessment.ceiling,
    )
    assert (trio.floor.zone, trio.floor.grade) == (assessment.zone, assessment.grade)
    assert [str(d.readings.floor.score) for d in content.dimensions] == [
        d["floor"]["score"] for d in assessment.result["dimensions"]
    ]
    assert content.gap_count == 1
    assert sum(e.claimed for e in content.evidence) == assessment.answered
    assert content.steps[0].code == "S6"


def test_last_year_is_compared_unit_by_unit(
    cycle: AssessmentCycle, assessment: Assessment, puskesmas: ServiceUnit
) -> None:
    last = AssessmentCycle.objects.create(government=cycle.government, year=2023, instrument=cycle.instrument)
    fill(make_assessment(last, assessment.unit), 2)
    fill(assessment, 3)
    fill(make_assessment(cycle, puskesmas), 3)
    unit = content_of(Report(cycle=cycle, assessment=assessment), cycle.created_at.date())
    assert unit.previous is not None
    assert [d.previous for d in unit.dimensions if d.code == "input"] == [Decimal("50.00")]
    whole = content_of(Report(cycle=cycle), cycle.created_at.date())
    assert whole.previous is not None
    assert {u.name: u.previous is not None for u in whole.units} == {"Disdukcapil": True, "Puskesmas Mentiring": False}
    assert all(d.previous is None for d in whole.dimensions), "half of the loci compare nothing"


def test_a_unit_nobody_has_filled_in_is_one_step(
    cycle: AssessmentCycle, assessment: Assessment, puskesmas: ServiceUnit
) -> None:
    fill(assessment, 2)
    make_assessment(cycle, puskesmas)
    content = content_of(Report(cycle=cycle), cycle.created_at.date())
    first = content.steps[0]
    assert (first.code, first.unit, first.gain) == ("", "Puskesmas Mentiring", Decimal("50.00"))
    assert {step.unit for step in content.steps[1:]} == {"Disdukcapil"}
    assert not content.complete
    assert (content.loci_answered, content.loci_total) == (1, 2)


def test_making_a_report_asks_little_more_for_more_loci(
    cycle: AssessmentCycle, assessment: Assessment, puskesmas: ServiceUnit, django_assert_max_num_queries: Any
) -> None:
    fill(assessment, 2)
    fill(make_assessment(cycle, puskesmas), 2)
    with django_assert_max_num_queries(40):
        content_of(Report(cycle=cycle), cycle.created_at.date())
