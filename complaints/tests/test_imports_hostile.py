"""Whatever is sent as a file of complaints: a sentence or a check, never a failure, and nothing half-saved."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from complaints.importing import SheetError, Source, read, table_of
from complaints.models import Complaint, ImportBatch
from complaints.selectors.imports import batch_page
from complaints.services.imports import Upload, check, take
from complaints.tests.files import REGISTER, TODAY, csv_of, register_row, sheet_of
from conftest import NOW
from kspp.lib.errors import Refused

pytestmark = pytest.mark.both_databases

CELLS = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["=1+1", "@x", "+62", "-5", "'", '"', "\u202e", "0" * 70, "31/12/9999", "x" * 7000, "a\x00b"]),
)
ROWS = st.lists(st.lists(CELLS, min_size=len(REGISTER), max_size=len(REGISTER)), max_size=6)


def tried(content, source=Source.REGISTER):
    try:
        return read(table_of(content), source, "", TODAY)
    except SheetError:
        return None


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfeN")
@example(b"\xef\xbb\xbf")
def test_bytes_are_read_or_refused(content):
    tried(content)


@given(st.text(max_size=300), st.sampled_from(list(Source)))
def test_text_is_read_or_refused(text, source):
    tried(text.encode("utf-8", "surrogatepass"), source)


@given(ROWS)
def test_cells_of_any_kind_are_entries_or_flaws(rows):
    found = tried(csv_of(REGISTER, *rows))
    assert found is None or {e.row for e in found.entries}.isdisjoint(f.row for f in found.flaws if f.is_error)


def test_a_workbook_with_any_byte_changed_is_read_or_refused():
    content = sheet_of(REGISTER, register_row())
    dice = random.Random(3)
    for _ in range(300):
        broken = bytearray(content)
        for _ in range(dice.randint(1, 4)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        tried(bytes(broken))
        tried(content[: dice.randrange(len(content))])


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "nomor": st.text(max_size=70),
                "nama": st.text(max_size=130),
                "telepon": st.text(max_size=45),
                "unit": st.text(max_size=30),
                "uraian": st.text(max_size=200),
                "jawaban": st.text(max_size=200),
                "status": st.sampled_from(
                    ["", "Diterima", "Diproses", "Selesai", "Dijawab", "Arsip", "Didisposisikan"]
                ),
                "kelas": st.sampled_from(["", "Aspirasi", "Permintaan informasi", "Berkadar pengawasan"]),
                "tanggal": st.dates().map(lambda day: day.strftime("%d/%m/%Y")),
            }
        ),
        max_size=5,
    )
)
def test_whatever_can_be_read_can_be_taken(kaur, clerk, rows):
    content = csv_of(REGISTER, register_row(nomor="tetap"), *[register_row(**row) for row in rows])
    try:
        batch = check(government=kaur, upload=Upload("a.csv", content, Source.REGISTER), today=TODAY, by=clerk, now=NOW)
    except Refused:
        return
    expected = batch_page(batch).batch.fitting
    before = Complaint.objects.count()
    take(batch=batch, by=clerk, now=NOW)
    assert Complaint.objects.count() - before == expected
    for complaint in Complaint.objects.all():
        complaint.full_clean(exclude=["recorded_by"], validate_unique=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 1000,
        b"Nomor,Tanggal,Kanal,Uraian\n" + b"1,\x00,a,b\n",
        b"Nomor,Tanggal,Kanal,Uraian\n" + b'"' * 200_001,
        b"Nomor,Tanggal,Kanal,Uraian\n" + b"9" * 400_000 + b",1,1,1",
        b"," * 1_000_000,
        b"\n" * 1_000_000,
        b"Nomor,Tanggal,Kanal,Uraian\n" + b"1,02/05/2024,Surat,Antrean lama\n" * 100_000,
        b"x" * (10 * 1024 * 1024),
        b"PK\x03\x04" + b"\x00" * 5000,
        sheet_of(REGISTER, register_row())[:-30],
        sheet_of(*[("x",) * 300] * 50),
    ],
    ids=["nul", "nul-cell", "quotes", "long-cell", "commas", "lines", "100k-rows", "10-mb", "zip-head", "cut", "wide"],
)
def test_the_page_answers_hostile_files_with_a_sentence(client, clerk, content):
    client.force_login(clerk)
    file = SimpleUploadedFile("a\u202e<b>.csv", content)
    address = reverse("complaints:imports", args=["17.04"])
    answer = client.post(address, {"source": "register", "default_class": "", "file": file})
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_a_request_far_over_the_limit_is_answered_413(client, clerk):
    client.force_login(clerk)
    file = SimpleUploadedFile("a.csv", b"x" * (16 * 1024 * 1024))
    address = reverse("complaints:imports", args=["17.04"])
    assert client.post(address, {"source": "register", "file": file}).status_code == 413
