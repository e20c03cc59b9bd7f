"""Opening and changing a cycle from its pages."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.models import AssessmentCycle, Phase
from history.models import Event

ROWS = [
    ("Persiapan", "2024-02-01", "2024-04-30"),
    ("Pengisian mandiri", "2024-04-15", "2024-05-31"),
]


def typed(rows=ROWS, **more):
    data = {"phases-TOTAL_FORMS": len(rows), "phases-INITIAL_FORMS": 0}
    for place, (name, starts_on, ends_on) in enumerate(rows):
        data |= {
            f"phases-{place}-name": name,
            f"phases-{place}-starts_on": starts_on,
            f"phases-{place}-ends_on": ends_on,
        }
    return {**data, **more}


@pytest.fixture
def opening(kaur):
    return reverse("assessments:cycle_open", args=[kaur.code])


def changed(cycle, rows=ROWS, **more):
    return typed(
        rows, **{"year": cycle.year, "instrument": cycle.instrument_id, "standing": "assessed", "version": 1, **more}
    )


# Opening


def test_a_cycle_is_opened_from_the_page(signed_in, opening, kaur, instrument, coordinator):
    answer = signed_in(coordinator).post(opening, typed(year=2024, instrument=instrument.pk), follow=True)

    cycle = AssessmentCycle.objects.get(government=kaur)
    assert answer.redirect_chain == [(cycle.get_absolute_url(), 302)]
    page = answer.content.decode()
    assert "Siklus 2024 dibuka" in page
    assert "1 Februari 2024 – 30 April 2024" in page
    assert Event.objects.get(action="cycle.opened").actor == coordinator


def test_the_page_offers_the_usual_phases_and_one_empty_row(signed_in, opening, instrument, coordinator):
    page = signed_in(coordinator).get(opening).content.decode()

    assert "Masa penilaian lapangan Ombudsman" in page
    assert 'name="phases-5-name"' in page
    assert 'name="phases-6-name"' not in page


def test_the_page_offers_last_years_phases_a_year_later(signed_in, opening, cycle, coordinator):
    Phase.objects.create(cycle=cycle, position=1, name="Gladi", starts_on=date(2024, 2, 29), ends_on=date(2024, 3, 31))
    AssessmentCycle.objects.update(year=2098)

    page = signed_in(coordinator).get(opening).content.decode()

    assert 'value="Gladi"' in page
    assert 'value="2025-02-28"' in page
    assert 'value="2099"' in page


def test_a_row_left_empty_is_no_phase(signed_in, opening, instrument, coordinator):
    rows = [ROWS[0], ("", "", ""), ROWS[1], ("", "", "")]

    signed_in(coordinator).post(opening, typed(rows, year=2024, instrument=instrument.pk))

    assert [phase.name for phase in AssessmentCycle.objects.get().phases.all()] == ["Persiapan", "Pengisian mandiri"]


@pytest.mark.parametrize(
    ("more", "rows", "sentence"),
    [
        ({"year": 1999}, ROWS, "2015"),
        ({"instrument": ""}, ROWS, "instrument"),
        ({}, [("Persiapan", "2024-02-01", "")], "Lengkapi nama dan kedua tanggal"),
        ({}, [("", "2024-02-01", "2024-03-01")], "Lengkapi nama dan kedua tanggal"),
        ({}, [("Persiapan", "2024-02-31", "2024-03-01")], "tanggal"),
        ({}, [("Persiapan", "2024-02-02", "2024-02-01")], "mendahului tanggal mulai"),
        ({}, ROWS[::-1], "sebelum tahap di atasnya"),
        ({}, [("", "", "")], "paling sedikit satu tahap"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    signed_in, opening, instrument, coordinator, more, rows, sentence
):
    asked = typed(rows, **{"year": 2024, "instrument": instrument.pk, **more})

    answer = signed_in(coordinator).post(opening, asked)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert all(f'value="{name}"' in answer.content.decode() for name, _, _ in rows if name)
    assert not AssessmentCycle.objects.exists()


def test_a_double_click_opens_one_cycle_and_lands_on_it(signed_in, opening, instrument, coordinator):
    asked = typed(year=2024, instrument=instrument.pk)
    client = signed_in(coordinator)

    client.post(opening, asked)
    answer = client.post(opening, asked, follow=True)

    cycle = AssessmentCycle.objects.get()
    assert answer.redirect_chain == [(cycle.get_absolute_url(), 302)]
    assert "Siklus 2024 sudah dibuka" in answer.content.decode()
    assert Event.objects.filter(action="cycle.opened").count() == 1


def test_another_order_for_a_year_that_is_open_points_to_it_and_keeps_what_was_typed(
    signed_in, opening, cycle, coordinator
):
    asked = typed(year=2024, instrument=cycle.instrument_id)

    answer = signed_in(coordinator).post(opening, asked)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Siklus 2024 sudah dibuka" in page
    assert cycle.get_absolute_url() in page
    assert 'value="Pengisian mandiri"' in page


def test_an_instrument_of_another_government_is_not_offered(signed_in, opening, instrument, paser, coordinator):
    type(instrument).objects.update(owner=paser)

    answer = signed_in(coordinator).post(opening, typed(year=2024, instrument=instrument.pk))

    assert answer.status_code == 422


def test_another_governments_cycle_is_not_offered_for_copying(signed_in, opening, instrument, paser, coordinator):
    foreign = AssessmentCycle.objects.create(government=paser, year=2023, instrument=instrument)

    answer = signed_in(coordinator).post(opening, typed(year=2024, instrument=instrument.pk, copy_from=foreign.pk))

    assert answer.status_code == 422
    assert not AssessmentCycle.objects.filter(year=2024).exists()


def test_copying_says_what_stayed_behind(signed_in, opening, assessment, cycle, dukcapil, coordinator):
    dukcapil.products.filter(name="Layanan B").update(is_active=False)
    asked = typed(year=2025, instrument=cycle.instrument_id, copy_from=cycle.pk)

    page = signed_in(coordinator).post(opening, asked, follow=True).content.decode()

    assert "Disdukcapil: produk layanan Layanan B tidak aktif lagi." in page
    assert "produk layanan kurang 1 dari 2" in page


@pytest.mark.parametrize("said", [2024, 2025, "9" * 40])
def test_dates_suggested_for_another_year_follow_the_year_that_is_typed(
    signed_in, opening, instrument, coordinator, said
):
    asked = typed(year=2027, instrument=instrument.pk, phases_for=said)
    client = signed_in(coordinator)

    page = client.post(opening, asked, follow=True).content.decode()
    again = client.post(opening, asked)

    cycle = AssessmentCycle.objects.get(year=2027)
    assert [phase.starts_on for phase in cycle.phases.all()] == [date(2027, 2, 1), date(2027, 4, 15)]
    assert "Tanggal tahap ikut dipindahkan ke tahun 2027." in page
    assert again.status_code == 302


@pytest.mark.parametrize("said", [{"phases_for": 2024}, {"phases_for": ""}, {}])
def test_dates_that_touch_the_year_stay_as_typed(signed_in, opening, instrument, coordinator, said):
    rows = [("Persiapan", "2024-11-25", "2024-12-31"), ("Pengisian mandiri", "2025-01-15", "2025-05-31")]

    signed_in(coordinator).post(opening, typed(rows, year=2025, instrument=instrument.pk, **said))

    phases = AssessmentCycle.objects.get(year=2025).phases.all()
    assert [phase.starts_on for phase in phases] == [date(2024, 11, 25), date(2025, 1, 15)]


# Changing


def test_a_cycle_is_changed_from_the_page(signed_in, editing, cycle, coordinator):
    answer = signed_in(coordinator).post(
        editing, changed(cycle, standing="not_assessed", standing_reason="Keamanan"), follow=True
    )

    assert "tidak dinilai</strong> (Keamanan)" in answer.content.decode()
    assert [phase.name for phase in cycle.phases.all()] == ["Persiapan", "Pengisian mandiri"]


def test_not_assessed_without_a_reason_is_answered_at_the_field(signed_in, editing, cycle, coordinator):
    answer = signed_in(coordinator).post(editing, changed(cycle, standing="not_assessed"))

    assert answer.status_code == 422
    assert "Sebutkan alasan mengapa tidak dinilai." in answer.content.decode()


def test_a_stale_page_keeps_what_was_typed_and_shows_what_is_stored(signed_in, editing, cycle, coordinator):
    client = signed_in(coordinator)
    client.post(editing, changed(cycle, standing="not_locus"))

    answer = client.post(editing, changed(cycle, standing="not_assessed", standing_reason="Banjir"))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Sudah diubah orang lain" in page
    assert "<td>bukan lokus tahun ini</td>" in page
    assert 'value="Banjir"' in page
    assert AssessmentCycle.objects.get().standing == "not_locus"


def test_saving_a_stale_page_again_replaces_knowingly(signed_in, editing, cycle, coordinator):
    client = signed_in(coordinator)
    client.post(editing, changed(cycle, standing="not_locus"))
    stale = client.post(editing, changed(cycle, standing="not_assessed", standing_reason="Banjir"))
    version = stale.context["form"]["version"].value()

    answer = client.post(editing, changed(cycle, standing="not_assessed", standing_reason="Banjir", version=version))

    assert answer.status_code == 302
    assert AssessmentCycle.objects.get().standing_reason == "Banjir"


def test_a_double_click_changes_once(signed_in, editing, cycle, coordinator):
    client = signed_in(coordinator)
    asked = changed(cycle, standing="not_locus")

    assert [client.post(editing, asked).status_code for _ in "ab"] == [302, 302]
    assert Event.objects.filter(action="cycle.changed").count() == 1


def test_year_and_instrument_stand_still_once_loci_are_chosen(signed_in, editing, assessment, cycle, coordinator):
    client = signed_in(coordinator)

    client.post(editing, changed(cycle, year=2030))

    cycle.refresh_from_db()
    assert (cycle.year, cycle.version) == (2024, 2)
    assert " disabled" in client.get(editing).content.decode()


def test_moving_to_a_taken_year_is_answered_in_words(signed_in, editing, cycle, kaur, coordinator):
    AssessmentCycle.objects.create(government=kaur, year=2023, instrument=cycle.instrument)

    answer = signed_in(coordinator).post(editing, changed(cycle, year=2023))

    assert answer.status_code == 422
    assert "Siklus 2023 sudah dibuka" in answer.content.decode()


def test_a_phase_written_in_the_empty_row_survives_a_double_click(signed_in, editing, cycle, coordinator):
    Phase.objects.create(cycle=cycle, position=1, name="Persiapan", starts_on="2024-02-01", ends_on="2024-04-30")
    client = signed_in(coordinator)
    asked = {**changed(cycle), "phases-INITIAL_FORMS": 1}

    assert [client.post(editing, asked).status_code for _ in "ab"] == [302, 302]
    assert [phase.name for phase in cycle.phases.all()] == ["Persiapan", "Pengisian mandiri"]
