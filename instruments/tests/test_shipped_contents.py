"""What was published about each shipped instrument stands in its file, and nothing estimated passes as official."""

from collections import Counter
from decimal import Decimal

import pytest

from instruments import versions as instruments
from instruments.versions.document import FileProvenance
from scoring.bands import band_for
from scoring.instrument import SUBJECT_SCOPES, AppliesTo, Formula, RollUp, Scope, WhenBlank
from scoring.kinds import kind_of
from scoring.rounding import rounded
from scoring.sheet import Answer, AnswerMeasure, Sheet, Subject
from scoring.unit import score_unit

FILES = {path.stem: path for path in instruments.shipped()}


def file_of(code):
    return instruments.read(FILES[code])


def test_every_instrument_since_2015_is_shipped():
    assert set(FILES) == {
        "kepatuhan-2015-2021", "kspp-2022", "kspp-2023-2024", "opini-2025", "opini-2026",
        "pekppp-f02", "skm", "skm-0111",
    }  # fmt: skip
    years = [year for code in FILES for year in file_of(code).years]
    assert sorted(years) == list(range(2015, 2027))


@pytest.mark.parametrize("code", FILES)
def test_each_file_says_at_its_head_what_is_not_known(code):
    head = FILES[code].read_text(encoding="utf-8").split("\ncode:")[0]
    assert all(line.startswith("#") or not line for line in head.splitlines())
    assert "Not known" in head
    assert "hasil resmi" in file_of(code).description or code.startswith("skm")


@pytest.mark.parametrize("code", FILES)
def test_every_level_says_something_of_its_own(code):
    for indicator in file_of(code).indicators():
        texts = [level.text for level in indicator.levels]
        assert len(set(texts)) == len(texts), indicator.code
        assert all(text.endswith(".") for text in texts), indicator.code
        assert indicator.legal_ref, indicator.code


@pytest.mark.parametrize("code", FILES)
def test_the_best_and_the_worst_sheet_reach_both_ends_of_the_scale(code):
    spec = file_of(code).spec()
    top = spec.scale if code != "skm-0111" else Decimal("99.9")
    bottom = {"skm": Decimal(25), "skm-0111": Decimal("24.975")}.get(code, Decimal(0))
    best, worst = score_unit(spec, extreme(spec, best=True)), score_unit(spec, extreme(spec, best=False))
    assert (best.readings.floor.value, worst.readings.floor.value) == (top, bottom)
    assert best.complete
    assert worst.complete


def extreme(spec, *, best):
    subjects = tuple(
        Subject(f"{scope}-{n}", scope, f"{scope} {n}")
        for scope in sorted(SUBJECT_SCOPES)
        for n in range(spec.samples.get(scope, 1))
    )
    answers = []
    for each in spec.indicators():
        if each.applies_to is AppliesTo.MINISTRY:
            continue
        level = int((each.maximum or 0) if best else each.minimum)
        value = {
            AnswerMeasure.POINTS: {"points": level},
            AnswerMeasure.TALLY: {"tally": {level: 1}},
            AnswerMeasure.FIGURE: {"figure": each.figure_maximum if best else Decimal(0)},
        }[kind_of(each).measure]
        about = [s.id for s in subjects if s.scope is each.scope] if each.scope in SUBJECT_SCOPES else [None]
        answers += [Answer(each.code, subject, **value) for subject in about]
    return Sheet(subjects, tuple(answers))


def test_2022_counts_35_indicators_and_only_assumes_its_weights():
    file = file_of("kspp-2022")
    counts = {v.name: len(v.indicators) for dimension in file.dimensions for v in dimension.variables}
    assert list(counts.values()) == [5, 8, 11, 5, 6]
    later = file_of("kspp-2023-2024")
    assert [d.weight for d in file.dimensions] == [d.weight for d in later.dimensions]
    assert {d.weight_provenance for d in file.dimensions} == {FileProvenance.ESTIMATED}
    assert file.bands == later.bands
    assert {i.code for i in later.indicators()} - {i.code for i in file.indicators()} == {"K5", "S6", "O6"}


@pytest.mark.parametrize(
    ("score", "label"),
    [("81.47", "Tinggi"), ("81.00", "Tinggi"), ("80.03", "Sedang"), ("52.71", "Sedang"), ("51.00", "Sedang"),
     ("50.39", "Rendah")],
)  # fmt: skip
def test_until_2021_there_were_three_levels_of_compliance(score, label):
    file = file_of("kepatuhan-2015-2021")
    assert band_for(Decimal(score), file.spec().bands).label == f"Kepatuhan {label}"
    assert (file.formula, file.roll_up) == (Formula.POOLED_INDICATORS, RollUp.MEAN_BY_PRODUCTS)
    assert {i.scope for i in file.indicators()} == {Scope.PRODUCT}
    assert all([level.points for level in i.levels] == [0, 1] for i in file.indicators())


def test_the_opinion_of_2025_is_70_and_30_with_two_words_a_band_and_a_clause():
    file = file_of("opini-2025")
    assert {p.code: p.weight for p in file.parts} == {"dimensi": 70, "kepercayaan": 30}
    assert [d.weight for d in file.dimensions if d.part == "dimensi"] == [Decimal("17.5")] * 4
    assert {d.weight_provenance for d in file.dimensions if d.part == "dimensi"} == {FileProvenance.ESTIMATED}
    assert [(b.unit_label, b.label) for b in file.bands][:2] == [
        ("Sangat Baik", "Kualitas Tertinggi"), ("Baik", "Kualitas Tinggi"),
    ]  # fmt: skip
    assert not any(band.zone or band.grade for band in file.bands)
    assert file.clause == "Tanpa Maladministrasi"


