"""Opinion, clause, award and certificate as the instrument version has them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.sentences.opinion import recognised
from instruments import versions as instruments
from scoring.bands import band_for
from scoring.opinion import Award, Clause, Opinion, Oversight, recognition
from scoring.readings import Reading

NONE, DONE, OPEN, UNKNOWN = Oversight(0, 0), Oversight(3, 3), Oversight(3, 2), Oversight()
KSPP, OPINI = instruments.find("kspp-2023-2024"), instruments.find("opini-2025")


def reading(score, instrument):
    value = None if score is None else Decimal(score)
    return Reading(value, value, band_for(value, instrument.bands))


def found(score, oversight, instrument, units=()):
    return recognition(
        instrument, reading(score, instrument), oversight, [(n, reading(s, instrument)) for n, s in units]
    )


def test_open_products_are_received_minus_completed_and_unknown_without_both():
    assert [each.open for each in (NONE, DONE, OPEN, UNKNOWN, Oversight(3, None), Oversight(None, 0))] == [
        0, 0, 1, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("oversight", "clause", "why"),
    [
        (NONE, "Tanpa Maladministrasi", Clause.GIVEN),
        (DONE, "Tanpa Maladministrasi", Clause.GIVEN),
        (OPEN, "", Clause.OPEN),
        (UNKNOWN, "", Clause.UNKNOWN),
    ],
)
def test_the_clause_needs_every_product_followed_up(oversight, clause, why):
    assert found("81.48", oversight, OPINI).opinion == Opinion("Kualitas Tinggi", clause, why)


@pytest.mark.parametrize(("score", "reached"), [("87.99", False), ("88.00", True), ("100", True)])
@pytest.mark.parametrize("oversight", [NONE, OPEN, UNKNOWN])
def test_the_certificate_asks_for_88_with_or_without_the_clause(score, reached, oversight):
    certificate = found(score, oversight, OPINI).certificate
    assert (certificate.lower, certificate.is_reached) == (Decimal(88), reached)


def test_units_get_certificates_of_their_own():
    units = [("A", "88.00"), ("B", "87.99"), ("C", None)]
    assert found("70.00", NONE, OPINI, units).certificate.units == ("A",)


@pytest.mark.parametrize(
    ("score", "oversight", "award"),
    [
        ("77.99", NONE, Award.NOT_REACHED),
        ("77.99", OPEN, Award.NOT_REACHED),
        ("78.00", NONE, Award.ELIGIBLE),
        ("78.00", DONE, Award.ELIGIBLE),
        ("78.00", OPEN, Award.HELD),
        ("78.00", UNKNOWN, Award.UNKNOWN),
    ],
)
def test_the_award_asks_for_the_green_zone_and_no_open_product(score, oversight, award):
    assert found(score, oversight, KSPP).award is award


def test_units_in_the_zone_are_named_with_the_award():
    held = found("90.00", OPEN, KSPP, [("A", "78.00"), ("B", "77.99"), ("C", None)])
    assert (held.award_zone, held.award_units) == ("hijau", ("A",))


def test_which_instrument_has_what_is_its_own_matter():
    has = {path.stem: found("90", NONE, instruments.find(path.stem)) for path in instruments.shipped()}
    assert {code for code, each in has.items() if each.award} == {"kspp-2022", "kspp-2023-2024"}
    assert {code for code, each in has.items() if each.opinion} == {"opini-2025"}
    assert {code for code, each in has.items() if each.certificate} == {"opini-2025"}
    assert {code for code, each in has.items() if each.is_any} == {"kspp-2022", "kspp-2023-2024", "opini-2025"}


def test_a_version_may_award_another_zone_and_have_all_three():
    own = replace(KSPP, award_zone="kuning", clause="Bersih", certificate_from=Decimal("54.00"))
    all_three = found("60.00", NONE, own)
    assert (all_three.award, all_three.opinion.clause, all_three.certificate.is_reached) == (
        Award.ELIGIBLE, "Bersih", True,
    )  # fmt: skip


def test_without_a_score_or_a_band_nothing_is_said():
    assert not found(None, NONE, OPINI).is_any
    above = replace(OPINI, bands=tuple(b for b in OPINI.bands if b.lower > 50))
    assert found("40", NONE, above).opinion is None
    assert (
        found("40", NONE, replace(KSPP, bands=tuple(b for b in KSPP.bands if b.lower > 50))).award is Award.NOT_REACHED
    )


def test_each_is_said_in_words_with_its_reason():
    assert recognised(found("81.48", OPEN, OPINI, [("RSUD", "90")])) == [
        ("Opini (perkiraan)", "Kualitas Tinggi"),
        ("Klausul (perkiraan)", "Tanpa klausul: 1 dari 3 produk pengawasan Ombudsman belum selesai ditindaklanjuti."),
        ("Piagam (perkiraan)", "Belum mencapai 88,00. Unit dengan perkiraan 88,00 ke atas: RSUD."),
    ]
    assert recognised(found("90", NONE, OPINI))[1:] == [
        (
            "Klausul (perkiraan)",
            "Tanpa Maladministrasi: tidak ada produk pengawasan Ombudsman yang diterima.",
        ),
        ("Piagam (perkiraan)", "Mencapai 88,00 ke atas."),
    ]
    assert recognised(found("90", UNKNOWN, OPINI))[1] == (
        "Klausul (perkiraan)",
        "Belum dapat ditentukan: jumlah produk pengawasan Ombudsman belum dicatat pada siklus ini.",
    )


STILL_OPEN = "1 dari 3 produk pengawasan Ombudsman belum selesai ditindaklanjuti"
NOT_RECORDED = "jumlah produk pengawasan Ombudsman belum dicatat pada siklus ini"
GREEN = "Unit dengan perkiraan zona hijau: A; B; C; D; dan 1 lainnya."


@pytest.mark.parametrize(
    ("score", "oversight", "words"),
    [
        ("70", NONE, f"Belum: nilai perkiraan belum masuk zona hijau. {GREEN}"),
        ("80", DONE, "Memenuhi syarat: zona hijau dan seluruh 3 produk pengawasan Ombudsman selesai ditindaklanjuti."),
        ("80", OPEN, f"Ditahan: zona hijau, tetapi {STILL_OPEN}. Piagam unit tidak ikut ditahan. {GREEN}"),
        ("80", UNKNOWN, f"Zona hijau tercapai, tetapi syaratnya belum dapat dipastikan: {NOT_RECORDED}."),
    ],
)
def test_the_award_in_words(score, oversight, words):
    units = [(name, "80") for name in "ABCDE"]
    assert recognised(found(score, oversight, KSPP, units)) == [("Penghargaan (perkiraan)", words)]
