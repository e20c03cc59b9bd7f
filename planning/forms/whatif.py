"""The moves of a what-if page: those on the screen, and those carried along in one field because they are not.

A field of the screen is named after its observation (`m:12/S1/official-1`) and holds a level or a figure, or nothing
where it stays as it is. What it says goes before what is carried along.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from planning.decisions.changing import refusal
from planning.decisions.effort import IndicatorEffort
from planning.decisions.gains import CurrentObservation
from planning.decisions.steps import Step, StepError, read_step
from planning.sentences import scenarios as sentences

PREFIX = "m:"
CARRIED, REMOVE, CLEAR = "langkah", "hapus", "bersihkan"
LONGEST_CARRIED = 1_000_000
MOST_CARRIED = 3000
_FIGURE = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")

Stand = Mapping[str, tuple[int, CurrentObservation]]
"""Every observation by the key of its step, with its assessment."""


def step_at(assessment: int, spot: CurrentObservation, to: Fraction, days: int = 0) -> Step:
    subject = spot.subject.id if spot.subject else None
    return Step(assessment, spot.indicator.code, subject, spot.place, spot.now, to, days)


def stand_of(found: Iterable[tuple[int, Iterable[CurrentObservation]]]) -> Stand:
    return {step_at(pk, spot, Fraction(0)).key: (pk, spot) for pk, spots in found for spot in spots}


@dataclass(frozen=True, slots=True)
class MovedLevels:
    """`typed` keeps what could not be read, by the key of its observation; `problems` says why."""

    steps: tuple[Step, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def carried(self) -> str:
        return json.dumps([step.as_json() for step in self.steps], separators=(",", ":"))


def read_moves(data: Mapping[str, str], stand: Stand, ladders: Mapping[str, IndicatorEffort]) -> MovedLevels:
    """What was sent, against the answers as they stand. Observations that are not there any more stay carried along."""
    if data.get(CLEAR):
        return MovedLevels()
    moves = {step.key: step for step in read_carried(data.get(CARRIED, ""))}
    typed: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, value in data.items():
        key = name.removeprefix(PREFIX)
        if name == key or key not in stand:
            continue
        pk, spot = stand[key]
        try:
            to = _level(spot, value.strip()[:20])
        except ValueError as error:
            typed[key], problems[key] = value[:20], str(error)
            continue
        moves.pop(key, None)
        if to is not None and to != spot.now:
            moves[key] = step_at(pk, spot, to)
    moves.pop(data.get(REMOVE, ""), None)
    return MovedLevels(tuple(reckoned(moves.values(), stand, ladders)), typed, problems)


def reckoned(steps: Iterable[Step], stand: Stand, ladders: Mapping[str, IndicatorEffort]) -> Iterable[Step]:
    """With the working days as the government reckons them now."""
    for step in steps:
        ladder, found = ladders.get(step.indicator), stand.get(step.key)
        now = (found[1].now if found else step.start) or Fraction(0)
        days = ladder.rising(now, step.to) if ladder else step.days
        yield Step(step.assessment, step.indicator, step.subject, step.place, step.start, step.to, days)


def read_carried(text: str) -> list[Step]:
    """Nothing where it cannot be read: the page then starts from the answers."""
    if len(text) > LONGEST_CARRIED:
        return []
    try:
        raw = json.loads(text or "[]")
        return [read_step(row) for row in raw[:MOST_CARRIED]] if isinstance(raw, list) else []
    except (ValueError, StepError, RecursionError):
        return []


def _level(spot: CurrentObservation, text: str) -> Fraction | None:
    """None: as it is. Raises ValueError with the sentence for whoever typed it."""
    if not text:
        return None
    shape = _FIGURE.fullmatch(text) if not spot.kind.has_levels else re.fullmatch(r"\d{1,3}", text)
    if not text.isascii() or not shape:
        raise ValueError(sentences.not_a_level(spot.maximum, is_figure=not spot.kind.has_levels))
    to = Fraction(text.replace(",", "."))
    if to != spot.now and refusal(spot, to):
        raise ValueError(sentences.not_a_level(spot.maximum, is_figure=not spot.kind.has_levels))
    return to
