"""A government's claimed figure is the one its pages showed: rolled up from unrounded figures, rounded once."""

from decimal import Decimal

import pytest

from assessments.models import ScoreSnapshot
from assessments.selectors.cycles import cycle_page
from assessments.selectors.scoring import score_of
from assessments.services.snapshots import take_snapshot
from assessments.tests.judged import CODES, answer, cycle_by, judged
from assessments.workflow import Move
from conftest import NOW
from kspp.lib.numbers import half_up
from official_results.selectors.honesty import honesty_of_government
from scoring.rounding import to_decimal
from scoring.unit import headline_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("is_whole", [True, False])
def test_a_unit_s_headline_is_made_again_from_the_kept_figures_of_its_indicators(code, is_whole, kaur, dukcapil):
    made = judged(cycle_by(code, kaur), dukcapil, is_whole=is_whole)
    score = score_of(made)
    kept = {each.code: each.readings.floor.value for each in score.indicators()}
    again = headline_of(made.instrument.spec(), kept)
    if score.withheld:
        assert score.readings.floor.value is None
    else:
        assert abs(to_decimal(again) - score.readings.floor.value) < Decimal("1e-40")
    kept.popitem()
    assert headline_of(made.instrument.spec(), kept) is None


def test_a_claimed_total_is_rounded_once_and_agrees_with_the_cycle(kaur, dukcapil, puskesmas, coordinator):
    """Of units shown as 69.73 and 69.94 the total is 69.83; their rounded figures would make 69.84 of it."""
    cycle = cycle_by("kspp-2023-2024", kaur)
    made = [judged(cycle, unit, is_whole=True) for unit in (dukcapil, puskesmas)]
    made[1].answers.all().delete()
    answer(made[1], step=11, is_whole=True)
    for assessment in made:
        take_snapshot(assessment=assessment, move=Move.SUBMIT, by=coordinator, now=NOW)
    shown = [snapshot.floor for snapshot in ScoreSnapshot.objects.order_by("pk")]
    assert half_up(sum(shown) / 2, 2) == Decimal("69.84")
    [row] = honesty_of_government(kaur).years
    assert row.record.claimed == Decimal("69.83")
    assert cycle_page(cycle, NOW.date()).headline.result.score == row.record.claimed
    ScoreSnapshot.objects.update(indicators={})
    assert honesty_of_government(kaur).years[0].record.claimed == Decimal("69.84")
