"""Where a score would rank among the results that are known."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from assessments.models import InstrumentVersion, OfficialResult
from units.models import Government


@dataclass(frozen=True, slots=True)
class Known:
    """`scores`: of the other governments of this level in one year, each with its highest where sources disagree.

    `is_same`: those results were made with the very instrument that is scored here, not only with one of its family.
    """

    year: int
    level: str
    instruments: tuple[str, ...]
    is_same: bool
    scores: tuple[Decimal, ...]

    def rank(self, score: Decimal | None) -> int | None:
        """Ties share it."""
        return None if score is None else 1 + sum(other > score for other in self.scores)


def known_results(government: Government, instrument: InstrumentVersion) -> Known | None:
    """The newest year with results by this instrument, or the one it was copied from, else by its family. None without.

    At most four statements.
    """
    own = {instrument.code, instrument.cloned_from.code if instrument.cloned_from else instrument.code}
    found = _newest(government, own, is_same=True)
    if found is None:
        family = InstrumentVersion.objects.filter(family=instrument.family).values_list("code", flat=True)
        found = _newest(government, set(family), is_same=False)
    return found


def _newest(government: Government, codes: set[str], *, is_same: bool) -> Known | None:
    rows = OfficialResult.objects.totals().filter(government__level=government.level, instrument_code__in=codes)
    rows = rows.exclude(government=government).order_by()
    best = list(rows.values_list("year", "government", "instrument_code").annotate(best=Max("score")))
    if not best:
        return None
    year = max(row[0] for row in best)
    of_year = [row for row in best if row[0] == year]
    scores: dict[int, Decimal] = {}
    for _, pk, _, score in of_year:
        scores[pk] = max(score, scores.get(pk, score))
    instruments = tuple(sorted({row[2] for row in of_year}))
    return Known(year, government.get_level_display(), instruments, is_same, tuple(scores.values()))
