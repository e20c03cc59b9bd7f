"""Filters every template may use: Indonesian numbers and dates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from kspp.lib.dates import date_id, moment_id
from kspp.lib.numbers import decimal_id

register = template.Library()


@register.filter
def score(value: Decimal | None) -> str:
    """78.72 as 78,72; a dash where nothing is known."""
    return "–" if value is None else decimal_id(value)


@register.filter
def sole_word(banded: Any) -> str:
    """The word of a band, for places where zone and grade suffice, if it has neither: opinions have a word alone."""
    return "" if banded.zone or banded.grade else str(banded.label)


@register.filter
def tercetak(figure: Any) -> str:
    """A published figure with as many decimals as its source printed: 95,94 or 96."""
    return decimal_id(figure.score, figure.decimals)


@register.filter
def tanggal(value: date | None) -> str:
    """21 November 2026."""
    return date_id(value) if value else "–"


@register.filter
def waktu(value: datetime | None) -> str:
    """21 November 2026 pukul 10.42, in the active time zone."""
    return moment_id(timezone.localtime(value)) if value else "–"


@register.filter
def jam(value: datetime | None) -> str:
    """10.42."""
    return date_format(timezone.localtime(value), "H.i") if value else "–"
