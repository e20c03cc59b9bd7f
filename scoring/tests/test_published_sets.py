from decimal import Decimal

import pytest

from scoring.government import LocusScore, score_government
from scoring.tests.examples import BANDS
from scoring.tests.published import PUBLISHED_SETS


@pytest.mark.parametrize("name", PUBLISHED_SETS)
def test_a_published_total_is_the_mean_of_its_published_units(name):
    total, units, _ = PUBLISHED_SETS[name]
    loci = [LocusScore(unit, unit, Decimal(s), Decimal(s), Decimal(s)) for unit, s in units.items()]
    score = score_government(loci, BANDS)
    assert abs(score.readings.floor.rounded - Decimal(total)) <= Decimal("0.01")
    assert score.complete


def test_lombok_timur_is_an_exact_tie_that_was_published_rounded_down():
    total, units, _ = PUBLISHED_SETS["kabupaten-lombok-timur-2022"]
    loci = [LocusScore(unit, unit, Decimal(s), Decimal(s), Decimal(s)) for unit, s in units.items()]
    score = score_government(loci, BANDS)
    assert (score.readings.floor.value, str(score.readings.floor.rounded), total) == (
        Decimal("68.825"),
        "68.83",
        "68.82",
    )


def test_every_set_names_its_sources():
    assert len(PUBLISHED_SETS) == 7
    assert all(source.startswith("https://") for _, _, sources in PUBLISHED_SETS.values() for source in sources)
