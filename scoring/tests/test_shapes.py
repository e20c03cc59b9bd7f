"""What an instrument can say beside dimensions and weights: parts, pooling, printed weights, things withheld."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from assessments.sentences.arithmetic import arithmetic
from scoring.checking import SheetError
from scoring.codes import SheetCode
from scoring.explanation import NodeKind, Operation, explain_government, explain_unit
from scoring.government import LocusScore, score_government
from scoring.instrument import AppliesTo, Formula, Instrument, Part, Scope, WhenBlank
from scoring.readings import ReadingName
from scoring.sheet import Answer, Sheet
from scoring.tests.examples import BANDS, PEKPPP_BANDS, dimension, indicator
from scoring.tests.strategies import scored
from scoring.unit import exact_headline, score_unit

FLOOR, ANSWERED, CEILING = ReadingName
ASPECTS = {"A": "3.83", "B": "4.10", "C": "3.60", "D": "3.20", "E": "3.75", "F": "2.50"}
PERCENTS = {"A": "24", "B": "25", "C": "18", "D": "11", "E": "10", "F": "12"}


def figure(code: str, highest: str = "5"):
    return replace(indicator(code, Scope.SECONDARY, maximum=None), figure_maximum=Decimal(highest))


def pekppp() -> Instrument:
    """The shape of PEKPPP with one figure for each aspect."""
    aspects = [replace(dimension(code, PERCENTS[code], [figure(code)]), part="f02") for code in ASPECTS]
    users = replace(dimension("U", "1", [figure("F03")]), part="f03", when_blank=WhenBlank.WITHHELD)
    return Instrument(
        code="pekppp-uji",
        name="PEKPPP",
        dimensions=(*aspects, users),
        bands=PEKPPP_BANDS,
        scale=Decimal(5),
        parts=(Part("f02", "F-02", Decimal(75)), Part("f03", "F-03", Decimal(25))),
    )


def filled(**more: str) -> Sheet:
    figures = {**ASPECTS, **more}
    return Sheet(answers=tuple(Answer(code, figure=Decimal(value)) for code, value in figures.items()))


def test_the_parts_of_pekppp_make_the_ipp() -> None:
    score = score_unit(pekppp(), filled(F03="4.12"))
    f02, f03 = score.parts
    assert f02.readings.floor.value == Decimal("3.6192")
    assert (f02.weight, f03.weight) == (75, 25)
    assert score.readings.floor.value == Decimal("3.7444")
    assert score.readings.floor.band.grade == "B"
    assert score.complete
    assert [str(d.weight) for d in score.dimensions][:2] == ["18", "18.75"]


def test_without_f03_there_is_no_ipp_and_never_a_zero_in_it() -> None:
    score = score_unit(pekppp(), filled())
    assert score.withheld
    assert score.readings.floor.value is None
    assert score.readings.floor.band is None
    assert score.readings.answered_only.rounded == Decimal("3.62")
    assert score.readings.ceiling.rounded == Decimal("3.96")
    f02, f03 = score.parts
    assert (f02.withheld, f03.withheld) == (False, True)
    assert f02.readings.floor.rounded == Decimal("3.62")
    assert not score.complete


def test_a_withheld_unit_leaves_its_government_without_a_headline() -> None:
    withheld = LocusScore.of("1", "Dinas", score_unit(pekppp(), filled()))
    whole = LocusScore.of("2", "Puskesmas", score_unit(pekppp(), filled(F03="4.12")))
    total = score_government([withheld, whole], PEKPPP_BANDS, scale=Decimal(5))
    assert total.readings.floor.value is None
    assert not total.complete
    assert total.readings.ceiling.value is not None
    assert [each.weight for each in total.loci] == [50, 50]
    assert [each.readings.floor.rounded for each in total.loci] == [None, Decimal("3.74")]
    node = explain_government(total, FLOOR)
    assert node.operation is Operation.WITHHELD
    assert [child.operation for child in node.children] == [Operation.WITHHELD, Operation.GIVEN]
    assert "tidak boleh dianggap nol" in arithmetic(node)


def test_the_explanation_goes_through_the_parts() -> None:
    node = explain_unit(score_unit(pekppp(), filled(F03="4.12")), FLOOR)
    assert [(child.kind, child.code, child.label) for child in node.children] == [
        (NodeKind.PART, "f02", "F-02"),
        (NodeKind.PART, "f03", "F-03"),
    ]
    assert arithmetic(node) == "75,00% × 3,62 + 25,00% × 4,12 = 3,74"
    assert [child.weight for child in node.children[0].children][:2] == [24, 25]
    assert "4,12/5 × 5" in arithmetic(node.children[1].children[0].children[0].children[0])
    withheld = explain_unit(score_unit(pekppp(), filled()), FLOOR)
    assert withheld.operation is Operation.WITHHELD
    assert withheld.children[1].operation is Operation.WITHHELD
    assert withheld.children[1].children[0].operation is Operation.WITHHELD
    assert withheld.children[0].operation is Operation.WEIGHTED_SUM


def test_what_is_known_of_a_withheld_dimension_keeps_its_value() -> None:
    two = replace(dimension("U", "1", [figure("F03"), figure("F04")]), part="f03", when_blank=WhenBlank.WITHHELD)
    instrument = replace(pekppp(), dimensions=(*pekppp().dimensions[:-1], two))
    users = explain_unit(score_unit(instrument, filled(F03="4.12")), FLOOR).children[1].children[0]
    assert users.operation is Operation.WITHHELD
    assert [(child.code, child.rounded) for child in users.children] == [("F03", Decimal("4.12")), ("F04", None)]


def test_a_withheld_unit_has_no_exact_headline() -> None:
    assert exact_headline(pekppp(), filled()) is None
    assert exact_headline(pekppp(), filled(F03="4.12")) == Fraction(
        score_unit(pekppp(), filled(F03="4.12")).readings.floor.value
    )


def test_a_figure_may_not_pass_the_highest_of_its_indicator() -> None:
    with pytest.raises(SheetError) as caught:
        score_unit(pekppp(), filled(F03="5.01"))
    assert [problem.code for problem in caught.value.problems] == [SheetCode.FIGURE_OUT_OF_RANGE]
    assert score_unit(pekppp(), filled(F03="5")).readings.floor.value


def pooled(**changes) -> Instrument:
    first = dimension("A", "90", [indicator("A1", maximum="1"), indicator("A2", maximum="1")])
    second = dimension("B", "10", [indicator("B1", maximum="1")])
    return Instrument("uji", "Uji", (first, second), BANDS, formula=Formula.POOLED_INDICATORS, **changes)


def met(*codes: str, not_applicable: str = "") -> Sheet:
    answers = [Answer(code, points=int(code in codes)) for code in ("A1", "A2", "B1") if code != not_applicable]
    return Sheet(answers=(*answers, *([Answer(not_applicable, not_applicable=True)] if not_applicable else [])))


def test_pooled_indicators_count_alike_whatever_their_dimension_weighs() -> None:
    assert score_unit(pooled(), met("A1", "B1")).readings.floor.rounded == Decimal("66.67")
    score = score_unit(pooled(), met("A1", "B1", not_applicable="A2"))
    assert score.readings.floor.value == 100
    assert [dimension.weight for dimension in score.dimensions] == [50, 50]


def test_what_is_asked_of_ministries_is_neither_wanted_nor_counted() -> None:
    instrument = pooled()
    first, second = instrument.dimensions
    ministry = replace(indicator("A3", maximum="1"), applies_to=AppliesTo.MINISTRY)
    wider = replace(first.variables[0], indicators=(*first.variables[0].indicators, ministry))
    instrument = replace(instrument, dimensions=(replace(first, variables=(wider,)), second))
    score = score_unit(instrument, met("A1", "A2", "B1"))
    assert (score.answered, score.expected) == (3, 3)
    assert score.readings.floor.value == 100


def skm(weight: str, total: str | None) -> Instrument:
    elements = [replace(indicator(f"U{n}", Scope.USER, weight=weight), minimum=1) for n in range(1, 10)]
    printed = None if total is None else Decimal(total)
    return Instrument("skm-uji", "SKM", (replace(dimension("U", "100", elements), weight_total=printed),), BANDS)


def answered(instrument: Instrument, *tallies: dict[int, int]) -> Sheet:
    codes = [each.code for each in instrument.indicators()]
    return Sheet(answers=tuple(Answer(code, tally=tally) for code, tally in zip(codes, tallies, strict=True)))


def test_printed_weights_are_not_brought_to_100() -> None:
    """Σ NRR 31.80: 88.33 with 1/9, 88.25 with 0.111; a perfect survey gives 99.90 with 0.111."""
    tallies = [{4: 53, 3: 47}] * 9
    ninths, printed = skm("1", None), skm("0.111", "1")
    high = [{4: 8, 3: 2}, *[{4: 5, 3: 5}] * 5, {4: 6, 3: 4}, {4: 6, 3: 4}, {4: 3, 3: 7}]
    total = sum((Fraction(sum(p * n for p, n in t.items()), sum(t.values())) for t in high), Fraction(0))
    assert total == Fraction("31.8")
    assert score_unit(ninths, answered(ninths, *high)).readings.floor.rounded == Decimal("88.33")
    score = score_unit(printed, answered(printed, *high))
    assert score.readings.floor.rounded == Decimal("88.25")
    assert score.dimensions[0].whole == Decimal("99.9")
    perfect = score_unit(printed, answered(printed, *[{4: 1}] * 9))
    assert perfect.readings.floor.rounded == Decimal("99.90")
    node = explain_unit(score, FLOOR).children[0]
    assert node.operation is Operation.WEIGHTED_SUM
    assert {child.weight for child in node.children} == {Decimal("11.1")}
    assert score_unit(ninths, answered(ninths, *tallies)).readings.floor.rounded == Decimal("88.25")


def test_a_level_below_the_lowest_is_refused() -> None:
    instrument = skm("1", None)
    with pytest.raises(SheetError) as caught:
        score_unit(instrument, answered(instrument, {0: 1}, *[{1: 1}] * 8))
    assert [problem.code for problem in caught.value.problems] == [SheetCode.TALLY_LEVEL_OUT_OF_RANGE]
    lowest = score_unit(instrument, answered(instrument, *[{1: 5}] * 9))
    assert lowest.readings.floor.rounded == Decimal("25.00")


def test_a_unit_may_have_words_of_its_own_in_a_band() -> None:
    bands = (replace(BANDS[0], unit_label="Sangat Baik"), *BANDS[1:])
    score = score_unit(replace(pooled(), bands=bands), met("A1", "A2", "B1"))
    assert score.readings.floor.band.label == "Sangat Baik"
    total = score_government([LocusScore.of("1", "Dinas", score)], bands)
    assert total.readings.floor.band.label == "Kualitas Tertinggi"


@given(scored(blanks=False, not_applicable=False))
def test_withholding_changes_nothing_once_all_is_filled_in(drawn) -> None:
    instrument, sheet = drawn
    strict = replace(
        instrument, dimensions=tuple(replace(d, when_blank=WhenBlank.WITHHELD) for d in instrument.dimensions)
    )
    assert score_unit(strict, sheet).readings == score_unit(instrument, sheet).readings


@given(scored())
def test_withholding_touches_the_headline_only(drawn) -> None:
    instrument, sheet = drawn
    strict = replace(
        instrument, dimensions=tuple(replace(d, when_blank=WhenBlank.WITHHELD) for d in instrument.dimensions)
    )
    before, after = score_unit(instrument, sheet), score_unit(strict, sheet)
    assert after.readings.answered_only == before.readings.answered_only
    assert after.readings.ceiling == before.readings.ceiling
    assert after.withheld == (before.answered < before.expected)
    assert (after.readings.floor.value is None) == (after.withheld or before.readings.floor.value is None)
