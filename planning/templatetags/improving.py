"""Exact points in pages."""

from fractions import Fraction

from django import template

from kspp.lib.numbers import decimal_id
from scoring.rounding import to_decimal

register = template.Library()
DECIMALS = 3
"""A step of a unit with many products adds little to its government; two decimals would show 0,00."""


@register.filter
def points(value: Fraction) -> str:
    """Points of a score as a table shows them: 0,364."""
    return decimal_id(to_decimal(value), DECIMALS)
