"""Instruments go out and come in through pages: by whom, looked at first, and saved whole or not at all."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import NOW
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.selectors.documents import document_of
from instruments.sentences.refusals import Code
from instruments.services import drafts
from instruments.services import exchange as services
from instruments.versions.reading import draft_of, read_draft
from instruments.versions.writing import as_yaml, content_of
from instruments.workbooks import workbook_of
from instruments.workbooks.proposals import proposal_of
from kspp.lib.errors import Refused
from kspp.tests.upload_files import office
from units.models import Government

pytestmark = pytest.mark.both_databases


def changed_file(instrument: InstrumentVersion, **fields: object) -> bytes:
    return workbook_of(draft_of(content_of(document_of(instrument)) | fields).file)


def upload(client: Client, url: str, raw: bytes, name: str = "instrumen.xlsx", **fields: str) -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, raw), **fields})


def new_url(government: Government) -> str:
    return reverse("instruments:instrument_upload", args=[government.code])


def replace_url(draft: InstrumentVersion) -> str:
    return reverse("instruments:instrument_replace", args=[draft.code])


def versions() -> set[str]:
    return set(InstrumentVersion.objects.values_list("code", flat=True))


@pytest.mark.parametrize("kind", ["instrument_workbook", "instrument_file"])
def test_an_instrument_is_downloaded_as_it_stands(client, coordinator, instrument, draft, kind) -> None:
    client.force_login(coordinator)
    for version, file in ((instrument, document_of(instrument)), (draft, drafts.draft_content(draft).file)):
        answer = client.get(reverse(f"instruments:{kind}", args=[version.code]))
        assert version.code in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert proposal_of(answer.content, {}).file == file


def test_templates_are_for_whoever_reads_instruments(client, coordinator, instrument) -> None:
    client.force_login(coordinator)
    for name in ("instrument_template", "instrument_template_text"):
        assert client.get(reverse(f"instruments:{name}")).status_code == 200


def test_a_draft_a_workbook_cannot_hold_is_offered_as_yaml(client, coordinator, draft) -> None:
    content = drafts.source_content(draft)
    content["dimensions"][1]["code"] = content["dimensions"][0]["code"]
    drafts.save_draft(version=draft, content=content, by=coordinator, now=NOW, seen_version=1)
    client.force_login(coordinator)
    answer = client.get(reverse("instruments:instrument_workbook", args=[draft.code]))
    assert answer.status_code == 409
    assert reverse("instruments:instrument_file", args=[draft.code]) in answer.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "yaml"])
def test_a_file_is_shown_then_saved_as_a_new_draft(client, coordinator, instrument, kaur, kind) -> None:
    client.force_login(coordinator)
    raw = changed_file(instrument, description="Kisi-kisi kami.")
    if kind == "yaml":
        raw = as_yaml(content_of(proposal_of(raw, {}).file)).encode()
    answer = upload(client, new_url(kaur), raw, f"x.{kind}", code="kaur-1", title="Milik kami")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Kisi-kisi kami." in page
    assert "Belum ada yang tersimpan" in page
    assert versions() == {instrument.code}
    saved = client.post(new_url(kaur), {"ticket": answer.context["ticket"]})
    draft = InstrumentVersion.objects.get(code="kaur-1")
    assert saved.headers["Location"] == draft.get_absolute_url()
    assert (draft.status, draft.owner, draft.title, draft.cloned_from) == ("draft", kaur, "Milik kami", instrument)
    assert drafts.draft_content(draft).file.dimensions == document_of(instrument).dimensions
    assert Event.objects.get(action="instrument.uploaded").actor == coordinator


def test_the_same_confirmation_twice_makes_one_draft(client, coordinator, instrument, kaur) -> None:
    client.force_login(coordinator)
    ticket = upload(client, new_url(kaur), changed_file(instrument), code="kaur-1").context["ticket"]
    for _ in range(2):
        assert client.post(new_url(kaur), {"ticket": ticket}).status_code == 302
    assert Event.objects.filter(action="instrument.uploaded").count() == 1


def test_a_taken_code_is_told_before_and_when_saving(client, coordinator, instrument, kaur, draft) -> None:
    client.force_login(coordinator)
    answer = upload(client, new_url(kaur), changed_file(instrument))
    assert answer.status_code == 422
    assert "Kode kspp-2023-2024 sudah dipakai" in answer.content.decode()
    file = draft_of(content_of(document_of(instrument)) | {"code": draft.code}).file
    with pytest.raises(Refused, match=Code.FILE_CODE_TAKEN):
        services.create_draft(file=file, text="x", owner=kaur, base=None, by=coordinator, now=NOW)


def test_mistakes_come_with_their_cells_and_nothing_is_kept(client, coordinator, instrument, kaur) -> None:
    client.force_login(coordinator)
    raw = as_yaml({**content_of(document_of(instrument)), "decimals": 7}).encode()
    answer = upload(client, new_url(kaur), raw, code="kaur-1")
    assert answer.status_code == 422
    assert answer.content.decode().count("decimals: paling besar 2.") == 1
    assert "ticket" not in answer.context
    assert versions() == {instrument.code}
    assert not Event.objects.filter(action__startswith="instrument.up").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (office(), "Berkas ini dokumen Word. Unduh templat XLSX, salin tabelnya"),
        (b"PK\x03\x04" + b"x" * 100, "simpan ulang sebagai XLSX"),
    ],
)
def test_a_document_that_is_no_workbook_is_refused_with_what_to_do(client, kaur, coordinator, content, sentence):
    client.force_login(coordinator)

    answer = upload(client, new_url(kaur), content)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "PDF" not in answer.content.decode()


def test_a_draft_is_replaced_after_its_difference_was_shown(client, coordinator, instrument, draft) -> None:
    client.force_login(coordinator)
    raw = changed_file(instrument, description="Diperbaiki.", scale=5, bands=[])
    answer = upload(client, replace_url(draft), raw)
    changes = {words[1:] for words in answer.context["shown"].head}
    assert ("100", "5") in changes
    assert "tetap berkode kaur-2026" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.version == 1
    for _ in range(2):
        assert client.post(replace_url(draft), {"ticket": answer.context["ticket"]}).status_code == 302
    draft.refresh_from_db()
    assert (draft.code, draft.version, draft.description) == ("kaur-2026", 2, "Diperbaiki.")
    event = Event.objects.get(action="instrument.edited")
    assert event.reason == "Diganti dengan isi berkas yang diunggah."
    assert event.changes["digest"][1] == read_draft(draft.draft).file.digest()


def test_the_same_content_changes_nothing(client, coordinator, draft) -> None:
    client.force_login(coordinator)
    raw = workbook_of(drafts.draft_content(draft).file)
    answer = upload(client, replace_url(draft), raw)
    assert answer.context["shown"].comparison.is_same
    client.post(replace_url(draft), {"ticket": answer.context["ticket"]})
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_draft_that_changed_since_is_not_overwritten(client, coordinator, instrument, draft) -> None:
    client.force_login(coordinator)
    ticket = upload(client, replace_url(draft), changed_file(instrument, description="A")).context["ticket"]
    content = drafts.source_content(draft) | {"description": "Sementara itu"}
    drafts.save_draft(version=draft, content=content, by=coordinator, now=NOW, seen_version=1)
    answer = client.post(replace_url(draft), {"ticket": ticket})
    assert answer.status_code == 409
    assert "berubah sejak berkas Anda diperiksa" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.description == "Sementara itu"


def test_a_preview_belongs_to_its_person_and_place(
    client, coordinator, instrument, kaur, draft, platform_admin
) -> None:
    client.force_login(coordinator)
    ticket = upload(client, new_url(kaur), changed_file(instrument), code="kaur-9").context["ticket"]
    assert client.post(replace_url(draft), {"ticket": ticket}).status_code == 422
    for broken in (ticket[:-2], ticket.replace(":", ";"), "", "x" * 5000, "\0"):
        answer = client.post(new_url(kaur), {"ticket": broken})
        assert answer.status_code == 422
        assert "tidak berlaku lagi" in answer.content.decode()
    client.force_login(platform_admin)
    answer = client.post(new_url(kaur), {"ticket": ticket})
    assert "orang lain" in answer.content.decode()
    assert versions() == {instrument.code, draft.code}


def test_a_preview_ends_after_half_a_day(client, coordinator, instrument, kaur, monkeypatch) -> None:
    client.force_login(coordinator)
    ticket = upload(client, new_url(kaur), changed_file(instrument), code="kaur-9").context["ticket"]
    monkeypatch.setattr(services, "MAX_AGE", -1)
    assert "tidak berlaku lagi" in client.post(new_url(kaur), {"ticket": ticket}).content.decode()


def test_what_a_page_could_not_carry_is_refused(client, coordinator, instrument, kaur, monkeypatch) -> None:
    client.force_login(coordinator)
    monkeypatch.setattr(services, "LONGEST_TICKET", 100)
    answer = upload(client, new_url(kaur), changed_file(instrument), code="kaur-9")
    assert "terlalu besar untuk diperiksa" in answer.content.decode()


def test_outsiders_and_the_powerless_neither_read_nor_write(client, draft, outsider, head, operator, kaur) -> None:
    for user, manage, read in ((outsider, 404, 404), (head, 403, 200), (operator, 403, 403)):
        client.force_login(user)
        assert client.get(replace_url(draft)).status_code == manage
        assert upload(client, new_url(kaur), b"a: 1").status_code == manage
        assert client.get(reverse("instruments:instrument_file", args=[draft.code])).status_code == read


def test_a_published_instrument_is_not_replaced(client, platform_admin, instrument, draft) -> None:
    client.force_login(platform_admin)
    assert upload(client, replace_url(instrument), changed_file(instrument, scale=5)).status_code == 302
    published = drafts.publish_draft(version=draft, by=None, now=NOW, seen_version=1)
    assert upload(client, replace_url(published), changed_file(instrument)).status_code == 302
    instrument.refresh_from_db()
    assert instrument.version == 1


def test_the_platform_makes_national_drafts(client, platform_admin, coordinator, instrument) -> None:
    url = reverse("instruments:instrument_upload_national")
    client.force_login(platform_admin)
    ticket = upload(client, url, changed_file(instrument), code="kspp-2027").context["ticket"]
    assert client.post(url, {"ticket": ticket}).status_code == 302
    assert InstrumentVersion.objects.get(code="kspp-2027").owner is None
    client.force_login(coordinator)
    assert upload(client, url, changed_file(instrument), code="kspp-2028").status_code == 403


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [(b"", "kosong"), (b"x" * (2 * 1024 * 1024 + 1), "2 MB"), (b"PK\x03\x04rusak", "rusak"), (b"\xff\xfe", "UTF-8")],
)
def test_unfit_files_are_refused_with_a_sentence(client, coordinator, kaur, raw, sentence) -> None:
    client.force_login(coordinator)
    answer = upload(client, new_url(kaur), raw)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_form_without_a_file_and_one_far_too_large_are_refused(client, coordinator, kaur) -> None:
    client.force_login(coordinator)
    assert "Pilih berkasnya" in client.post(new_url(kaur), {}).content.decode()
    answer = upload(client, new_url(kaur), b"x" * (16 * 1024 * 1024))
    assert answer.status_code == 413
    assert "2 MB" in answer.content.decode()
