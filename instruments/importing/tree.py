"""The rows of the sheet of indicators, put under their variables and dimensions."""

from collections.abc import Mapping, Sequence
from typing import Any

from instruments.importing.cells import Value
from instruments.importing.layout import (
    DIMENSION,
    EVIDENCE,
    INDICATORS,
    LEVEL,
    VARIABLE,
    VARIABLE_NAME,
    CellKind,
    SheetColumn,
)
from instruments.importing.reading import (
    CellFlaw,
    CellPlace,
    FoundColumns,
    Path,
    RawSheet,
    TableCode,
    WorkbookReading,
    cell,
    headings,
    letter,
    take,
    take_row,
)

BRANCH = (DIMENSION, VARIABLE, VARIABLE_NAME)
AT = "#"
"""Before a row's number: where a row is noted that has no place in the tree, and what it says about its place."""


class RowsAsTree:
    """Rows that name the same variable come together; variables stand in the order in which they first appear."""

    def __init__(self, reading: WorkbookReading, sheet: RawSheet) -> None:
        self.reading, self.sheet = reading, sheet
        found = headings(reading, INDICATORS, sheet)
        self.levels, self.evidence = found.levels, found.evidence
        self.branch = FoundColumns({place: column for place, column in found.columns.items() if column.field in BRANCH})
        self.leaf = FoundColumns(
            {place: column for place, column in found.columns.items() if column.field not in BRANCH}
        )
        self.dimensions: dict[str, int] = {}
        self.variables: dict[tuple[int, str], int] = {}

    def read(self) -> None:
        dimensions = self.reading.content["dimensions"]
        for place, dimension in enumerate(dimensions):
            dimension["variables"] = []
            self._know(str(dimension.get("code", "")), place)
        for number, cells in self.sheet.rows[1:]:
            self._row(number, cells)
        for place, dimension in enumerate(dimensions):
            at = self.reading.place(("dimensions", place))
            self.reading.places["dimensions", place, "variables"] = at
            if not dimension["variables"]:
                self.reading.flaws.append(CellFlaw(at, TableCode.BRANCH_EMPTY, str(dimension.get("code", ""))))

    def _know(self, code: str, place: int) -> None:
        if code and code.casefold() in self.dimensions:
            at = self.reading.place(("dimensions", place, "code"))
            self.reading.flaws.append(CellFlaw(at, TableCode.CODE_TWICE, code))
        self.dimensions.setdefault(code.casefold(), place)

    def _row(self, number: int, cells: Sequence[Value]) -> None:
        """A row whose place is not known is still read for its flaws."""
        branch: dict[str, Any] = {}
        take_row(self.reading, INDICATORS, self.branch, number, cells, (AT, number), branch)
        parent = self._parent(number, branch)
        path: Path = (AT, number)
        siblings: list[Any] = []
        if parent:
            siblings = self._variable(parent)["indicators"]
            path = (*parent, "indicators", len(siblings))
        row: dict[str, Any] = {}
        take_row(self.reading, INDICATORS, self.leaf, number, cells, path, row)
        self._levels(number, cells, path, row)
        self._evidence(number, cells, path, row)
        siblings.append(row)

    def _levels(self, number: int, cells: Sequence[Value], path: Path, row: dict[str, Any]) -> None:
        levels: dict[str, Any] = {}
        self._several(LEVEL, self.levels, number, path)
        for place, points in sorted(self.levels.items(), key=lambda pair: pair[1]):
            column = SheetColumn(f"{LEVEL} {points}", str(points), CellKind.TEXT, 0, "", is_optional=True)
            at = CellPlace(INDICATORS, f"{letter(place)}{number}", column.heading)
            take(self.reading, levels, column, cell(cells, place), (*path, "levels", str(points)), at)
        if levels:
            row["levels"] = levels

    def _evidence(self, number: int, cells: Sequence[Value], path: Path, row: dict[str, Any]) -> None:
        pieces: list[str] = []
        self._several(EVIDENCE, self.evidence, number, path)
        for place, ordinal in sorted(self.evidence.items(), key=lambda pair: pair[1]):
            piece: dict[str, Any] = {}
            column = SheetColumn(f"{EVIDENCE} {ordinal}", EVIDENCE, CellKind.TEXT, 0, "", is_optional=True)
            at = CellPlace(INDICATORS, f"{letter(place)}{number}", column.heading)
            take(self.reading, piece, column, cell(cells, place), (*path, "evidence", len(pieces)), at)
            pieces += piece.values()
        if pieces:
            row["evidence"] = pieces

    def _several(self, heading: str, places: Mapping[int, int], number: int, path: Path) -> None:
        """Where a mistake in all levels, or all pieces of evidence, of a row is shown."""
        name = "levels" if heading == LEVEL else "evidence"
        first = f"{letter(min(places))}{number}" if places else f"A{number}"
        self.reading.places[*path, name] = CellPlace(INDICATORS, first, heading)

    def _parent(self, number: int, branch: Mapping[str, str]) -> Path | None:
        """The path of the variable a row belongs to, made when it is the first."""
        if DIMENSION not in branch:
            return None
        dimension = self.dimensions.get(branch[DIMENSION].casefold())
        if dimension is None:
            at = self.reading.place((AT, number, DIMENSION))
            self.reading.flaws.append(CellFlaw(at, TableCode.ROW_UNKNOWN, branch[DIMENSION]))
        if dimension is None or VARIABLE not in branch:
            return None
        siblings = self.reading.content["dimensions"][dimension]["variables"]
        key = (dimension, branch[VARIABLE].casefold())
        path: Path = ("dimensions", dimension, "variables", self.variables.setdefault(key, len(siblings)))
        if len(siblings) == path[-1]:
            siblings.append({"code": branch[VARIABLE], "indicators": []})
            self.reading.places[path] = CellPlace(INDICATORS, f"A{number}")
            for name, source in (("code", VARIABLE), ("name", VARIABLE_NAME)):
                self.reading.places[*path, name] = self.reading.place((AT, number, source))
        self._name(path, number, branch.get(VARIABLE_NAME))
        return path

    def _name(self, path: Path, number: int, name: str | None) -> None:
        """The rows of a variable repeat its name or leave it blank."""
        variable = self._variable(path)
        if name is not None and variable.setdefault("name", name) != name:
            at = self.reading.place((AT, number, VARIABLE_NAME))
            self.reading.flaws.append(CellFlaw(at, TableCode.VARIABLE_NAMES, variable["name"]))

    def _variable(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = self.reading.content["dimensions"][path[1]]["variables"][path[3]]
        return found
