from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.explanation import (
    NodeKind,
    Operation,
    explain_dimension,
    explain_government,
    explain_indicator,
    explain_unit,
)
from scoring.government import LocusScore, score_government
from scoring.instrument import Scope
from scoring.readings import ReadingName
from scoring.sheet import Answer, Sheet, Subject
from scoring.tests.examples import BANDS, dinas_contoh, figures_instrument, figures_sheet, kspp
from scoring.tests.strategies import scored
from scoring.unit import score_unit

FLOOR, ANSWERED, CEILING = ReadingName

READINGS = st.sampled_from(list(ReadingName))


def nodes(node):
    yield node
    for child in node.children:
        yield from nodes(child)


def printed_sum(score, node):
    """What the weights below a node add up to: 100 unless its dimension has printed weights."""
    dimensions = {each.code: each.whole for each in score.dimensions}
    return Fraction(dimensions[node.code] if node.kind is NodeKind.DIMENSION else 100)


def leaves(sheet, code, reading):
    score = next(each for each in score_unit(kspp(), sheet).indicators() if each.code == code)
    return explain_indicator(score, reading)


@given(scored(), READINGS)
def test_every_figure_is_the_weighted_sum_of_what_stands_below_it(case, reading):
    score = score_unit(*case)
    for node in nodes(explain_unit(score, reading)):
        parts = [child for child in node.children if child.value is not None]
        if parts:
            total = sum(Fraction(child.weight) * Fraction(child.value) for child in parts) / 100
            assert abs(total - Fraction(node.value)) < Fraction(1, 10**40)
            assert abs(sum(Fraction(child.weight) for child in parts) - printed_sum(score, node)) < Fraction(1, 10**40)


@given(scored(), READINGS)
def test_there_is_one_leaf_for_each_expected_observation(case, reading):
    score = score_unit(*case)
    found = [node for node in nodes(explain_unit(score, reading)) if node.kind is NodeKind.OBSERVATION]
    assert len(found) == score.expected
    assert sum(node.operation is not Operation.BLANK for node in found) == score.answered


def test_the_root_carries_the_score_its_band_and_its_name():
    score = score_unit(kspp(), dinas_contoh())
    node = explain_unit(score, FLOOR, "17.04-1", "Dinas Contoh")
    assert (node.kind, node.code, node.label, node.reading) == (NodeKind.UNIT, "17.04-1", "Dinas Contoh", FLOOR)
    assert (node.value, node.rounded, node.band) == (
        score.readings.floor.value,
        score.readings.floor.rounded,
        score.readings.floor.band,
    )
    assert node.operation is Operation.WEIGHTED_SUM
    assert [child.weight for child in node.children] == [Decimal(w) for w in ("21.85", "32.37", "24.24", "21.54")]


def test_a_dimension_of_equal_weights_is_a_mean_and_knows_its_share_of_the_unit():
    node = explain_dimension(score_unit(kspp(), dinas_contoh()).dimensions[3], FLOOR)
    assert (node.operation, node.weight, len(node.children)) == (Operation.MEAN, Decimal("21.54"), 6)


def test_two_different_weights_are_no_mean():
    instrument = figures_instrument([("dimensi", "70"), ("kepercayaan", "30")])
    node = explain_unit(score_unit(instrument, figures_sheet({"dimensi": "80", "kepercayaan": "60"})), FLOOR)
    assert (node.operation, node.value) == (Operation.WEIGHTED_SUM, 74)


def test_an_officials_leaf_shows_points_maximum_and_factor():
    leaf = leaves(dinas_contoh(), "K1", FLOOR).children[2]
    seen = leaf.observation
    assert (leaf.operation, leaf.label, leaf.value) == (Operation.POINTS, "Staf Pengaduan", Decimal("56.25"))
    assert (seen.answer.points, seen.maximum, seen.factor, seen.scale) == (3, 4, Decimal("0.75"), 100)


