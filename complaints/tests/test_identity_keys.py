"""Exchanging the keys that seal identities: readable and searchable throughout, and afterwards without the old."""

import io
import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from complaints.models import Complaint, Identity, IdentityWord, ImportBatch
from complaints.selectors.persons import is_of, opened, sealer
from complaints.services import resealing
from complaints.services.linking import split
from complaints.services.persons import correct_identity
from complaints.tests.cases import PERSON, complain
from conftest import NOW
from kspp.lib.sealing import Unreadable, new_key
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OLD, NEW = new_key(), new_key()


@pytest.fixture(autouse=True)
def old_key(settings: Any) -> None:
    settings.IDENTITY_KEYS = [OLD]


def reseal(*options: str) -> str:
    out = io.StringIO()
    call_command("reseal_identities", *options, stdout=out)
    return out.getvalue()


def names() -> list[str]:
    return [opened(identity).name for identity in Identity.objects.order_by("pk")]


def people(kaur: Government, unit: ServiceUnit, number: int = 3) -> list[str]:
    found = [f"Sari Nomor{n}" for n in range(number)]
    for name in found:
        complain(kaur, unit, person={**PERSON, "name": name})
    return found


def found(typed: str) -> int:
    return Complaint.objects.filter(is_of(typed)).count()


def test_keys_are_exchanged_without_a_moment_in_which_anything_is_lost(
    kaur: Government, dukcapil: ServiceUnit, settings: Any
) -> None:
    given = people(kaur, dukcapil)
    settings.IDENTITY_KEYS = [NEW, OLD]
    assert (names(), found("sari"), found("nomor1"), found("0812 0000 0001")) == (given, 3, 1, 3)
    given += people(kaur, dukcapil, 1)
    assert (names(), found("sari"), found("nomor0")) == (given, 4, 2)

    assert "Identitas: 3 disegel ulang, 1 sudah memakai kunci pertama." in reseal()
    assert (names(), found("sari"), found("nomor1"), found("0812 0000 0001")) == (given, 4, 1, 4)

    settings.IDENTITY_KEYS = [NEW]
    assert (names(), found("sari"), found("nomor1"), found("0812 0000 0001")) == (given, 4, 1, 4)


def test_the_old_key_alone_opens_and_finds_nothing_afterwards(
    kaur: Government, dukcapil: ServiceUnit, settings: Any
) -> None:
    people(kaur, dukcapil, 1)
    settings.IDENTITY_KEYS = [NEW, OLD]
    reseal()
    settings.IDENTITY_KEYS = [OLD]
    with pytest.raises(Unreadable):
        names()
    assert found("sari") == 0


def test_a_dry_run_counts_and_changes_nothing(kaur: Government, dukcapil: ServiceUnit, settings: Any) -> None:
    people(kaur, dukcapil)
    settings.IDENTITY_KEYS = [NEW, OLD]
    before = list(Identity.objects.values_list("sealed", flat=True)), set(IdentityWord.objects.values_list("digest"))
    assert "Identitas: 3 perlu disegel ulang, 0 sudah memakai kunci pertama." in reseal("--dry-run")
    assert before == (
        list(Identity.objects.values_list("sealed", flat=True)),
        set(IdentityWord.objects.values_list("digest")),
    )


