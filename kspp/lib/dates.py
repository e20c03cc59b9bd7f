"""Indonesian dates and times, the one way they are written."""

from datetime import date, datetime

from django.utils.formats import date_format


def date_id(day: date) -> str:
    """21 November 2026."""
    return date_format(day, "j F Y")


def moment_id(moment: datetime) -> str:
    """21 November 2026 pukul 10.42, in the time zone `moment` carries."""
    return date_format(moment, r"j F Y \p\u\k\u\l H.i")
