"""Where published scores stand among each other. Plain values in and out."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from kspp.lib.numbers import half_up

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Movement:
    """How far a score moved, in points. Of two figures the one printed with fewer decimals says how exactly."""

    by: Decimal
    decimals: int


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """Scores from `lower` on and below `upper`; the last column takes the perfect score too."""

    lower: Decimal
    upper: Decimal
    count: int
    is_own: bool


def ranks(scores: Mapping[Key, Decimal]) -> dict[Key, int]:
    """1 for the highest. Who shares a score shares a rank; the next one counts everybody above it."""
    found: dict[Key, int] = {}
    ordered = sorted(scores.items(), key=lambda pair: pair[1], reverse=True)
    for _, group in groupby(ordered, key=lambda pair: pair[1]):
        rank = len(found) + 1
        found |= {key: rank for key, _ in group}
    return found


def rank_of(score: Decimal, others: Collection[Decimal]) -> int:
    """The rank a score has, or would have, beside these."""
    return 1 + sum(1 for other in others if other > score)


def score_for(rank: int, others: Sequence[Decimal]) -> Decimal | None:
    """The lowest score that takes this rank or a better one beside `others`, the highest first; None where they are
    too few to say. Who has the score of the other one on that rank shares it.
    """
    return others[rank - 1] if 0 < rank <= len(others) else None


def movement(now: Decimal, decimals: int, before: Decimal, decimals_before: int) -> Movement:
    exact = min(decimals, decimals_before)
    return Movement(half_up(now - before, exact), exact)


def columns(scores: Collection[Decimal], own: Decimal | None, scale: Decimal = Decimal(100)) -> tuple[ScoreColumn, ...]:
    """How many scores fall into each twentieth of the scale: five points of a hundred."""
    counts = [0] * COLUMNS
    for score in scores:
        counts[_column(score, scale)] += 1
    mine = None if own is None else _column(own, scale)
    step = scale / COLUMNS
    return tuple(ScoreColumn(n * step, (n + 1) * step, count, n == mine) for n, count in enumerate(counts))


def around(ordered: Sequence[Item], own: Item, reach: int) -> Sequence[Item]:
    """`own` with up to `reach` before and behind it; more on one side where the other ends."""
    place, wanted = ordered.index(own), 2 * reach + 1
    start = max(min(place - reach, len(ordered) - wanted), 0)
    return ordered[start : start + wanted]


def _column(score: Decimal, scale: Decimal) -> int:
    return min(int(score * COLUMNS / scale), COLUMNS - 1)
