"""When people work: on working days of their unit, in its hours and time zone."""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

SATURDAY = 5
OPENS, CLOSES, CLOSES_ON_SATURDAY = 8 * 60, 15 * 60 + 30, 12 * 60
"""Minutes after midnight."""


class DemoClock:
    """Moves forward only. `now` is in UTC."""

    def __init__(
        self, first: date, zone: str, closed: Container[date], random: Random, *, six_day_week: bool = False
    ) -> None:
        self._zone, self._closed, self._random = ZoneInfo(zone), closed, random
        self._last_weekday = SATURDAY if six_day_week else SATURDAY - 1
        self.now = self._sometime(first)

    def later(self, days: tuple[int, int] = (1, 4)) -> datetime:
        """On another working day, as many days on as the range (from 1) says; a few more when the office is closed."""
        today = self.now.astimezone(self._zone).date()
        self.now = self._sometime(today + timedelta(days=self._random.randint(*days)))
        return self.now

    def soon(self) -> datetime:
        """Some minutes on; work begun before closing is finished."""
        self.now += timedelta(minutes=self._random.randint(1, 6), seconds=self._random.randint(0, 59))
        return self.now

    def _sometime(self, day: date) -> datetime:
        while day.weekday() > self._last_weekday or day in self._closed:
            day += timedelta(days=1)
        closes = CLOSES_ON_SATURDAY if day.weekday() == SATURDAY else CLOSES
        minutes = self._random.randint(OPENS, closes - 60)
        moment = time(minutes // 60, minutes % 60, self._random.randint(0, 59))
        return datetime.combine(day, moment, self._zone).astimezone(UTC)
