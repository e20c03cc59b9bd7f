"""A second factor can be switched on by whoever came in through an invitation, and is asked for from then on."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from accounts.models import User
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user: User) -> str:
    response = client.post("/akun/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302
    return response.headers["Location"]


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_it_is_switched_on_with_a_code_and_asked_for_at_the_next_sign_in(client: Client, coordinator: User) -> None:
    sign_in(client, coordinator)
    asked = client.get("/akun/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/akun/reauthenticate/"), "a forgotten open session is not enough"
    assert client.post(asked.headers["Location"], {"password": PASSWORD}).status_code == 302
    page = client.get("/akun/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert client.post("/akun/2fa/totp/activate/", {"code": "000000"}).status_code == 200, "a wrong code is refused"
    assert not Authenticator.objects.exists()
    response = client.post("/akun/2fa/totp/activate/", {"code": code_now(secret)})
    assert response.status_code == 302
    assert Authenticator.objects.filter(user=coordinator, type=Authenticator.Type.TOTP).exists()
    other = Client()
    assert sign_in(other, coordinator).startswith("/akun/2fa/authenticate/")
