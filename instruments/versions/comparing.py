"""Two instrument files side by side: what was added, dropped, moved, reworded, reweighted or rescoped.

Rows are matched by code within their kind (case ignored); `probable_renames` are dropped and added rows of one name,
offered and never assumed: give them back as `renamed` to have them matched.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from instruments.versions.document import (
    FileBand,
    FileDimension,
    FileIndicator,
    FileOutcomeFactor,
    FilePart,
    FileSample,
    FileVariable,
    InstrumentFile,
)
from instruments.versions.ordering import longest_rise
from instruments.versions.weighing import percents_of

Row = FilePart | FileDimension | FileVariable | FileIndicator | FileBand | FileSample | FileOutcomeFactor


class RowSort(StrEnum):
    """What kind of row. The order is that of reading an instrument from the top."""

    PART = "part"
    DIMENSION = "dimension"
    VARIABLE = "variable"
    INDICATOR = "indicator"
    BAND = "band"
    SAMPLE = "sample"
    OUTCOME = "outcome"


TREE = (RowSort.PART, RowSort.DIMENSION, RowSort.VARIABLE, RowSort.INDICATOR)


class DifferenceKind(StrEnum):
    """In what respect a row differs.

    `MOVED`: below another parent. `REORDERED`: another place among the same siblings. `REWEIGHTED`: its own relative
    weight. `SHIFTED`: only its effective percent of the unit, because of what happened to others. `RULED`: what an
    answer may be or counts: levels, highest figure, a blank, a threshold, a factor, a number. `RESOURCED`: provenance.
    """

    ADDED = "added"
    DROPPED = "dropped"
    RECODED = "recoded"
    MOVED = "moved"
    REORDERED = "reordered"
    REWORDED = "reworded"
    REWEIGHTED = "reweighted"
    SHIFTED = "shifted"
    RESCOPED = "rescoped"
    RULED = "ruled"
    RESOURCED = "resourced"


@dataclass(frozen=True, slots=True)
class Change:
    """One field. A level is `levels.3`; its text is None where there is no such level."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowInFile:
    """A row in its file. `parents`: codes from the top. `share`: effective percent of the unit, None off the tree."""

    row: Row
    code: str
    name: str
    parents: tuple[str, ...]
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of both files or of one. `kinds` is empty where nothing differs."""

    sort: RowSort
    before: RowInFile | None
    after: RowInFile | None
    kinds: frozenset[DifferenceKind]
    changes: tuple[Change, ...]

    @property
    def shown(self) -> RowInFile:
        """As it stands now, or stood last."""
        found = self.after or self.before
        assert found
        return found


@dataclass(frozen=True, slots=True)
class Rename:
    """A dropped and an added row that carry the same name, no other row of that kind doing so."""

    sort: RowSort
    before: str
    after: str
    name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`rows`: all of both files, of each kind first those of `after` in their order, then the dropped ones."""

    before: InstrumentFile
    after: InstrumentFile
    head: tuple[Change, ...]
    rows: tuple[Difference, ...]
    probable_renames: tuple[Rename, ...]

    def differing(self, *sorts: RowSort) -> tuple[Difference, ...]:
        """Rows that differ, of these kinds or of all."""
        return tuple(row for row in self.rows if row.kinds and (not sorts or row.sort in sorts))

    def of(self, kind: DifferenceKind, *sorts: RowSort) -> tuple[Difference, ...]:
        return tuple(row for row in self.differing(*sorts) if kind in row.kinds)

    @property
    def is_same(self) -> bool:
        return not self.head and not self.differing()


Renamed = Mapping[tuple[RowSort, str], str]
"""Code in the earlier file by kind, to the code in the later one."""


def compare(before: InstrumentFile, after: InstrumentFile, renamed: Renamed | None = None) -> Comparison:
    """Drafts may be compared as well: where a code stands twice, first is matched with first."""
    translated = {(sort, old.casefold()): new for (sort, old), new in (renamed or {}).items()}
    rows: list[Difference] = []
    for sort in RowSort:
        rows += _matched(sort, _stands(sort, before), _stands(sort, after), translated)
    head = _changes(HEAD, before, after)
    return Comparison(before, after, head, tuple(rows), tuple(_probable_renames(rows)))


HEAD = dict.fromkeys(
    (
        "code family title years description source formula roll_up scale decimals not_applicable_allowed clause"
        " award_zone certificate_from"
    ).split(),
    DifferenceKind.REWORDED,
)

