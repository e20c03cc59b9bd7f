"""The keys of a demo: made once, kept beside the data, readable by their owner only."""

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def new_secret() -> str:
    return secrets.token_urlsafe(50)


def kept_secret(path: Path, make: Callable[[], str] = new_secret) -> str:
    """The key in `path`; made there when missing. Processes that start together agree on one."""
    try:
        return _read_or_make(path, make)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Kunci {path} tidak dapat dibaca atau dibuat: periksa pemilik foldernya atau pilih VAR_DIR lain."
        ) from error


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    with suppress(FileNotFoundError):
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w") as file:
        file.write(make())
    with suppress(FileExistsError):
        path.hardlink_to(name)
    Path(name).unlink()
    return path.read_text().strip()
