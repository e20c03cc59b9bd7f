"""From a score one wants to see to the points that are missing, and back to what a score then reads."""

from decimal import Decimal
from fractions import Fraction
from math import ceil


def least_total(wanted: Decimal, decimals: int) -> Fraction:
    """The smallest unrounded score that is shown as `wanted` or more: 87.995 for 88.00.

    `wanted` may be finer than the scores shown: 87.5 without decimals is 88, reached from 87.5 on.
    """
    steps = 10**decimals
    return Fraction(2 * ceil(Fraction(wanted) * steps) - 1, 2 * steps)
