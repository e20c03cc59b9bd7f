"""The pages on which a file of complaints is sent, looked at and taken."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.permissions import Role
from complaints.models import Complaint, ImportBatch
from complaints.sentences.problems import PROBLEMS, Code
from complaints.tests.files import REGISTER, checked, csv_of, register_row, sheet_of
from conftest import person

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"complaints:{name}", args=args or ["17.04"])


def sent(client, content, name="register.csv", **fields):
    file = SimpleUploadedFile(name, content)
    return client.post(url("imports"), {"source": "register", "default_class": "", "file": file, **fields})


def test_from_upload_to_complaints_through_the_pages(client, clerk, kaur):
    client.force_login(clerk)
    rows = [register_row(nomor=str(n), tanggal="02/05/2024") for n in range(3)]
    answer = sent(client, sheet_of(REGISTER, *rows, register_row(nomor="9", kanal="")), "daftar.xlsx")
    batch = ImportBatch.objects.get()
    assert answer.status_code == 302
    assert answer.url == url("import_batch", batch.pk)
    page = client.get(answer.url).content.decode()
    assert "Masukkan 3 pengaduan" in page
    assert "Baris 5, kolom Kanal: belum diisi." in page
    answer = client.post(url("import_take", batch.pk), follow=True)
    assert "3 pengaduan dimasukkan." in answer.content.decode()
    assert "baris 5" in answer.content.decode()
    assert client.post(url("import_take", batch.pk)).status_code == 302
    assert Complaint.objects.count() == 3
    listed = client.get(url("imports")).content.decode()
    assert "daftar.xlsx" in listed
    assert "sudah dimasukkan" in listed


def test_dropping_through_the_page(client, clerk):
    client.force_login(clerk)
    sent(client, csv_of(REGISTER, register_row()))
    batch = ImportBatch.objects.get()
    assert client.post(url("import_drop", batch.pk)).url == url("imports")
    batch.refresh_from_db()
    assert (batch.state, batch.sealed_rows) == ("dropped", "")
    answer = client.post(url("import_take", batch.pk), follow=True)
    assert PROBLEMS[Code.IMPORT_DROPPED] in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "kosong.csv", "tidak berisi baris"),
        (b"Nomor;Uraian\n1;x", "kurang.csv", "Kolom berikut tidak ditemukan"),
        (b"\x00\x01\x02", "acak.xlsx", "bukan XLSX"),
        (b"%PDF-1.4", "surat.pdf", "Judul kolom tidak ditemukan"),
        (b"PK\x03\x04rusak", "rusak.xlsx", "rusak atau tidak terkirim utuh"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_at_the_field(client, clerk, content, name, words):
    client.force_login(clerk)
    answer = sent(client, content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_form_without_file_or_with_an_unknown_source_is_answered_at_the_field(client, clerk):
    client.force_login(clerk)
    assert client.post(url("imports"), {"source": "register"}).status_code == 422
    assert client.post(url("imports"), {"source": "register", "file": "teks"}).status_code == 422
    assert sent(client, csv_of(REGISTER, register_row()), source="lain").status_code == 422
    assert sent(client, csv_of(REGISTER, register_row()), default_class="lain").status_code == 422


def test_the_template_can_be_downloaded(client, clerk):
    client.force_login(clerk)
    answer = client.get(url("import_template"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="templat-register-pengaduan.xlsx"'
    assert answer.content.startswith(b"PK")


def test_the_list_of_imports_takes_the_same_queries_however_long(client, clerk, kaur, django_assert_max_num_queries):
    client.force_login(clerk)
    checked(kaur, clerk, register_row())
    with django_assert_max_num_queries(30) as one:
        client.get(url("imports"))
    for number in range(12):
        checked(kaur, clerk, register_row(nomor=str(number)))
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(url("imports"))


def test_only_those_who_verify_import(client, kaur, paser, dukcapil, clerk):
    batch = checked(kaur, clerk, register_row())
    officer = person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)
    stranger = person("aduan@paser.example", Role.COMPLAINT_ADMIN, paser)
    for user, status in ((officer, 403), (stranger, 404)):
        client.force_login(user)
        assert client.post(url("import_take", batch.pk)).status_code == status
        assert client.get(url("import_batch", batch.pk)).status_code == status
        assert sent(client, csv_of(REGISTER, register_row())).status_code == status
    assert not Complaint.objects.exists()
