"""Sheets of a whole cycle in one go, and the total that follows from them."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.models import Locus
from assessments.selectors.scoring import cycle_assessments, government_score, sheet_of
from conftest import fill, make_assessment, make_unit
from planning.selectors.improving import government_after, shares_of, sheets_of
from scoring.government import locus_shares
from scoring.instrument import RollUp
from units.models import ServiceUnit


@pytest.fixture
def two(assessment, puskesmas, cycle):
    fill(assessment, 3)
    other = make_assessment(cycle, puskesmas)
    fill(other, 2, leave_blank=("S1", "P08"))
    return assessment, other


def test_the_sheets_are_those_of_each_assessment(two, cycle):
    found = sheets_of(cycle, cycle.instrument)
    assert list(found) == [two[0].pk, two[1].pk]
    for each in two:
        stored, sheet = found[each.pk]
        assert stored == each
        expected = sheet_of(each)
        assert set(sheet.subjects) == set(expected.subjects)
        assert {str(a) for a in sheet.answers} == {str(a) for a in expected.answers}


def test_three_statements_for_one_unit_and_for_many(two, cycle, django_assert_num_queries):
    sheets_of(cycle, cycle.instrument)
    with django_assert_num_queries(3):
        sheets_of(cycle, cycle.instrument)
    for n in range(4):
        fill(make_assessment(cycle, make_unit(cycle.government, f"Dinas {n}", ServiceUnit.Kind.DUKCAPIL)), 1)
    with django_assert_num_queries(3):
        assert len(sheets_of(cycle, cycle.instrument)) == 6


def test_the_total_of_unchanged_sheets_is_the_total_of_the_page(two, cycle):
    after = government_after(cycle.instrument, sheets_of(cycle, cycle.instrument).values())
    assert after.readings == government_score(cycle, cycle_assessments(cycle)).readings


def test_a_changed_sheet_moves_the_total_by_its_share(two, cycle):
    sheets = sheets_of(cycle, cycle.instrument)
    stored, sheet = sheets[two[0].pk]
    raised = tuple(replace(a, points=4) if a.indicator == "S1" else a for a in sheet.answers)
    before = government_after(cycle.instrument, sheets.values()).readings.floor.value
    sheets[two[0].pk] = (stored, replace(sheet, answers=raised))
    after = government_after(cycle.instrument, sheets.values()).readings.floor.value
    step = Fraction("21.85") / 15 / 4 * shares_of([a for a, _ in sheets.values()], cycle.instrument)[two[0].pk]
    assert abs(Fraction(after) - Fraction(before) - step) < Fraction(1, 10**9)


def test_a_unit_that_only_prepares_has_no_share_and_is_not_in_the_total(two, cycle):
    Locus.objects.filter(pk=two[1].locus_id).update(standing=Locus.Standing.PREPARING)
    sheets = sheets_of(cycle, cycle.instrument)
    shares = shares_of([a for a, _ in sheets.values()], cycle.instrument)
    assert shares == {two[0].pk: 1, two[1].pk: 0}
    assert government_after(cycle.instrument, sheets.values()).loci_total == 1


def test_products_weigh_only_where_the_instrument_says_so():
    weights = [Decimal(1), Decimal(3)]
    assert locus_shares(weights, RollUp.MEAN_OF_LOCI) == [Fraction(1, 2), Fraction(1, 2)]
    assert locus_shares(weights, RollUp.MEAN_BY_PRODUCTS) == [Fraction(1, 4), Fraction(3, 4)]
