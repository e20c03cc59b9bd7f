"""The migrated database of the tests, kept from run to run: a pytest plugin.

Every run works on a copy, so that whatever a test leaves behind is gone with it. The name of what is kept says which
migrations and models made it; when those change it is made anew, as it is with --create-db and on PostgreSQL.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

DECIDING = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "requirements.txt")


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Iterator[None]:
    """Instead of pytest-django's own fixture, which migrates."""
    blocker = request.getfixturevalue("django_db_blocker")
    kept = _kept(request.config)
    if kept is not None and kept.exists() and not request.config.getoption("create_db"):
        with blocker.unblock():
            _use_copy(kept)
            yield
            connection.close()
        return
    request.getfixturevalue("django_db_setup")
    if kept is not None:
        with blocker.unblock():
            _keep(kept)
    yield


def _kept(config: pytest.Config) -> Path | None:
    """None where nothing is kept: on the private PostgreSQL, and when pytest runs without its cache."""
    if settings.TEST_SERVICES or not hasattr(config, "cache") or config.cache is None:
        return None
    return config.cache.mkdir("databases") / f"{_fingerprint(settings.BASE_DIR)}.sqlite3"


def _fingerprint(top: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(path for pattern in DECIDING for path in top.glob(pattern)):
        found.update(str(path.relative_to(top)).encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def _use_copy(kept: Path) -> None:
    name = connection.settings_dict["TEST"]["NAME"]
    connection.close()
    shutil.copyfile(kept, name)
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _keep(kept: Path) -> None:
    """Whole or not at all: another worker, or another run, may be doing the same."""
    unfinished = kept.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    unfinished.replace(kept)
    for older in kept.parent.glob("*.sqlite3"):
        if older != kept:
            older.unlink(missing_ok=True)
