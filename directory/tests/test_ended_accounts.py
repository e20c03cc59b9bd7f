"""What remains open to somebody whose account or role ended: nothing, from the next request on."""

import pytest
from django.urls import reverse

from accounts.mailing import set_password_address
from accounts.models import Membership, User
from conftest import PASSWORD

pytestmark = pytest.mark.both_databases
NEW = "Rahasia-panjang-9"


def path_of(user):
    return set_password_address(user).removeprefix("https://portal.example")


def set_password(client, path, password=NEW):
    form = client.get(path, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else path
    return client.post(address, {"password1": password, "password2": password})


def sign_in(client, user, password):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def test_a_session_ends_with_the_account(client, coordinator, kaur):
    client.force_login(coordinator)
    page = reverse("directory:people", args=[kaur.code])
    assert client.get(page).status_code == 200
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert client.get(page).headers["Location"].startswith(reverse("account_login"))


def test_a_disabled_account_cannot_sign_in(client, coordinator):
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    sign_in(client, coordinator, PASSWORD)
    assert client.get(reverse("home")).headers["Location"].startswith(reverse("account_login"))


def test_a_link_to_set_the_password_works_once(client, coordinator):
    path = path_of(coordinator)
    set_password(client, path)
    coordinator.refresh_from_db()
    assert coordinator.check_password(NEW)
    set_password(client, path, "Kata-lain-lagi-7")
    coordinator.refresh_from_db()
    assert coordinator.check_password(NEW)


def test_an_invitation_of_a_role_that_ended_opens_an_account_without_any_right(client, coordinator, kaur):
    path = path_of(coordinator)
    Membership.objects.filter(user=coordinator).update(is_active=False)
    set_password(client, path)
    assert sign_in(client, coordinator, NEW).status_code == 302
    assert client.get(reverse("directory:people", args=[kaur.code])).status_code == 404
