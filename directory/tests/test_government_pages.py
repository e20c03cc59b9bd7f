import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.permissions import Role
from conftest import person
from history.models import Event
from kspp.lib.forms import VERSION_MISSING
from units.models import GovernmentAlias

LIST = reverse("directory:governments")


def profile(**fields):
    return {"seat": "Bintuhan", "address": "Jl. Merdeka 1", "version": 1, **fields}


@pytest.fixture
def edit(kaur):
    return reverse("directory:government_edit", args=[kaur.code])


def test_everybody_finds_the_own_government_only(client, coordinator, kaur, paser):
    client.force_login(coordinator)
    page = client.get(LIST)
    assert [row.code for row in page.context["page_obj"]] == ["17.04"]
    assert "Paser" not in page.content.decode()


def test_an_operator_of_a_unit_finds_an_empty_list(client, operator):
    client.force_login(operator)
    assert "Tidak ada pemerintah daerah" in client.get(LIST).content.decode()


def test_a_visitor_is_sent_to_the_sign_in_page(client, kaur):
    assert client.get(LIST).headers["Location"].startswith(reverse("account_login"))


def test_the_platform_reads_552_rows_in_pages_with_as_many_queries_as_for_one(
    client, platform_admin, kaur, django_assert_max_num_queries, capsys
):
    client.force_login(platform_admin)
    client.get(LIST)
    with django_assert_max_num_queries(8) as for_one:
        client.get(LIST)
    call_command("load_regions")
    for number, rows in ((1, 50), (12, 2)):
        with django_assert_max_num_queries(len(for_one)):
            page = client.get(LIST, {"halaman": number})
        assert page.context["page_obj"].paginator.count == 552
        assert len(page.context["page_obj"].object_list) == rows


@pytest.mark.parametrize(
    "query, codes",
    [
        ({"q": "kaur"}, ["17.04"]),
        ({"q": "17.04"}, ["17.04"]),
        ({"q": "rohil"}, ["14.07"]),
        ({"q": "kota bandung"}, ["32.73"]),
        ({"q": "Kab. Sorong Selatan"}, ["96.02"]),
        ({"q": "tojo una una"}, ["72.09"]),
        ({"q": "jambi", "tingkat": "kota"}, ["15.71"]),
        ({"q": "kaur\x00"}, 552),
        ({"q": "--"}, []),
        ({"tingkat": "provinsi"}, 38),
        ({"tingkat": "desa"}, 552),
        ({"halaman": "zzz"}, 552),
    ],
)
def test_governments_are_searched_by_name_alias_code_and_level(client, platform_admin, query, codes, capsys):
    call_command("load_regions")
    client.force_login(platform_admin)
    page = client.get(LIST, query)
    assert page.status_code == 200
    found = page.context["page_obj"].paginator
    assert found.count == (codes if isinstance(codes, int) else len(codes))
    if isinstance(codes, list):
        assert [row.code for row in found.object_list] == codes


def test_a_government_with_two_matching_aliases_is_listed_once(client, platform_admin, kaur):
    for name in ("Kaur Raya", "Kaur Jaya"):
        GovernmentAlias.objects.create(government=kaur, name=name)
    client.force_login(platform_admin)
    assert client.get(LIST, {"q": "kaur"}).context["page_obj"].paginator.count == 1


def test_the_profile_shows_the_title_of_the_head_where_no_signatory_is_named(client, reviewer, kaur):
    client.force_login(reviewer)
    page = client.get(kaur.get_absolute_url()).content.decode()
    assert "Bupati" in page
    assert "Bintuhan" in page
    assert "Ubah profil" not in page


@pytest.mark.parametrize("code", ["17.4", "1704", "17.04%00", "%00", "abc", "17.04.01"])
def test_what_is_no_code_is_not_found(client, coordinator, code):
    client.force_login(coordinator)
    assert client.get(f"/pemda/{code}/").status_code == 404


@pytest.mark.parametrize("name", ["government", "government_edit", "unit_list", "unit_create"])
def test_the_neighbour_finds_nothing(client, outsider, kaur, name):
    client.force_login(outsider)
    assert client.get(reverse(f"directory:{name}", args=[kaur.code])).status_code == 404


@pytest.mark.parametrize("name", ["government", "government_edit", "unit_list", "unit_create"])
def test_a_member_of_one_unit_may_not_see_the_whole_government(client, operator, kaur, name):
    client.force_login(operator)
    assert client.get(reverse(f"directory:{name}", args=[kaur.code])).status_code == 403


def test_only_who_may_edit_the_profile_may_open_and_send_the_form(client, secretary, edit):
    client.force_login(secretary)
    assert client.get(edit).status_code == 403
    assert client.post(edit, profile()).status_code == 403


def test_the_coordinator_saves_letterhead_and_signatory(client, coordinator, kaur, edit):
    client.force_login(coordinator)
    answer = client.post(edit, profile(address="  Jl.  Merdeka \n 1 ", signatory_name="Ani", signatory_nip="1970 0101"))
    assert answer.headers["Location"] == kaur.get_absolute_url()
    kaur.refresh_from_db()
    assert (kaur.address, kaur.signatory_name, kaur.signatory_nip) == ("Jl. Merdeka 1", "Ani", "1970 0101")
    assert (kaur.version, kaur.name_key) == (2, "kaur")
    event = Event.objects.get(action="government.changed")
    assert event.actor == coordinator
    assert event.changes["address"] == ["", "Jl. Merdeka 1"]
    assert "seat" not in event.changes


def test_the_same_profile_sent_twice_is_one_change(client, coordinator, kaur, edit):
    client.force_login(coordinator)
    for _ in range(2):
        assert client.post(edit, profile()).status_code == 302
    kaur.refresh_from_db()
    assert kaur.version == 2
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "field, value",
    [
        ("address", "a\x00b"),
        ("address", "a\x07b"),
        ("contact", "x" * 201),
        ("signatory_nip", "NIP"),
        ("seat", "\u202eab"),
    ],
)
def test_a_profile_that_cannot_be_printed_is_refused_at_its_field(client, coordinator, kaur, edit, field, value):
    client.force_login(coordinator)
    answer = client.post(edit, profile(**{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    kaur.refresh_from_db()
    assert kaur.version == 1


def test_a_stale_profile_shows_both_versions_and_can_then_be_saved(client, coordinator, kaur, edit):
    other = person("rekan@kaur.example", Role.COORDINATOR, kaur)
    client.force_login(other)
    client.post(edit, profile(address="Jl. Baru 2"))
    client.force_login(coordinator)
    answer = client.post(edit, profile(address="Jl. Lama 9"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jl. Baru 2" in page
    assert "Jl. Lama 9" in page
    assert 'value="2"' in page
    assert client.post(edit, profile(address="Jl. Lama 9", version=2)).status_code == 302
    kaur.refresh_from_db()
    assert kaur.address == "Jl. Lama 9"


def test_a_profile_without_a_version_is_refused_above_the_form(client, coordinator, edit):
    client.force_login(coordinator)
    answer = client.post(edit, {"address": "Jl. Baru 2"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [VERSION_MISSING]
