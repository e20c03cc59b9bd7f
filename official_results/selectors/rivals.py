"""Where a score would rank among published results, and what score a rank takes: one rule, that of the tables.

The others are those of the same level; each counts with the figure that ranks it in the tables (`official.Known.main`),
and only figures of the instrument's own family count.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from instruments.models import InstrumentVersion
from official_results.models import OfficialResult
from official_results.ranking import rank_of, score_for
from official_results.selectors.figures import MeasuringInstrument, alike, figures, measure_of, measures
from official_results.sentences import ranking as sentences
from units.models import Government


@dataclass(frozen=True, slots=True)
class RankingBasis:
    """What is known of the other governments of a level, seen from one instrument.

    `years`: how many of them have a comparable figure, by year, the newest first. `unlike`: years with none but
    figures of other instruments, by the title of these; the newest first.
    """

    government: Government
    code: str
    title: str
    family: str
    years: Mapping[int, int]
    unlike: Mapping[str, tuple[int, ...]]
    measured: Mapping[str, MeasuringInstrument]

    @property
    def level(self) -> str:
        return self.government.level

    @property
    def newest(self) -> int | None:
        return next(iter(self.years), None)

    @property
    def newer(self) -> dict[str, tuple[int, ...]]:
        """`unlike`, of the years after the newest that compares."""
        last = self.newest or 0
        found = {title: tuple(year for year in years if year > last) for title, years in self.unlike.items()}
        return {title: years for title, years in found.items() if years}


@dataclass(frozen=True, slots=True)
class OtherGovernments:
    """The other governments with a comparable figure of one year. `scores`: theirs, highest first.

    `versions`: titles of other versions of the instrument that measured them. `unlike`: how many more are known by
    another instrument only. `disputed`: of how many the sources disagree.
    """

    year: int
    level: str
    scores: tuple[Decimal, ...]
    versions: tuple[str, ...]
    unlike: int
    disputed: int

    @property
    def count(self) -> int:
        """With the own one."""
        return len(self.scores) + 1

    def rank(self, score: Decimal | None) -> int | None:
        return None if score is None else rank_of(score, self.scores)

    def score_for(self, rank: int) -> Decimal | None:
        """The lowest score that ranks so, or better; None where fewer others are known."""
        return score_for(rank, self.scores)


def yardstick_of(government: Government, instrument: InstrumentVersion) -> RankingBasis:
    """Two statements. Figures on another scale do not compare either."""
    measured = measures()
    rows = OfficialResult.objects.totals().filter(government__level=government.level).exclude(government=government)
    known: dict[int, set[int]] = defaultdict(set)
    titles: dict[int, set[str]] = defaultdict(set)
    for year, code, pk in rows.order_by("-year").values_list("year", "instrument_code", "government").distinct():
        measure = measure_of(code, measured)
        if (measure.family, measure.scale) == (instrument.family, instrument.scale):
            known[year].add(pk)
        titles[year].add(measure.title)
    unlike: dict[str, tuple[int, ...]] = {}
    for year in titles.keys() - known.keys():
        for title in titles[year]:
            unlike[title] = tuple(sorted((*unlike.get(title, ()), year), reverse=True))
    return RankingBasis(
        government=government,
        code=instrument.code,
        title=instrument.title,
        family=instrument.family,
        years={year: len(pks) for year, pks in known.items()},
        unlike=dict(sorted(unlike.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)),
        measured=measured,
    )


def rivals_of(yardstick: RankingBasis, year: int) -> OtherGovernments:
    """One statement."""
    rows = OfficialResult.objects.totals().filter(year=year, government__level=yardstick.level)
    found = figures(rows.exclude(government=yardstick.government))
    known = alike(found, yardstick.family, yardstick.measured)
    codes = {here.main.instrument for here in known.values()} - {yardstick.code}
    return OtherGovernments(
        year=year,
        level=yardstick.level,
        scores=tuple(sorted((here.main.score for here in known.values()), reverse=True)),
        versions=tuple(sorted(measure_of(code, yardstick.measured).title for code in codes)),
        unlike=len({figure.government for figure in found} - known.keys()),
        disputed=sum(1 for here in known.values() if here.others),
    )


def newest_rivals(yardstick: RankingBasis) -> OtherGovernments | None:
    """Of the newest year that compares; None without any. One statement at most."""
    return None if yardstick.newest is None else rivals_of(yardstick, yardstick.newest)


def rank_words(
    yardstick: RankingBasis, rivals: OtherGovernments | None, before: Decimal | None, after: Decimal | None
) -> tuple[str, ...]:
    """Where two scores would rank, then what that rests on."""
    if rivals is None:
        return (sentences.no_rank(yardstick.level, yardstick.title, yardstick.unlike),)
    ranks = rivals.rank(before), rivals.rank(after)
    return (sentences.estimated(*ranks, rivals.count, rivals.level, rivals.year), *basis(yardstick, rivals))


def basis(yardstick: RankingBasis, rivals: OtherGovernments) -> tuple[str, ...]:
    """What does not speak for itself about the figures of a year, and about newer ones that are not used."""
    found = (
        sentences.versions(rivals.versions, rivals.year),
        sentences.left_out(rivals.unlike, rivals.level, rivals.year),
        sentences.disputed(rivals.disputed, rivals.level),
        sentences.newer(yardstick.newer),
    )
    return tuple(words for words in found if words)