def test_a_second_run_has_nothing_to_do(kaur: Government, dukcapil: ServiceUnit, settings: Any) -> None:
    people(kaur, dukcapil)
    settings.IDENTITY_KEYS = [NEW, OLD]
    reseal()
    stored = list(Identity.objects.values_list("sealed", "version"))
    assert "Identitas: 0 disegel ulang, 3 sudah memakai kunci pertama." in reseal()
    assert list(Identity.objects.values_list("sealed", "version")) == stored


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(
    kaur: Government, dukcapil: ServiceUnit, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = people(kaur, dukcapil, 5)
    settings.IDENTITY_KEYS = [NEW, OLD]
    monkeypatch.setattr(resealing, "BATCH", 2)
    index, calls = resealing.index_words, []

    def cut_off(identity: Identity, person: dict[str, str]) -> None:
        calls.append(identity.pk)
        if len(calls) == 4:
            raise KeyboardInterrupt
        index(identity, person)

    monkeypatch.setattr(resealing, "index_words", cut_off)
    with pytest.raises(KeyboardInterrupt):
        reseal()
    assert (names(), found("sari")) == (given, 5)
    monkeypatch.setattr(resealing, "index_words", index)
    assert "3 disegel ulang, 2 sudah memakai kunci pertama" in reseal(), "the first batch of two was stored"
    settings.IDENTITY_KEYS = [NEW]
    assert (names(), found("sari")) == (given, 5)


def test_rows_that_no_key_opens_are_told_by_id_and_left(kaur: Government, dukcapil: ServiceUnit, settings: Any) -> None:
    people(kaur, dukcapil)
    lost = Identity.objects.order_by("pk")[1]
    settings.IDENTITY_KEYS = [new_key()]
    lost.sealed = sealer().seal(PERSON)
    lost.save()
    settings.IDENTITY_KEYS = [NEW, OLD]
    with pytest.raises(CommandError) as failure:
        reseal()
    assert str(failure.value) == f"Identitas yang tidak dibuka kunci mana pun: {lost.pk}."
    assert Identity.objects.get(pk=lost.pk).sealed == lost.sealed
    assert sum(sealer().is_current(sealed) for sealed in Identity.objects.values_list("sealed", flat=True)) == 2


def test_imports_that_wait_are_sealed_anew_and_emptied_ones_are_left(
    kaur: Government, coordinator: User, settings: Any
) -> None:
    def batch(sealed: str) -> uuid.UUID:
        return ImportBatch.objects.create(
            government=kaur,
            source="register",
            name="x.xlsx",
            sha256="0" * 64,
            sealed_rows=sealed,
            checked_at=NOW,
            checked_by=coordinator,
        ).pk

    waiting, empty = batch(sealer().seal({"rows": "[1]"})), batch("")
    settings.IDENTITY_KEYS = [NEW, OLD]
    assert "Impor: 1 disegel ulang, 0 sudah memakai kunci pertama." in reseal()
    settings.IDENTITY_KEYS = [NEW]
    assert sealer().open(ImportBatch.objects.get(pk=waiting).sealed_rows) == {"rows": "[1]"}
    assert ImportBatch.objects.get(pk=empty).sealed_rows == ""


def test_a_part_split_off_before_the_exchange_is_exchanged_too(
    kaur: Government, dukcapil: ServiceUnit, coordinator: User, settings: Any
) -> None:
    whole = complain(kaur, dukcapil, person=PERSON)
    values = {"subject": "Hal lain", "story": "Hal lain."}
    settings.IDENTITY_KEYS = [NEW, OLD]
    split(complaint=whole, values=values, form_key=uuid.uuid4(), by=coordinator, now=NOW)
    reseal()
    settings.IDENTITY_KEYS = [NEW]
    assert (names(), found("sari")) == ([PERSON["name"]] * 2, 2)


def test_correcting_seals_with_the_first_key(
    kaur: Government, dukcapil: ServiceUnit, coordinator: User, settings: Any
) -> None:
    complaint = complain(kaur, dukcapil, person=PERSON)
    settings.IDENTITY_KEYS = [NEW, OLD]
    correct_identity(
        complaint=complaint, person={**PERSON, "name": "Sari Baru"}, seen_version=1, by=coordinator, now=NOW
    )
    settings.IDENTITY_KEYS = [NEW]
    assert (names(), found("baru"), found("contoh")) == (["Sari Baru"], 1, 0)


def test_the_work_is_done_in_batches(
    kaur: Government, dukcapil: ServiceUnit, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(kaur, dukcapil, 5)
    monkeypatch.setattr(resealing, "BATCH", 2)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        resealing.reseal_identities(dry_run=True)
    reads = [q["sql"] for q in queries if "complaints_identity" in q["sql"]]
    assert len(reads) == 4
    assert all("LIMIT 2" in sql for sql in reads)
