"""YAML text to plain values that remember their line.

A small, strict subset: one document; no anchors, aliases or tags; no key twice. Numbers written with a point become
exact Decimals; dates, `yes`, `.nan` and the other guesses of YAML 1.1 stay text. Blanks that
look like spaces are spaces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from instruments.versions.problems import InstrumentFileError, Path, Problem, dotted
from kspp.lib.blanks import plain_blanks

MAX_DEPTH = 20
MAX_NODES = 100_000
"""Fields and list items of a file; the largest one shipped has under three thousand."""
MAX_PROBLEMS = 500
"""Nobody reads more at once."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,8})\.[0-9]{1,9}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


class _ReadingStopped(Exception):
    """Reading stops here: what is nested ever deeper, or goes on for ever, takes ever longer."""


@dataclass(slots=True)
class Composed:
    """`lines` gives the line of every field and list item by its path; `()` is the document."""

    content: object = None
    lines: dict[Path, int] = field(default_factory=lambda: {(): 1})

    def line(self, path: Path) -> int:
        """The line of the field, or of the nearest thing around it that is written down."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def compose(text: str, file: str) -> Composed:
    """Raises `InstrumentFileError` when the text is not the YAML described above."""
    composer = _Composer(file)
    try:
        composer.read(yaml.parse(text, Loader=_LOADER))
    except _ReadingStopped:
        pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        composer.refuse(line, (), "penulisan YAML tidak sah; periksa indentasi, titik dua, dan tanda kutip.")
    if composer.problems:
        raise InstrumentFileError(composer.problems)
    return composer.composed


def scalar(text: str) -> object:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


class _Composer:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.composed = Composed()
        self.events: Iterator[Any] = iter(())
        self.nodes = 0

    def refuse(self, line: int, path: Path, sentence: str) -> None:
        self.problems.append(Problem(self.file, line, dotted(path), sentence))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _ReadingStopped

    def read(self, events: Iterator[Any]) -> None:
        self.events = events
        next(events)
        if not isinstance(next(events), yaml.DocumentStartEvent):
            self.refuse(1, (), "berkas kosong.")
            return
        self.composed.content = self._node(next(events), ())
        next(events)
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.refuse(_line(after), (), "hanya boleh berisi satu dokumen YAML.")

    def _node(self, event: Any, path: Path) -> object:
        self._refuse_magic(event, path)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse(_line(event), path, f"berkas memuat lebih dari {MAX_NODES} isian.")
            raise _ReadingStopped
        if isinstance(event, yaml.MappingStartEvent):
            return self._nested(event, path, self._mapping)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._nested(event, path, self._sequence)
        if isinstance(event, yaml.ScalarEvent):
            text = plain_blanks(event.value)
            return scalar(text.strip()) if event.implicit[0] else text
        return None

    def _refuse_magic(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.refuse(_line(event), path, "jangkar (&) dan rujukan (*) YAML tidak boleh dipakai; tulislah isinya.")
        elif event.tag is not None:
            self.refuse(_line(event), path, f"penanda jenis {event.tag} tidak boleh dipakai.")

    def _nested(self, event: Any, path: Path, compose_inside: Any) -> object:
        if len(path) < MAX_DEPTH:
            return compose_inside(path)
        self.refuse(_line(event), path, "bersarang terlalu dalam.")
        raise _ReadingStopped

    def _mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(key_event := next(self.events), yaml.MappingEndEvent):
            key = self._key(key_event, path)
            inside = (*path, key)
            if key in found:
                first = self.composed.lines[inside]
                self.refuse(_line(key_event), inside, f"ditulis dua kali; pertama pada baris {first}.")
            self.composed.lines.setdefault(inside, _line(key_event))
            found[key] = self._node(next(self.events), inside)
        return found

    def _key(self, event: Any, path: Path) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_magic(event, path)
            return str(event.value)
        self.refuse(_line(event), path, "nama isian harus berupa teks.")
        if isinstance(event, yaml.CollectionStartEvent):
            self._skip()
        return ""

    def _sequence(self, path: Path) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            inside = (*path, len(found))
            self.composed.lines[inside] = _line(event)
            found.append(self._node(event, inside))
        return found

    def _skip(self) -> None:
        """Passes over the rest of a collection whose start was just read."""
        depth = 1
        while depth:
            event = next(self.events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise _ReadingStopped


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
