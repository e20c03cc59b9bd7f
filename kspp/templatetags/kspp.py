"""Filters every template may use: Indonesian numbers and dates."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from kspp.lib.numbers import decimal_id

register = template.Library()


@register.filter
def score(value: Decimal | None) -> str:
    """78.72 as 78,72; a dash where nothing is known."""
    return "–" if value is None else decimal_id(value)


@register.filter
def tanggal(value: date | None) -> str:
    """21 November 2026."""
    return date_format(value, "j F Y") if value else "–"


@register.filter
def waktu(value: datetime | None) -> str:
    """21 November 2026 pukul 10.42, in the active time zone."""
    return date_format(timezone.localtime(value), r"j F Y \p\u\k\u\l H.i") if value else "–"


@register.filter
def jam(value: datetime | None) -> str:
    """10.42."""
    return date_format(timezone.localtime(value), "H.i") if value else "–"
