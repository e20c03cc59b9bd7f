"""Settings of the test suite: production's, with fast hashing, plain static files and a folder of its own.

With KSPP_TEST_SERVICES=1 the suite runs on the private PostgreSQL and Redis that kspp.testing.services starts.
"""

import os
import tempfile
import uuid

os.environ["ENV_FILE"] = os.devnull
os.environ["DEBUG"] = os.environ["DEMO"] = "false"
# The first process names the folder, its xdist workers share it; kspp.testing.services makes and removes it.
TEST_DIR = os.environ.setdefault("KSPP_TEST_DIR", f"{tempfile.gettempdir()}/kspp-{uuid.uuid4().hex[:12]}")
os.environ["VAR_DIR"] = f"{TEST_DIR}/var"
os.environ["SECRET_KEY"] = "test-key-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ"
os.environ["IDENTITY_KEYS"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["SITE_ADDRESS"] = "https://portal.example"
os.environ.pop("DATABASE_URL", None)
os.environ.pop("REDIS_URL", None)

from kspp.settings import *  # noqa: E402, F403
from kspp.testing.strict_templates import UndefinedVariable  # noqa: E402

TEST_SERVICES = os.environ.get("KSPP_TEST_SERVICES") == "1"
if TEST_SERVICES:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "portal",
            "HOST": f"{TEST_DIR}/postgres",
            "TEST": {"NAME": "test_kspp"},
        }
    }
    TEST_REDIS_SOCKET = f"{TEST_DIR}/redis/redis.sock"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"{TEST_DIR}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;",
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
LOGGING["handlers"]["stderr"] = {"class": "logging.NullHandler"}
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
