"""How a checklist came to be where it is. A story yields the moment of its next act and acts when it is resumed."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from accounts.models import User
from accounts.permissions import Role
from assessments.models import Assessment, AssessmentCycle
from assessments.workflow import Move
from demo.believable import BelievableUnit
from demo.clock import DemoClock
from demo.desk import WITHOUT_INTERVIEW, ChecklistPlace, DemoChecklist
from demo.places import FurnishedGovernment
from demo.plan import REACHED, UnitPlan, closed_days, habits, seeded

Story = Iterator[datetime]

FILLED = {"started": 0.15, "half": 0.55}
"""Share of the checklist that is answered where it was left unfinished."""
FURTHER_AFTER = timedelta(weeks=2)
FURTHER_EVIDENCE = 0.1
"""Little of its own: most evidence is already there under the first instrument."""
SENT_BACK = 5
"""Answers the reviewer remarks on."""
SENT_BACK_ANYWAY = 0.3
"""Share of checklists that were repaired once on their way to approval."""


def stories_of(place: FurnishedGovernment, cycle: AssessmentCycle, written: list[str]) -> list[Story]:
    """One for each unit, and one for each that prepares for a further instrument too. `written` collects the names of
    the files that are stored."""
    rows = Assessment.objects.filter(locus__cycle=cycle).values_list("instrument__code", "locus__unit", "pk")
    assessments = {(code, unit): pk for code, unit, pk in rows}
    own = cycle.instrument.code
    stories = []
    for plan in place.plan.units:
        unit, year = place.units[plan.key], cycle.year
        random = seeded(place.plan.code, plan.key, year)
        clock = DemoClock(
            place.plan.fills_from[year], unit.time_zone, closed_days(), random, six_day_week=unit.six_day_week
        )
        aim = min(99, place.plan.aim[year] + plan.shift)
        office, share = BelievableUnit(aim, habits(), random), place.plan.evidence[year]
        site = f"{plan.key}.{place.plan.mail}.example"
        desk = DemoChecklist(
            assessments[own, unit.pk], unit.name, office, random, share, site, place.plan.is_showcase, written
        )
        stories.append(_UnitYear(place, plan, year, desk, clock).tell())
    return stories + list(_further_stories(place, cycle, assessments, written))


def _further_stories(
    place: FurnishedGovernment, cycle: AssessmentCycle, assessments: Mapping[tuple[str, int], int], written: list[str]
) -> Iterator[Story]:
    """Their own chance and calendar, so that the checklists of the cycle's own instrument stay what they are."""
    year, further = cycle.year, place.plan.further.get(cycle.year)
    if further is None:
        return
    for plan in place.plan.units:
        if plan.key not in further.states:
            continue
        unit, random = place.units[plan.key], seeded(place.plan.code, plan.key, year, further.instrument)
        start = place.plan.fills_from[year] + FURTHER_AFTER
        clock = DemoClock(start, unit.time_zone, closed_days(), random, six_day_week=unit.six_day_week)
        desk = DemoChecklist(
            assessments[further.instrument, unit.pk],
            unit.name,
            BelievableUnit(further.aim + plan.shift, {}, random),
            random,
            FURTHER_EVIDENCE,
            f"{plan.key}.{place.plan.mail}.example",
            place.plan.is_showcase,
            written,
        )
        alone = replace(plan, states={year: further.states[plan.key]}, outcomes=None)
        yield _UnitYear(place, alone, year, desk, clock).tell()


def conduct(stories: Iterable[Story]) -> None:
    """All stories of a government at once, act by act in the order of time, so that its history reads true."""
    turn = count()
    waiting = [(moment, next(turn), story) for story in stories for moment in _next(story)]
    heapq.heapify(waiting)
    while waiting:
        _, _, story = heapq.heappop(waiting)
        for moment in _next(story):
            heapq.heappush(waiting, (moment, next(turn), story))


def _next(story: Story) -> list[datetime]:
    moment = next(story, None)
    return [] if moment is None else [moment]


@dataclass(slots=True)
class _UnitYear:
    place: FurnishedGovernment
    plan: UnitPlan
    year: int
    desk: DemoChecklist
    clock: DemoClock

    def tell(self) -> Story:
        reached = self.plan.states[self.year]
        if reached not in REACHED:
            raise ValueError(f"{self.plan.key} {self.year}: unknown state {reached}")
        if reached == "empty":
            return
        yield from self._filled(FILLED.get(reached, 1))
        if reached in FILLED:
            return
        yield self.clock.later()
        self.desk.correct(2, self._operator, self.clock.now)
        if reached == "full":
            return
        yield from self._submitted()
        if reached != "submitted":
            yield from self._reviewed(reached)

    def _filled(self, share: float) -> Story:
        yield self.clock.later((1, 5))
        outcomes = (self.plan.outcomes or {}).get(self.year, {})
        for key, outcome in outcomes.items():
            self.desk.interview(key, outcome, self.place.coordinator, self.clock.now)
        missed = {key for key, outcome in outcomes.items() if outcome in WITHOUT_INTERVIEW}
        sittings = self.desk.sittings()
        left = round(share * sum(map(len, sittings)))
        for sitting in sittings:
            spots = [spot for spot in sitting[: max(left, 0)] if spot.key not in missed]
            left -= len(sitting)
            if spots:
                self.desk.fill(spots, self._filler(spots), self.clock.now)
                yield self.clock.later((1, 3))

    def _filler(self, spots: list[ChecklistPlace]) -> User:
        """Interviews are often written down by the coordinator, everything else by the unit."""
        return self.place.coordinator if spots[0].is_interview and self.desk.random.random() < 0.5 else self._operator

    def _submitted(self) -> Story:
        yield self.clock.later((1, 3))
        self.desk.move(Move.SUBMIT, self._operator, self.clock.now)

    def _reviewed(self, reached: str) -> Story:
        reviewer = self.place.leaders[Role.REVIEWER]
        if reached in ("returned", "revised") or self.desk.random.random() < SENT_BACK_ANYWAY:
            yield self.clock.later((2, 6))
            self.desk.send_back(SENT_BACK, reviewer, self.clock.now)
            if reached == "returned":
                return
            yield self.clock.later((2, 5))
            self.desk.repair(self._operator, self.clock.now)
            yield from self._submitted()
            if reached == "revised":
                return
        yield self.clock.later((2, 6))
        self.desk.confirm(reviewer, self.clock.now)
        yield self.clock.soon()
        self.desk.move(Move.VERIFY, reviewer, self.clock.now)
        if reached == "approved":
            yield self.clock.later((3, 8))
            self.desk.move(Move.APPROVE, self.place.leaders[Role.ASSISTANT], self.clock.now)

    @property
    def _operator(self) -> User:
        return self.place.operators[self.plan.key]
