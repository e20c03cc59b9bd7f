"""Which indicators of different instruments are about the same thing, as reviewed data. Pure.

`crosswalk.yaml` says what it means and who may take what from whom; docs/crosswalk.md says how it is used.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from instruments.versions import read, shipped
from instruments.versions.alike import is_alike, plain_name
from instruments.versions.composing import compose
from instruments.versions.document import FileProvenance
from instruments.versions.problems import InstrumentFileError, Path, Problem, dotted

FILE = FilePath(__file__).parent.parent / "data" / "crosswalk.yaml"
GROUP_FIELDS = ("code", "theme", "provenance", "reason", "members")
REQUIRED = "wajib diisi."
UNKNOWN = "isian ini tidak dikenal; periksa ejaannya."


class CrosswalkTakes(StrEnum):
    """What the members of a family may be proposed from the other families of their group."""

    ANSWER = "answer"
    FIGURE = "figure"
    EVIDENCE = "evidence"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CrosswalkMember:
    """`codes`: indicators, of whatever version of the family. `is_score`: it gives its assessment's whole score."""

    family: str
    codes: tuple[str, ...]
    takes: CrosswalkTakes
    is_score: bool


@dataclass(frozen=True, slots=True)
class CrosswalkGroup:
    code: str
    theme: str
    provenance: FileProvenance
    reason: str
    members: tuple[CrosswalkMember, ...]

    def taking(self, family: str, code: str) -> CrosswalkMember | None:
        """The member through which this indicator takes something."""
        return next((m for m in self.members if m.family == family and code in m.codes and m.takes != "nothing"), None)


def read_crosswalk(text: str, name: str = FILE.name) -> tuple[CrosswalkGroup, ...]:
    """Raises `InstrumentFileError` naming line and field of every problem."""
    composed = compose(text, name)
    problems = [Problem(name, composed.line(path), dotted(path), said) for path, said in _mistakes(composed.content)]
    if problems:
        raise InstrumentFileError(problems)
    content: Any = composed.content
    return tuple(_group(row) for row in content["groups"])


@cache
def shipped_crosswalk() -> tuple[CrosswalkGroup, ...]:
    return read_crosswalk(FILE.read_text(encoding="utf-8"))


def standing_for(family: str, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Which indicator of a version stands for which code of the cross-walk: that code to the version's own.

    `named`: code and name of each indicator. A government may number its own version as it likes, so a name that the
    family was shipped with counts under any code, and a code alone counts only where its name is nearly the shipped.
    """
    known = _shipped_names(family)
    found, reworded = dict[str, str](), list[tuple[str, str]]()
    rows = [(code, plain_name(name)) for code, name in named]
    for code, name in sorted(rows, key=lambda row: row[1] not in known.get(row[0], ())):
        same = [each for each, names in known.items() if name in names]
        if code in same:
            found[code] = code
        elif same:
            if len(same) == 1:
                found.setdefault(same[0], code)
        else:
            reworded.append((code, name))
    for code, name in reworded:
        if any(is_alike(name, shipped_name) for shipped_name in known.get(code, ())):
            found.setdefault(code, code)
    return found


@cache
def _shipped_names(family: str) -> Mapping[str, frozenset[str]]:
    """Code to the names it has in the files of the family."""
    names: dict[str, set[str]] = defaultdict(set)
    for file in map(read, shipped()):
        for dimension in file.dimensions if file.family == family else ():
            for indicator in (i for variable in dimension.variables for i in variable.indicators):
                names[indicator.code].add(plain_name(indicator.name))
    return {code: frozenset(known) for code, known in names.items()}


def proposed_level(share: Fraction, levels: Sequence[int]) -> int | None:
    """The level in proportion to the `share` (0 to 1) of the full points reached elsewhere, rounded down.

    None where something was reached there but too little for a level here, or where the scale begins above it.
    """
    level = int(share * max(levels))
    if level not in levels or (share and not level):
        return None
    return level


def _mistakes(content: Any) -> Iterator[tuple[Path, str]]:
    groups = content.get("groups") if isinstance(content, dict) else None
    if not isinstance(groups, list) or not groups:
        yield ("groups",), "harus berupa daftar yang tidak kosong."
        return
    seen: set[object] = set()
    for place, row in enumerate(groups):
        path: Path = ("groups", place)
        if not isinstance(row, dict):
            yield path, "harus berupa kumpulan isian."
            continue
        yield from _group_mistakes(row, path)
        if row.get("code") in seen:
            yield (*path, "code"), "sudah dipakai kelompok lain."
        seen.add(row.get("code"))


def _group_mistakes(row: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    yield from (((*path, field), REQUIRED) for field in GROUP_FIELDS if not row.get(field))
    yield from (((*path, field), UNKNOWN) for field in row if field not in GROUP_FIELDS)
    yield from (
        ((*path, field), "harus berupa teks.")
        for field in ("code", "theme", "reason")
        if row.get(field) and not isinstance(row[field], str)
    )
    if row.get("provenance") and row["provenance"] not in set(FileProvenance):
        yield (*path, "provenance"), f"harus salah satu dari: {', '.join(FileProvenance)}."
    members = row.get("members") or {}
    if not isinstance(members, dict):
        yield (*path, "members"), "harus berupa kumpulan keluarga instrumen."
        return
    for family, member in members.items():
        yield from _member_mistakes(member, (*path, "members", family))


def _member_mistakes(member: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if not isinstance(member, dict):
        yield path, "harus berupa kumpulan isian."
        return
    yield from (((*path, field), UNKNOWN) for field in member if field not in ("indicators", "score", "takes"))
    if member.get("takes") not in set(CrosswalkTakes):
        yield (*path, "takes"), f"harus salah satu dari: {', '.join(CrosswalkTakes)}."
    codes = member.get("indicators")
    if member.get("score") is True:
        if codes is not None or member.get("takes") != CrosswalkTakes.NOTHING:
            yield (*path, "score"), "nilai seluruh penilaian hanya memberi; tulis tanpa indicators, takes: nothing."
    elif not isinstance(codes, list) or not codes or not all(isinstance(code, str) and code for code in codes):
        yield (*path, "indicators"), "harus berupa daftar kode indikator."
    elif len(set(codes)) < len(codes):
        yield (*path, "indicators"), "memuat kode yang sama lebih dari sekali."


def _group(row: Any) -> CrosswalkGroup:
    members = tuple(
        CrosswalkMember(family, tuple(m.get("indicators", ())), CrosswalkTakes(m["takes"]), m.get("score") is True)
        for family, m in row["members"].items()
    )
    return CrosswalkGroup(row["code"], row["theme"], FileProvenance(row["provenance"]), row["reason"], members)
