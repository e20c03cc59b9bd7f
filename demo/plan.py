"""The reviewed files of the demo as plain values."""

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
YEARS = (2023, 2024)
INSTRUMENT = "kspp-2023-2024"

REACHED = ("empty", "started", "half", "full", "submitted", "returned", "revised", "verified", "approved")
"""How far a checklist got. `full` is a draft with every place filled in that was not submitted."""


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """`shift`: points added to the government's aim. `outcomes`: year → official's key → how the interview went."""

    key: str
    kind: str
    name: str
    shift: int
    products: tuple[str, str]
    states: Mapping[int, str]
    parent: str = ""
    outcomes: Mapping[int, Mapping[str, str]] | None = None
    complaint_officer_left: date | None = None

    @property
    def staffing(self) -> str:
        """Which list of posts applies."""
        return self.kind if self.kind in ("puskesmas", "rsud") else "dinas"


@dataclass(frozen=True, slots=True)
class FurtherPlan:
    """A further instrument of a cycle. `states`: how far which unit got; the others have not begun."""

    instrument: str
    aim: int
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GovernmentPlan:
    """`aim`: percent the checklists aim at. `evidence`: share of the indicators that get a file or link. `further`: by
    year, what is prepared beside the cycle's own instrument.

    `is_showcase`: the one government that visitors look at closely; its history has every single answer.
    """

    code: str
    mail: str
    seat: str
    signatory_rank: str
    head_mailbox: str
    aim: Mapping[int, int]
    evidence: Mapping[int, float]
    fills_from: Mapping[int, date]
    reports_complaints_from: str
    units: tuple[UnitPlan, ...]
    further: Mapping[int, FurtherPlan] = field(default_factory=dict)
    time_zone: str = "Asia/Jakarta"
    is_showcase: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorHabit:
    """`ease`: points by which offices do better (or worse) here than elsewhere in the dimension."""

    ease: int
    low: str
    high: str


@cache
def governments() -> tuple[GovernmentPlan, ...]:
    return tuple(_government(row) for row in yaml_file("governments.yaml")["governments"])


def _government(row: dict[str, Any]) -> GovernmentPlan:
    units = tuple(UnitPlan(**{**unit, "products": tuple(unit["products"])}) for unit in row["units"])
    further = {year: FurtherPlan(**more) for year, more in row.get("further", {}).items()}
    return GovernmentPlan(**{**row, "units": units, "further": further})


def wanted_instruments() -> set[str]:
    return {INSTRUMENT, *(more.instrument for plan in governments() for more in plan.further.values())}


@cache
def people() -> dict[str, Any]:
    return yaml_file("people.yaml")


@cache
def remarks() -> dict[str, list[str]]:
    return yaml_file("remarks.yaml")


@cache
def habits() -> dict[str, IndicatorHabit]:
    return {row["code"]: IndicatorHabit(int(row["ease"]), row["low"], row["high"]) for row in _rows("habits.csv")}


@cache
def closed_days() -> frozenset[date]:
    """Days on which no office works, besides weekends."""
    return frozenset(
        date.fromisoformat(f"{year}-{day}") for year, days in yaml_file("closed_days.yaml").items() for day in days
    )


def seeded(*about: object) -> random.Random:
    """Chance that falls the same way at every load; no secret hangs on it."""
    return random.Random("/".join(map(str, about)))  # nosec B311


def yaml_file(name: str) -> dict[Any, Any]:
    loaded: dict[Any, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return loaded


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
