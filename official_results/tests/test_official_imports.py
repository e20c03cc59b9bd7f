"""A file of official results is sent, looked at, and taken or dropped once."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership
from accounts.permissions import Role
from conftest import NOW
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.lib.tables import table_of
from official_results.importing import HEADINGS, read_results
from official_results.importing.template import COLUMNS, csv_template, xlsx_template
from official_results.models import OfficialImport, OfficialResult
from official_results.sentences import imports as sentences
from official_results.sentences.refusals import PROBLEMS, Refusal
from official_results.services.imports import check, drop, preview, take

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEAD = "tingkat;pemerintah daerah;tahun;instrumen;unit;nilai;zona;sumber"
KAUR = "kabupaten;Kaur;2023;kspp-2023-2024;;95,94;hijau;press: Uji, 2024-05-21"
PASER = "kabupaten;Paser;2023;kspp-2023-2024;;81,22;hijau;press: Uji, 2024-05-21"
WRONG = "kabupaten;Kaurr;2023;kspp-2023-2024;;1.234,5;hijau;press: Uji"


def content(*lines):
    return "\n".join([HEAD, *lines]).encode()


def sent(client, *lines, name="hasil.csv", **more):
    file = SimpleUploadedFile(name, content(*lines))
    return client.post(reverse("official_results:official_imports"), {"file": file, "order_key": uuid.uuid4(), **more})


def checked(by, *lines, government=None, key=None):
    return check(
        government=government, name="hasil.csv", content=content(*lines), order_key=key or uuid.uuid4(), by=by, now=NOW
    )


def address(name, batch):
    return reverse(f"official_results:official_{name}", args=[batch.pk])


def test_from_upload_to_stored_results_through_the_pages(client, coordinator, instrument, kaur):
    client.force_login(coordinator)
    answer = sent(client, KAUR)
    batch = OfficialImport.objects.get()
    assert (answer.status_code, answer.url) == (302, address("import", batch))
    assert batch.government == kaur
    assert OfficialResult.objects.count() == 0
    page = client.get(answer.url).content.decode()
    assert "Muat 1 hasil" in page
    assert "95,94" in page
    answer = client.post(address("take", batch), {"version": batch.version}, follow=True)
    assert "<strong>1</strong> hasil baru" in answer.content.decode()
    stored = OfficialResult.objects.get()
    assert (str(stored.score), stored.imported_by, stored.source) == ("95.94", coordinator, "press: Uji, 2024-05-21")
    actions = list(Event.objects.filter(government=kaur).order_by("pk").values_list("action", "government"))
    assert actions == [("official_import.checked", kaur.pk), ("official_result.imported", kaur.pk)]
    assert "hasil.csv" in client.get(reverse("official_results:official_imports")).content.decode()


def test_a_coordinator_brings_in_the_own_government_s_figures_only(client, coordinator, kaur, paser):
    client.force_login(coordinator)
    sent(client, KAUR, PASER)
    batch = OfficialImport.objects.get()
    page = client.get(address("import", batch)).content.decode()
    assert "Kabupaten Paser bukan pemerintah daerah Anda." in page
    assert "Muat 1 baris yang baik saja" in page
    client.post(address("take", batch), {"version": 1, "partial": "on"})
    assert OfficialResult.objects.get().government == kaur


def test_the_platform_brings_in_everybody_s(client, platform_admin, kaur, paser):
    client.force_login(platform_admin)
    sent(client, KAUR, PASER)
    batch = OfficialImport.objects.get()
    assert batch.government is None
    client.post(address("take", batch), {"version": 1})
    assert OfficialResult.objects.count() == 2


def test_a_national_upload_is_nothing_a_coordinator_can_find(client, coordinator, platform_admin, kaur):
    batch = checked(platform_admin, KAUR)
    client.force_login(coordinator)
    assert client.get(address("import", batch)).status_code == 404
    assert client.post(address("take", batch), {"version": 1}).status_code == 404
    assert "hasil.csv" not in client.get(reverse("official_results:official_imports")).content.decode()


def test_who_coordinates_two_governments_says_whose_figures_these_are(client, coordinator, kaur, paser):
    Membership.objects.create(user=coordinator, role=Role.COORDINATOR, government=paser)
    client.force_login(coordinator)
    assert "Hasil milik" in client.get(reverse("official_results:official_imports")).content.decode()
    sent(client, PASER, place=paser.code)
    assert OfficialImport.objects.get().government == paser
    assert sent(client, PASER, place="99.99").status_code == 422
    assert OfficialImport.objects.count() == 1


def test_colleagues_without_the_right_and_strangers_get_nothing(client, coordinator, head, outsider, kaur):
    batch = checked(coordinator, KAUR, government=kaur)
    for user, status in ((head, 403), (outsider, 404)):
        client.force_login(user)
        for name in ("take", "drop"):
            assert client.post(address(name, batch), {"version": 1}).status_code == status
    client.force_login(head)
    assert client.get(reverse("official_results:official_imports")).status_code == 403
    assert OfficialResult.objects.count() == 0


def test_names_are_stored_with_the_blanks_of_the_space_bar(coordinator, kaur):
    row = "kab;Kabupaten\u00a0Kaur;2023;kspp-2023-2024;Dinas\u202fKesehatan\u200b;95,94;hijau;press:\u2007Uji"
    batch = checked(coordinator, row, government=kaur)
    take(batch=batch, partial=False, seen_version=batch.version, by=coordinator, now=NOW)
    stored = OfficialResult.objects.get()
    assert (stored.unit_name, stored.source) == ("Dinas Kesehatan", "press: Uji")
    OfficialResult.objects.update(source="press:\u00a0Uji")
    again = preview(batch=checked(coordinator, row, government=kaur), now=NOW)
    assert [line.verdict for line in again.lines] == ["known"], "also where an older import kept its blanks"


def test_with_refused_rows_nothing_comes_in_unless_the_good_ones_are_asked_for(coordinator, kaur):
    batch = checked(coordinator, KAUR, WRONG, government=kaur)
    decided = {"batch": batch, "seen_version": 1, "by": coordinator, "now": NOW}
    with pytest.raises(Refused, match=Refusal.NOT_ALL):
        take(partial=False, **decided)
    assert OfficialResult.objects.count() == 0
    done = take(partial=True, **decided)
    assert (done.state, done.summary["new"], done.summary["refused"]) == ("taken", 1, 1)
    assert OfficialResult.objects.count() == 1


def test_each_row_is_told_with_its_cell_and_what_may_be_meant(client, platform_admin, kaur):
    client.force_login(platform_admin)
    sent(client, "kabupaten;Kaaur;2023;kspp-2023-2024;;95,94;hijau;press: Uji", WRONG)
    page = client.get(address("import", OfficialImport.objects.get())).content.decode()
    assert "Pemerintah daerah Kaaur tidak dikenal. Apakah yang dimaksud Kabupaten Kaur?" in page
    assert "Kolom nilai (sel F3) harus angka 0 sampai 100" in page
    assert "Tidak ada yang dapat dimuat" in page


def test_a_refused_row_shows_what_it_says(client, platform_admin, kaur):
    client.force_login(platform_admin)
    wrong = WRONG.replace(";;", ";Dinas <b>Kesehatan</b>;")
    sent(client, KAUR, wrong, KAUR, ";;20;;;x\x07y;;")
    html = " ".join(client.get(address("import", OfficialImport.objects.get())).content.decode().split())
    rows = [re.findall(r"<t[hd] [^>]*>(.*?)</t[hd]>", row) for row in html.split('<tr role="row">')[2:]]
    shown = {cells[0]: [part.strip() for part in cells[2:5]] for cells in rows}
    assert shown["3"] == [
        'Kaurr<br><span class="muted">Dinas &lt;b&gt;Kesehatan&lt;/b&gt;</span>',
        "2023",
        "1.234,5 hijau",
    ]
    assert shown["4"] == ["Kaur", "2023", "95,94 hijau"]
    assert shown["5"] == ["–", "20", "x y"]
    assert "<p>Baris ini sama dengan baris 2.</p>" in html


def test_notes_tell_what_does_not_agree_and_hinder_nothing(client, coordinator, instrument, kaur):
    client.force_login(coordinator)
    sent(client, KAUR.replace("hijau", "merah"), KAUR.replace("95,94", "95,49").replace("Uji", "Lain"))
    page = client.get(address("import", OfficialImport.objects.get()) + "?lihat=catatan").content.decode()
    assert "Catatan: zona tercetak merah, menurut rentang nilainya hijau." in page
    assert "Catatan: nilai 95,49, sumber lain menyebut 95,94." in page
    assert "Muat 2 hasil" in page


def test_confirming_twice_brings_in_once(client, coordinator, kaur):
    client.force_login(coordinator)
    batch = checked(coordinator, KAUR, government=kaur)
    for _ in range(2):
        assert client.post(address("take", batch), {"version": 1}).status_code == 302
    assert OfficialResult.objects.count() == 1
    assert Event.objects.filter(action="official_result.imported").count() == 1


def test_the_same_form_sent_twice_is_one_upload(coordinator, kaur):
    key = uuid.uuid4()
    first, second = (checked(coordinator, KAUR, government=kaur, key=key) for _ in range(2))
    assert first == second
    assert Event.objects.count() == 1


def test_a_form_key_of_somebody_else_opens_nothing(coordinator, outsider, kaur, paser):
    key = uuid.uuid4()
    checked(coordinator, KAUR, government=kaur, key=key)
    with pytest.raises(Refused):
        checked(outsider, PASER, government=paser, key=key)


def test_what_somebody_else_decided_meanwhile_is_a_conflict_or_refused(client, coordinator, kaur):
    batch = checked(coordinator, KAUR, government=kaur)
    OfficialImport.objects.update(version=2)
    for write in (take, drop):
        more = {"partial": False} if write is take else {}
        with pytest.raises(Conflict):
            write(batch=batch, seen_version=1, by=coordinator, now=NOW, **more)
    client.force_login(coordinator)
    answer = client.post(address("drop", batch), {"version": 1})
    assert answer.status_code == 409
    assert sentences.DECIDED_MEANWHILE in answer.content.decode()


def test_dropping_forgets_the_content_and_cannot_be_taken_any_more(client, coordinator, kaur):
    client.force_login(coordinator)
    batch = checked(coordinator, KAUR, government=kaur)
    for _ in range(2):
        assert client.post(address("drop", batch), {"version": 1}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, bytes(batch.content)) == ("dropped", b"")
    answer = client.post(address("take", batch), {"version": 2})
    assert answer.status_code == 422
    assert sentences.DROPPED in answer.content.decode()
    assert Event.objects.filter(action="official_import.dropped").count() == 1


def test_what_was_taken_cannot_be_dropped(client, coordinator, kaur):
    client.force_login(coordinator)
    batch = checked(coordinator, KAUR, government=kaur)
    take(batch=batch, partial=False, seen_version=1, by=coordinator, now=NOW)
    assert client.post(address("drop", batch), {"version": 2}).status_code == 422
    assert OfficialResult.objects.count() == 1


def test_another_upload_of_known_figures_has_nothing_to_take(client, coordinator, kaur):
    take(batch=checked(coordinator, KAUR, government=kaur), partial=False, seen_version=1, by=coordinator, now=NOW)
    again = checked(coordinator, KAUR, government=kaur)
    assert preview(batch=again, now=NOW).counts == {"new": 0, "known": 1, "refused": 0, "notes": 1}
    client.force_login(coordinator)
    answer = client.post(address("take", again), {"version": 1})
    assert answer.status_code == 422
    assert PROBLEMS[Refusal.NOTHING_NEW] in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_a_decision_that_cannot_be_read_changes_nothing(client, coordinator, kaur, version):
    batch = checked(coordinator, KAUR, government=kaur)
    client.force_login(coordinator)
    for name in ("take", "drop"):
        assert client.post(address(name, batch), {"version": version}).status_code == 422
    batch.refresh_from_db()
    assert batch.state == "checked"


@pytest.mark.parametrize(
    ("bad", "name"),
    [(b"", "a.csv"), (b"\x00\xff", "a.csv"), (b"PK\x03\x04rusak", "a.xlsx"), (b"x" * (5 * 1024 * 1024 + 1), "a.csv")],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(client, coordinator, kaur, bad, name):
    client.force_login(coordinator)
    file = SimpleUploadedFile(name, bad)
    answer = client.post(reverse("official_results:official_imports"), {"file": file, "order_key": uuid.uuid4()})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert OfficialImport.objects.count() == 0


def test_the_templates_ask_for_columns_the_import_reads(client, coordinator):
    client.force_login(coordinator)
    for kind, made in (("csv", csv_template()), ("xlsx", xlsx_template())):
        assert client.get(reverse(f"official_results:official_template_{kind}")).status_code == 200
        assert read_results(table_of(made)) == ([], [])
    assert set(COLUMNS) <= set(HEADINGS)
    with_row = csv_template() + b"kabupaten;;Kaur;;2023;kspp-2022;;96;;;;;;press: Uji\r\n"
    [result], _ = read_results(table_of(with_row))
    assert (str(result.score), result.decimals) == ("96", 0)


def test_the_workbook_explains_each_column(tmp_path):
    (tmp_path / "t.xlsx").write_bytes(xlsx_template())
    book = load_workbook(tmp_path / "t.xlsx")
    assert [row[0].value for row in book["Keterangan"].iter_rows(min_row=2)] == [c.value for c in book.worksheets[0][1]]


def test_looking_takes_as_many_statements_for_one_row_as_for_many(
    client, coordinator, instrument, kaur, django_assert_num_queries
):
    client.force_login(coordinator)
    for rows in (1, 200):
        lines = [KAUR.replace("Uji", f"Uji {n}") for n in range(rows)]
        batch = checked(coordinator, *lines, government=kaur)
        client.get(address("import", batch))
        with django_assert_num_queries(10):
            client.get(address("import", batch))
