"""One government's published results over the years, and where it stands. Six queries, however many years and units."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from official_results.models import OfficialResult
from official_results.ranking import ScoreColumn, around, columns
from official_results.selectors.figures import (
    KnownFigures,
    MeasuringInstrument,
    PublishedFigure,
    banded_measures,
    figures,
    known,
    measure_of,
    unit_keys,
)
from official_results.selectors.tables import (
    FigureSource,
    ListedGovernment,
    OtherFigure,
    ResultsRow,
    YearResults,
    moved,
    others_of,
    rows_of,
    sources_of,
    year_of,
)
from official_results.sentences import ranking as sentences
from units.models import Government

REACH = 3
"""Neighbours in rank on either side."""
PEERS = 8
ALIKE = Decimal(5)
"""Points within which a peer's score is called similar."""


Key = tuple[str, int, str]
"""What stands for the unit (empty for the total), year, family of instruments."""


@dataclass(frozen=True, slots=True)
class OtherInstrumentFigure:
    """What another instrument says of the same year."""

    measure: MeasuringInstrument
    known: KnownFigures


@dataclass(frozen=True, slots=True)
class YearResultLine:
    """One year of one government. `breaks` where the year before was measured otherwise."""

    year: int
    measure: MeasuringInstrument
    known: KnownFigures
    moved: str
    sources: tuple[FigureSource, ...]
    others: tuple[OtherFigure, ...]
    breaks: bool
    beside: tuple[OtherInstrumentFigure, ...] = ()

    def on(self, scale: Decimal) -> OtherInstrumentFigure | None:
        """What is known on this scale: the year's own figure before those beside it."""
        own = OtherInstrumentFigure(self.measure, self.known)
        return next((each for each in (own, *self.beside) if each.measure.scale == scale), None)

    @property
    def ranks_printed(self) -> str:
        return sentences.printed_ranks(self.known.rank_printed)


@dataclass(frozen=True, slots=True)
class UnitResultLine:
    """A unit of the chosen year, named as printed."""

    name: str
    measure: MeasuringInstrument
    known: KnownFigures
    moved: str
    sources: tuple[FigureSource, ...]
    others: tuple[OtherFigure, ...]


@dataclass(frozen=True, slots=True)
class PeerGovernment:
    """`difference` is its score minus ours, in points."""

    row: ResultsRow
    difference: Decimal

    @property
    def words(self) -> str:
        return sentences.apart(self.difference)


@dataclass(frozen=True, slots=True)
class GovernmentStanding:
    """Among the governments of its level in the chosen year; `peers` are the nearest of the same province too."""

    rank: int
    count: int
    above: int
    alike: int
    columns: tuple[ScoreColumn, ...]
    neighbours: tuple[ResultsRow, ...]
    peers: tuple[PeerGovernment, ...]
    measure: MeasuringInstrument


@dataclass(frozen=True, slots=True)
class GovernmentResults:
    """`year` is the chosen one; None while nothing is known. `lines` are the oldest first.

    `only`: the instrument that was asked for, where others are left out; `figures` are all that are known even then.
    """

    government: ListedGovernment
    years: tuple[int, ...]
    year: int | None
    lines: tuple[YearResultLine, ...]
    units: tuple[UnitResultLine, ...]
    unit_years: tuple[int, ...]
    standing: GovernmentStanding | None
    only: MeasuringInstrument | None = None
    figures: tuple[PublishedFigure, ...] = ()

    @property
    def units_differ(self) -> bool:
        """Whether the units of the chosen year were measured by more than one instrument."""
        return len({unit.measure.family for unit in self.units}) > 1

    @property
    def line(self) -> YearResultLine | None:
        return next((line for line in self.lines if line.year == self.year), None)


def story_of(government: Government, year: int | None, own: Collection[int], family: str = "") -> GovernmentResults:
    """`year`: the one looked at closely; the newest that is known where nothing is known of it.

    `family`: only these figures, where there are any. Without it a year is told by the instrument whose total came in
    first, and the others stand beside it.
    """
    measured = banded_measures()
    found = figures(OfficialResult.objects.filter(government=government))
    asked = [figure for figure in found if measure_of(figure.instrument, measured).family == family]
    only = measure_of(asked[-1].instrument, measured) if asked and len(asked) < len(found) else None
    shown = asked or found
    totals = _grouped([figure for figure in shown if not figure.unit], measured)
    units = _grouped([figure for figure in shown if figure.unit], measured)
    years = sorted({figure.year for figure in shown}, reverse=True)
    chosen = year if year in years else next(iter(years), None)
    lines = _lines(totals, measured)
    standing = None
    line = next((line for line in lines if line.year == chosen), None)
    if line is not None:
        among = year_of(line.year, government.level, line.measure.family, measured)
        standing = _standing(among, government, own)
    province = government.province
    return GovernmentResults(
        government=ListedGovernment(
            government.pk, government.code, government.level, government.name, province.pk, province.name
        ),
        years=tuple(years),
        year=chosen,
        lines=lines,
        units=_units(units, chosen, line.measure.family if line else "", measured),
        unit_years=tuple(sorted({year for _, year, _ in units}, reverse=True)),
        standing=standing,
        only=only,
        figures=tuple(found),
    )


