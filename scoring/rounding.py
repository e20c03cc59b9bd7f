"""From exact fractions to decimals, and the one rounding.

Scores are computed as `fractions.Fraction`: addition is then exact and associative, so the order of answers, officials
or units cannot change a result, and a tie such as 87.995 is a tie and not 87.99499… Only the finished figure becomes a
Decimal. A Decimal context of any finite precision would still lose 1/3 and could push a tie to the wrong side.
"""

from decimal import Context, Decimal
from fractions import Fraction

from kspp.lib.numbers import half_up

_FIFTY_DIGITS = Context(prec=50)


def to_decimal(value: Fraction) -> Decimal:
    """`value` to 50 significant digits: unrounded for every purpose of this project."""
    return _FIFTY_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def as_decimal(value: Fraction | None) -> Decimal | None:
    """As `to_decimal`; None stays None."""
    return None if value is None else to_decimal(value)


def rounded(value: Decimal | None, decimals: int = 2) -> Decimal | None:
    """The published form of a score: half up, `decimals` decimals, used once at the very end. None stays None."""
    return None if value is None else half_up(value, decimals)
