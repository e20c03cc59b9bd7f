"""Inserting and changing one row: once, against the version that was seen, with what changed as the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction

from kspp.lib.errors import Conflict, Problem, Refused

Values = Mapping[str, object]
Changes = dict[str, list[object]]
"""Field to [before, after], as the history keeps it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows written by bringing a table in line with a file; `kept` stayed as they are because people changed them."""

    created: int = 0
    changed: int = 0
    kept: int = 0


def says(row: models.Model, values: Values) -> bool:
    return all(getattr(row, field) == value for field, value in values.items())


def compare(row: Any, seen_version: int) -> None:
    """`row` must be locked. Raises Conflict. For writes that are more than new values; others call `change`."""
    if row.version != seen_version:
        raise Conflict(row)


def insert(row: models.Model, values: Values, taken: Problem | None = None) -> Changes:
    """Raises Refused (`taken`) when the database already holds such a row, however close the race."""
    for name, value in values.items():
        setattr(row, name, value)
    _write(row, taken, force_insert=True)
    return {name: [None, _plain(value)] for name, value in values.items() if value not in (None, "")}


def change(
    row: Any, values: Values, seen_version: int, taken: Problem | None = None, beside: Changes | None = None
) -> Changes:
    """`row` must be locked. Empty when it already says so (a repeated click). Raises Conflict, Refused.

    `beside` is what the caller changes in other tables in the same breath; that alone makes a new version as well.
    """
    changes = {
        name: [_plain(getattr(row, name)), _plain(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    if not changes and not beside:
        return {}
    compare(row, seen_version)
    for name in changes:
        setattr(row, name, values[name])
    row.version += 1
    _write(row, taken, update_fields=[*changes, "version"])
    return changes | (beside or {})


def _write(row: models.Model, taken: Problem | None, **how: object) -> None:
    try:
        with transaction.atomic():
            row.save(**how)  # type: ignore[arg-type]
    except IntegrityError as error:
        if taken is None:
            raise
        raise Refused(taken) from error


def _plain(value: object) -> object:
    return str(value) if isinstance(value, models.Model) else value
