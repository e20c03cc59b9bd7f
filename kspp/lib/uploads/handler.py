"""Keeps a request far over the limit from filling the disk: its files are read past, its other fields are kept."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

FIELDS_ALLOWANCE = 256 * 1024
"""Bytes of a request beside the file itself: boundaries and the other fields."""


def is_too_large(content_length: int) -> bool:
    return content_length > int(settings.EVIDENCE_MAX_BYTES) + FIELDS_ALLOWANCE


def is_oversized(request: HttpRequest) -> bool:
    """Whether the files of this request were left out because they are too much together."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and is_too_large(int(length))


class OversizeSkipper(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS. The view then answers 413 from the request's length."""

    skips = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:  # noqa: N803
        self.skips = is_too_large(content_length)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.skips:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