FIELDS: Mapping[RowSort, Mapping[str, DifferenceKind]] = {
    RowSort.PART: {
        "name": DifferenceKind.REWORDED,
        "weight": DifferenceKind.REWEIGHTED,
        "weight_provenance": DifferenceKind.RESOURCED,
    },
    RowSort.DIMENSION: {
        "name": DifferenceKind.REWORDED,
        "description": DifferenceKind.REWORDED,
        "weight": DifferenceKind.REWEIGHTED,
        "weight_total": DifferenceKind.REWEIGHTED,
        "weight_provenance": DifferenceKind.RESOURCED,
        "when_blank": DifferenceKind.RULED,
    },
    RowSort.VARIABLE: {"name": DifferenceKind.REWORDED},
    RowSort.INDICATOR: {
        "name": DifferenceKind.REWORDED,
        "note": DifferenceKind.REWORDED,
        "legal_ref": DifferenceKind.REWORDED,
        "evidence": DifferenceKind.REWORDED,
        "weight": DifferenceKind.REWEIGHTED,
        "scope": DifferenceKind.RESCOPED,
        "applies_to": DifferenceKind.RESCOPED,
        "figure_maximum": DifferenceKind.RULED,
        "things": DifferenceKind.RULED,
        "at_least": DifferenceKind.RULED,
        "name_provenance": DifferenceKind.RESOURCED,
        "weight_provenance": DifferenceKind.RESOURCED,
        "levels_provenance": DifferenceKind.RESOURCED,
    },
    RowSort.BAND: {
        "label": DifferenceKind.REWORDED,
        "unit_label": DifferenceKind.REWORDED,
        "grade": DifferenceKind.REWORDED,
        "zone": DifferenceKind.RULED,
        "lower": DifferenceKind.RULED,
        "provenance": DifferenceKind.RESOURCED,
    },
    RowSort.SAMPLE: {"number": DifferenceKind.RULED, "provenance": DifferenceKind.RESOURCED},
    RowSort.OUTCOME: {"factor": DifferenceKind.RULED, "provenance": DifferenceKind.RESOURCED},
}


def _changes(fields: Iterable[str], before: Any, after: Any) -> tuple[Change, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in fields)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def _stands(sort: RowSort, file: InstrumentFile) -> list[RowInFile]:
    if sort in TREE:
        return [stand for level, stand in _tree(file) if level is sort]
    if sort is RowSort.BAND:
        return [RowInFile(band, band.grade or band.label, band.label, (), None) for band in file.bands]
    if sort is RowSort.SAMPLE:
        return [RowInFile(row, f"{row.scope}/{row.per}", "", (), None) for row in file.samples]
    return [RowInFile(row, row.outcome, "", (), None) for row in file.outcome_factors]


def _tree(file: InstrumentFile) -> Iterator[tuple[RowSort, RowInFile]]:
    """Every row of the tree with its effective percent of the unit, what applies counting alone."""
    percent = percents_of(file)
    for part in file.parts:
        yield RowSort.PART, RowInFile(part, part.code, part.name, (), percent.part(part))
    for dimension in file.dimensions:
        yield RowSort.DIMENSION, _stand(dimension, (dimension.part,), percent.dimension(dimension))
        for variable in dimension.variables:
            yield RowSort.VARIABLE, _stand(variable, (dimension.code,), percent.variable(variable))
            for indicator in variable.indicators:
                yield (
                    RowSort.INDICATOR,
                    _stand(indicator, (dimension.code, variable.code), percent.indicator(indicator)),
                )


def _stand(row: FileDimension | FileVariable | FileIndicator, parents: tuple[str, ...], share: Fraction) -> RowInFile:
    return RowInFile(row, row.code, row.name, parents, share)


Key = tuple[str, int]


def _matched(
    sort: RowSort, before: Sequence[RowInFile], after: Sequence[RowInFile], renamed: Mapping[tuple[RowSort, str], str]
) -> Iterator[Difference]:
    """Rows of one kind, matched by code; of equal codes, first with first."""
    old = _keyed(before, lambda code: renamed.get((sort, code.casefold()), code))
    new = _keyed(after, lambda code: code)
    if sort is RowSort.BAND:
        old = _by_bound_too(old, new)
    strays = _out_of_order(sort, old, new, renamed)
    for key, stand in new.items():
        was = old.get(key)
        if was is None:
            yield Difference(sort, None, stand, frozenset({DifferenceKind.ADDED}), ())
        else:
            yield _difference(sort, was, stand, key in strays, renamed)
    for key, stand in old.items():
        if key not in new:
            yield Difference(sort, stand, None, frozenset({DifferenceKind.DROPPED}), ())


