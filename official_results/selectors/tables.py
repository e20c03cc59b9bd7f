"""Published results of a year, side by side. A fixed number of queries, however many governments and years."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from official_results.models import OfficialResult
from official_results.ranking import movement, ranks
from official_results.selectors.figures import (
    KnownFigures,
    MeasuringInstrument,
    PublishedFigure,
    alike,
    figures,
    measure_of,
    measures,
    totals,
)
from official_results.sentences import ranking as sentences
from units.models import Government
from units.selectors import Directory, matching_governments


class ResultsOrder(StrEnum):
    """How the rows stand; the value is what the address says."""

    RANK = "peringkat"
    NAME = "nama"


@dataclass(frozen=True, slots=True)
class ResultsFilter:
    """What the address asks for; empty narrows nothing. `family` of instruments, `word` a grade or other word."""

    level: str = ""
    family: str = ""
    text: str = ""
    province: str = ""
    zone: str = ""
    word: str = ""
    order: ResultsOrder = ResultsOrder.RANK


@dataclass(frozen=True, slots=True)
class ListedGovernment:
    pk: int
    code: str
    level: str
    name: str
    province: str
    province_name: str

    @property
    def full_name(self) -> str:
        return f"{sentences.LEVELS[self.level]} {self.name}"


@dataclass(frozen=True, slots=True)
class YearResults:
    """What is known of one year and level, measured alike. `ranks` are among all of them, whatever is filtered."""

    year: int
    level: str
    measure: MeasuringInstrument
    families: tuple[MeasuringInstrument, ...]
    known: Mapping[int, KnownFigures]
    ranks: Mapping[int, int]
    places: Mapping[int, ListedGovernment]
    measures: Mapping[str, MeasuringInstrument]

    @property
    def there_are(self) -> int:
        return sum(1 for place in self.places.values() if self.level in ("", place.level))

    def scores(self) -> dict[int, Decimal]:
        return {pk: known.main.score for pk, known in self.known.items()}

    def by_rank(self) -> list[int]:
        """Governments from the highest score down, of one score by code."""
        return sorted(self.known, key=lambda pk: (self.ranks[pk], self.places[pk].code))


@dataclass(frozen=True, slots=True)
class FigureSource:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A figure that another source gives for the same."""

    figure: PublishedFigure
    source: FigureSource


@dataclass(frozen=True, slots=True)
class ResultsRow:
    """One government of a table. `known` is None where nobody published a figure that is here; the ranks then too.

    `rank` is among the whole country's, `rank_here` among those of the table, where it is a table of some only.
    """

    place: ListedGovernment
    known: KnownFigures | None
    rank: int | None
    rank_here: int | None
    moved: str
    sources: tuple[FigureSource, ...]
    others: tuple[OtherFigure, ...]
    is_own: bool

    @property
    def province_then(self) -> str:
        """The province printed, where it is another one today."""
        printed = self.known.main.province if self.known else ""
        return printed if printed.casefold() not in ("", self.place.province_name.casefold()) else ""

    @property
    def ranks_printed(self) -> str:
        return sentences.printed_ranks(self.known.rank_printed if self.known else ())

    @property
    def is_worded(self) -> bool:
        """Whether a source prints a zone, grade or other word."""
        return self.known is not None and bool(self.known.main.zone or self.known.main.word)


def places() -> dict[int, ListedGovernment]:
    """Every government. One query."""
    rows = Government.objects.order_by("code").values_list("pk", "code", "level", "name", "province", "province__name")
    return {row[0]: ListedGovernment(*row) for row in rows}


def year_of(year: int, level: str, family: str, measured: Mapping[str, MeasuringInstrument]) -> YearResults:
    """Two queries. Without `family`, or with one of which nothing is known, the one most governments have."""
    everywhere = places()
    rows = figures(OfficialResult.objects.totals().filter(year=year))
    rows = [row for row in rows if level in ("", everywhere[row.government].level)]
    groups: dict[str, list[PublishedFigure]] = defaultdict(list)
    for row in rows:
        groups[measure_of(row.instrument, measured).family].append(row)
    sizes = {name: len({row.government for row in group}) for name, group in groups.items()}
    chosen = family if family in groups else max(sorted(sizes), key=lambda name: sizes[name], default="")
    known = alike(rows, chosen, measured)
    return YearResults(
        year=year,
        level=level,
        measure=_common([known_.main for known_ in known.values()], measured),
        families=tuple(_common(groups[name], measured) for name in sorted(groups)),
        known=known,
        ranks=ranks({pk: known_.main.score for pk, known_ in known.items()}),
        places=everywhere,
        measures=measured,
    )


