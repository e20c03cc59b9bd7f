"""Sentences about what a step would add."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from kspp.lib.numbers import decimal_id
from official_results.sentences.ranking import listed
from scoring import instrument as scoring
from scoring.kinds import Kind
from scoring.rounding import to_decimal

SMALL = Fraction(1, 10)
MOST_NAMED = 3
NOTHING_LEFT = "Tidak ada yang dapat dinaikkan lagi: semua pengamatan sudah pada tingkat tertinggi."
NO_UNITS = "Belum ada lokus yang dinilai pada siklus ini. Pilih lokus dahulu."
NOTHING_CHOSEN = "Tidak ada langkah yang cocok dengan pilihan ini."


class WordedIndicator(Protocol):
    """What an indicator of the instrument's tree says of itself."""

    @property
    def kind(self) -> Kind: ...

    @property
    def asks(self) -> scoring.Indicator: ...

    @property
    def level_texts(self) -> Mapping[int, str]: ...


def standing(node: WordedIndicator, now: Fraction | None) -> str:
    """Where an observation stands: `tingkat 2 dari 4`."""
    return "belum diisi" if now is None else node.kind.standing(node.asks, now)


def reached(node: WordedIndicator, points: Fraction) -> str:
    """What has to be true then: the text of the level."""
    return node.kind.goal(points, node.level_texts)


def points_id(value: Fraction) -> str:
    """Two decimals, three for what is smaller than a tenth: `0,37`, `0,046`."""
    return decimal_id(to_decimal(value), 2 if abs(value) >= SMALL else 3)


def best(code: str, name: str, unit: str, subject: str, days: int, *gains: tuple[str, Fraction]) -> str:
    """`gains`: whose score, and by how much."""
    about = f" ({subject})" if subject else ""
    added = " dan ".join(f"{points_id(gain)} poin ke nilai {whose}" for whose, gain in gains)
    return (
        f"Satu tingkat pada {code} {name}{about} di {unit} menambah {added} dengan perkiraan {days} hari kerja:"
        " itulah hasil terbesar untuk setiap hari kerja saat ini."
    )


def withheld(units: Sequence[str]) -> str:
    """Why there is no score to add to yet."""
    why = f"Nilai {no_score(units)}"
    return f"{why} Isi dahulu yang disebut di bawah ini; sesudahnya peluang dan rencana dapat dihitung."


def no_score(units: Sequence[str]) -> str:
    """The predicate of a score that is missing; `units`: where something is blank that must not count as zero."""
    if not units:
        return "belum dapat dihitung karena belum ada yang dinilai."
    return f"belum dapat dihitung karena masih ada isian wajib yang kosong di {_some(units, 'unit')}."


def unanswered(indicators: Sequence[str]) -> str:
    """The same of one unit, with what is blank in it."""
    if not indicators:
        return no_score(())
    return f"belum dapat dihitung karena masih kosong: {_some(indicators, 'isian')}."


def _some(names: Sequence[str], what: str) -> str:
    """The first few, and how many more."""
    more = [f"{len(names) - MOST_NAMED} {what} lain"] if len(names) > MOST_NAMED else []
    return listed([*names[:MOST_NAMED], *more])


def score_id(value: Decimal | None) -> str:
    return "–" if value is None else decimal_id(value)