@pytest.mark.parametrize(("code", "operation"), [("M1", Operation.TALLY), ("O6", Operation.FIGURE)])
def test_surveys_and_figures_have_their_own_leaves(code, operation):
    assert [leaf.operation for leaf in leaves(dinas_contoh(), code, FLOOR).children] == [operation]


@pytest.mark.parametrize(("reading", "value", "weight"), [(FLOOR, 0, 100), (ANSWERED, None, 0), (CEILING, 100, 100)])
def test_a_blank_leaf_shows_what_the_reading_puts_there(reading, value, weight):
    (leaf,) = leaves(dinas_contoh(blank=["S6"]), "S6", reading).children
    assert (leaf.operation, leaf.value, leaf.weight) == (Operation.BLANK, value, weight)


def test_a_refused_interview_is_settled_by_its_outcome():
    leaf = leaves(dinas_contoh(third_official="refused"), "K1", FLOOR).children[2]
    assert (leaf.operation, leaf.value) == (Operation.SETTLED_BY_OUTCOME, 0)


def test_an_indicator_without_answers_is_left_out_of_the_answered_reading():
    node = explain_dimension(score_unit(kspp(), dinas_contoh(blank=["G4"])).dimensions[3], ANSWERED)
    left_out = node.children[3]
    assert (left_out.operation, left_out.value, left_out.weight) == (Operation.BLANK, None, 0)
    assert {child.weight for child in node.children if child is not left_out} == {Decimal(20)}


def test_what_does_not_apply_says_so_at_every_level():
    out = tuple(Answer(code, not_applicable=True) for code in ("M1", "M2", "M3", "M4", "M5", "O6"))
    sheet = dinas_contoh(blank=[answer.indicator for answer in out])
    node = explain_unit(score_unit(kspp(), replace(sheet, answers=sheet.answers + out)), CEILING)
    output = node.children[2]
    assert output.operation is Operation.NOT_APPLICABLE
    assert {child.operation for child in output.children} == {Operation.NOT_APPLICABLE}


def test_a_government_is_the_mean_of_its_loci():
    loci = [LocusScore.of("a", "Unit A", score_unit(kspp(), dinas_contoh())), LocusScore.of("b", "Unit B", None)]
    node = explain_government(score_government(loci, BANDS), FLOOR, "17.04", "Kabupaten Kaur")
    assert (node.kind, node.operation, str(node.rounded)) == (NodeKind.GOVERNMENT, Operation.MEAN, "39.36")
    assert [(c.operation, c.label, str(c.rounded), c.weight) for c in node.children] == [
        (Operation.GIVEN, "Unit A", "78.72", 50),
        (Operation.BLANK, "Unit B", "0.00", 50),
    ]
    answered = explain_government(score_government(loci, BANDS), ANSWERED)
    assert [child.weight for child in answered.children] == [100, 0]


def test_every_node_says_what_it_is_about_and_in_which_reading():
    locus = LocusScore.of("a", "Unit A", score_unit(kspp(), dinas_contoh()))
    unit = explain_government(score_government([locus], BANDS), CEILING).children[0]
    assert (unit.kind, unit.code, unit.children, unit.reading) == (NodeKind.UNIT, "a", (), CEILING)
    assert unit.band == max(BANDS, key=lambda band: band.lower <= unit.rounded and band.lower)
    leaf = leaves(dinas_contoh(), "K1", CEILING).children[2]
    assert (leaf.kind, leaf.code, leaf.reading, leaf.rounded) == (NodeKind.OBSERVATION, "K1", CEILING, Decimal("56.25"))


def test_a_subject_nobody_named_has_a_leaf_without_a_subject():
    sheet = Sheet((Subject("p1", Scope.PRODUCT, "Produk A"),), (Answer("P01", "p1", points=4),))
    named, missing = leaves(sheet, "P01", FLOOR).children
    assert (named.label, missing.label, missing.observation.subject) == ("Produk A", "", None)
