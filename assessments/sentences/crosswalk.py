"""What is said about proposals from other instruments."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from kspp.lib.numbers import decimal_id

TITLE = "Usulan dari instrumen lain"
NOTHING_CHOSEN = "Pilih paling sedikit satu usulan."


def reached_level(points: int, maximum: int) -> str:
    return f"tingkat {points} dari {maximum}"


def reached_everywhere(points: int, maximum: int, observations: int) -> str:
    """`tingkat 3 dari 4 pada 2 isian`."""
    return f"{reached_level(points, maximum)} pada {observations} isian"


def reached_share(share: Fraction, observations: int) -> str:
    """`rata-rata 87,50% dari tingkat tertinggi (2 isian)`."""
    percent = decimal_id(Decimal(share.numerator * 100) / Decimal(share.denominator))
    return f"rata-rata {percent}% dari tingkat tertinggi ({observations} isian)"


def reached_figure(figure: Decimal) -> str:
    return f"angka {decimal_id(figure)}"


def whole_score(title: str) -> str:
    return f"{title}, nilai unit"


def hint(level: str, figure: str, evidence: int) -> str:
    """`Usulan: tingkat 3 dan 2 bukti dari instrumen lain`."""
    parts = [part for part in (f"tingkat {level}" if level else "", f"angka {figure}" if figure else "") if part]
    if evidence:
        parts.append(f"{evidence} bukti")
    return f"Usulan perkiraan: {' dan '.join(parts)} dari instrumen lain"


def accepted(number: int) -> str:
    return f"{number} usulan dipakai. Isiannya belum ditinjau, seperti isian lain."


def taken_from(sources: Sequence[str]) -> str:
    """For the history."""
    return f"Usulan dari {'; '.join(sources)}"
