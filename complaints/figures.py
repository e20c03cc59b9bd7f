"""What the register says about a period, as plain values. Pure.

A complaint counts in the period in which it was received. Archived, withdrawn and referred ones are counted as
received but owe no answer. `on time` is asked of every complaint whose answer is given or overdue: it is on time when
no clock of the provider was overrun. What still has time is in neither number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

OWES_NOTHING = frozenset({"archived", "withdrawn", "not_ours"})
"""States of workflow.State after which the provider owes no answer."""
REPEATED_FROM = 3
"""Our own rule: as many complaints about one matter in a period make a repeated problem."""


@dataclass(frozen=True, slots=True)
class FigureCase:
    """One complaint as the figures need it; no text and no person. Durations in calendar days, None: not yet."""

    number: str
    unit: str
    channel: str
    classification: str
    state: str
    forms: tuple[str, ...]
    product: str
    standard: str
    received_on: date
    days_to_verify: int | None
    days_to_answer: int | None
    days_to_settle: int | None
    is_open: bool
    is_answered: bool
    is_late: bool
    due_on: date | None
    delay_reason: str
    rating: int | None
    has_improvement: bool
    is_duplicate: bool
    is_vulnerable: bool
    reopenings: int


@dataclass(frozen=True, slots=True)
class Count:
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class DaysSpan:
    """Calendar days: median and longest over `number` complaints."""

    number: int
    median: Decimal | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; percent with two decimals, None when there is nothing to judge."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        if not self.whole:
            return None
        return (Decimal(100 * self.part) / self.whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A matter that came back: the same unit, product and component of the standard."""

    unit: str
    product: str
    standard: str
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    received: int
    answered: int
    settled: int
    open: int
    on_time: Share
    verified: DaysSpan
    answering: DaysSpan
    settling: DaysSpan
    by_unit: tuple[Count, ...]
    by_channel: tuple[Count, ...]
    by_class: tuple[Count, ...]
    by_form: tuple[Count, ...]
    by_state: tuple[Count, ...]
    ratings: tuple[Count, ...]
    rating_mean: Decimal | None
    satisfied: Share
    repeated: tuple[Repeated, ...]
    improvements: int
    duplicates: int
    vulnerable: int
    reopened: int
    overdue: tuple[FigureCase, ...]

    @property
    def is_empty(self) -> bool:
        return self.received == 0


def figures_of(cases: Sequence[FigureCase]) -> Figures:
    owing = [case for case in cases if case.state not in OWES_NOTHING]
    judged = [case for case in owing if case.is_answered or case.is_late]
    rated = [case.rating for case in cases if case.rating is not None]
    return Figures(
        received=len(cases),
        answered=sum(case.is_answered for case in owing),
        settled=sum(case.days_to_settle is not None for case in owing),
        open=sum(case.is_open for case in cases),
        on_time=Share(sum(not case.is_late for case in judged), len(judged)),
        verified=_span(case.days_to_verify for case in cases),
        answering=_span(case.days_to_answer for case in owing),
        settling=_span(case.days_to_settle for case in owing),
        by_unit=_counts(case.unit for case in cases),
        by_channel=_counts(case.channel for case in cases),
        by_class=_counts(case.classification for case in cases),
        by_form=_counts(form for case in cases for form in case.forms),
        by_state=_counts(case.state for case in cases),
        ratings=tuple(Count(str(step), rated.count(step)) for step in (1, 2, 3, 4)),
        rating_mean=_mean(rated),
        satisfied=Share(sum(rating >= 3 for rating in rated), len(rated)),
        repeated=_repeated(cases),
        improvements=sum(case.has_improvement for case in cases),
        duplicates=sum(case.is_duplicate for case in cases),
        vulnerable=sum(case.is_vulnerable for case in cases),
        reopened=sum(case.reopenings > 0 for case in cases),
        overdue=tuple(case for case in owing if case.is_late),
    )


def _counts(labels: Iterable[str]) -> tuple[Count, ...]:
    """The largest first, then by label."""
    found: dict[str, int] = {}
    for label in labels:
        found[label] = found.get(label, 0) + 1
    return tuple(Count(label, number) for label, number in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _span(days: Iterable[int | None]) -> DaysSpan:
    known = sorted(day for day in days if day is not None)
    if not known:
        return DaysSpan(0, None, None)
    middle = len(known) // 2
    median = Decimal(known[middle]) if len(known) % 2 else Decimal(known[middle - 1] + known[middle]) / 2
    return DaysSpan(len(known), median, known[-1])


def _mean(ratings: Sequence[int]) -> Decimal | None:
    if not ratings:
        return None
    return (Decimal(sum(ratings)) / len(ratings)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _repeated(cases: Sequence[FigureCase]) -> tuple[Repeated, ...]:
    found: dict[tuple[str, str, str], int] = {}
    for case in cases:
        if case.product or case.standard:
            key = (case.unit, case.product, case.standard)
            found[key] = found.get(key, 0) + 1
    often = [Repeated(*key, number) for key, number in found.items() if number >= REPEATED_FROM]
    return tuple(sorted(often, key=lambda matter: (-matter.number, matter.unit, matter.product, matter.standard)))
