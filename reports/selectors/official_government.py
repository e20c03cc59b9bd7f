"""One government's published results over the years, and where it stands. Six queries, however many years and units."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import OfficialResult
from assessments.ranking import Column, around, columns
from assessments.selectors.official import Figure, Known, Measure, banded_measures, figures, known, measure_of
from assessments.sentences import ranking as sentences
from kspp.lib.names import name_key
from reports.selectors.official import Other, Place, Row, Source, Year, moved, others_of, rows_of, sources_of, year_of
from units.models import Government

REACH = 3
"""Neighbours in rank on either side."""
PEERS = 8
ALIKE = Decimal(5)
"""Points within which a peer's score is called similar."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of one government or unit. `breaks` where the year before was measured otherwise."""

    year: int
    measure: Measure
    known: Known
    moved: str
    sources: tuple[Source, ...]
    others: tuple[Other, ...]
    breaks: bool

    @property
    def ranks_printed(self) -> str:
        return sentences.printed_ranks(self.known.rank_printed)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the chosen year, named as printed."""

    name: str
    known: Known
    moved: str
    sources: tuple[Source, ...]
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Peer:
    """`difference` is its score minus ours, in points."""

    row: Row
    difference: Decimal

    @property
    def words(self) -> str:
        return sentences.apart(self.difference)


@dataclass(frozen=True, slots=True)
class Standing:
    """Among the governments of its level in the chosen year; `peers` are the nearest of the same province too."""

    rank: int
    count: int
    above: int
    alike: int
    columns: tuple[Column, ...]
    neighbours: tuple[Row, ...]
    peers: tuple[Peer, ...]
    measure: Measure


@dataclass(frozen=True, slots=True)
class Story:
    """`year` is the chosen one; None while nothing is known. `lines` are the oldest first."""

    government: Place
    years: tuple[int, ...]
    year: int | None
    lines: tuple[YearLine, ...]
    units: tuple[UnitLine, ...]
    unit_years: tuple[int, ...]
    standing: Standing | None

    @property
    def line(self) -> YearLine | None:
        return next((line for line in self.lines if line.year == self.year), None)


def story_of(government: Government, year: int | None, own: Collection[int]) -> Story:
    """`year`: the one looked at closely; the newest that is known where nothing is known of it."""
    measured = banded_measures()
    found = figures(OfficialResult.objects.filter(government=government))
    totals = _grouped([figure for figure in found if not figure.unit])
    units = _grouped([figure for figure in found if figure.unit])
    years = sorted({figure.year for figure in found}, reverse=True)
    chosen = year if year in years else next(iter(years), None)
    lines = _lines(totals, measured)
    standing = None
    line = next((line for line in lines if line.year == chosen), None)
    if line is not None:
        among = year_of(line.year, government.level, line.measure.family, measured)
        standing = _standing(among, government, own)
    province = government.province
    return Story(
        government=Place(government.pk, government.code, government.level, government.name, province.pk, province.name),
        years=tuple(years),
        year=chosen,
        lines=lines,
        units=_units(units, chosen, measured),
        unit_years=tuple(sorted({year for _, year in units}, reverse=True)),
        standing=standing,
    )


def _grouped(found: Sequence[Figure]) -> dict[tuple[str, int], Known]:
    """By the unit's name, however it is spelled, and year."""
    groups: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for figure in found:
        groups[name_key(figure.unit), figure.year].append(figure)
    return {key: known(rows) for key, rows in groups.items()}


def _lines(totals: Mapping[tuple[str, int], Known], measured: Mapping[str, Measure]) -> tuple[YearLine, ...]:
    lines: list[YearLine] = []
    for (_, year), here in sorted(totals.items(), key=lambda pair: pair[0][1]):
        measure = measure_of(here.main.instrument, measured)
        last = lines[-1] if lines else None
        before = last.known.main if last and last.year == year - 1 else None
        lines.append(
            YearLine(
                year=year,
                measure=measure,
                known=here,
                moved=moved(here.main, before, measured),
                sources=sources_of(here),
                others=others_of(here),
                breaks=last is not None and last.measure.family != measure.family,
            )
        )
    return tuple(lines)


def _units(
    units: Mapping[tuple[str, int], Known], year: int | None, measured: Mapping[str, Measure]
) -> tuple[UnitLine, ...]:
    """Highest first."""
    if year is None:
        return ()
    lines = []
    for (key, when), here in units.items():
        if when == year:
            before = units.get((key, year - 1))
            words = moved(here.main, before.main if before else None, measured)
            lines.append(UnitLine(here.main.unit, here, words, sources_of(here), others_of(here)))
    return tuple(sorted(lines, key=lambda line: (-line.known.main.score, line.name)))


def _standing(among: Year, government: Government, own: Collection[int]) -> Standing:
    score = among.known[government.pk].main.score
    scores = among.scores()
    near = around(among.by_rank(), government.pk, REACH)
    peers = _peers(among, government, score)
    rows = {row.place.pk: row for row in rows_of(among, [*near, *peers], own)}
    return Standing(
        rank=among.ranks[government.pk],
        count=len(scores),
        above=sum(1 for other in scores.values() if other > score),
        alike=sum(1 for other in scores.values() if other == score) - 1,
        columns=columns(list(scores.values()), score, among.measure.scale),
        neighbours=tuple(rows[pk] for pk in near),
        peers=tuple(Peer(rows[pk], scores[pk] - score) for pk in peers),
        measure=among.measure,
    )


def _peers(among: Year, government: Government, score: Decimal) -> list[int]:
    """Of the same province and level, the most similar scores first, none further away than `ALIKE`."""
    apart = {
        pk: abs(here.main.score - score)
        for pk, here in among.known.items()
        if pk != government.pk and among.places[pk].province == government.province_id
    }
    near = [pk for pk in apart if apart[pk] <= ALIKE]
    return sorted(near, key=lambda pk: (apart[pk], among.places[pk].code))[:PEERS]
