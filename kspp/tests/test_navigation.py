"""The main menu: where each person may go, and where they are."""

import pytest
from django.test import Client

from accounts.models import User
from assessments.models import Assessment

pytestmark = pytest.mark.django_db


def menu(client: Client, user: User, path: str) -> list[tuple[str, str]]:
    client.force_login(user)
    navigation = client.get(path).context["navigation"]
    return [(item["label"], item["current"]) for item in navigation]


def test_a_coordinator_sees_the_whole_desk_and_where_they_are(
    client: Client, coordinator: User, assessment: Assessment
) -> None:
    cycle = assessment.locus.cycle_id
    assert menu(client, coordinator, "/pemda/17.04/unit/") == [
        ("Beranda", ""),
        ("Siklus", ""),
        ("Unit", "page"),
        ("Orang", ""),
        ("Instrumen", ""),
        ("Hasil resmi", ""),
    ]
    assert dict(menu(client, coordinator, f"/siklus/{cycle}/"))["Siklus"] == "true"
    assert dict(menu(client, coordinator, "/hasil-resmi/"))["Hasil resmi"] == "page"
    assert dict(menu(client, coordinator, "/pemda/17.04/hasil-resmi/"))["Hasil resmi"] == "true"
    assert dict(menu(client, coordinator, "/pemda/17.04/nilai-sendiri-dan-resmi/"))["Siklus"] == "true"
    assert dict(menu(client, coordinator, "/pemda/17.04/instrumen/unggah/"))["Instrumen"] == "true"
    assert dict(menu(client, coordinator, f"/penilaian/{assessment.pk}/"))["Siklus"] == "true"
    assert dict(menu(client, coordinator, f"/siklus/{cycle}/dasbor/")) == {
        "Beranda": "page",
        "Siklus": "",
        "Unit": "",
        "Orang": "",
        "Instrumen": "",
        "Hasil resmi": "",
    }


def test_others_see_only_what_they_may_open(
    client: Client, operator: User, head: User, platform_admin: User, assessment: Assessment
) -> None:
    page = f"/penilaian/{assessment.pk}/"
    assert [label for label, _ in menu(client, operator, page)] == ["Beranda", "Unit saya", "Instrumen", "Hasil resmi"]
    assert [label for label, _ in menu(client, head, page)] == [
        "Beranda",
        "Siklus",
        "Unit",
        "Instrumen",
        "Hasil resmi",
    ]
    platform = [label for label, _ in menu(client, platform_admin, "/pemda/")]
    assert platform == ["Beranda", "Pemerintah daerah", "Galeri", "Admin", "Instrumen", "Hasil resmi"]


def test_whoever_is_not_signed_in_has_no_menu(client: Client) -> None:
    assert client.get("/akun/login/").context["navigation"] == []