def rows_of(
    year: YearResults, governments: Sequence[int], own: Collection[int], ranks_here: Mapping[int, int] | None = None
) -> list[ResultsRow]:
    """In the order given, those without a figure too. One query, for the year before."""
    before = totals_alike(year, governments)
    here = ranks_here or {}
    return [_row(year, pk, before.get(pk), here.get(pk), is_own=pk in own) for pk in governments]


def totals_alike(year: YearResults, governments: Iterable[int]) -> dict[int, KnownFigures]:
    """What is known of the year before; a comparable figure counts before one of another family. One query."""
    before = totals(year.year - 1, governments)
    found = {}
    for pk, known in before.items():
        in_turn = sorted(known.figures, key=lambda figure: figure.pk)
        first = alike(in_turn, year.measure.family, year.measures)
        found[pk] = first.get(pk, known)
    return found


def matching(year: YearResults, asked: ResultsFilter) -> list[int]:
    """Governments with a figure that fit, in the order asked for. One query where a name is searched, else none."""
    tests: list[Callable[[int], bool]] = []
    if asked.text:
        named = matching_governments(Government.objects.all(), text=asked.text, level="")
        found = set(named.order_by().values_list("pk", flat=True))
        tests.append(lambda pk: pk in found)
    if asked.province:
        tests.append(lambda pk: year.places[pk].province == asked.province)
    if asked.zone:
        tests.append(lambda pk: any(figure.zone == asked.zone for figure in year.known[pk].figures))
    if asked.word:
        tests.append(lambda pk: any(figure.word == asked.word for figure in year.known[pk].figures))
    ordered = year.by_rank()
    if asked.order is ResultsOrder.NAME:
        ordered.sort(key=lambda pk: (year.places[pk].name.casefold(), year.places[pk].code))
    return [pk for pk in ordered if all(test(pk) for test in tests)]


def meant(text: str) -> list[str]:
    """Names that somebody who typed `text` may have meant. Two queries."""
    return Directory().near(text)


def words_of(year: YearResults) -> list[str]:
    """Grades and other words that are printed, the most frequent first."""
    words = Counter(figure.word for known in year.known.values() for figure in known.figures if figure.word)
    return [word for word, _ in words.most_common()]


def zones_of(year: YearResults) -> list[str]:
    printed = {figure.zone for known in year.known.values() for figure in known.figures}
    return [zone for zone in ("hijau", "kuning", "merah") if zone in printed]


def province_rows(year: YearResults, province: str, own: Collection[int]) -> list[ResultsRow]:
    """Everybody of a province and of the year's level, by score; last those of whom nothing is known."""
    places_here = [place for place in year.places.values() if place.province == province]
    here = [place.pk for place in places_here if year.level in ("", place.level)]
    here.sort(key=lambda pk: (year.ranks.get(pk, len(year.places)), year.places[pk].code))
    scores = {pk: year.known[pk].main.score for pk in here if pk in year.known}
    return rows_of(year, here, own, ranks(scores))


def load_measures() -> dict[str, MeasuringInstrument]:
    return measures()


def moved(now: PublishedFigure, before: PublishedFigure | None, measured: Mapping[str, MeasuringInstrument]) -> str:
    """Against the year before, only where both are measured alike."""
    if before is None:
        return ""
    if measure_of(now.instrument, measured).family != measure_of(before.instrument, measured).family:
        return sentences.NOT_COMPARABLE
    return sentences.moved(movement(now.score, now.decimals, before.score, before.decimals))


def sources_of(known: KnownFigures) -> tuple[FigureSource, ...]:
    """Of those that print the main figure."""
    return tuple(FigureSource(*sentences.cited(figure.source)) for figure in (known.main, *known.agreeing))


def others_of(known: KnownFigures) -> tuple[OtherFigure, ...]:
    return tuple(OtherFigure(figure, FigureSource(*sentences.cited(figure.source))) for figure in known.others)


def _row(year: YearResults, pk: int, before: KnownFigures | None, rank_here: int | None, *, is_own: bool) -> ResultsRow:
    known = year.known.get(pk)
    return ResultsRow(
        place=year.places[pk],
        known=known,
        rank=year.ranks.get(pk),
        rank_here=rank_here,
        moved=moved(known.main, before.main if before else None, year.measures) if known else "",
        sources=sources_of(known) if known else (),
        others=others_of(known) if known else (),
        is_own=is_own,
    )


def _common(found: Sequence[PublishedFigure], measured: Mapping[str, MeasuringInstrument]) -> MeasuringInstrument:
    """The instrument most of these were measured with."""
    codes = Counter(figure.instrument for figure in found)
    return measure_of(codes.most_common(1)[0][0], measured) if codes else MeasuringInstrument("", "", "")
