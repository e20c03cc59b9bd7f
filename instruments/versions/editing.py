"""Edits of an instrument's plain content. Each gives new content and leaves what it was given as it was.

A row of the tree is named by its kind and its `ref`: its code, or `CODE~2` for the second of that code in a draft that
still contradicts itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from instruments.versions import shape
from instruments.versions.comparing import RowSort
from instruments.versions.document import FileProvenance
from instruments.versions.reading import draft_of
from instruments.versions.writing import content_of

Content = dict[str, Any]
Place = tuple[int, ...]
"""Position of a dimension, of a variable in it, of an indicator in that; counted from 0."""

DEPTHS = {RowSort.DIMENSION: 1, RowSort.VARIABLE: 2, RowSort.INDICATOR: 3}
BELOW = {0: "dimensions", 1: "variables", 2: "indicators"}
SORTS = {depth: sort for sort, depth in DEPTHS.items()}


class NoSuchRow(LookupError):
    """Nothing in the draft has this name, perhaps not any more."""


class LastRow(ValueError):
    """The only row of its parent cannot go: nothing may be empty."""


ORIGINS: Mapping[RowSort, Mapping[str, tuple[str, ...]]] = {
    RowSort.PART: {"weight_provenance": ("weight",)},
    RowSort.DIMENSION: {"weight_provenance": ("weight", "weight_total")},
    RowSort.INDICATOR: {
        "name_provenance": ("name",),
        "weight_provenance": ("weight",),
        "levels_provenance": ("levels", "things", "at_least"),
    },
    RowSort.BAND: {"provenance": ("lower", "zone", "grade", "label", "unit_label")},
    RowSort.SAMPLE: {"provenance": ("scope", "per", "number")},
    RowSort.OUTCOME: {"provenance": ("factor",)},
}
"""Of which fields each field of provenance tells the origin."""


def places(content: Mapping[str, Any], sort: RowSort) -> dict[str, Place]:
    """Every row of this kind by its ref, in order."""
    seen: Counter[str] = Counter()
    found = {}
    for place, row in _walk(content, DEPTHS[sort]):
        code = row["code"]
        seen[code.casefold()] += 1
        number = seen[code.casefold()]
        found[code if number == 1 else f"{code}~{number}"] = place
    return found


def ref_at(content: Mapping[str, Any], place: Place) -> str:
    sort = SORTS[len(place)]
    return next(ref for ref, found in places(content, sort).items() if found == place)


def place_of(content: Mapping[str, Any], sort: RowSort, ref: str) -> Place:
    """Case is ignored, as in codes. Raises NoSuchRow."""
    for known, place in places(content, sort).items():
        if known.casefold() == ref.casefold():
            return place
    raise NoSuchRow(ref)


def row_at(content: Mapping[str, Any], place: Place) -> Any:
    found: Any = content
    for depth, index in enumerate(place):
        found = found[BELOW[depth]][index]
    return found


def codes(content: Mapping[str, Any], sort: RowSort) -> list[str]:
    return [row["code"] for _, row in _walk(content, DEPTHS[sort])]


def with_fields(content: Mapping[str, Any], fields: Mapping[str, Any]) -> Content:
    """Fields of the head or whole lists; one that is None is left out."""
    return _merged(deepcopy(dict(content)), fields)


def with_row(content: Mapping[str, Any], place: Place, fields: Mapping[str, Any]) -> Content:
    """The row with these fields anew; one that is None is left out, one not named stays."""
    changed = deepcopy(dict(content))
    siblings = _siblings(changed, place)
    siblings[place[-1]] = _merged(siblings[place[-1]], fields)
    return changed


def with_child(content: Mapping[str, Any], parent: Place, row: Mapping[str, Any]) -> Content:
    """One more at the end of what `parent` holds; the empty place is the instrument itself."""
    changed = deepcopy(dict(content))
    row_at(changed, parent)[BELOW[len(parent)]].append(_merged({}, row))
    return changed


def without(content: Mapping[str, Any], place: Place) -> Content:
    """Raises LastRow."""
    changed = deepcopy(dict(content))
    siblings = _siblings(changed, place)
    if len(siblings) == 1:
        raise LastRow(place)
    siblings.pop(place[-1])
    return changed


def shifted(content: Mapping[str, Any], place: Place, step: int) -> Content:
    """One up (-1) or down (+1) among its siblings; at the end of the list it stays."""
    changed = deepcopy(dict(content))
    siblings = _siblings(changed, place)
    target = min(max(place[-1] + step, 0), len(siblings) - 1)
    siblings.insert(target, siblings.pop(place[-1]))
    return changed


def relocated(content: Mapping[str, Any], place: Place, parent: Place) -> Content:
    """The row at the end of another parent. Raises LastRow."""
    if place[:-1] == parent:
        return deepcopy(dict(content))
    row = row_at(content, place)
    return without(with_child(content, parent, row), place)


def with_source(content: Mapping[str, Any], source: str) -> Content:
    """The instrument's source names this one too."""
    changed = deepcopy(dict(content))
    if source and source.casefold() not in changed["source"].casefold():
        changed["source"] = f"{changed['source'].rstrip()}\n{source}"
    return changed


