import json
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.instrument import Band, Scope
from scoring.result_json import ESTIMATE, result_json
from scoring.sheet import Answer, Sheet, Subject
from scoring.sheet_json import FORMAT, ScoreSheet, SheetMeta, parse_score_sheet, read_score_sheet, score_sheet_json
from scoring.strict_json import MAX_BYTES, FormatError, FormatProblem
from scoring.tests.examples import dinas_contoh, kspp
from scoring.tests.strategies import scored
from scoring.unit import score_unit

SMALL = {
    "format": FORMAT,
    "instrument": "kspp-2023-2024",
    "year": 2024,
    "government": {"code": "17.04", "name": "Kabupaten Kaur"},
    "unit": {"name": "Dinas Contoh"},
    "subjects": [{"id": "official-1", "scope": "official", "name": "Kepala Dinas", "outcome": "substitute"}],
    "answers": [
        {"indicator": "K1", "subject": "official-1", "points": 4},
        {"indicator": "M1", "tally": {"4": 3, "3": 1, "2": 1}},
        {"indicator": "O6", "figure": "84.17"},
        {"indicator": "S1", "not_applicable": True},
        {"indicator": "S2"},
    ],
}


def read(text):
    return read_score_sheet(text.encode() if isinstance(text, str) else text)


def problems_of(content):
    with pytest.raises(FormatError) as refusal:
        read(content)
    return refusal.value.problems


def changed(**changes):
    return json.dumps(SMALL | changes)


def with_answer(answer):
    return changed(answers=[answer])


def test_a_file_becomes_values():
    content = read(json.dumps(SMALL))
    assert content.instrument == "kspp-2023-2024"
    assert content.meta == SheetMeta(2024, "17.04", "Kabupaten Kaur", "Dinas Contoh")
    assert content.sheet == Sheet(
        (Subject("official-1", Scope.OFFICIAL, "Kepala Dinas", "substitute"),),
        (
            Answer("K1", "official-1", points=4),
            Answer("M1", tally={4: 3, 3: 1, 2: 1}),
            Answer("O6", figure=Decimal("84.17")),
            Answer("S1", not_applicable=True),
            Answer("S2"),
        ),
    )


def test_whose_it_is_may_be_left_out_and_a_main_outcome_goes_without_saying():
    small = {key: SMALL[key] for key in ("format", "instrument", "subjects", "answers")}
    small["subjects"] = [{"id": "official-1", "scope": "official", "name": "Kepala Dinas"}]
    content = read(json.dumps(small))
    assert (content.meta, content.sheet.subjects[0].outcome) == (SheetMeta(), "main")


def test_a_government_may_come_without_its_code():
    content = read(changed(government={"name": "Kabupaten Kaur"}))
    assert (content.meta.government_code, content.meta.government_name) == ("", "Kabupaten Kaur")
    assert score_sheet_json(content)["government"] == {"name": "Kabupaten Kaur"}


def test_values_become_the_same_file_again():
    written = score_sheet_json(read(json.dumps(SMALL)))
    assert written == SMALL


def test_zero_points_and_a_zero_figure_are_written_down():
    sheet = Sheet(answers=(Answer("S1", points=0), Answer("O6", figure=Decimal("0E+1"))))
    written = score_sheet_json(ScoreSheet("a", sheet))
    assert written["answers"] == [{"indicator": "S1", "points": 0}, {"indicator": "O6", "figure": "0"}]


def test_a_name_with_tabs_or_control_characters_is_written_so_that_it_can_be_read_again():
    subject = Subject("o1", Scope.OFFICIAL, "Siti\tAminah\n\u0000" + "x" * 400)
    written = score_sheet_json(ScoreSheet("a", Sheet((subject,)), SheetMeta(unit_name="Dinas\u001b Sosial")))
    content = read(json.dumps(written))
    assert content.sheet.subjects[0].name == ("Siti Aminah " + "x" * 400)[:300]
    assert content.meta.unit_name == "Dinas Sosial"


@given(scored())
def test_any_sheet_survives_the_way_out_and_back(case):
    _, sheet = case
    text = json.dumps(score_sheet_json(ScoreSheet("acak", sheet)))
    assert read(text) == ScoreSheet("acak", sheet)


def test_a_figure_written_as_a_number_is_never_a_float():
    text = with_answer({"indicator": "O6", "figure": 0}).replace('"figure": 0', '"figure": 84.1700000000000001')
    assert read(text).sheet.answers[0].figure == Decimal("84.1700000000000001")


