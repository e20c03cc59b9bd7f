import pytest
from django.conf import settings
from django.test import Client, override_settings

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PATHS = ["/", "/akun/login/", "/healthz", "/tidak-ada/", "/admin/login/", "/static/css/base.css"]


def directives(policy: str) -> dict[str, set[str]]:
    return {name: set(values) for name, *values in (part.split() for part in policy.split(";") if part.strip())}


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_security_headers(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Request-ID"]
    policy = directives(response["Content-Security-Policy"])
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}
    assert "unsafe" not in response["Content-Security-Policy"]


def test_an_error_page_carries_them_too(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("allauth.account.views.LoginView.dispatch", break_down)
    response = client.get("/akun/login/")
    assert response.status_code == 500
    assert "Content-Security-Policy" in response
    assert "Traceback" not in response.text


@override_settings(SECURE_SSL_REDIRECT=True)
def test_plain_http_is_sent_to_https_except_for_the_health_check(client: Client, db: None) -> None:
    assert client.get("/akun/login/")["Location"].startswith("https://")
    assert client.get("/healthz").status_code != 301


@override_settings(SECURE_HSTS_SECONDS=100)
def test_https_promises_to_stay(client: Client, db: None) -> None:
    assert client.get("/akun/login/", secure=True)["Strict-Transport-Security"] == "max-age=100"


def test_cookies_are_kept_from_scripts() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
