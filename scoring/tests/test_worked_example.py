"""Dinas Contoh and the other figures of the project's domain reference, to the cent."""

from decimal import Decimal

import pytest

from scoring.government import LocusScore, score_government
from scoring.instrument import Instrument
from scoring.readings import ReadingName
from scoring.sheet import Answer, Sheet
from scoring.tests.examples import (
    BANDS,
    PEKPPP_BANDS,
    dimension,
    dinas_contoh,
    figures_instrument,
    figures_sheet,
    indicator,
    kspp,
)
from scoring.unit import score_unit

OPINI = [("input", "17.5"), ("proses", "17.5"), ("output", "17.5"), ("pengaduan", "17.5"), ("kepercayaan", "30")]
PEKPPP = [("A", "24"), ("B", "25"), ("C", "18"), ("D", "11"), ("E", "10"), ("F", "12")]
F02 = {"A": "3.83", "B": "4.10", "C": "3.60", "D": "3.20", "E": "3.75", "F": "2.50"}


def rounded(score, part):
    return str(getattr(score.readings, part).rounded)


def three(score):
    return [(str(r.rounded), r.band.grade) for r in (score.readings.named(name) for name in ReadingName)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("K1", "82.81"), ("K2", "82.81"), ("K3", "57.81"), ("K4", "57.81"), ("K5", "35.94"), ("K6", "65.63")],
)
def test_competence_indicators_are_the_mean_of_four_officials_with_the_substitute_at_three_quarters(code, expected):
    scores = {each.code: each for each in score_unit(kspp(), dinas_contoh()).indicators()}
    assert rounded(scores[code], "floor") == expected


def test_dimensions_are_the_mean_of_their_indicators():
    score = score_unit(kspp(), dinas_contoh())
    assert [(d.code, rounded(d, "floor")) for d in score.dimensions] == [
        ("input", "72.19"),
        ("proses", "82.95"),
        ("output", "91.53"),
        ("pengaduan", "64.58"),
    ]


def test_dimensions_contribute_to_the_unit_by_their_weights():
    score = score_unit(kspp(), dinas_contoh())
    contributions = [d.weight * d.readings.floor.value / 100 for d in score.dimensions]
    assert [str(round(part, 2)) for part in contributions] == ["15.77", "26.85", "22.19", "13.91"]


def test_the_unit_is_78_72_hijau_b_in_all_three_readings():
    score = score_unit(kspp(), dinas_contoh())
    assert three(score) == [("78.72", "B")] * 3
    assert score.readings.floor.band.zone == "hijau"
    assert str(score.readings.floor.value).startswith("78.723073113636")
    assert (score.answered, score.expected, score.complete) == (69, 69, True)


def test_a_main_official_instead_of_the_substitute_lifts_input_and_unit():
    score = score_unit(kspp(), dinas_contoh(third_official="main"))
    assert (rounded(score.dimensions[0], "floor"), rounded(score, "floor")) == ("73.75", "79.06")


def test_two_blanks_split_the_three_readings():
    score = score_unit(kspp(), dinas_contoh(blank=["S6", "G4"]))
    assert three(score) == [("76.20", "C"), ("79.70", "B"), ("81.25", "B")]
    assert score.readings.floor.band.zone == "kuning"
    assert (score.answered, score.expected, score.complete) == (67, 69, False)


def test_variables_show_their_own_mean_while_the_dimension_follows_from_the_indicators():
    competence, facilities = score_unit(kspp(), dinas_contoh()).dimensions[0].variables
    assert (rounded(competence, "floor"), rounded(facilities, "floor")) == ("63.80", "77.78")
    assert (competence.expected, facilities.expected) == (24, 9)


def loci(*figures):
    values = [None if figure is None else Decimal(figure) for figure in figures]
    return [LocusScore(f"u{n}", f"Unit {n}", value, value, value) for n, value in enumerate(values)]


def test_six_units_make_87_995_which_is_shown_as_88_00_and_is_an_a():
    score = score_government(loci("88.30", "91.47", "79.02", "86.915", "90.26", "92.005"), BANDS)
    assert score.readings.floor.value == Decimal("87.995")
    assert three(score) == [("88.00", "A")] * 3
    assert (score.loci_answered, score.loci_total, score.complete) == (6, 6, True)


def test_five_of_six_units_are_incomplete_and_never_averaged_silently():
    score = score_government(loci("90.12", "84.50", "78.66", "81.30", "88.05", None), BANDS)
    assert [figure for figure, _ in three(score)] == ["70.44", "84.53", "87.11"]
    assert (score.loci_answered, score.loci_total, score.complete) == (5, 6, False)


def test_averaging_health_centres_first_would_be_another_figure():
    centres, offices = [Decimal("99.03"), Decimal("98.63")], ["98.99", "98.56", "98.24", "98.11"]
    direct = score_government(loci(*centres, *offices), BANDS)
    grouped = score_government(loci(sum(centres) / 2, *offices), BANDS)
    assert (rounded(direct, "floor"), rounded(grouped, "floor")) == ("98.59", "98.55")


def test_an_opinion_weighs_four_dimensions_17_50_and_trust_30():
    figures = {"input": "84.20", "proses": "90.10", "output": "79.50", "pengaduan": "72.40", "kepercayaan": "81.30"}
    score = score_unit(figures_instrument(OPINI), figures_sheet(figures))
    assert score.readings.floor.value == Decimal("81.475")
    assert (rounded(score, "floor"), score.readings.floor.band.label) == ("81.48", "Kualitas Tinggi")


def test_the_ministrys_f02_is_scored_on_a_scale_of_five():
    sheet = figures_sheet({code: str(Decimal(level) * 20) for code, level in F02.items()})
    score = score_unit(figures_instrument(PEKPPP, PEKPPP_BANDS, scale="5", decimals=4), sheet)
    assert score.readings.floor.value == Decimal("3.6192")
    assert str(score.readings.floor.rounded) == "3.6192"
    assert rounded(score.dimensions[0], "floor") == "3.8300"


def ipp(f03):
    answers = {"F-02": str(Decimal("3.6192") * 20)} | ({} if f03 is None else {"F-03": str(Decimal(f03) * 20)})
    return score_unit(
        figures_instrument([("F-02", "75"), ("F-03", "25")], PEKPPP_BANDS, scale="5"), figures_sheet(answers)
    )


def test_the_ministrys_index_is_three_quarters_evaluator_and_one_quarter_users():
    score = ipp("4.12")
    assert (score.readings.floor.value, *three(score)[0]) == (Decimal("3.7444"), "3.74", "B")


def test_a_missing_user_part_is_incomplete_and_only_the_floor_takes_it_as_zero():
    score = ipp(None)
    assert three(score) == [("2.71", "C"), ("3.62", "B"), ("3.96", "B")]
    assert not score.complete


def test_levels_up_to_five_on_a_scale_of_five_keep_their_own_value():
    aspect = dimension("B", "1", [indicator("10", weight="10", maximum="5"), indicator("14", weight="30", maximum="5")])
    instrument = Instrument("skala-5", "Skala 5", (aspect,), PEKPPP_BANDS, scale=Decimal(5))
    score = score_unit(instrument, Sheet(answers=(Answer("10", points=2), Answer("14", points=4))))
    assert rounded(score, "floor") == "3.50"
    assert [rounded(each, "floor") for each in score.indicators()] == ["2.00", "4.00"]
    assert [each.weight for each in score.indicators()] == [Decimal(25), Decimal(75)]
