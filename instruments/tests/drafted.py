"""The draft that the tests of the editor work on, and what it says now."""

from django.test import Client
from django.urls import reverse

from instruments.models import InstrumentVersion
from instruments.services import drafts
from instruments.versions import editing
from instruments.versions.comparing import RowSort

CODE = "kaur-2027"


def url(name: str, *args: object) -> str:
    return reverse(f"instruments:{name}", args=[CODE, *args])


def stored() -> InstrumentVersion:
    return InstrumentVersion.objects.get(code=CODE)


def content() -> editing.Content:
    return drafts.draft_content(stored()).content


def row(sort: RowSort, ref: str):
    return editing.row_at(content(), editing.place_of(content(), sort, ref))


def first(sort: RowSort) -> str:
    return next(iter(editing.places(content(), sort)))


def remove(client: Client, sort: RowSort, ref: str) -> None:
    answer = client.post(url("draft_arrange"), {"move": f"remove {sort} {ref}", "version": stored().version})
    assert answer.status_code == 302
