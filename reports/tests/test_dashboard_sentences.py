"""What the dashboard says, word for word."""

from dataclasses import replace
from decimal import Decimal

import pytest

from history.sentences import ACTIONS
from reports.dashboards import sentences as sentences
from reports.documents.content import PastFigure
from reports.documents.sentences import standing
from scoring.bands import NextBand
from scoring.graded import Graded
from scoring.instrument import Band

B = Graded(Decimal("78.72"), "hijau", "B", "Kualitas Tinggi")
TO_THE_TOP = NextBand(Band(Decimal(88), "hijau", "A", "Kualitas Tertinggi"), Decimal("9.28"))
OWN = PastFigure(2023, False, Graded(Decimal("77.48"), "kuning", "C"), "KSPP", True)


def test_the_headline_tells_score_zone_grade_and_the_way_up():
    said = standing(B, TO_THE_TOP, complete=True)
    assert said == "Perkiraan 78,72: zona hijau, kategori B. Kurang 9,28 poin menuju kategori A."


def test_an_incomplete_total_is_called_so():
    assert standing(B, TO_THE_TOP, complete=False).startswith("Perkiraan 78,72 (belum lengkap): zona hijau")


def test_the_highest_band_has_no_way_up():
    top = Graded(Decimal(96), "hijau", "A", "Kualitas Tertinggi")
    assert standing(top, None, complete=True).endswith("Sudah pada rentang tertinggi.")


def test_bands_without_zone_and_grade_speak_by_their_label():
    plain, above = Graded(Decimal(60), label="Cukup"), NextBand(Band(Decimal(78), "", "", "Baik"), Decimal(18))
    assert standing(plain, above, complete=True) == "Perkiraan 60,00: Cukup. Kurang 18,00 poin menuju Baik."


def test_without_a_score_nothing_is_claimed():
    assert standing(Graded(), None, complete=False).startswith("Belum ada yang dapat dinilai:")


@pytest.mark.parametrize(
    ("loci", "answered", "words"),
    [
        (6, 60, "Lengkap: 6 lokus, 60 dari 60 isian terisi."),
        (6, 59, "Belum lengkap: 6 dari 6 lokus mulai mengisi, 59 dari 60 isian terisi."),
        (5, 50, "Belum lengkap: 5 dari 6 lokus mulai mengisi, 50 dari 60 isian terisi."),
    ],
)
def test_completeness_counts_loci_and_answers(loci, answered, words):
    assert sentences.completeness(loci, 6, answered, 60) == words


def test_the_change_against_our_own_last_year_has_sign_and_word():
    assert sentences.compared(B, OWN) == "Perkiraan tahun ini naik 1,24 terhadap 2023."
    lower = replace(OWN, result=Graded(Decimal("80")))
    assert sentences.compared(B, lower) == "Perkiraan tahun ini turun 1,28 terhadap 2023."


def test_an_official_figure_is_never_called_a_change():
    official = replace(OWN, is_official=True, result=Graded(Decimal("95.94")))
    assert sentences.compared(B, official) == "Perkiraan kini 17,22 poin di bawah hasil resmi 2023."
    assert sentences.compared(B, replace(official, result=B)) == "Perkiraan kini sama dengan hasil resmi."


def test_different_instruments_are_not_compared():
    assert sentences.compared(B, replace(OWN, is_comparable=False)) == "Tidak dibandingkan: instrumennya berbeda."


def test_nothing_is_compared_without_a_score_of_this_year():
    assert sentences.compared(Graded(), OWN) == ""


def test_a_week_is_told_in_one_line():
    done = {"evidence.added": 1, "answer.saved": 42}
    assert sentences.did(done) == "menyimpan jawaban (42 kali) dan menambah bukti"


def test_every_action_that_is_news_is_known_to_the_history():
    assert [action for action in sentences.NEWS if action not in ACTIONS] == []


def test_a_year_without_assessment_says_why():
    assert sentences.not_assessed("Kabupaten Kaur", 2024, is_locus=False, reason="") == (
        "Kabupaten Kaur bukan lokus penilaian tahun 2024."
    )
    assert sentences.not_assessed("Kabupaten Kaur", 2024, is_locus=True, reason="Bencana.") == (
        "Kabupaten Kaur tidak dinilai pada tahun 2024. Alasan: Bencana."
    )
