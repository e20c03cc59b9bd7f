"""An instrument back into a file: frozen values to plain content, plain content to YAML that reads as the same."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

import yaml

from instruments.versions.document import FileDimension, FileIndicator, FileVariable, InstrumentFile
from kspp.lib.blanks import plain_blanks

WIDTH = 118
_RARE_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")
_POINTS = re.compile(r"0|[1-9][0-9]{0,3}")
_OPTIONAL_TEXTS = ("description", "legal_ref", "note", "part", "clause", "unit_label")
"""Optional fields of the file that have no default in `document`, or an empty one: left out where empty."""
LAST = ("evidence", "bands", "variables", "indicators", "things", "at_least", "levels", "dimensions")


def content_of(file: InstrumentFile) -> dict[str, Any]:
    """The file as plain values in the order in which files are written; optional fields at their default left out."""
    return _plain_fields(file)


def as_yaml(content: Mapping[str, Any]) -> str:
    """Reading it back gives the same content, with plain blanks. Numbers keep their decimals."""
    return yaml.dump(dict(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def _plain_fields(value: Any) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for field in fields(value):
        inside = getattr(value, field.name)
        if field.default is not MISSING and inside == field.default:
            continue
        if field.name in _OPTIONAL_TEXTS and inside == "" and not isinstance(value, InstrumentFile):
            continue
        if inside is None or (isinstance(value, FileIndicator) and field.name in ("evidence", "levels") and not inside):
            continue
        written[field.name] = _plain(field.name, inside)
    return _in_reading_order(value, written)


def _plain(name: str, value: Any) -> Any:
    if name == "levels":
        return {str(level.points): level.text for level in value}
    if name == "things":
        return {thing.code: thing.text for thing in value}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple):
        return [_plain("", each) for each in value]
    return _plain_fields(value) if hasattr(value, "__dataclass_fields__") else value


def _in_reading_order(value: Any, written: dict[str, Any]) -> dict[str, Any]:
    """What is long stands last, so that the head of a thing is read before what it holds."""
    if not isinstance(value, InstrumentFile | FileDimension | FileVariable | FileIndicator):
        return written
    last = [name for name in LAST if name in written]
    return {name: written[name] for name in (*(n for n in written if n not in last), *last)}


class _Dumper(yaml.SafeDumper):
    """Without anchors, which the reader refuses; lists indented below their name."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _decimal(dumper: _Dumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _mapping(dumper: _Dumper, value: dict[str, Any]) -> yaml.MappingNode:
    """Levels are named by their points, which need no quotes."""
    return dumper.represent_dict({int(key) if _POINTS.fullmatch(key) else key: inside for key, inside in value.items()})


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    """Blanks as the reader keeps them. Line breaks that only Unicode knows would be folded; between double quotes they
    are escaped.
    """
    value = plain_blanks(value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if _RARE_BREAKS.search(value) else None)


_Dumper.add_representer(Decimal, _decimal)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
