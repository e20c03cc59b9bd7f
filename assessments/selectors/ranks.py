"""What score a rank takes, as far as published results are known."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from assessments.models import OfficialResult
from units.models import Government


@dataclass(frozen=True, slots=True)
class RankBound:
    """The score of the `rank`-th best other government, which shares that rank; None where fewer are known.

    `known`: other governments of the level with a result that year. `instruments`: codes those results name.
    """

    rank: int
    year: int
    level: str
    score: Decimal | None
    known: int
    instruments: tuple[str, ...]


def years_known(government: Government) -> list[int]:
    """Years with a published total of any other government of its level, newest first."""
    rows = OfficialResult.objects.totals().filter(government__level=government.level).exclude(government=government)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def rank_bound(government: Government, year: int, rank: int) -> RankBound:
    """Among the other governments of its level. Where sources disagree about one, its higher figure counts."""
    rows = OfficialResult.objects.totals().filter(government__level=government.level, year=year)
    rows = rows.exclude(government=government)
    best = rows.order_by().values("government").annotate(best=Max("score")).values_list("best", flat=True)
    scores = sorted(best, reverse=True)
    codes = rows.order_by("instrument_code").values_list("instrument_code", flat=True).distinct()
    score = scores[rank - 1] if rank <= len(scores) else None
    return RankBound(rank, year, government.get_level_display(), score, len(scores), tuple(codes))
