"""The secret key of a demo: made once, kept beside the data, readable by its owner only."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """The key in `path`; made there when missing. Processes that start together agree on one."""
    try:
        return _read_or_make(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Kunci {path} tidak dapat dibaca atau dibuat: periksa pemilik foldernya atau pilih VAR_DIR lain."
        ) from error


def _read_or_make(path: Path) -> str:
    with suppress(FileNotFoundError):
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    with suppress(FileExistsError):
        path.hardlink_to(name)
    Path(name).unlink()
    return path.read_text().strip()
