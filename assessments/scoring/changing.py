"""A sheet as it might become: some observations at another level, everything else as it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessments.scoring.checking import FIGURE_DECIMALS, check_sheet
from assessments.scoring.gains import Key, Spot, key_of
from assessments.scoring.instrument import SUBJECT_SCOPES, Indicator, Instrument
from assessments.scoring.observations import Book, Observation, responses
from assessments.scoring.rounding import to_decimal
from assessments.scoring.sheet import Answer, Measure, Sheet, Subject


@dataclass(frozen=True, slots=True)
class Change:
    """One observation moved to `to` points (for a figure: to that figure; for a survey: its mean to that level).

    `subject` is None for scopes without subjects and where nobody has been named; `place` tells those apart, counted
    from 0 among the observations of the indicator.
    """

    indicator: str
    subject: str | None
    place: int
    to: Fraction

    @property
    def key(self) -> Key:
        return key_of(self.indicator, self.subject, self.place)


class ChangeCode(StrEnum):
    UNKNOWN = "unknown"
    SETTLED = "settled"
    OUT_OF_RANGE = "out_of_range"
    TWICE = "twice"


class ChangeError(ValueError):
    """A change that this sheet cannot take; `change` says which, `code` why."""

    def __init__(self, code: ChangeCode, change: Change) -> None:
        super().__init__(f"{code} {change}")
        self.code, self.change = code, change


def changed(instrument: Instrument, sheet: Sheet, changes: Iterable[Change]) -> Sheet:
    """Whoever the sample asks for and nobody has named yet is added where a change is about them.

    A survey keeps its number of answers, at least one, all at the new level. Raises SheetError and ChangeError.
    """
    check_sheet(instrument, sheet)
    maker = _Maker(instrument, sheet)
    for change in changes:
        maker.take(change)
    return maker.sheet()


class _Maker:
    def __init__(self, instrument: Instrument, sheet: Sheet) -> None:
        self.before = sheet
        self.book = Book.of(instrument, sheet)
        self.indicators = {indicator.code: indicator for indicator in instrument.indicators()}
        self.answers = {(answer.indicator, answer.subject): answer for answer in sheet.answers}
        self.newcomers: dict[str, Subject] = {}
        self.taken: set[Key] = set()

    def take(self, change: Change) -> None:
        indicator, observation = self._found(change)
        if change.key in self.taken:
            raise ChangeError(ChangeCode.TWICE, change)
        if not observation.full:
            raise ChangeError(ChangeCode.SETTLED, change)
        if not _fits(indicator, observation, change.to):
            raise ChangeError(ChangeCode.OUT_OF_RANGE, change)
        self.taken.add(change.key)
        about = change.subject if change.subject is not None else self._newcomer(indicator, change)
        blank = Answer(indicator.code, about)
        self.answers[indicator.code, about] = replace(blank, **_value(observation, change.to))  # type: ignore[arg-type]

    def sheet(self) -> Sheet:
        return Sheet((*self.before.subjects, *self.newcomers.values()), tuple(self.answers.values()))

    def _found(self, change: Change) -> tuple[Indicator, Observation]:
        indicator = self.indicators.get(change.indicator)
        for place, each in enumerate(self.book.observations(indicator) if indicator else ()):
            key = key_of(change.indicator, each.subject.id if each.subject else None, place)
            if indicator and key == change.key:
                return indicator, each
        raise ChangeError(ChangeCode.UNKNOWN, change)

    def _newcomer(self, indicator: Indicator, change: Change) -> str | None:
        """Somebody without a name yet, the same for every indicator that asks for them; None for other scopes."""
        if indicator.scope not in SUBJECT_SCOPES:
            return None
        named = sum(each.subject is not None for each in self.book.observations(indicator))
        subject = Subject(f"{indicator.scope}+{change.place - named + 1}", indicator.scope, "")
        self.newcomers.setdefault(subject.id, subject)
        return subject.id


def _fits(indicator: Indicator, observation: Observation, to: Fraction) -> bool:
    if observation.measure is Measure.FIGURE:
        return 0 <= to <= Fraction(observation.maximum) and (to * 10**FIGURE_DECIMALS).denominator == 1
    return indicator.minimum <= to <= Fraction(observation.maximum) and to.denominator == 1


def _value(observation: Observation, to: Fraction) -> dict[str, int | Decimal | dict[int, int]]:
    if observation.measure is Measure.FIGURE:
        return {"figure": to_decimal(to)}
    if observation.measure is Measure.TALLY:
        return {"tally": {int(to): responses(observation.answer) or 1}}
    return {"points": int(to)}


def steps_between(before: Iterable[Spot], changes: Iterable[Change]) -> Iterator[tuple[Spot, Change]]:
    """The changes that change something, each with where it starts, in the order of the instrument."""
    wanted = {change.key: change for change in changes}
    for spot in before:
        change = wanted.get(spot.key)
        if change is not None and change.to != spot.now:
            yield spot, change
