"""Published figures as they were printed. Nothing of ours is among them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from instruments.models import InstrumentVersion
from kspp.lib.names import name_key
from official_results.models import OfficialResult
from scoring.instrument import Band
from units.models import Government
from units.selectors import UnitNames

FIELDS = (
    "pk",
    "government",
    "unit_name",
    "year",
    "instrument_code",
    "score",
    "decimals",
    "zone",
    "grade",
    "label",
    "rank_national",
    "province",
    "source",
    "unit",
)


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One published figure. `unit` is empty for a government's total; `decimals` are those that were printed.

    `linked`: the unit of ours that it is linked to.
    """

    pk: int
    government: int
    unit: str
    year: int
    instrument: str
    score: Decimal
    decimals: int
    zone: str
    grade: str
    label: str
    rank: int | None
    province: str
    source: str
    linked: int | None = None

    @property
    def word(self) -> str:
        """Grade or other word, as printed."""
        return self.grade or self.label


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """All that sources say of one government or unit in one year.

    `main` is what came in first and is the one that ranks, moves and is drawn: a later import can never change a
    rank by itself. `others` printed another score; whoever printed the same is among `sources` only.
    """

    main: PublishedFigure
    others: tuple[PublishedFigure, ...]
    agreeing: tuple[PublishedFigure, ...] = ()

    @property
    def figures(self) -> tuple[PublishedFigure, ...]:
        return (self.main, *self.agreeing, *self.others)

    @property
    def rank_printed(self) -> tuple[int, ...]:
        """What sources print, each once."""
        return tuple(dict.fromkeys(figure.rank for figure in self.figures if figure.rank is not None))


@dataclass(frozen=True, slots=True)
class MeasuringInstrument:
    """What a figure was measured with. Only figures of one `family` compare; `bands` from the highest down.

    `since` and `until`: the first and last year for which there is an instrument of the family, where that is known.
    """

    code: str
    family: str
    title: str
    scale: Decimal = Decimal(100)
    bands: tuple[Band, ...] = ()
    since: int | None = None
    until: int | None = None


def figures(rows: QuerySet[OfficialResult]) -> list[PublishedFigure]:
    """In the order in which they came in. One query."""
    return [PublishedFigure(*row) for row in rows.order_by("pk").values_list(*FIELDS)]


def known(found: Iterable[PublishedFigure]) -> KnownFigures:
    """Of one government or unit and year, in the order in which they came in."""
    main, *rest = found
    agreeing = tuple(figure for figure in rest if figure.score == main.score)
    return KnownFigures(main, tuple(figure for figure in rest if figure.score != main.score), agreeing)


def by_government(found: Iterable[PublishedFigure]) -> dict[int, KnownFigures]:
    """Of one year's totals."""
    grouped: dict[int, list[PublishedFigure]] = defaultdict(list)
    for figure in found:
        grouped[figure.government].append(figure)
    return {government: known(rows) for government, rows in grouped.items()}


def alike(
    found: Iterable[PublishedFigure], family: str, measured: Mapping[str, MeasuringInstrument]
) -> dict[int, KnownFigures]:
    """Of one year's totals those that rank together: measured with this family, each government once."""
    return by_government(figure for figure in found if measure_of(figure.instrument, measured).family == family)


def unit_of(figure: PublishedFigure, names: UnitNames) -> int | None:
    """The unit of ours a figure is about: the one it is linked to, else the one that goes by the printed name."""
    unit = names.called(figure.government, figure.unit) if figure.unit else None
    return figure.linked or (unit.pk if unit else None)


def unit_keys(found: Sequence[PublishedFigure]) -> dict[int, str]:
    """Of one government's figures, by their id: the same for the same unit, however it is printed and linked."""
    names = {unit: name_key(unit) for unit in {figure.unit for figure in found}}
    links = {names[figure.unit]: figure.linked for figure in found if figure.linked}
    keys = {}
    for figure in found:
        unit = figure.linked or links.get(names[figure.unit])
        keys[figure.pk] = f"#{unit}" if unit else names[figure.unit]
    return keys


def totals(year: int, governments: QuerySet[Government] | Iterable[int] | None = None) -> dict[int, KnownFigures]:
    """What is known of each government in a year. One query."""
    rows = OfficialResult.objects.totals().filter(year=year)
    return by_government(figures(rows if governments is None else rows.filter(government__in=governments)))


def measures() -> dict[str, MeasuringInstrument]:
    """Every instrument by its code. One query."""
    rows = InstrumentVersion.objects.values_list("code", "family", "title", "scale")
    return {row[0]: MeasuringInstrument(*row) for row in rows}


def banded_measures() -> dict[str, MeasuringInstrument]:
    """The same with bands. Two queries."""
    versions = InstrumentVersion.objects.prefetch_related("bands").only("code", "family", "title", "scale", "years")
    years: dict[str, set[int]] = defaultdict(set)
    for version in versions:
        years[version.family].update(version.years)
    found = {}
    for version in versions:
        bands = sorted((band.spec() for band in version.bands.all()), key=lambda band: band.lower, reverse=True)
        span = min(years[version.family], default=None), max(years[version.family], default=None)
        found[version.code] = MeasuringInstrument(
            version.code, version.family, version.title, version.scale, tuple(bands), *span
        )
    return found


def measure_of(code: str, known_measures: Mapping[str, MeasuringInstrument]) -> MeasuringInstrument:
    """Of an instrument that is not here nothing but its code is known: it compares with itself alone."""
    return known_measures.get(code) or MeasuringInstrument(code, code, code)


def known_years() -> list[int]:
    """Years in which some government has a total, newest first. One query, answered by the index alone."""
    years = OfficialResult.objects.totals().order_by("-year").values_list("year", flat=True)
    return list(years.distinct())
