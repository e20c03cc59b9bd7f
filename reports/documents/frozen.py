"""Frozen dataclasses to JSON and back, by their type hints. Pure. Decimals and dates travel as strings."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: object) -> Any:
    """`value` as what `json.dumps` accepts; without a later field that says nothing (`LATER` of the content)."""
    if is_dataclass(value):
        written = ((field, getattr(value, field.name)) for field in fields(value))
        return {f.name: to_json(item) for f, item in written if not (f.metadata.get("later") and item == f.default)}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Decimal | date):
        return str(value)
    return value


def from_json(kind: type[T], data: Any) -> T:
    """The inverse of `to_json`. Unknown keys are ignored and missing ones take the default: old rows stay readable."""
    made: T = _read(kind, data)
    return made


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read(next(each for each in get_args(kind) if each is not NoneType), data)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], item) for name, item in data.items() if name in hints})
    if kind is date:
        return date.fromisoformat(data)
    return Decimal(data) if kind is Decimal else data
