"""Working days of a step: reviewed defaults, a government's own figures, sums over several levels."""

from fractions import Fraction

import pytest

from instruments.versions import read, shipped
from planning.decisions.effort import FILE, UsualEffort, defaults, ladder
from planning.models import LONGEST_STEP
from scoring.instrument import Scope

WHOLE = Fraction(100)


def every_usual():
    found = defaults()
    yield from found.scopes.items()
    yield from found.evidence.items()
    for rows in found.families.values():
        yield from rows.items()


def test_every_scope_has_its_days_and_every_line_its_reason():
    assert set(defaults().scopes) == set(Scope)
    for name, usual in every_usual():
        assert usual.days, name
        assert all(isinstance(days, int) and 1 <= days <= LONGEST_STEP for days in usual.days), name
        assert usual.reason.endswith("."), name


def test_no_line_is_about_an_indicator_that_no_shipped_instrument_has():
    known = {}
    for path in shipped():
        file = read(path)
        indicators = (i for d in file.dimensions for v in d.variables for i in v.indicators)
        known.setdefault(file.family, set()).update(i.code for i in indicators)
    for family, rows in defaults().families.items():
        assert set(rows) <= known[family]


def test_the_file_says_that_it_is_an_estimate():
    assert "this project's estimate" in FILE.read_text(encoding="utf-8")


def test_code_goes_before_evidence_and_evidence_before_scope():
    found = defaults()
    evidence = ["Foto", "SK kompensasi"]
    assert found.usual("kspp", "S3", Scope.UNIT, evidence) == found.families["kspp"]["S3"]
    assert found.usual("lain", "S3", Scope.UNIT, evidence) == found.evidence["SK"]
    assert found.usual("lain", "S3", Scope.UNIT, ["SKP", "Lain-lain", ""]) == found.scopes[Scope.UNIT]
    assert found.usual("lain", "K1", Scope.OFFICIAL, evidence) == found.scopes[Scope.OFFICIAL]


def test_rising_several_levels_takes_the_sum_of_the_steps():
    rungs = ladder(UsualEffort((1, 5, 3), "."), "S3", 4, WHOLE)
    assert [rungs.step(points) for points in rungs.steps()] == [1, 5, 3, 3]
    assert rungs.rising(Fraction(0), Fraction(4)) == 12
    assert rungs.rising(Fraction(1), Fraction(2)) == 5
    assert rungs.rising(Fraction(2), Fraction(2)) == 0


def test_a_surveys_mean_climbs_from_the_level_it_has_passed():
    rungs = ladder(UsualEffort((10,), "."), "M1", 4, WHOLE)
    assert rungs.rising(Fraction(17, 5), Fraction(4)) == 10
    assert rungs.rising(Fraction(9, 5), Fraction(4)) == 30


@pytest.mark.parametrize(
    ("maximum", "now", "points", "days"), [(100, "84.17", 90, 20), (100, 80, 100, 40), (5, 0, 5, 200)]
)
def test_a_figure_climbs_by_tenths_of_its_maximum(maximum, now, points, days):
    rungs = ladder(UsualEffort((20,), "."), "O6", None, Fraction(maximum))
    assert list(rungs.steps()) == [1]
    assert rungs.rising(Fraction(now), Fraction(points)) == days


def test_own_figures_stand_in_for_single_steps():
    rungs = ladder(UsualEffort((1, 2), "."), "S3", 4, WHOLE, {3: 30})
    assert [rungs.step(points) for points in rungs.steps()] == [1, 2, 30, 2]
    assert ladder(UsualEffort((20,), "."), "O6", None, WHOLE, {1: 7}).rising(Fraction(0), Fraction(50)) == 35
