"""Judging an uploaded file by its content, never by its name or by what the browser says of it."""

from kspp.lib.uploads.inspection import CheckedFile, inspect
from kspp.lib.uploads.kinds import UploadRefused
from kspp.lib.uploads.names import clean_text

__all__ = ["CheckedFile", "UploadRefused", "clean_text", "inspect"]
