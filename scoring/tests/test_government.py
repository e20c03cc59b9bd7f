from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.government import LocusScore, locus_shares, score_government
from scoring.instrument import RollUp
from scoring.readings import ReadingName
from scoring.rounding import to_decimal
from scoring.sheet import Sheet
from scoring.tests.examples import BANDS, dinas_contoh, kspp
from scoring.unit import score_unit


def locus(value, weight="1", code="u"):
    value = None if value is None else Decimal(value)
    return LocusScore(code, code.upper(), value, value, value, Decimal(weight))


def test_loci_weigh_the_same_unless_the_instrument_weighs_products():
    loci = [locus("80", "3"), locus("40", "1")]
    assert score_government(loci, BANDS).readings.floor.value == Decimal(60)
    weighted = score_government(loci, BANDS, roll_up=RollUp.MEAN_BY_PRODUCTS)
    assert weighted.readings.floor.value == Decimal(70)
    assert [each.weight for each in weighted.loci] == [Decimal(75), Decimal(25)]


def test_a_tie_survives_loci_whose_decimals_were_cut_off():
    exact = [Fraction(1052, 12), Fraction(87995 * 3, 1000) - Fraction(1052, 12) - Fraction(535, 6), Fraction(535, 6)]
    stored = [str(to_decimal(value))[:15] for value in exact]
    assert sum(map(Fraction, stored)) / 3 < Fraction("87.995")
    score = score_government([locus(value) for value in stored], BANDS)
    assert (str(score.readings.floor.rounded), score.readings.floor.band.grade) == ("88.00", "A")


def test_no_locus_means_no_score():
    score = score_government([], BANDS)
    assert score.readings.floor.value is score.readings.ceiling.rounded is None
    assert (score.loci_total, score.complete) == (0, False)


def test_only_missing_loci_have_no_answered_reading():
    r = score_government([locus(None), locus(None)], BANDS).readings
    assert (r.floor.rounded, r.answered_only.rounded, r.ceiling.rounded) == (0, None, 100)


def test_a_missing_locus_is_full_at_the_instruments_own_scale():
    score = score_government([locus("3"), locus(None)], (), scale=Decimal(5))
    assert score.readings.ceiling.value == Decimal(4)


def test_loci_come_from_unit_scores():
    answered = LocusScore.of("a", "A", score_unit(kspp(), dinas_contoh(blank=["S6"])))
    untouched = LocusScore.of("b", "B", score_unit(kspp(), Sheet()))
    missing = LocusScore.of("c", "C", None)
    assert answered.is_answered
    assert not answered.complete
    assert answered.floor < answered.answered_only < answered.ceiling
    assert (untouched.floor, missing.floor) == (None, None)
    score = score_government([answered, untouched, missing], BANDS)
    assert (score.loci_answered, score.loci_total, score.complete) == (1, 3, False)


def test_a_locus_keeps_its_name_and_what_it_weighs_with_or_without_a_score():
    score, three = score_unit(kspp(), dinas_contoh()), Decimal(3)
    readings = [score.readings.named(name).value for name in ReadingName]
    assert LocusScore.of("a", "A", score, three) == LocusScore("a", "A", *readings, three, complete=True)
    for nothing in (None, score_unit(kspp(), Sheet())):
        assert LocusScore.of("b", "B", nothing, three) == LocusScore("b", "B", None, None, None, three, complete=False)


def test_what_a_locus_adds_follows_the_roll_up():
    weights = [Decimal(2), Decimal(3)]
    assert locus_shares(weights, RollUp.MEAN_OF_LOCI) == [Fraction(1, 2), Fraction(1, 2)]
    assert locus_shares(weights, RollUp.MEAN_BY_PRODUCTS) == [Fraction(2, 5), Fraction(3, 5)]


def test_a_blank_inside_a_locus_leaves_the_total_incomplete():
    whole = LocusScore.of("a", "A", score_unit(kspp(), dinas_contoh()))
    partial = LocusScore.of("b", "B", score_unit(kspp(), dinas_contoh(blank=["S6"])))
    assert score_government([whole, whole], BANDS).complete
    assert not score_government([whole, partial], BANDS).complete


figures = st.decimals(0, 100, places=12)
many = st.lists(st.one_of(st.none(), figures), min_size=1, max_size=9)


@given(many, st.randoms())
def test_the_order_of_loci_cannot_change_a_total(values, random):
    shuffled = random.sample(values, len(values))
    one, other = (score_government([locus(v) for v in order], BANDS) for order in (values, shuffled))
    assert one.readings == other.readings


@given(many)
def test_floor_answered_and_ceiling_never_cross(values):
    r = score_government([locus(v) for v in values], BANDS).readings
    assert 0 <= r.floor.value <= r.ceiling.value <= 100
    if r.answered_only.value is not None:
        assert r.floor.value <= r.answered_only.value <= r.ceiling.value
    assert (r.floor.value == r.ceiling.value) == (None not in values)
