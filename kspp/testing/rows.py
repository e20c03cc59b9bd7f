"""Rows that cost much to make: made once, then laid into the database again for every test that asks for them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, models

Found = dict[type[models.Model], list[int]]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def insert(self) -> None:
        quote = connection.ops.quote_name
        row = f"({', '.join(['%s'] * len(self.columns))})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(self.name)} ({', '.join(map(quote, self.columns))})"
                f" VALUES {', '.join([row] * len(self.rows))}",
                [value for values in self.rows for value in values],
            )


@dataclass(frozen=True, slots=True)
class Kept:
    """A row and all that hangs below it, as the database held them, numbered from the id of its own."""

    pk: int
    tables: tuple[Table, ...]

    def insert(self) -> None:
        for table in self.tables:
            table.insert()


def kept(top: models.Model, first_id: int) -> Kept:
    """What the database holds of `top` and of the rows that refer to it, to the last generation."""
    found = _below(top)
    numbers = {model: {pk: first_id + n for n, pk in enumerate(pks)} for model, pks in found.items()}
    return Kept(first_id, tuple(_table(model, numbers) for model in found))


def _below(top: models.Model) -> Found:
    found: Found = {type(top): [top.pk]}
    queue = [type(top)]
    for model in queue:
        for relation in model._meta.related_objects:
            below = relation.related_model
            if below in found:
                continue
            rows = below._base_manager.filter(**{f"{relation.field.name}__in": found[model]})
            if pks := list(rows.order_by("pk").values_list("pk", flat=True)):
                found[below] = pks
                queue.append(below)
    return found


def _table(model: type[models.Model], numbers: dict[type[models.Model], dict[int, int]]) -> Table:
    quote = connection.ops.quote_name
    fields = model._meta.concrete_fields
    columns = tuple(str(field.column) for field in fields)
    key = quote(str(model._meta.pk.column))
    renamed = {
        place: numbers[kin]
        for place, field in enumerate(fields)
        if (kin := model if field.primary_key else field.related_model) in numbers
    }
    pks = numbers[model]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(map(quote, columns))} FROM {quote(model._meta.db_table)}"
            f" WHERE {key} IN ({', '.join(['%s'] * len(pks))}) ORDER BY {key}",
            list(pks),
        )
        rows = cursor.fetchall()
    return Table(
        model._meta.db_table,
        columns,
        tuple(tuple(renamed[n].get(v, v) if n in renamed else v for n, v in enumerate(row)) for row in rows),
    )
