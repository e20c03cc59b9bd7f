"""Inserting and changing one row: once, against the version that was seen, with what changed as the answer."""

from collections.abc import Mapping

from django.db import IntegrityError, models, transaction

from kspp.lib.errors import Conflict, Refused
from units.sentences import Problem

Values = Mapping[str, object]
Changes = dict[str, list[object]]


def says(row: models.Model, values: Values) -> bool:
    return all(getattr(row, field) == value for field, value in values.items())


def insert(row: models.Model, values: Values, taken: Problem | None = None) -> Changes:
    """Raises Refused (the name is `taken`) when the database already holds such a row, however close the race."""
    for name, value in values.items():
        setattr(row, name, value)
    _write(row, taken, force_insert=True)
    return {name: [None, _plain(value)] for name, value in values.items() if value not in (None, "")}


def change(row: models.Model, values: Values, seen_version: int | None, taken: Problem | None = None) -> Changes:
    """`row` must be locked. Empty when it already says so (a repeated click). Raises Conflict, Refused."""
    changes = {
        name: [_plain(getattr(row, name)), _plain(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    if not changes:
        return {}
    if row.version != seen_version:  # type: ignore[attr-defined]
        raise Conflict(row)
    for name in changes:
        setattr(row, name, values[name])
    row.version += 1  # type: ignore[attr-defined]
    _write(row, taken, update_fields=[*changes, "version"])
    return changes


def _write(row: models.Model, taken: Problem | None, **how: object) -> None:
    try:
        with transaction.atomic():
            row.save(**how)  # type: ignore[arg-type]
    except IntegrityError as error:
        if taken is None:
            raise
        raise Refused("name", taken) from error


def _plain(value: object) -> object:
    return str(value) if isinstance(value, models.Model) else value
