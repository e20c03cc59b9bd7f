"""Judging an uploaded file by its content, never by its name or by what the browser says of it."""

from assessments.uploads.inspection import CheckedFile, inspect
from assessments.uploads.kinds import UploadRefused
from assessments.uploads.names import clean_text

__all__ = ["CheckedFile", "UploadRefused", "clean_text", "inspect"]
