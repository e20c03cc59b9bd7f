"""An organisation's own instrument: cloned, edited, published, retired; and a file that reads as it was written."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.permissions import Permission
from conftest import NOW
from history.models import Event
from instruments.models import Indicator, InstrumentVersion
from instruments.selectors.documents import document_of, has_drifted
from instruments.sentences.refusals import REFUSALS, Code
from instruments.services import drafts
from instruments.versions import read, shipped
from instruments.versions.reading import read_draft
from instruments.versions.writing import as_yaml, content_of
from kspp.lib.blanks import plain_blanks
from kspp.lib.errors import Conflict, Refused

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_file_reads_as_it_was_written(path) -> None:
    file = read(path)
    draft = read_draft(as_yaml(content_of(file)))
    assert draft.file == file
    assert draft.mistakes == ()


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: plain_blanks(text).strip()
)


@settings(deadline=None)
@given(title=TEXTS, note=TEXTS)
def test_any_text_survives_the_file(title: str, note: str) -> None:
    short = title[:200] if plain_blanks(title[:200]).strip() else "x"
    content = content_of(read(shipped()[0])) | {"title": short, "source": note}
    assert read_draft(as_yaml(content)).content == {**content, **read_draft(as_yaml(content)).content}
    assert read_draft(as_yaml(content)).file.source == plain_blanks(note)


def test_a_clone_is_a_draft_of_its_owner(draft: InstrumentVersion, instrument: InstrumentVersion) -> None:
    assert (draft.status, draft.owner.name, draft.cloned_from) == ("draft", "Kaur", instrument)
    content = drafts.draft_content(draft)
    assert content.mistakes == ()
    assert content.file.dimensions == document_of(instrument).dimensions
    assert not Indicator.objects.filter(variable__dimension__version=draft).exists()


def test_the_same_clone_asked_twice_is_one(draft, instrument, kaur, coordinator) -> None:
    again = drafts.clone_instrument(
        source=instrument, owner=kaur, code="kaur-2026", title="Kisi-kisi Kaur 2026", by=coordinator, now=NOW
    )
    assert again == draft
    assert Event.objects.filter(action="instrument.cloned").count() == 1


def test_a_code_belongs_to_one_instrument(draft, instrument, paser, coordinator) -> None:
    with pytest.raises(Refused, match=Code.CODE_TAKEN):
        drafts.clone_instrument(source=instrument, owner=paser, code="kaur-2026", title="X", by=None, now=NOW)
    with pytest.raises(Refused, match=Code.CONTENT_WRONG):
        drafts.clone_instrument(source=instrument, owner=paser, code="Bukan Kode", title="X", by=None, now=NOW)


def save(draft: InstrumentVersion, **fields: object) -> InstrumentVersion:
    content = {**drafts.source_content(draft), **fields}
    return drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=draft.version)


def test_saving_keeps_code_and_contradictions(draft: InstrumentVersion) -> None:
    saved = save(draft, title="Judul baru", code="lain", bands=drafts.draft_content(draft).content["bands"][::-1])
    assert (saved.title, saved.code, saved.version) == ("Judul baru", "kaur-2026", 2)
    assert drafts.draft_content(saved).file.code == "kaur-2026"
    assert drafts.draft_content(saved).mistakes


def test_saving_the_same_again_changes_nothing(draft: InstrumentVersion) -> None:
    assert save(draft).version == 1
    assert not Event.objects.filter(action="instrument.edited").exists()


def test_a_wrong_shape_is_refused_and_nothing_kept(draft: InstrumentVersion) -> None:
    with pytest.raises(Refused) as refusal:
        save(draft, decimals=9)
    assert refusal.value.said_by(REFUSALS) == ["Angka di belakang koma: paling besar 2."]
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_stale_page_meets_a_conflict(draft: InstrumentVersion) -> None:
    save(draft, title="Yang pertama")
    content = {**drafts.source_content(draft), "title": "Yang kedua"}
    with pytest.raises(Conflict):
        drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=1)


def publish(draft: InstrumentVersion) -> InstrumentVersion:
    return drafts.publish_draft(version=draft, by=None, now=NOW, seen_version=draft.version)


def test_publishing_makes_rows_and_ends_editing(draft: InstrumentVersion, instrument: InstrumentVersion) -> None:
    published = publish(draft)
    assert published.status == "published"
    assert published.draft == ""
    assert document_of(published).dimensions == document_of(instrument).dimensions
    assert not has_drifted(published)
    with pytest.raises(Refused, match=Code.NOT_A_DRAFT):
        save(published, title="Terlambat")


def test_a_contradiction_cannot_be_published(draft: InstrumentVersion) -> None:
    broken = save(draft, bands=drafts.draft_content(draft).content["bands"][::-1])
    with pytest.raises(Refused), transaction.atomic():
        publish(broken)
    assert InstrumentVersion.objects.get(pk=broken.pk).status == "draft"


def test_retiring_asks_for_a_reason_and_is_done_once(draft: InstrumentVersion) -> None:
    with pytest.raises(Refused, match=Code.NOT_PUBLISHED):
        drafts.retire_instrument(version=draft, by=None, now=NOW, reason="Diganti")
    published = publish(draft)
    with pytest.raises(Refused, match=Code.REASON_NEEDED):
        drafts.retire_instrument(version=published, by=None, now=NOW, reason=" ")
    for _ in range(2):
        drafts.retire_instrument(version=published, by=None, now=NOW, reason="Diganti")
    assert InstrumentVersion.objects.get(pk=draft.pk).status == "retired"
    assert Event.objects.filter(action="instrument.retired").count() == 1


def test_a_discarded_draft_is_told_whole(draft: InstrumentVersion) -> None:
    drafts.discard_draft(version=draft, by=None, now=NOW, seen_version=1)
    assert not InstrumentVersion.objects.filter(code="kaur-2026").exists()
    assert "Kisi-kisi Kaur 2026" in Event.objects.get(action="instrument.discarded").changes["draft"][0]


def test_who_reaches_which_instrument(draft, instrument, coordinator, operator, outsider, platform_admin) -> None:
    def codes(user: User, permission: Permission) -> set[str]:
        return set(InstrumentVersion.objects.permitting(user, permission).values_list("code", flat=True))

    both = {draft.code, instrument.code}
    assert codes(coordinator, Permission.INSTRUMENT_VIEW) == codes(platform_admin, Permission.INSTRUMENT_VIEW) == both
    assert codes(coordinator, Permission.INSTRUMENT_MANAGE) == {draft.code}
    assert codes(platform_admin, Permission.INSTRUMENT_MANAGE) == both
    assert (
        codes(operator, Permission.INSTRUMENT_VIEW) == codes(outsider, Permission.INSTRUMENT_VIEW) == {instrument.code}
    )
    assert codes(outsider, Permission.INSTRUMENT_MANAGE) == set()
    publish(draft)
    assert codes(operator, Permission.INSTRUMENT_VIEW) == both
    assert codes(outsider, Permission.INSTRUMENT_VIEW) == {instrument.code}
