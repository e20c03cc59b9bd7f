"""Everything an instrument file says, as frozen values."""

import hashlib
import json
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from scoring import instrument as scoring
from scoring.instrument import AppliesTo, Formula, RollUp, Scope, WhenBlank


class FileProvenance(StrEnum):
    """`official`: the institution's own; `press`: a newspaper or practitioner's copy; `estimated`: our proposal."""

    OFFICIAL = "official"
    PRESS = "press"
    ESTIMATED = "estimated"


class FileSamplePer(StrEnum):
    """What a sample size is counted for."""

    UNIT = "unit"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class FileSample:
    scope: Scope
    number: int
    per: FileSamplePer
    provenance: FileProvenance


@dataclass(frozen=True, slots=True)
class FileOutcomeFactor:
    """`factor` (0 to 1) multiplies an official's points when the interview went as `outcome` says."""

    outcome: str
    factor: Decimal
    provenance: FileProvenance


@dataclass(frozen=True, slots=True)
class FileBand:
    """`lower` is inclusive, on the instrument's scale. `zone` and `grade` are empty where the instrument has none.

    `unit_label` is the word for a unit where it differs from that for a government, else empty.
    """

    lower: Decimal
    zone: str
    grade: str
    label: str
    provenance: FileProvenance
    unit_label: str = ""


@dataclass(frozen=True, slots=True)
class FileLevel:
    points: int
    text: str


@dataclass(frozen=True, slots=True)
class FileIndicator:
    """A `secondary` indicator is a figure already on the scale: it has no levels and no `levels_provenance`."""

    code: str
    name: str
    scope: Scope
    weight: Decimal
    name_provenance: FileProvenance
    weight_provenance: FileProvenance
    levels_provenance: FileProvenance | None
    evidence: tuple[str, ...]
    legal_ref: str
    note: str
    levels: tuple[FileLevel, ...]
    figure_maximum: Decimal = scoring.WHOLE
    applies_to: AppliesTo = AppliesTo.ALL
    things: tuple[scoring.Thing, ...] = ()
    at_least: tuple[int, ...] = ()

    def spec(self) -> scoring.Indicator:
        points = [level.points for level in self.levels]
        return scoring.Indicator(
            code=self.code,
            name=self.name,
            scope=self.scope,
            weight=self.weight,
            maximum=Decimal(max(points)) if points else None,
            minimum=min(points, default=0),
            figure_maximum=self.figure_maximum,
            applies_to=self.applies_to,
            things=self.things,
            at_least=self.at_least,
        )


@dataclass(frozen=True, slots=True)
class FileVariable:
    code: str
    name: str
    indicators: tuple[FileIndicator, ...]

    def spec(self) -> scoring.Variable:
        return scoring.Variable(self.code, self.name, tuple(indicator.spec() for indicator in self.indicators))


@dataclass(frozen=True, slots=True)
class FilePart:
    code: str
    name: str
    weight: Decimal
    weight_provenance: FileProvenance

    def spec(self) -> scoring.Part:
        return scoring.Part(self.code, self.name, self.weight)


@dataclass(frozen=True, slots=True)
class FileDimension:
    code: str
    name: str
    weight: Decimal
    weight_provenance: FileProvenance
    description: str
    variables: tuple[FileVariable, ...]
    part: str = ""
    weight_total: Decimal | None = None
    when_blank: WhenBlank = WhenBlank.ZERO

    def indicators(self) -> tuple[FileIndicator, ...]:
        return tuple(indicator for variable in self.variables for indicator in variable.indicators)

    def spec(self) -> scoring.Dimension:
        return scoring.Dimension(
            code=self.code,
            name=self.name,
            weight=self.weight,
            variables=tuple(variable.spec() for variable in self.variables),
            part=self.part,
            weight_total=self.weight_total,
            when_blank=self.when_blank,
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
    samples: tuple[FileSample, ...]
    outcome_factors: tuple[FileOutcomeFactor, ...]
    bands: tuple[FileBand, ...]
    dimensions: tuple[FileDimension, ...]
    formula: Formula = Formula.WEIGHTED_DIMENSIONS
    clause: str = ""
    parts: tuple[FilePart, ...] = ()
    award_zone: str = scoring.AWARD_ZONE
    certificate_from: Decimal | None = None

    def indicators(self) -> tuple[FileIndicator, ...]:
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators())

    def spec(self) -> scoring.Instrument:
        """The part that decides a score. Samples counted per government are not part of a unit's score."""
        return scoring.Instrument(
            code=self.code,
            name=self.title,
            dimensions=tuple(dimension.spec() for dimension in self.dimensions),
            bands=tuple(scoring.Band(b.lower, b.zone, b.grade, b.label, b.unit_label) for b in self.bands),
            samples={sample.scope: sample.number for sample in self.samples if sample.per is FileSamplePer.UNIT},
            outcome_factors={row.outcome: row.factor for row in self.outcome_factors},
            roll_up=self.roll_up,
            scale=self.scale,
            decimals=self.decimals,
            formula=self.formula,
            parts=tuple(part.spec() for part in self.parts),
            clause=self.clause,
            award_zone=self.award_zone,
            certificate_from=self.certificate_from,
        )

    def digest(self) -> str:
        """SHA-256, hexadecimal. Comments, layout, order of fields and trailing zeros do not change it; content does.

        A field at the value it has when it is left out does not count either, so that a file keeps its digest when the
        format grows.
        """
        content = json.dumps(_written(self), default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


def _written(value: Any) -> Any:
    """The fields of a value and of those inside it, without what is at its default."""
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if not is_dataclass(value):
        return value
    return {
        field.name: _written(getattr(value, field.name))
        for field in fields(value)
        if field.default is MISSING or getattr(value, field.name) != field.default
    }


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(type(value))
