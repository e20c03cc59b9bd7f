"""A sheet as it might become: some observations at another level, everything else as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from planning.decisions.gains import CurrentObservation, Key, key_of, spots
from scoring.instrument import SUBJECT_SCOPES, Instrument
from scoring.sheet import Answer, Sheet, Subject


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


def refusal(spot: CurrentObservation, to: Fraction) -> ChangeCode | None:
    """Why this observation cannot come to stand there; None where it can."""
    if spot.settled:
        return ChangeCode.SETTLED
    return None if spot.kind.fits(spot.indicator, to) else ChangeCode.OUT_OF_RANGE


def changed(instrument: Instrument, sheet: Sheet, changes: Iterable[Change]) -> Sheet:
    """Whoever the sample asks for and nobody has named yet is added where a change is about them.

    A survey keeps its number of answers, at least one, all at the new level. Raises SheetError and ChangeError.
    """
    maker = _SheetChanger(instrument, sheet)
    for change in changes:
        maker.take(change)
    return maker.sheet()


class _SheetChanger:
    def __init__(self, instrument: Instrument, sheet: Sheet) -> None:
        self.before = sheet
        self.spots = {spot.key: spot for spot in spots(instrument, sheet)}
        self.answers = {(answer.indicator, answer.subject): answer for answer in sheet.answers}
        self.newcomers: dict[str, Subject] = {}
        self.taken: set[Key] = set()

    def take(self, change: Change) -> None:
        spot = self.spots.get(change.key)
        if spot is None:
            raise ChangeError(ChangeCode.UNKNOWN, change)
        code = ChangeCode.TWICE if change.key in self.taken else refusal(spot, change.to)
        if code:
            raise ChangeError(code, change)
        self.taken.add(change.key)
        about = spot.subject.id if spot.subject else self._newcomer(spot)
        before = self.answers.get((change.indicator, about), Answer(change.indicator, about))
        self.answers[change.indicator, about] = spot.kind.moved(spot.indicator, before, change.to)

    def sheet(self) -> Sheet:
        return Sheet((*self.before.subjects, *self.newcomers.values()), tuple(self.answers.values()))

    def _newcomer(self, spot: CurrentObservation) -> str | None:
        """Somebody without a name yet, the same for every indicator that asks for them; None for other scopes."""
        scope = spot.indicator.scope
        if scope not in SUBJECT_SCOPES:
            return None
        named = sum(each.indicator is spot.indicator and each.subject is not None for each in self.spots.values())
        subject = Subject(f"{scope}+{spot.place - named + 1}", scope, "")
        self.newcomers.setdefault(subject.id, subject)
        return subject.id
