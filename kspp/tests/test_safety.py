import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from kspp.safety import SafetyValues, problems
from kspp.secret import kept_secret

GOOD = SafetyValues(
    secret_key="k8Jd02mXq-Zr7LwT1bYv5NcHs9GfUe3oAiPxR6tQ4WlEyBnMz0V",
    identity_keys=["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="],
    allowed_hosts=["kspp.kaurkab.go.id"],
    site_address="https://kspp.kaurkab.go.id",
    demo=False,
    debug=False,
    loopback_only=True,
)


def test_a_proper_configuration_has_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (replace(GOOD, secret_key=""), "SECRET_KEY belum diisi"),
        (replace(GOOD, secret_key="short"), "SECRET_KEY terlalu lemah"),
        (replace(GOOD, secret_key="a" * 80), "SECRET_KEY terlalu lemah"),
        (replace(GOOD, secret_key="unsafe-development-key-0123456789-abcdefghijklmnopqr"), "nilai contoh"),
        (replace(GOOD, allowed_hosts=[]), "ALLOWED_HOSTS belum diisi"),
        (replace(GOOD, allowed_hosts=["kspp.kaurkab.go.id", "*"]), "ALLOWED_HOSTS tidak boleh"),
        (replace(GOOD, site_address="http://kspp.kaurkab.go.id"), "SITE_ADDRESS"),
        (replace(GOOD, site_address=""), "SITE_ADDRESS"),
        (replace(GOOD, debug=True, loopback_only=False), "DEBUG=true"),
        (replace(GOOD, debug=True, demo=True), "DEBUG dan DEMO"),
        (replace(GOOD, demo=True, secret_key="short"), "SECRET_KEY terlalu lemah"),
        (replace(GOOD, identity_keys=[]), "IDENTITY_KEYS belum diisi"),
        (replace(GOOD, identity_keys=["bukan-kunci"]), "IDENTITY_KEYS memuat"),
    ],
)
def test_each_unsafe_value_has_one_sentence(values: SafetyValues, word: str) -> None:
    (sentence,) = problems(values)
    assert word in sentence


def test_a_demo_may_use_plain_http_and_any_host() -> None:
    assert problems(replace(GOOD, demo=True, allowed_hosts=["*"], site_address="http://localhost:8000")) == []


def test_a_developer_on_the_own_machine_needs_nothing() -> None:
    assert problems(replace(GOOD, debug=True, secret_key="", allowed_hosts=[], site_address="")) == []


def loaded(tmp_path: Path, question: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = f"from django.conf import settings as s; print({question})"
    base = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path / "var")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**base, "DJANGO_SETTINGS_MODULE": "kspp.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


REAL = {
    "SECRET_KEY": GOOD.secret_key,
    "IDENTITY_KEYS": GOOD.identity_keys[0],
    "ALLOWED_HOSTS": "kspp.kaurkab.go.id",
    "SITE_ADDRESS": GOOD.site_address,
}


def test_the_settings_refuse_to_load_without_a_key(tmp_path: Path) -> None:
    outcome = loaded(tmp_path, "s.DEBUG")
    assert outcome.returncode != 0
    assert "SECRET_KEY belum diisi" in outcome.stderr.splitlines()[-1]


def test_a_real_installation_speaks_https_only(tmp_path: Path) -> None:
    question = (
        "s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, "
        "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"
    )
    assert loaded(tmp_path, question, **REAL).stdout.strip() == "False True True True True None"
    behind = loaded(tmp_path, question, BEHIND_PROXY="true", **REAL).stdout.strip()
    assert behind == "False True True True True ('HTTP_X_FORWARDED_PROTO', 'https')"


def test_a_demo_works_over_http_on_this_machine_and_never_shows_tracebacks(tmp_path: Path) -> None:
    question = "s.DEBUG, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.ALLOWED_HOSTS"
    outcome = loaded(tmp_path, question, DEMO="true")
    assert outcome.stdout.strip() == "False False False ['localhost', '127.0.0.1', '[::1]']"


def test_a_demo_shown_on_the_network_answers_to_every_name(tmp_path: Path) -> None:
    assert loaded(tmp_path, "s.ALLOWED_HOSTS", DEMO="true", HOST="0.0.0.0").stdout.strip() == "['*']"


def test_redis_carries_queue_and_cache_when_it_is_named(tmp_path: Path) -> None:
    question = "s.CELERY_BROKER_URL, s.CACHES['default']['BACKEND'].split('.')[-1]"
    outcome = loaded(tmp_path, question, REDIS_URL="redis://r:6379/0", **REAL)
    assert outcome.stdout.strip() == "redis://r:6379/0 RedisCache"


def test_the_demo_key_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret-key"
    key = kept_secret(path)
    assert kept_secret(path) == key
    assert len(key) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]
