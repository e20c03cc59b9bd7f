"""The library: browsing, reading, comparing, trying, copying, publishing, ending, throwing away."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Role
from assessments.models import AssessmentCycle
from assessments.tests.moving import moved
from conftest import NOW, shipped_instrument
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.services import drafts
from instruments.versions import shipped
from kspp.lib.forms import VERSION_MISSING
from units.models import Government


def url(name: str, *args: object) -> str:
    app = "assessments" if name in ("instrument_preview", "cycle_move", "cycle_open") else "instruments"
    return reverse(f"{app}:{name}", args=args)


@pytest.fixture
def every(db: None) -> None:
    for path in shipped():
        shipped_instrument(path.stem)


@pytest.fixture
def draft(instrument: InstrumentVersion, kaur: Government, coordinator: User) -> InstrumentVersion:
    return drafts.clone_instrument(
        source=instrument, owner=kaur, code="kaur-2027", title="Kisi-kisi Kaur 2027", by=coordinator, now=NOW
    )


@pytest.fixture
def published(draft: InstrumentVersion) -> InstrumentVersion:
    return drafts.publish_draft(version=draft, by=None, now=NOW, seen_version=1)


@pytest.fixture
def browser(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def titles(client: Client, **query: str) -> list[str]:
    found = client.get(url("library"), query).context["found"]
    return [row.version.code for row in found.rows]


def test_everything_national_and_the_own_is_listed(browser: Client, every: None, kaur: Government) -> None:
    source = InstrumentVersion.objects.get(code="opini-2025")
    drafts.clone_instrument(source=source, owner=kaur, code="kaur-opini", title="Opini Kaur", by=None, now=NOW)
    assert sorted(titles(browser)) == sorted(["kaur-opini", *(path.stem for path in shipped())])


def test_the_neighbours_own_are_not_there(client: Client, outsider: User, draft: InstrumentVersion) -> None:
    client.force_login(outsider)
    assert titles(client) == ["kspp-2023-2024"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"q": "F-02 varian A"}, ["pekppp-f02"]),
        ({"q": "opini-2025"}, ["opini-2025"]),
        ({"q": "LAKIP yang mengaitkan"}, ["opini-2026"]),
        ({"q": "disusun dengan melibatkan masyarakat, dimonitor"}, []),
        ({"q": "belum memenuhi 14 komponen"}, ["pekppp-f02"]),
        ({"keluarga": "skm"}, ["skm", "skm-0111"]),
        ({"tahun": "2024"}, ["kspp-2023-2024"]),
        ({"status": "draft"}, []),
        ({"milik": "daerah"}, []),
        ({"q": "kata yang tidak ada di mana pun"}, []),
        ({"keluarga": "tidak-ada", "tahun": "x", "q": "F-02 varian A"}, ["pekppp-f02"]),
    ],
)
def test_the_list_is_narrowed(browser: Client, every: None, query: dict[str, str], codes: list[str]) -> None:
    assert sorted(titles(browser, **query)) == sorted(codes)


def test_a_draft_is_searched_as_well(browser: Client, draft: InstrumentVersion) -> None:
    content = drafts.source_content(draft)
    content["dimensions"][0]["variables"][0]["indicators"][0]["name"] = "Kata khas Bintuhan"
    drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=1)
    assert titles(browser, q="khas bintuhan") == ["kaur-2027"]


def test_what_was_found_inside_is_named(browser: Client, every: None) -> None:
    page = browser.get(url("library"), {"q": "LAKIP yang mengaitkan"}).content.decode()
    assert 'href="/instrumen/opini-2026/#indicator-IN-01.2"' in page


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    browser: Client, instrument: InstrumentVersion, kaur: Government, django_assert_num_queries
) -> None:
    browser.get(url("library"))
    with django_assert_num_queries(7):
        browser.get(url("library"), {"q": "layanan"})
    for number in range(12):
        drafts.clone_instrument(
            source=instrument, owner=kaur, code=f"k-{number}", title=f"K {number}", by=None, now=NOW
        )
    with django_assert_num_queries(7):
        assert len(titles(browser, q="layanan")) == 13


@pytest.mark.parametrize("code", [path.stem for path in shipped()])
def test_every_shipped_instrument_can_be_read_and_tried(browser: Client, every: None, code: str) -> None:
    page = browser.get(url("instrument", code))
    assert page.status_code == 200
    content = page.context["content"]
    assert content.digest == InstrumentVersion.objects.get(code=code).digest
    assert f"{content.indicator_count} indikator" in page.content.decode()
    tried = browser.get(url("instrument_preview", code))
    assert tried.status_code == 200
    trials = tried.context["content"].trials
    assert [trial.result.score for trial in trials] == sorted(trial.result.score for trial in trials)


def test_a_detail_says_weights_provenance_levels_and_use(
    browser: Client, instrument: InstrumentVersion, kaur: Government
) -> None:
    AssessmentCycle.objects.create(government=kaur, year=2024, instrument=instrument)
    page = browser.get(url("instrument", instrument.code))
    text = page.content.decode()
    assert "Kabupaten Kaur: 1 siklus (2024)" in text
    assert "perkiraan" in text
    first = page.context["content"].dimensions[0].indicators[0]
    assert first.percent.endswith("%")
    assert {origin.what for origin in first.origins} == {"nama", "bobot", "tingkat"}
    assert all(level.text in text for level in first.row.levels if "'" not in level.text and '"' not in level.text)


def test_the_use_by_others_is_not_told(
    client: Client, outsider: User, instrument: InstrumentVersion, kaur: Government
) -> None:
    AssessmentCycle.objects.create(government=kaur, year=2024, instrument=instrument)
    client.force_login(outsider)
    assert "Kaur" not in client.get(url("instrument", instrument.code)).content.decode()


def test_an_operator_reads_national_instruments(client: Client, operator: User, draft: InstrumentVersion) -> None:
    client.force_login(operator)
    assert client.get(url("instrument", "kspp-2023-2024")).status_code == 200
    assert client.get(url("instrument", draft.code)).status_code == 403
    assert client.get(url("instrument_clone", "kspp-2023-2024")).status_code == 403
    assert client.get("/instrumen/tidak-ada/").status_code == 404


def test_the_complaint_desk_has_no_library(client: Client, kaur: Government, dukcapil) -> None:
    user = User.objects.create_user("desk@kaur.example", "sandi-yang-panjang", name="Desk")
    Membership.objects.create(user=user, role=Role.COMPLAINT_OFFICER, government=kaur, unit=dukcapil)
    client.force_login(user)
    assert client.get(url("library")).status_code == 403
    assert "/instrumen/" not in client.get(reverse("home"), follow=True).content.decode()


def test_two_versions_are_compared(browser: Client, every: None) -> None:
    page = browser.get(url("instrument_comparison", "kspp-2023-2024"), {"dengan": "kspp-2022"})
    content = page.context["content"]
    assert content.groups
    assert "ditambah" in page.content.decode()
    same = browser.get(url("instrument_comparison", "kspp-2023-2024"))
    assert same.context["content"].comparison.is_same
    assert "Pilih versi lain" in same.content.decode()
    for hostile in ("tidak-ada", "a\x00b", "💥" * 90):
        assert browser.get(url("instrument_comparison", "kspp-2022"), {"dengan": hostile}).status_code == 404


def test_a_neighbours_draft_cannot_be_compared_with(client: Client, outsider: User, draft: InstrumentVersion) -> None:
    client.force_login(outsider)
    assert client.get(url("instrument_comparison", "kspp-2023-2024"), {"dengan": draft.code}).status_code == 404


CLONE = {"title": "Kisi-kisi 2027", "code": "kaur-kisi-2027"}


def test_a_coordinator_copies_for_the_own_government(browser: Client, instrument, kaur: Government) -> None:
    offered = browser.get(url("instrument_clone", instrument.code)).context["form"]
    assert "owner" not in offered.fields
    for _ in range(2):
        answer = browser.post(url("instrument_clone", instrument.code), CLONE)
        assert answer.headers["Location"] == url("draft", "kaur-kisi-2027")
    made = InstrumentVersion.objects.get(code="kaur-kisi-2027")
    assert (made.owner, made.status, made.title) == (kaur, "draft", "Kisi-kisi 2027")


def test_a_platform_admin_makes_national_ones(client: Client, platform_admin: User, instrument) -> None:
    client.force_login(platform_admin)
    assert "semua pemerintah daerah" in client.get(url("instrument_clone", instrument.code)).content.decode()
    client.post(url("instrument_clone", instrument.code), CLONE)
    assert InstrumentVersion.objects.get(code="kaur-kisi-2027").owner is None


def test_who_coordinates_two_governments_chooses(
    browser: Client, coordinator: User, instrument, kaur: Government, paser: Government
) -> None:
    Membership.objects.create(user=coordinator, role=Role.COORDINATOR, government=paser)
    address = url("instrument_clone", instrument.code)
    assert browser.post(address, CLONE).status_code == 422
    stranger = Government.objects.create(code="17.05", level="kabupaten", name="Seluma", province=kaur.province)
    assert browser.post(address, {**CLONE, "owner": stranger.pk}).status_code == 422
    assert browser.post(address, {**CLONE, "owner": paser.pk}).status_code == 302
    assert InstrumentVersion.objects.get(code="kaur-kisi-2027").owner == paser


@pytest.mark.parametrize("code", ["Huruf Besar", "dua--strip", "kspp-2023-2024", "", "x" * 61])
def test_a_wrong_code_is_refused_at_its_field(browser: Client, instrument, code: str) -> None:
    answer = browser.post(url("instrument_clone", instrument.code), {**CLONE, "code": code})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert InstrumentVersion.objects.count() == 1


def test_publishing_is_confirmed_and_final(browser: Client, draft: InstrumentVersion) -> None:
    address = url("instrument_publish", draft.code)
    page = browser.get(address).content.decode()
    assert "tidak dapat diubah lagi" in page
    assert browser.post(address, {"version": "1"}).headers["Location"] == draft.get_absolute_url()
    draft.refresh_from_db()
    assert draft.status == "published"
    assert browser.post(address, {"version": "1"}).status_code == 302
    assert Event.objects.filter(action="instrument.published").count() == 1
    assert browser.get(url("draft", draft.code)).headers["Location"] == draft.get_absolute_url()


@pytest.mark.parametrize(
    ("version", "status", "said"),
    [
        ("7", 409, "berubah sejak Anda membuka"),
        ("9" * 40, 422, VERSION_MISSING),
        ("", 422, VERSION_MISSING),
        ("x", 422, VERSION_MISSING),
    ],
)
@pytest.mark.parametrize("name", ["instrument_publish", "instrument_discard"])
def test_a_draft_that_was_not_seen_as_it_is_stays(browser: Client, draft, name, version, status, said) -> None:
    answer = browser.post(url(name, draft.code), {"version": version})
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert InstrumentVersion.objects.get(pk=draft.pk).status == "draft"


def test_a_draft_that_contradicts_itself_is_not_published(browser: Client, draft: InstrumentVersion) -> None:
    content = drafts.source_content(draft)
    broken = drafts.save_draft(
        version=draft, content={**content, "outcome_factors": []}, by=None, now=NOW, seen_version=1
    )
    page = browser.get(url("instrument_publish", draft.code)).content.decode()
    assert "Perbaiki 1 kesalahan" in page
    assert "Terbitkan dan kunci" not in page
    answer = browser.post(url("instrument_publish", draft.code), {"version": broken.version})
    assert answer.status_code == 422
    assert (
        "Nilai dapat dicoba setelah 1 kesalahan" in browser.get(url("instrument_preview", draft.code)).content.decode()
    )


def test_ending_the_use_asks_for_a_reason(browser: Client, published: InstrumentVersion) -> None:
    address = url("instrument_retire", published.code)
    assert browser.post(address, {"reason": " "}).status_code == 422
    for _ in range(2):
        assert browser.post(address, {"reason": "Kisi-kisi resmi sudah terbit."}).status_code == 302
    published.refresh_from_db()
    assert published.status == "retired"
    assert Event.objects.get(action="instrument.retired").reason == "Kisi-kisi resmi sudah terbit."


def test_a_draft_is_not_ended_but_thrown_away(browser: Client, draft: InstrumentVersion) -> None:
    assert browser.post(url("instrument_retire", draft.code), {"reason": "Salah."}).status_code == 422
    address = url("instrument_discard", draft.code)
    assert browser.post(address, {"version": "9"}).status_code == 409
    assert browser.post(address, {"version": "1"}).headers["Location"] == url("library")
    assert not InstrumentVersion.objects.filter(pk=draft.pk).exists()
    assert browser.post(address, {"version": "1"}).status_code == 404


def test_a_draft_that_was_copied_stays(browser: Client, draft: InstrumentVersion, kaur: Government) -> None:
    drafts.clone_instrument(source=draft, owner=kaur, code="kaur-salinan", title="Salinan", by=None, now=NOW)
    answer = browser.post(url("instrument_discard", draft.code), {"version": "1"})
    assert answer.status_code == 422
    assert "sudah disalin" in answer.content.decode()


@pytest.mark.parametrize("name", ["instrument_publish", "instrument_discard"])
def test_what_is_published_is_neither_published_again_nor_thrown_away(browser: Client, published, name: str) -> None:
    for _ in range(2):
        answer = browser.post(url(name, published.code), {"version": str(published.version)})
        assert answer.headers["Location"] == published.get_absolute_url()
    assert InstrumentVersion.objects.get(pk=published.pk).status == "published"


@pytest.mark.parametrize("name", ["instrument_publish", "instrument_retire", "instrument_discard", "draft"])
def test_a_coordinator_changes_no_national_instrument(
    browser: Client, instrument: InstrumentVersion, name: str
) -> None:
    assert browser.get(url(name, instrument.code)).status_code == 403
    page = browser.get(url("instrument", instrument.code)).content.decode()
    assert url("instrument_retire", instrument.code) not in page
    assert url("instrument_clone", instrument.code) in page


def test_the_history_tells_from_what_to_what(browser: Client, draft: InstrumentVersion) -> None:
    head = browser.get(url("draft_head", draft.code)).context["form"].initial
    sent = {**{name: value for name, value in head.items() if isinstance(value, str | int)}, "scale": "100"}
    sent |= {"years": "2027", "title": "Kisi-kisi baru", "decimals": "2"}
    assert browser.post(url("draft_head", draft.code), sent).status_code == 302
    page = browser.get(url("instrument_history", draft.code)).content.decode()
    assert "<dt>Judul</dt>" in page
    assert "<del>Kisi-kisi Kaur 2027</del> <ins>Kisi-kisi baru</ins>" in page


def test_a_published_version_says_where_it_can_be_used_next(browser, coordinator, reviewer, cycle, published, draft):
    browser.force_login(coordinator)
    moving = url("cycle_move", cycle.pk, published.pk)
    opening = url("cycle_open", cycle.government.code) + "?instrumen=kaur-2027"

    page = browser.get(published.get_absolute_url()).content.decode()
    assert (moving in page, opening in page) == (False, True)  # that cycle is over
    cycle.phases.create(position=1, name="Pengisian", starts_on=timezone.localdate(), ends_on=timezone.localdate())

    page = browser.get(published.get_absolute_url()).content.decode()

    assert (moving in page, opening in page) == (True, True)
    assert browser.get(moving).status_code == 200
    assert browser.get(opening).context["form"].initial["instrument"] == published.pk
    browser.force_login(reviewer)
    page = browser.get(published.get_absolute_url()).content.decode()
    assert (moving in page, opening in page) == (False, False)


def test_where_the_cycle_has_been_before_no_move_is_offered(browser, coordinator, assessment, published):
    cycle = assessment.locus.cycle
    cycle.phases.create(position=1, name="Pengisian", starts_on=timezone.localdate(), ends_on=timezone.localdate())
    browser.force_login(coordinator)
    moved(cycle, published, coordinator)

    assert url("cycle_move", cycle.pk, published.pk) not in browser.get(published.get_absolute_url()).content.decode()


def test_a_draft_leads_to_its_publishing_and_is_used_nowhere(browser, coordinator, draft):
    browser.force_login(coordinator)

    page = browser.get(draft.get_absolute_url())

    assert url("instrument_publish", draft.code) in page.content.decode()
    assert "Buka siklus dengan instrumen ini" not in page.content.decode()


def test_a_copy_of_ones_own_is_the_next_version_of_it(browser, coordinator, published):
    browser.force_login(coordinator)
    asked = url("instrument_clone", published.code)

    first = browser.get(asked).context["form"].initial
    browser.post(asked, first)
    second = browser.get(asked).context["form"].initial
    third = browser.get(url("instrument_clone", first["code"])).context["form"].initial

    assert first == {"title": "Kisi-kisi Kaur 2027 (perbaikan)", "code": "kaur-2027-v2"}
    assert second == third == {"title": "Kisi-kisi Kaur 2027 (perbaikan 2)", "code": "kaur-2027-v3"}
