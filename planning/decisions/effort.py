"""How many working days a step takes: the reviewed defaults, and a government's own figures in their place. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

import yaml

from scoring.instrument import Scope
from scoring.kinds.figure import STEPS

FILE = Path(__file__).parent.parent / "data" / "effort.yaml"
DONE_BY_THE_UNIT = frozenset({Scope.UNIT, Scope.PRODUCT})
"""Scopes in which the kind of evidence decides how long a step takes."""


@dataclass(frozen=True, slots=True)
class UsualEffort:
    """Working days of the steps to level 1, 2, 3 …; the last holds for all above it. `reason` is one sentence."""

    days: tuple[int, ...]
    reason: str

    def step(self, points: int) -> int:
        return self.days[min(points, len(self.days)) - 1]


@dataclass(frozen=True, slots=True)
class EffortDefaults:
    """This project's estimate; how one is chosen is written in the file."""

    scopes: Mapping[Scope, UsualEffort]
    evidence: Mapping[str, UsualEffort]
    families: Mapping[str, Mapping[str, UsualEffort]]

    def usual(self, family: str, code: str, scope: Scope, evidence: Sequence[str]) -> UsualEffort:
        named = self.families.get(family, {}).get(code)
        if named:
            return named
        asked = [self.evidence[word] for word in map(_first_word, evidence) if word in self.evidence]
        if asked and scope in DONE_BY_THE_UNIT:
            return max(asked, key=lambda usual: sum(usual.days) / len(usual.days))
        return self.scopes[scope]


@dataclass(frozen=True, slots=True)
class IndicatorEffort:
    """The steps of one indicator. `own` holds a government's figures, by the level a step leads to.

    `unit`: points of one step, 1 for levels; a figure rises by tenths of its maximum, all equally long: one step, 1.
    """

    code: str
    usual: UsualEffort
    highest: int
    unit: Fraction = Fraction(1)
    is_figure: bool = False
    own: Mapping[int, int] = field(default_factory=dict)

    def steps(self) -> range:
        """The levels a step may lead to; for a figure one that stands for every tenth."""
        return range(1, 2 if self.is_figure else self.highest + 1)

    def step(self, points: int) -> int:
        level = 1 if self.is_figure else points
        return self.own.get(level) or self.usual.step(level)

    def rising(self, now: Fraction, points: Fraction) -> int:
        """Working days from where an observation stands to `points`: the sum of the steps between."""
        first, last = floor(now / self.unit) + 1, floor(points / self.unit)
        return sum(self.step(level) for level in range(first, last + 1))


def ladder(
    usual: UsualEffort, code: str, maximum: int | None, figure_maximum: Fraction, own: Mapping[int, int] | None = None
) -> IndicatorEffort:
    """The steps of an indicator; `maximum` is None for one that is a figure."""
    if maximum is None:
        return IndicatorEffort(code, usual, STEPS, figure_maximum / STEPS, is_figure=True, own=own or {})
    return IndicatorEffort(code, usual, maximum, own=own or {})


@cache
def defaults() -> EffortDefaults:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return EffortDefaults(
        scopes={Scope(name): usual for name, usual in _all(content["scopes"])},
        evidence=dict(_all(content["evidence"])),
        families={family: dict(_all(rows)) for family, rows in content["families"].items()},
    )


def _all(rows: Mapping[str, Any]) -> Iterator[tuple[str, UsualEffort]]:
    for name, row in rows.items():
        yield str(name), UsualEffort(tuple(row["days"]), row["reason"])


def _first_word(kind: str) -> str:
    return kind.split(maxsplit=1)[0] if kind.strip() else ""
