"""A version's rows as the file they were loaded from."""

from instruments.models import Dimension, Indicator, InstrumentVersion
from instruments.models.versions import things_of
from instruments.versions import document
from scoring.instrument import AppliesTo, Formula, RollUp, Scope, WhenBlank


def has_drifted(version: InstrumentVersion) -> bool:
    """Whether the rows no longer say what the version's digest was taken from. A draft has no rows yet."""
    return version.is_frozen and document_of(version).digest() != version.digest


def document_of(version: InstrumentVersion) -> document.InstrumentFile:
    """The version's rows as the file they were loaded from."""
    dimensions = version.dimensions.select_related("part").prefetch_related("variables__indicators__levels")
    word = document.FileProvenance
    return document.InstrumentFile(
        code=version.code,
        family=version.family,
        title=version.title,
        years=tuple(version.years),
        description=version.description,
        source=version.source,
        roll_up=RollUp(version.roll_up),
        scale=version.scale,
        decimals=version.decimals,
        not_applicable_allowed=version.not_applicable_allowed,
        samples=tuple(
            document.FileSample(Scope(s.scope), s.number, document.FileSamplePer(s.per), word(s.provenance))
            for s in version.samples.order_by("pk")
        ),
        outcome_factors=tuple(
            document.FileOutcomeFactor(o.outcome, o.factor, word(o.provenance))
            for o in version.outcome_factors.order_by("pk")
        ),
        bands=tuple(
            document.FileBand(b.lower, b.zone, b.grade, b.label, word(b.provenance), b.unit_label)
            for b in version.bands.order_by("pk")
        ),
        dimensions=tuple(_dimension(row) for row in dimensions),
        formula=Formula(version.formula),
        clause=version.clause,
        parts=tuple(
            document.FilePart(p.code, p.name, p.weight, word(p.weight_provenance)) for p in version.parts.all()
        ),
        award_zone=version.award_zone,
        certificate_from=version.certificate_from,
    )


def _dimension(row: Dimension) -> document.FileDimension:
    return document.FileDimension(
        code=row.code,
        name=row.name,
        weight=row.weight,
        weight_provenance=document.FileProvenance(row.weight_provenance),
        description=row.description,
        variables=tuple(
            document.FileVariable(v.code, v.name, tuple(_indicator(i) for i in v.indicators.all()))
            for v in row.variables.all()
        ),
        part=row.part.code if row.part else "",
        weight_total=row.weight_total,
        when_blank=WhenBlank(row.when_blank),
    )


def _indicator(row: Indicator) -> document.FileIndicator:
    word = document.FileProvenance
    return document.FileIndicator(
        code=row.code,
        name=row.name,
        scope=Scope(row.scope),
        weight=row.weight,
        name_provenance=word(row.name_provenance),
        weight_provenance=word(row.weight_provenance),
        levels_provenance=word(row.levels_provenance) if row.levels_provenance else None,
        evidence=tuple(row.evidence_kinds),
        legal_ref=row.legal_ref,
        note=row.note,
        levels=tuple(document.FileLevel(level.points, level.text) for level in row.levels.all()),
        figure_maximum=row.figure_maximum,
        applies_to=AppliesTo(row.applies_to),
        things=things_of(row),
        at_least=tuple(row.at_least),
    )