@pytest.mark.parametrize(
    ("score", "label"),
    [("53.38", "Sedang"), ("53.99", "Rendah"), ("57.61", "Sedang"), ("76.82", "Sedang"), ("78.86", "Tinggi"),
     ("87.50", "Tinggi"), ("88.23", "Tertinggi")],
)  # fmt: skip
def test_published_opinions_agree_with_the_bands(score, label):
    bands = file_of("opini-2025").spec().bands
    expected = "Rendah" if Decimal(score) < 54 else label
    assert band_for(Decimal(score), bands).label == f"Kualitas {expected}"


def test_the_worked_example_of_the_opinion():
    """84.20 90.10 79.50 72.40 and trust 81.30: 81.475, shown as 81.48."""
    weights = {d.code: d.weight for d in file_of("opini-2025").dimensions}
    parts = {p.code: p.weight for p in file_of("opini-2025").parts}
    published = {"input": "84.20", "proses": "90.10", "output": "79.50", "pengaduan": "72.40"}
    figures = {code: Decimal(figure) for code, figure in published.items()}
    quality = sum(weights[code] * figure for code, figure in figures.items()) / sum(weights[code] for code in figures)
    total = (parts["dimensi"] * quality + parts["kepercayaan"] * Decimal("81.30")) / 100
    assert total == Decimal("81.475")
    assert rounded(total) == Decimal("81.48")


def test_2026_is_a_list_of_79_requirements_of_which_77_are_ours():
    file = file_of("opini-2026")
    ours = [i for i in file.indicators() if i.applies_to is AppliesTo.ALL]
    assert (len(file.indicators()), len(ours)) == (79, 77)
    assert {i.code for i in file.indicators()} - {i.code for i in ours} == {"IN-02.5", "OUT-04.1"}
    assert Counter(v.code[:2] for d in file.dimensions for v in d.variables) == {"IN": 3, "PR": 14, "OU": 4, "PG": 9}
    assert [len(list(d.indicators())) for d in file.dimensions] == [16, 41, 4, 18]
    assert file.bands == ()
    score = score_unit(file.spec(), Sheet(answers=tuple(Answer(i.code, points=1) for i in ours[:33])))
    assert score.expected == 77
    assert rounded(score.readings.floor.value) == rounded(Decimal(3300) / 77)


def test_pekppp_has_six_aspects_thirty_indicators_and_nine_predicates():
    file = file_of("pekppp-f02")
    aspects = [d for d in file.dimensions if d.part == "f02"]
    assert {d.code: int(d.weight) for d in aspects} == {"A": 24, "B": 25, "C": 18, "D": 11, "E": 10, "F": 12}
    assert sum(len(d.indicators()) for d in aspects) == 30
    for aspect in aspects:
        assert sum(i.weight for i in aspect.indicators()) == 100, aspect.code
        assert all([level.points for level in i.levels] == list(range(6)) for i in aspect.indicators())
    assert len(file.bands) == 9
    assert [band_for(Decimal(s), file.spec().bands).grade for s in ("4.51", "4.50", "3.74", "2.71", "1.00")] == [
        "A", "A-", "B", "C", "F",
    ]  # fmt: skip


def test_the_users_form_makes_a_quarter_of_the_ipp_and_is_never_taken_as_zero():
    file = file_of("pekppp-f02")
    [users] = [d for d in file.dimensions if d.part == "f03"]
    assert users.when_blank is WhenBlank.WITHHELD
    assert {p.code: p.weight for p in file.parts} == {"f02": 75, "f03": 25}
    best = extreme(file.spec(), best=True)
    without = Sheet(best.subjects, tuple(a for a in best.answers if a.indicator != "F03-U"))
    assert score_unit(file.spec(), without).readings.floor.value is None
    score = score_unit(
        file.spec(), Sheet(without.subjects, (*without.answers, Answer("F03-U", figure=Decimal("4.12"))))
    )
    assert score.readings.floor.rounded == Decimal("4.78")
    assert score.readings.floor.band.label == "Pelayanan Prima"


@pytest.mark.parametrize(("code", "index", "grade"), [("skm", "88.33", "A"), ("skm-0111", "88.25", "B")])
def test_the_two_weights_of_the_survey_can_fall_into_two_bands(code, index, grade):
    """Mean scores 3.8, five times 3.5, 3.6 twice and 3.3: 31.80 in all."""
    tenths = [8, 5, 5, 5, 5, 5, 6, 6, 3]
    file = file_of(code)
    tallies = zip(file.indicators(), tenths, strict=True)
    sheet = Sheet(answers=tuple(Answer(i.code, tally={4: n, 3: 10 - n}) for i, n in tallies))
    floor = score_unit(file.spec(), sheet).readings.floor
    assert (str(floor.rounded), floor.band.grade) == (index, grade)


def test_an_a_of_the_ombudsman_may_be_a_b_of_the_survey():
    assert band_for(Decimal("88.10"), file_of("kspp-2023-2024").spec().bands).grade == "A"
    assert band_for(Decimal("88.10"), file_of("skm").spec().bands).grade == "B"
    cuts = ("88.31", "88.30", "76.60", "65.00", "64.99")
    assert [band_for(Decimal(cut), file_of("skm").spec().bands).grade for cut in cuts] == [
        "A", "B", "C", "C", "D",
    ]  # fmt: skip
