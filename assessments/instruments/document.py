"""Everything an instrument file says, as frozen values."""

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum

from assessments.scoring import instrument as scoring
from assessments.scoring.instrument import RollUp, Scope


class Provenance(StrEnum):
    """`official`: the institution's own; `press`: a newspaper or practitioner's copy; `estimated`: our proposal."""

    OFFICIAL = "official"
    PRESS = "press"
    ESTIMATED = "estimated"


class Per(StrEnum):
    """What a sample size is counted for."""

    UNIT = "unit"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Sample:
    scope: Scope
    number: int
    per: Per
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class OutcomeFactor:
    """`factor` (0 to 1) multiplies an official's points when the interview went as `outcome` says."""

    outcome: str
    factor: Decimal
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Band:
    """`lower` is inclusive, on the instrument's scale. `zone` and `grade` are empty where the instrument has none."""

    lower: Decimal
    zone: str
    grade: str
    label: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Level:
    points: int
    text: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A `secondary` indicator is a figure already on the scale: it has no levels and no `levels_provenance`."""

    code: str
    name: str
    scope: Scope
    weight: Decimal
    name_provenance: Provenance
    weight_provenance: Provenance
    levels_provenance: Provenance | None
    evidence: tuple[str, ...]
    legal_ref: str
    note: str
    levels: tuple[Level, ...]

    def spec(self) -> scoring.Indicator:
        maximum = Decimal(max(level.points for level in self.levels)) if self.levels else None
        return scoring.Indicator(self.code, self.name, self.scope, self.weight, maximum)


@dataclass(frozen=True, slots=True)
class Variable:
    code: str
    name: str
    indicators: tuple[Indicator, ...]

    def spec(self) -> scoring.Variable:
        return scoring.Variable(self.code, self.name, tuple(indicator.spec() for indicator in self.indicators))


@dataclass(frozen=True, slots=True)
class Dimension:
    code: str
    name: str
    weight: Decimal
    weight_provenance: Provenance
    description: str
    variables: tuple[Variable, ...]

    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for variable in self.variables for indicator in variable.indicators)

    def spec(self) -> scoring.Dimension:
        return scoring.Dimension(
            self.code, self.name, self.weight, tuple(variable.spec() for variable in self.variables)
        )


@dataclass(frozen=True, slots=True)
class InstrumentFile:
    """One instrument version. `years` are the cycle years it was used in, empty when it is not tied to years."""

    code: str
    family: str
    title: str
    years: tuple[int, ...]
    description: str
    source: str
    roll_up: RollUp
    scale: Decimal
    decimals: int
    not_applicable_allowed: bool
    samples: tuple[Sample, ...]
    outcome_factors: tuple[OutcomeFactor, ...]
    bands: tuple[Band, ...]
    dimensions: tuple[Dimension, ...]

    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators())

    def spec(self) -> scoring.Instrument:
        """The part that decides a score. Samples counted per government are not part of a unit's score."""
        return scoring.Instrument(
            code=self.code,
            name=self.title,
            dimensions=tuple(dimension.spec() for dimension in self.dimensions),
            bands=tuple(scoring.Band(band.lower, band.zone, band.grade, band.label) for band in self.bands),
            samples={sample.scope: sample.number for sample in self.samples if sample.per is Per.UNIT},
            outcome_factors={row.outcome: row.factor for row in self.outcome_factors},
            roll_up=self.roll_up,
            scale=self.scale,
            decimals=self.decimals,
        )

    def digest(self) -> str:
        """SHA-256, hexadecimal. Comments, layout, order of fields and trailing zeros do not change it; content does."""
        content = json.dumps(asdict(self), default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(type(value))
