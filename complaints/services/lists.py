"""Writes about the lists the desk chooses from: the reviewed files, and a government's own reply templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import models, transaction

from accounts.models import User
from complaints.lists import FormRow, TemplateRow
from complaints.models import MaladministrationForm, ReplyTemplate
from complaints.sentences.problems import Code
from history.services import record
from kspp.lib.errors import Problem
from kspp.lib.writing import Loaded, Values, change, insert, says
from units.models import Government

TAKEN = Problem(Code.TITLE_TAKEN, "title")


@transaction.atomic
def load_lists(
    *, forms: Sequence[FormRow], templates: Iterable[TemplateRow], by: User | None, now: datetime
) -> tuple[Loaded, Loaded]:
    """Insert and mend forms of maladministration and national templates. A second run writes nothing.

    Templates that somebody edited stay. What the file no longer names stays too: complaints may refer to it.
    """
    stored_forms = {row.code: row for row in MaladministrationForm.objects.select_for_update()}
    stored = {row.code: row for row in ReplyTemplate.objects.national().select_for_update()}
    wanted = {row.code: {**asdict(row), "position": place} for place, row in enumerate(forms, 1)}
    return (
        _bring_in_line(MaladministrationForm, stored_forms, wanted, by=by, now=now),
        _bring_in_line(ReplyTemplate, stored, {row.code: asdict(row) for row in templates}, by=by, now=now),
    )


def _bring_in_line(
    kind: type[MaladministrationForm] | type[ReplyTemplate],
    stored: Mapping[str, models.Model],
    wanted: dict[str, dict[str, object]],
    *,
    by: User | None,
    now: datetime,
) -> Loaded:
    created = changed = kept = 0
    for code, values in wanted.items():
        row = stored.get(code)
        is_edited = getattr(row, "version", 1) > 1
        kept += is_edited
        if row is not None and (is_edited or says(row, values)):
            continue
        created, changed = created + (row is None), changed + (row is not None)
        _store(row or kind(), values, by=by, now=now)
    return Loaded(created, changed, kept)


def _store(row: models.Model, values: dict[str, object], *, by: User | None, now: datetime) -> None:
    changes = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(action="complaint_lists.loaded", subject=row, by=by, now=now, changes=changes)


@transaction.atomic
def create_template(*, government: Government, values: Values, by: User, now: datetime) -> ReplyTemplate:
    """The same form sent twice makes one row. Raises Refused."""
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    twin = ReplyTemplate.objects.filter(government=government, purpose=values["purpose"], title=values["title"]).first()
    if twin is not None and says(twin, values):
        return twin
    row = ReplyTemplate(government=government)
    changes = insert(row, values, TAKEN)
    record(action="reply_template.created", subject=row, by=by, now=now, changes=changes)
    return row


@transaction.atomic
def change_template(
    *, template: ReplyTemplate, values: Values, seen_version: int, by: User, now: datetime
) -> ReplyTemplate:
    """Raises Conflict, Refused."""
    current = ReplyTemplate.objects.select_for_update(no_key=True, of=("self",)).get(pk=template.pk)
    changes = change(current, values, seen_version, TAKEN)
    if changes:
        record(action="reply_template.changed", subject=current, by=by, now=now, changes=changes)
    return current
