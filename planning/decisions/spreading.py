"""Due dates for steps that are taken one after the other within the working days that are left."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate


def spread(days: Sequence[int], dates: Sequence[date]) -> list[date]:
    """A date for each step: `days` are its working days, `dates` the working days left, in order; at least one.

    Each step takes its part of the time left, so that the last one ends on the last date, also where the work is more
    than there are days. A step is due at the earliest on the first date, and never before the step in front of it.
    """
    total = max(sum(days), 1)
    ends = (-(-done * len(dates) // total) for done in accumulate(days))
    return [dates[max(end, 1) - 1] for end in ends]
