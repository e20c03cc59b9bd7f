"""Pages that belong to no app: errors, and the account pages in our own words."""

import re

import pytest
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from accounts.models import User
from conftest import PASSWORD

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]
ENGLISH = re.compile(r"\b(the|password|sign|your|email address|forgot|please|account)\b", re.I)


def words(html: str) -> str:
    """What a reader sees: the body without markup."""
    return re.sub(r"<[^>]+>", " ", html[html.index("<body") :])


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_no_context_and_says_how_to_go_on(name: str) -> None:
    page = get_template(name).render()
    assert '<html lang="id">' in page
    assert page.count("<h1>") == 1
    assert '<a class="btn btn-primary" href="/">' in page


def test_a_missing_page_says_so_in_our_words(client: Client, db: None) -> None:
    response = client.get("/tidak-ada-di-sini/")
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.content.decode()


def test_an_expired_form_is_explained(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert response.status_code == 403
    assert "terlalu lama terbuka" in response.content.decode()


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_reset_password", "account_reset_password_done", "account_signup", "account_inactive"],
)
def test_an_entrance_page_reads_indonesian(client: Client, db: None, name: str) -> None:
    text = client.get(reverse(name)).content.decode()
    assert '<html lang="id">' in text
    assert ENGLISH.findall(words(text)) == []


def test_the_login_page_offers_no_sign_up(client: Client, db: None) -> None:
    assert reverse("account_signup") not in client.get(reverse("account_login")).content.decode()


def test_a_wrong_password_is_explained_at_the_form(client: Client, coordinator: User) -> None:
    response = client.post(reverse("account_login"), {"login": coordinator.email, "password": "salah"})
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "account_change_password", "account_logout", "account_reauthenticate"]
)
def test_an_account_page_reads_indonesian(client: Client, coordinator: User, name: str) -> None:
    client.post(reverse("account_login"), {"login": coordinator.email, "password": PASSWORD})
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert ENGLISH.findall(words(response.content.decode())) == []


def test_the_password_mail_reads_indonesian(client: Client, coordinator: User) -> None:
    client.post(reverse("account_reset_password"), {"email": coordinator.email})
    [message] = mail.outbox
    assert "Tautan untuk membuat kata sandi baru" in message.subject
    assert ENGLISH.findall(re.sub(r"http\S+", "", str(message.body))) == []


def test_the_mailed_link_leads_to_a_new_password(client: Client, coordinator: User) -> None:
    client.post(reverse("account_reset_password"), {"email": coordinator.email})
    link = re.search(r"http\S+", str(mail.outbox[0].body))
    assert link
    form = client.get(re.sub(r"https?://[^/]+", "", link.group()), follow=True)
    assert "Buat kata sandi" in form.content.decode()
    new = "kata-sandi-yang-lain-sekali"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    coordinator.refresh_from_db()
    assert coordinator.check_password(new)
