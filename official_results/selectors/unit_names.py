"""Units as sources print them, and which of ours they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from history.models import Event
from kspp.lib.names import name_key
from official_results.models import OfficialResult
from official_results.selectors.figures import PublishedFigure, figures, unit_of
from units.models import Government, ServiceUnit, UnitAlias
from units.selectors import UnitNames


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A name as it is printed, with its figures, oldest first. `once`: units that went by it at other times.

    `unit`: the one it was chosen to stand for; `alias` is the row that says so.
    """

    name: str
    figures: tuple[PublishedFigure, ...]
    once: tuple[ServiceUnit, ...] = ()
    unit: ServiceUnit | None = None
    alias: int | None = None

    @property
    def key(self) -> str:
        return name_key(self.name)

    @property
    def years(self) -> list[int]:
        return sorted({figure.year for figure in self.figures})


@dataclass(frozen=True, slots=True)
class UnitLinks:
    """`unknown`: names that no unit goes by. `chosen`: names that were given to one. Both by name."""

    unknown: tuple[PrintedUnit, ...]
    chosen: tuple[PrintedUnit, ...]
    units: tuple[ServiceUnit, ...]
    names: UnitNames

    def likely(self, printed: PrintedUnit, government: int) -> list[ServiceUnit]:
        """Units that may be meant, the likeliest first. Looking for spellings takes milliseconds a name."""
        return list(dict.fromkeys([*printed.once, *self.names.near(government, printed.name)]))


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """How many names of a government's units nobody here goes by."""

    government: Government
    names: int


def unit_links(government: Government, found: Iterable[PublishedFigure] | None = None) -> UnitLinks:
    """`found`: its figures, where they are at hand. Two queries, one more without them."""
    place, names = government.pk, UnitNames([government.pk])
    if found is None:
        found = figures(OfficialResult.objects.filter(government=government).exclude(unit_name=""))
    spelled: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in found:
        spelled[figure.unit].append(figure)
    groups: dict[str, list[PublishedFigure]] = defaultdict(list)
    for name, rows in spelled.items():
        if name:
            groups[name_key(name)] += rows
    chosen = [
        PrintedUnit(alias.name, _in_order(groups[alias.key]), unit=alias.unit, alias=alias.pk)
        for alias in names.aliases[place]
    ]
    strangers = [rows for rows in groups.values() if rows and not names.called(place, rows[0].unit)]
    unknown = [_unknown(rows, names) for rows in strangers if any(not row.linked for row in rows)]
    return UnitLinks(
        unknown=tuple(sorted(unknown, key=lambda each: each.name.casefold())),
        chosen=tuple(sorted(chosen, key=lambda each: each.name.casefold())),
        units=tuple(names.units(place).values()),
        names=names,
    )


def _unknown(rows: Sequence[PublishedFigure], names: UnitNames) -> PrintedUnit:
    units = names.units(rows[0].government)
    once = dict.fromkeys(units[row.linked] for row in rows if row.linked)
    return PrintedUnit(rows[0].unit, _in_order([row for row in rows if not row.linked]), tuple(once))


def _in_order(rows: Sequence[PublishedFigure]) -> tuple[PublishedFigure, ...]:
    return tuple(sorted(rows, key=lambda row: (row.year, row.pk)))


def unknown_units(governments: Collection[int] | None) -> list[UnknownNames]:
    """Where names wait to be linked; `governments` None: everywhere. Only where there are units. Four queries."""
    with_units = ServiceUnit.objects.values("government")
    rows = OfficialResult.objects.filter(unit=None, government__in=with_units).exclude(unit_name="")
    if governments is not None:
        rows = rows.filter(government__in=governments)
    found = set(rows.order_by().values_list("government", "unit_name").distinct())
    names = UnitNames({place for place, _ in found})
    keys: dict[int, set[str]] = defaultdict(set)
    for place, name in found:
        if not names.called(place, name):
            keys[place].add(name_key(name))
    waiting = Government.objects.filter(pk__in=keys).order_by("code")
    return [UnknownNames(government, len(keys[government.pk])) for government in waiting]


def unknown_names(found: Iterable[PublishedFigure], names: UnitNames) -> dict[str, list[int]]:
    """Of one government's figures: names of units that nobody goes by, each as first printed, with its years."""
    printed: dict[str, str] = {}
    years: dict[str, set[int]] = defaultdict(set)
    for figure in found:
        if figure.unit and unit_of(figure, names) is None:
            years[printed.setdefault(name_key(figure.unit), figure.unit)].add(figure.year)
    return {name: sorted(years[name]) for name in sorted(years)}


def who_said(government: Government, name: str) -> str:
    """Who last said what a printed name stands for; empty where nobody did."""
    about = Event.objects.filter(government=government, subject_type=UnitAlias._meta.label_lower, subject_name=name)
    return about.order_by("-pk").values_list("actor_name", flat=True).first() or ""