def next_code(content: Mapping[str, Any], parent: Place) -> str:
    """A free code in the manner of the last sibling: `K4` after `K3`; without a number, a number is added."""
    sort = SORTS[len(parent) + 1]
    taken = {code.casefold() for code in codes(content, sort)}
    last = row_at(content, parent)[BELOW[len(parent)]][-1]["code"]
    stem = last.rstrip("0123456789")
    number = int(last[len(stem) :] or 0)
    while f"{stem}{number}".casefold() in taken:
        number += 1
    return f"{stem}{number}"[-20:]


def owned(
    sort: RowSort, before: Mapping[str, Any] | None, after: Mapping[str, Any], has_source: bool
) -> dict[str, Any]:
    """The row with its provenance as it now has to be.

    What was changed without naming a source is from now on an estimate of whoever changed it.
    """
    row = dict(after)
    if not has_source:
        for origin, fields in ORIGINS[sort].items():
            if row.get(origin) and before is not None and _differ(before, row, fields):
                row[origin] = str(FileProvenance.ESTIMATED)
    return row


def unsourced(sort: RowSort, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """Fields of provenance that claim more than they did before, so that a source has to be named."""
    return [
        origin
        for origin in ORIGINS[sort]
        if after.get(origin) not in (None, "", FileProvenance.ESTIMATED)
        and (before is None or after[origin] != before.get(origin))
    ]


def settled(content: Mapping[str, Any]) -> Content:
    """In the order in which files are written, without empty fields; as it is where its shape is wrong."""
    if is_unshaped(content):
        return dict(content)
    return content_of(draft_of(content).file)


def is_unshaped(content: Mapping[str, Any]) -> bool:
    """Whether something is of a shape that no draft may have."""
    return any(True for _ in shape.mistakes(content))


def _walk(content: Mapping[str, Any], depth: int, above: Place = ()) -> Iterator[tuple[Place, Any]]:
    for index, row in enumerate(content[BELOW[len(above)]]):
        place = (*above, index)
        if len(place) == depth:
            yield place, row
        else:
            yield from _walk(row, depth, place)


def _siblings(content: Content, place: Place) -> list[Any]:
    found: list[Any] = row_at(content, place[:-1])[BELOW[len(place) - 1]]
    return found


def _merged(row: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A number typed with other decimals is the number that stands there already."""
    merged = {**row, **{name: value for name, value in fields.items() if name not in row or row[name] != value}}
    return {name: value for name, value in merged.items() if value is not None}


def _differ(before: Mapping[str, Any], after: Mapping[str, Any], fields: Sequence[str]) -> bool:
    return any((before.get(name) or None) != (after.get(name) or None) for name in fields)