def test_a_byte_order_mark_is_forgiven():
    assert read("\ufeff" + json.dumps(SMALL)).meta.year == 2024


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"\xff\xfe{}", "encoding"),
        ("{", "json"),
        ("", "json"),
        ("[" * 100_000, "nesting"),
        (changed(year=[[]]).replace("[[]]", "[" * 700 + "]" * 700), "type"),
        ('{"year": 1e99999999999999999999}', "number"),
        ('{"year": ' + "9" * 5000 + "}", "number"),
        ('{"year": NaN}', "constant"),
        ('{"year": -Infinity}', "constant"),
        (b" " * (MAX_BYTES + 1), "size"),
        ("[]", "type"),
        ("null", "type"),
        (changed(format="siap-kspp/score-sheet/2"), "const"),
        (changed(year="2024"), "type"),
        (changed(year=1999), "minimum"),
        (changed(year=3000), "maximum"),
        (changed(instrument=""), "minLength"),
        (changed(instrument="x" * 101), "maxLength"),
        (changed(unit={"name": "\u001b[2J"}), "pattern"),
        (changed(unit={"name": "\ud800"}), "pattern"),
        (changed(subjects=[{"id": "u", "scope": "user", "name": ""}]), "enum"),
        (changed(subjects=[{}] * 1001), "maxItems"),
        (with_answer({"indicator": "K1", "points": 4.5}), "type"),
        (with_answer({"indicator": "K1", "points": True}), "type"),
        (with_answer({"indicator": "K1", "points": -1}), "minimum"),
        (with_answer({"indicator": "O6", "figure": "84,17"}), "pattern"),
        (with_answer({"indicator": "O6", "figure": "NaN"}), "pattern"),
        (with_answer({"indicator": "O6", "figure": "84.17\n"}), "pattern"),
        (with_answer({"indicator": "O6", "figure": 1000}), "maximum"),
        (with_answer({"indicator": "M1", "tally": {"04": 1}}), "pattern"),
        (with_answer({"indicator": "M1", "tally": {"4": -1}}), "minimum"),
        (with_answer({"indicator": "M1", "tally": [1]}), "type"),
    ],
)
def test_anything_else_is_refused_by_the_rule_it_breaks(content, rule):
    assert rule in {problem.rule for problem in problems_of(content)}


def test_problems_name_their_place_in_the_file():
    answers = [{"indicator": "K1", "points": 1}, {"points": "4", "level": 3}]
    assert set(problems_of(changed(answers=answers))) == {
        FormatProblem("answers[1]", "required", "indicator"),
        FormatProblem("answers[1]", "additionalProperties", "level"),
        FormatProblem("answers[1].points", "type", "integer"),
    }


def test_every_missing_part_is_reported_once():
    assert problems_of("{}") == tuple(
        FormatProblem("", "required", key) for key in ("format", "instrument", "subjects", "answers")
    )


def test_a_key_that_stands_twice_is_refused_instead_of_hiding_a_value():
    text = with_answer({"indicator": "K1", "points": 1}).replace('"points": 1', '"points": 1, "points": 4')
    assert problems_of(text) == (FormatProblem("points", "duplicate_key"),)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_json_value_can_break_the_reader(value):
    with pytest.raises(FormatError):
        read(json.dumps(value))


@given(st.binary())
def test_no_bytes_can_break_the_reader(content):
    with pytest.raises(FormatError):
        read(content)


@given(st.data())
def test_no_single_wrong_value_can_break_the_reader(data):
    broken = deepcopy(SMALL)
    place = data.draw(st.sampled_from([broken, broken["subjects"][0], broken["government"], *broken["answers"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.just([])
        | st.text()
    )
    try:
        content = parse_score_sheet(json.loads(json.dumps(broken), parse_float=Decimal))
    except FormatError:
        return
    assert isinstance(content, ScoreSheet)


def test_a_result_has_fixed_decimals_and_says_that_it_is_an_estimate():
    result = result_json(kspp(), score_unit(kspp(), dinas_contoh(blank=["S6", "G4"])))
    assert json.loads(json.dumps(result)) == result
    assert result["dimensions"][1] == {
        "code": "proses",
        "name": "Dimensi proses",
        "weight": "32.37",
        "floor": "82.95",
        "answered_only": "82.95",
        "ceiling": "82.95",
    }
    assert result["score"]["floor"] == {"score": "76.20", "zone": "kuning", "grade": "C", "label": "Kualitas Sedang"}
    assert [result["score"][name]["score"] for name in ("answered_only", "ceiling")] == ["79.70", "81.25"]
    assert {key: result[key] for key in ("instrument", "answered", "expected", "complete", "estimate", "note")} == {
        "instrument": "kspp-uji",
        "answered": 67,
        "expected": 69,
        "complete": False,
        "estimate": True,
        "note": ESTIMATE,
    }


def test_a_result_without_answers_has_null_where_nothing_is_known():
    result = result_json(kspp(), score_unit(kspp(), Sheet()))
    assert result["score"]["answered_only"] == {"score": None, "zone": None, "grade": None, "label": None}
    assert result["dimensions"][0]["answered_only"] is None


def test_a_word_is_empty_where_the_band_has_none_and_null_where_no_band_is_reached():
    band = Band(Decimal(0), "", "A", "Pelayanan Prima")
    written = result_json(replace(kspp(), bands=(band,)), score_unit(replace(kspp(), bands=(band,)), dinas_contoh()))
    assert written["score"]["floor"] | {"score": None} == {
        "score": None,
        "zone": "",
        "grade": "A",
        "label": "Pelayanan Prima",
    }
    without = result_json(replace(kspp(), bands=()), score_unit(replace(kspp(), bands=()), dinas_contoh()))
    assert {without["score"]["floor"][word] for word in ("zone", "grade", "label")} == {None}
