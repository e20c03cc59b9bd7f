"""Numbers: the one way to round half up, and Indonesian number form."""

from decimal import ROUND_HALF_UP, Context, Decimal

_ROOMY = Context(prec=80, rounding=ROUND_HALF_UP)
_TO_INDONESIAN = str.maketrans(",.", ".,")


def half_up(value: Decimal, decimals: int = 2) -> Decimal:
    """`value` with exactly `decimals` decimals, ties away from zero, whatever the ambient decimal context says."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_ROOMY)


def decimal_id(value: Decimal | int, decimals: int = 2) -> str:
    """`1234.565` as `1.234,57`. A missing value is the caller's to word."""
    settled = half_up(Decimal(value), decimals)
    return f"{settled if settled else abs(settled):,f}".translate(_TO_INDONESIAN)