def _grouped(found: Sequence[PublishedFigure], measured: Mapping[str, MeasuringInstrument]) -> dict[Key, KnownFigures]:
    groups: dict[Key, list[PublishedFigure]] = defaultdict(list)
    keys = unit_keys(found)
    for figure in found:
        family = measure_of(figure.instrument, measured).family
        groups[keys[figure.pk], figure.year, family].append(figure)
    return {key: known(rows) for key, rows in groups.items()}


def _lines(
    totals: Mapping[Key, KnownFigures], measured: Mapping[str, MeasuringInstrument]
) -> tuple[YearResultLine, ...]:
    by_year: dict[int, list[KnownFigures]] = defaultdict(list)
    for (_, year, _), each in sorted(totals.items(), key=lambda pair: pair[1].main.pk):
        by_year[year].append(each)
    lines: list[YearResultLine] = []
    for year, (here, *rest) in sorted(by_year.items()):
        measure = measure_of(here.main.instrument, measured)
        last = lines[-1] if lines else None
        before = _before(totals, "", year, measure.family)
        lines.append(
            YearResultLine(
                year=year,
                measure=measure,
                known=here,
                moved=moved(here.main, before.main if before else None, measured),
                sources=sources_of(here),
                others=others_of(here),
                breaks=last is not None and last.measure.family != measure.family,
                beside=tuple(OtherInstrumentFigure(measure_of(each.main.instrument, measured), each) for each in rest),
            )
        )
    return tuple(lines)


def _units(
    units: Mapping[Key, KnownFigures], year: int | None, family: str, measured: Mapping[str, MeasuringInstrument]
) -> tuple[UnitResultLine, ...]:
    """Highest first, those of the total's `family` of instruments before others."""
    lines = []
    for (key, when, how), here in units.items():
        if when == year:
            before = _before(units, key, when, how)
            words = moved(here.main, before.main if before else None, measured)
            measure = measure_of(here.main.instrument, measured)
            lines.append(UnitResultLine(here.main.unit, measure, here, words, sources_of(here), others_of(here)))

    def place(line: UnitResultLine) -> tuple[bool, str, Decimal, str]:
        how = line.measure.family
        return how != family, how, -line.known.main.score, line.name

    return tuple(sorted(lines, key=place))


def _before(totals: Mapping[Key, KnownFigures], unit: str, year: int, family: str) -> KnownFigures | None:
    """The year before by the same family of instruments; by another where there is none: it tells of the change."""
    others = (known for (key, when, _), known in totals.items() if (key, when) == (unit, year - 1))
    return totals.get((unit, year - 1, family)) or next(others, None)


def _standing(among: YearResults, government: Government, own: Collection[int]) -> GovernmentStanding:
    score = among.known[government.pk].main.score
    scores = among.scores()
    near = around(among.by_rank(), government.pk, REACH)
    peers = _peers(among, government, score)
    rows = {row.place.pk: row for row in rows_of(among, [*near, *peers], own)}
    return GovernmentStanding(
        rank=among.ranks[government.pk],
        count=len(scores),
        above=sum(1 for other in scores.values() if other > score),
        alike=sum(1 for other in scores.values() if other == score) - 1,
        columns=columns(list(scores.values()), score, among.measure.scale),
        neighbours=tuple(rows[pk] for pk in near),
        peers=tuple(PeerGovernment(rows[pk], scores[pk] - score) for pk in peers),
        measure=among.measure,
    )


def _peers(among: YearResults, government: Government, score: Decimal) -> list[int]:
    """Of the same province and level, the most similar scores first, none further away than `ALIKE`."""
    apart = {
        pk: abs(here.main.score - score)
        for pk, here in among.known.items()
        if pk != government.pk and among.places[pk].province == government.province_id
    }
    near = [pk for pk in apart if apart[pk] <= ALIKE]
    return sorted(near, key=lambda pk: (apart[pk], among.places[pk].code))[:PEERS]
