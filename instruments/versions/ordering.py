"""Which rows of a list stayed in their order when others were put elsewhere."""

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def longest_rise(keys: Sequence[K], places: Mapping[K, int]) -> set[K]:
    """The most keys whose former `places` rise in the order of `keys`: those that need not have moved."""
    tops: list[int] = []
    piled: list[K] = []
    before: dict[K, K | None] = {}
    for key in keys:
        pile = bisect_left(tops, places[key])
        before[key] = piled[pile - 1] if pile else None
        tops[pile : pile + 1] = [places[key]]
        piled[pile : pile + 1] = [key]
    kept: set[K] = set()
    last = piled[-1] if piled else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