def _keyed(stands: Sequence[RowInFile], translate: Callable[[str], str]) -> dict[Key, RowInFile]:
    seen: Counter[str] = Counter()
    keyed = {}
    for stand in stands:
        code = translate(stand.code).casefold()
        keyed[code, seen[code]] = stand
        seen[code] += 1
    return keyed


def _by_bound_too(old: Mapping[Key, RowInFile], new: Mapping[Key, RowInFile]) -> dict[Key, RowInFile]:
    """Bands have no code: one whose grade or word is gone is the one that begins at the same score."""
    free = {_lower(stand): key for key, stand in new.items() if key not in old}
    return {(key if key in new else free.get(_lower(stand), key)): stand for key, stand in old.items()}


def _lower(stand: RowInFile) -> Decimal:
    assert isinstance(stand.row, FileBand)
    return stand.row.lower


def _difference(
    sort: RowSort, before: RowInFile, after: RowInFile, is_stray: bool, renamed: Mapping[tuple[RowSort, str], str]
) -> Difference:
    kinds_of = FIELDS[sort]
    changes = list(_changes(kinds_of, before.row, after.row))
    kinds = {kinds_of[change.field] for change in changes}
    if isinstance(before.row, FileIndicator) and isinstance(after.row, FileIndicator):
        for change in _level_changes(before.row, after.row):
            changes.append(change)
            kinds.add(DifferenceKind.RULED if None in (change.before, change.after) else DifferenceKind.REWORDED)
    if sort in TREE and before.code != after.code:
        changes.insert(0, Change("code", before.code, after.code))
        kinds.add(DifferenceKind.RECODED)
    if _translated(sort, before.parents, renamed) != _folded(after.parents):
        changes.append(Change("parents", before.parents, after.parents))
        kinds.add(DifferenceKind.MOVED)
    elif is_stray:
        kinds.add(DifferenceKind.REORDERED)
    if before.share != after.share and DifferenceKind.REWEIGHTED not in kinds:
        kinds.add(DifferenceKind.SHIFTED)
    return Difference(sort, before, after, frozenset(kinds), tuple(changes))


def _level_changes(before: FileIndicator, after: FileIndicator) -> Iterator[Change]:
    old = {level.points: level.text for level in before.levels}
    new = {level.points: level.text for level in after.levels}
    for points in sorted(old.keys() | new.keys()):
        if old.get(points) != new.get(points):
            yield Change(f"levels.{points}", old.get(points), new.get(points))


_ABOVE = {
    RowSort.DIMENSION: (RowSort.PART,),
    RowSort.VARIABLE: (RowSort.DIMENSION,),
    RowSort.INDICATOR: (RowSort.DIMENSION, RowSort.VARIABLE),
}


def _translated(sort: RowSort, parents: tuple[str, ...], renamed: Mapping[tuple[RowSort, str], str]) -> tuple[str, ...]:
    """The parents under the codes that they have in the later file."""
    above = _ABOVE.get(sort, ())
    return _folded(renamed.get((level, code.casefold()), code) for level, code in zip(above, parents, strict=True))


def _folded(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(code.casefold() for code in codes)


def _out_of_order(
    sort: RowSort,
    old: Mapping[Key, RowInFile],
    new: Mapping[Key, RowInFile],
    renamed: Mapping[tuple[RowSort, str], str],
) -> set[Key]:
    """The fewest rows that must have changed place among siblings they kept; dimensions of all parts are siblings."""
    places = {key: place for place, key in enumerate(old)}
    siblings: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key, stand in new.items():
        parents = _folded(stand.parents)
        if key in old and _translated(sort, old[key].parents, renamed) == parents:
            siblings[() if sort is RowSort.DIMENSION else parents].append(key)
    return {key for keys in siblings.values() for key in keys} - {
        key for keys in siblings.values() for key in longest_rise(keys, places)
    }


def _probable_renames(rows: Iterable[Difference]) -> Iterator[Rename]:
    named: defaultdict[tuple[RowSort, str], tuple[list[RowInFile], list[RowInFile]]] = defaultdict(lambda: ([], []))
    for row in rows:
        if row.sort in TREE and row.kinds & {DifferenceKind.ADDED, DifferenceKind.DROPPED}:
            name = " ".join(row.shown.name.casefold().split())
            named[row.sort, name][row.before is None].append(row.shown)
    for (sort, _), (dropped, added) in named.items():
        if len(dropped) == len(added) == 1:
            yield Rename(sort, dropped[0].code, added[0].code, added[0].name)
