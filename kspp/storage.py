"""Static files under hashed names, compressed."""

from pathlib import Path
from typing import IO

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class TolerantManifestStorage(CompressedManifestStaticFilesStorage):
    """A package that mentions a file it does not ship (mostly a source map) stops nothing; a mistake of ours does."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def hashed_name(self, name: str, content: IO[bytes] | None = None, filename: str | None = None) -> str:
        try:
            hashed: str = super().hashed_name(name, content, filename)
        except ValueError:
            if _is_ours(name):
                raise
            return name
        return hashed


def _is_ours(name: str) -> bool:
    return any((Path(folder) / Path(name).parts[0]).is_dir() for folder in settings.STATICFILES_DIRS)
