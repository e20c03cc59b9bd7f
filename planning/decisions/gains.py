"""What one more level on each observation would add to the score of a unit, exactly."""

from dataclasses import dataclass
from fractions import Fraction

from scoring.checking import check_sheet
from scoring.instrument import Indicator, Instrument
from scoring.kinds import Kind
from scoring.observations import OpenedSheet
from scoring.sheet import Sheet, Subject
from scoring.unit import indicator_shares


@dataclass(frozen=True, slots=True)
class ReachableLevel:
    """A level that can be reached and what it adds to the unit's headline, unrounded, on the instrument's scale."""

    points: Fraction
    gain: Fraction


@dataclass(frozen=True, slots=True)
class RaisableObservation:
    """One observation that can still rise. `now` is 0 while it is blank; `reaches` go up to the best there is.

    `subject` is None for scopes without subjects and where nobody has been named; `place` tells those apart.
    """

    indicator: str
    subject: str | None
    place: int
    now: Fraction
    reaches: tuple[ReachableLevel, ...]


def rooms(instrument: Instrument, sheet: Sheet) -> list[RaisableObservation]:
    """Every observation with something left to gain, in the order of the instrument. Raises SheetError.

    A survey's mean is raised to the next whole level, a figure to the next tenth of its maximum. An interview settled
    at zero (refused, absent) has no room: only another interview could change it.
    """
    return [room for spot in spots(instrument, sheet) if (room := room_of(spot)).reaches]


Key = tuple[str, str | None, int]
"""Indicator, subject, place: names one observation as Room does; place is 0 where a subject is named."""


def key_of(indicator: str, subject: str | None, place: int) -> Key:
    """The place of somebody named may move when the sample does; the name stays."""
    return indicator, subject, 0 if subject is not None else place


@dataclass(frozen=True, slots=True)
class CurrentObservation:
    """One observation as it stands. `now`: its points, mean or figure; None while blank, and where it is `settled` at
    zero. `worth`: what it adds to the unit's headline from nothing to its best. `place` as of Room.
    """

    indicator: Indicator
    subject: Subject | None
    place: int
    kind: Kind
    maximum: Fraction
    now: Fraction | None
    settled: bool
    worth: Fraction

    @property
    def key(self) -> Key:
        return key_of(self.indicator.code, self.subject.id if self.subject else None, self.place)

    def gain(self, to: Fraction) -> Fraction:
        """What standing at `to` would add to the unit's headline, unrounded; negative where it would fall."""
        return self.worth * (to - (self.now or 0)) / self.maximum


def spots(instrument: Instrument, sheet: Sheet) -> list[CurrentObservation]:
    """Every observation of the sheet, in the order of the instrument. Raises SheetError."""
    check_sheet(instrument, sheet)
    book, shares = OpenedSheet.of(instrument, sheet), indicator_shares(instrument, sheet)
    found = []
    for indicator in instrument.indicators():
        observations = book.observations(indicator)
        for place, each in enumerate(observations):
            worth = shares[indicator.code] * each.full / len(observations)
            maximum, settled = Fraction(each.maximum), not each.full
            now = None if each.value is None or settled else each.value / each.full * maximum
            found.append(CurrentObservation(indicator, each.subject, place, each.kind, maximum, now, settled, worth))
    return found


def room_of(spot: CurrentObservation) -> RaisableObservation:
    """What is left to gain at one spot; without reaches where there is nothing."""
    now = spot.now or Fraction(0)
    above = spot.kind.above(spot.indicator, now) if spot.worth else ()
    subject = spot.subject.id if spot.subject else None
    reaches = tuple(ReachableLevel(points, spot.gain(points)) for points in above)
    return RaisableObservation(spot.indicator.code, subject, spot.place, now, reaches)
