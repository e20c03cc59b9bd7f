"""The citizen's door: a complaint without an account, with whatever is typed into it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from complaints.codes import code_hash, is_code
from complaints.models import Complaint, DeskSettings, Identity, RunningClock
from complaints.services.persons import sealer
from complaints.tests.cases import PERSON
from complaints.tests.citizens import STORY, code_of, complained, door, opened, send
from history.models import Event
from units.models import Government, ServiceProduct, ServiceUnit

pytestmark = pytest.mark.usefixtures("street")
HOSTILE = ("a\x00b", "²", "9" * 30, "-1", "💥" * 7000, "\u202e", "[]", "../../etc/passwd")


def photo(colour: str = "teal") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, "JPEG")
    return SimpleUploadedFile(f"Rumah Sari {colour}.jpg", target.getvalue(), "image/jpeg")


def test_the_page_promises_first_and_needs_no_account(client: Client, dukcapil: ServiceUnit, kaur: Government) -> None:
    DeskSettings.objects.create(government=kaur, promise="Kami membaca setiap pengaduan.")
    for place in (kaur, dukcapil):
        page = client.get(door(place))
        text = page.content.decode()
        assert page.status_code == 200
        assert text.index("Sebelum Anda menulis") < text.index("Apa yang terjadi?")
        for words in ("Kami membaca setiap pengaduan.", "3 hari kerja", "14 hari kerja", "Siapa yang membaca"):
            assert words in text
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "strict-origin"
    assert "Petugas pengaduan Disdukcapil" in text


def test_a_story_alone_is_a_complaint(client: Client, dukcapil: ServiceUnit) -> None:
    complaint, code = complained(client, dukcapil)
    assert (complaint.unit, complaint.government) == (dukcapil, dukcapil.government)
    assert (complaint.channel, complaint.secrecy) == ("web", "anonymous")
    assert complaint.story == STORY
    assert complaint.subject.startswith("Saya datang pukul delapan")
    assert complaint.recorded_by is None
    assert complaint.due_on is not None
    assert RunningClock.objects.filter(complaint=complaint).exists()
    assert is_code(code)
    assert complaint.code_hash == code_hash(code)


def test_everything_the_law_names_can_be_said(client: Client, kaur: Government, dukcapil: ServiceUnit) -> None:
    product = dukcapil.products.first()
    assert product
    complaint, _ = complained(
        client,
        kaur,
        subject="Loket  kosong",
        unit=str(dukcapil.pk),
        product=str(product.pk),
        event_date="17-05-2024",
        place="Kantor Disdukcapil, Bintuhan",
        loss="Ongkos dua kali jalan.\r\nSatu hari kerja.",
        wish="KTP selesai.",
        is_vulnerable="on",
        secrecy="secret",
        **PERSON,
        files=[photo(), photo("gold")],
    )
    assert (complaint.unit, complaint.product, complaint.subject) == (dukcapil, product, "Loket kosong")
    assert str(complaint.event_date) == "2024-05-17"
    assert complaint.loss == "Ongkos dua kali jalan.\nSatu hari kerja."
    assert complaint.is_vulnerable
    assert sealer().open(Identity.objects.get(complaint=complaint).sealed)["name"] == PERSON["name"]
    names = [file.name for file in complaint.attachments.all()]
    assert sorted(names) == ["Rumah Sari gold.jpg", "Rumah Sari teal.jpg"]


def test_of_an_anonymous_complainant_neither_person_nor_name_of_a_file_is_kept(
    client: Client, dukcapil: ServiceUnit
) -> None:
    complaint, _ = complained(client, dukcapil, **PERSON, files=[photo()])
    assert not Identity.objects.exists()
    assert [file.name for file in complaint.attachments.all()] == ["lampiran-1.jpg"]


def test_what_an_anonymous_complainant_leaves_in_hidden_fields_stops_nothing(
    client: Client, dukcapil: ServiceUnit
) -> None:
    assert send(client, dukcapil, email="bukan surel", phone="x", name="\u200b" * 500).status_code == 302
    assert not Identity.objects.exists()


def test_a_subject_taken_from_the_story_hides_the_name(client: Client, dukcapil: ServiceUnit) -> None:
    story = "Nama saya Sari, rumah di Bintuhan."
    complaint, _ = complained(client, dukcapil, story=story, secrecy="secret", **PERSON)
    assert complaint.subject == "Pengaduan tentang Disdukcapil"


@pytest.mark.parametrize("secrecy", ["named", "secret"])
def test_with_identity_a_name_and_one_way_to_be_reached_are_needed(
    client: Client, dukcapil: ServiceUnit, secrecy: str
) -> None:
    refused = send(client, dukcapil, secrecy=secrecy)
    assert refused.status_code == 422
    assert "Tulis nama Anda" in refused.content.decode()
    assert "Isi salah satu: alamat, nomor telepon, atau surel" in refused.content.decode()
    for way in ("address", "phone", "email"):
        assert send(client, dukcapil, secrecy=secrecy, name="Sari Contoh", **{way: PERSON[way]}).status_code == 302


def test_a_service_alone_names_its_unit(client: Client, kaur: Government, dukcapil: ServiceUnit) -> None:
    product = dukcapil.products.first()
    assert product
    complaint, _ = complained(client, kaur, product=str(product.pk))
    assert complaint.unit == dukcapil


def test_a_service_of_another_unit_is_refused_kindly(
    client: Client, kaur: Government, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    foreign = puskesmas.products.first()
    assert foreign
    for place, typed in ((kaur, {"unit": str(dukcapil.pk)}), (dukcapil, {})):
        refused = send(client, place, product=str(foreign.pk), **typed)
        assert refused.status_code == 422
        assert "bukan layanan unit yang dipilih" in refused.content.decode()
    assert not Complaint.objects.exists()


def test_a_mistake_keeps_everything_but_the_files_and_says_so(client: Client, dukcapil: ServiceUnit) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    refused = send(client, dukcapil, event_date=tomorrow, place="Bintuhan", wish="Cepat", files=[photo()])
    text = refused.content.decode()
    assert refused.status_code == 422
    for kept in (STORY, 'value="Bintuhan"', "Cepat", tomorrow):
        assert kept in text
    assert "Tanggal ini belum terjadi" in text
    assert "tidak ikut tersimpan" in text


@pytest.mark.parametrize("story", ["", "   ", "\r\n\r\n"])
def test_an_empty_story_is_asked_for(client: Client, dukcapil: ServiceUnit, story: str) -> None:
    refused = send(client, dukcapil, story=story)
    assert refused.status_code == 422
    assert "Ceritakan apa yang terjadi" in refused.content.decode()


def test_a_dangerous_or_broken_file_is_named_and_nothing_is_saved(client: Client, dukcapil: ServiceUnit) -> None:
    wrong = SimpleUploadedFile("foto.jpg", b"MZ\x90\x00program", "image/jpeg")
    refused = send(client, dukcapil, files=[photo(), wrong])
    assert refused.status_code == 422
    assert "foto.jpg: Berkas ini sebuah program" in refused.content.decode()
    assert not Complaint.objects.exists()


def test_too_many_files_and_too_much_at_once_are_said(client: Client, dukcapil: ServiceUnit, settings: Any) -> None:
    many = send(client, dukcapil, files=[photo(c) for c in ("red", "blue", "gold", "teal", "navy", "pink")])
    assert many.status_code == 422
    assert "paling banyak 5 berkas" in many.content.decode()
    settings.EVIDENCE_MAX_BYTES = 1024
    heavy = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff" + b"0" * 300_000, "image/jpeg")
    refused = send(client, dukcapil, files=[heavy])
    assert refused.status_code == 413
    assert "Semua berkas bersama-sama" in refused.content.decode()
    assert STORY in refused.content.decode()
    assert not Complaint.objects.exists()


def test_the_same_form_sent_twice_is_one_complaint_with_one_code(client: Client, dukcapil: ServiceUnit) -> None:
    opening = opened()
    first, second = (send(client, dukcapil, opening) for _ in range(2))
    assert code_of(first) == code_of(second)
    assert Complaint.objects.count() == 1
    assert Event.objects.filter(action="complaint.received").count() == 1


@pytest.mark.parametrize("opening", ["", "x", "WyIiLDFd:tanda", "\x00", "9" * 5000])
def test_a_form_without_our_opening_is_handed_out_anew_with_what_was_typed(
    client: Client, dukcapil: ServiceUnit, opening: str
) -> None:
    again = client.post(door(dukcapil), {"story": STORY, "opening": opening})
    assert again.status_code == 422
    assert STORY in again.content.decode()
    assert "lalu kirim lagi" in again.content.decode()
    assert not Complaint.objects.exists()


def test_places_that_do_not_exist_still_tell_how_to_complain(
    client: Client, kaur: Government, dukcapil: ServiceUnit, paser: Government
) -> None:
    closed = ServiceUnit.objects.create(government=kaur, name="Unit Lama", kind="lainnya", is_active=False)
    addresses = [
        reverse("complaints:public_government", args=["99.99"]),
        reverse("complaints:public_government", args=[paser.code]),
        reverse("complaints:public_unit", args=[kaur.code, 999_999]),
        reverse("complaints:public_unit", args=[kaur.code, 10**30]),
        reverse("complaints:public_unit", args=[paser.code, dukcapil.pk]),
        reverse("complaints:public_unit", args=[kaur.code, closed.pk]),
    ]
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"story": STORY})):
            assert answer.status_code == 404, address
            assert "SP4N-LAPOR!" in answer.content.decode()
    assert door(kaur) in client.get(addresses[-1]).content.decode()


@pytest.mark.parametrize("value", HOSTILE)
def test_no_text_makes_the_form_fail(client: Client, kaur: Government, dukcapil: ServiceUnit, value: str) -> None:
    product = dukcapil.products.first()
    assert product
    whole = {"unit": str(dukcapil.pk), "product": str(product.pk), "event_date": "2024-05-17", **PERSON}
    fields = ("story", "subject", "place", "loss", "wish", "secrecy", "opening", "answer", "situs", *whole)
    for field in fields:
        form = {"story": STORY, "secrecy": "named", "opening": opened().token, **whole, field: value}
        assert client.post(door(kaur), form).status_code in (302, 422), field
        assert client.get(door(kaur), {field: value}).status_code == 200


def test_the_page_takes_as_many_queries_for_many_services(
    client: Client, kaur: Government, dukcapil: ServiceUnit
) -> None:

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(door(kaur))
        return len(queries)

    few = count()
    for number in range(20):
        unit = ServiceUnit.objects.create(government=kaur, name=f"Puskesmas {number}", kind="puskesmas")
        ServiceProduct.objects.bulk_create([ServiceProduct(unit=unit, name=f"Layanan {n}") for n in range(10)])
    assert count() == few <= 7


def test_sending_takes_a_bounded_number_of_queries(client: Client, dukcapil: ServiceUnit) -> None:
    send(client, dukcapil)
    with CaptureQueriesContext(connection) as queries:
        send(client, dukcapil)
    assert len(queries) <= 40, [query["sql"][:90] for query in queries]


def test_with_a_great_many_services_the_list_is_left_to_the_units_pages(
    client: Client, kaur: Government, dukcapil: ServiceUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.selectors.public.MOST_PRODUCTS", 1)
    assert 'name="product"' not in client.get(door(kaur)).content.decode()
    assert 'name="product"' in client.get(door(dukcapil)).content.decode()


def test_the_slip_shows_code_number_and_what_comes_next(client: Client, dukcapil: ServiceUnit) -> None:
    complaint, code = complained(client, dukcapil)
    slip = client.get(reverse("complaints:sent"))
    text = slip.content.decode()
    for words in (code, complaint.number, "tidak dapat dicari kembali", "paling lambat", "/lacak/", "<svg"):
        assert words in text
    assert slip["Cache-Control"] == "no-store"
    assert "noindex" in slip["X-Robots-Tag"]


def test_the_code_rests_in_a_cookie_that_scripts_and_other_pages_do_not_get(
    client: Client, dukcapil: ServiceUnit, settings: Any
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = send(client, dukcapil).cookies["kspp_kode"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["samesite"], cookie["max-age"], cookie["path"]) == ("Lax", 600, "/adu/terkirim/")


def test_closing_the_slip_takes_the_code_away(client: Client, dukcapil: ServiceUnit) -> None:
    complained(client, dukcapil)
    closed = client.post(reverse("complaints:sent"))
    assert closed["Location"] == door(dukcapil.government)
    assert client.get(reverse("complaints:sent"))["Location"] == reverse("complaints:follow_enter")


def test_a_forged_or_old_slip_shows_nothing(client: Client, dukcapil: ServiceUnit) -> None:
    _, code = complained(client, dukcapil)
    client.cookies["kspp_kode"] = f"{code}:1abc:forged"
    assert client.get(reverse("complaints:sent")).status_code == 302


def test_an_officer_gets_what_everybody_gets(client: Client, dukcapil: ServiceUnit, operator: User) -> None:
    def bare(text: str) -> list[str]:
        changing = ("csrfmiddlewaretoken", 'name="opening"')
        return [line for line in text.splitlines() if not any(word in line for word in changing)]

    signed_out = client.get(door(dukcapil)).content.decode()
    client.force_login(operator)
    assert bare(client.get(door(dukcapil)).content.decode()) == bare(signed_out)
    complaint, _ = complained(client, dukcapil)
    assert complaint.recorded_by is None
    assert Event.objects.get(action="complaint.received").actor is None
