"""The gallery shows every component, and to platform staff only."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User

COMPONENTS = Path(__file__).resolve().parents[2] / "templates" / "components"


def test_it_shows_every_component(client: Client, platform_admin: User) -> None:
    client.force_login(platform_admin)
    response = client.get(reverse("gallery"))
    shown = {template.name for template in response.templates}
    all_of_them = {f"components/{path.relative_to(COMPONENTS)}" for path in COMPONENTS.rglob("*.html")}
    assert response.status_code == 200
    assert all_of_them - shown - {"components/messages.html"} == set()


def test_it_shows_every_part_in_both_themes(client: Client, platform_admin: User) -> None:
    client.force_login(platform_admin)
    text = client.get(reverse("gallery")).content.decode()
    assert text.count('class="specimen stack stack-large" data-theme="light"') == 6
    assert text.count('class="specimen stack stack-large" data-theme="dark"') == 6


@pytest.mark.parametrize("who", ["coordinator", "operator", "reviewer", "head", "outsider"])
def test_it_refuses_everybody_else(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("gallery")).status_code == 403


def test_it_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    response = client.get(reverse("gallery"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_it_cannot_be_posted_to(client: Client, platform_admin: User) -> None:
    client.force_login(platform_admin)
    assert client.post(reverse("gallery")).status_code == 405
