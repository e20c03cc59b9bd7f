"""Instrument files become rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from history.services import record
from instruments.models import (
    Band,
    Dimension,
    Indicator,
    InstrumentVersion,
    Level,
    OutcomeFactor,
    Part,
    SampleRule,
    Variable,
)
from instruments.sentences.refusals import Code
from instruments.versions import InstrumentFile, document
from kspp.lib.errors import Problem, Refused


@transaction.atomic
def load_instrument(*, file: InstrumentFile, by: User | None, now: datetime) -> bool:
    """Publish the version a reviewed file describes. False when that very version is already here.

    A file that says something else under a code already published is refused: a changed instrument is a new version.
    """
    known = InstrumentVersion.objects.select_for_update().filter(code=file.code).first()
    if known:
        if known.digest == file.digest():
            return False
        raise Refused(Problem(Code.LOADED_OTHERWISE, facts={"code": file.code}))
    version = InstrumentVersion.objects.create(**version_fields(file))
    create_tree(version, file)
    InstrumentVersion.objects.filter(pk=version.pk).update(status=InstrumentVersion.Status.PUBLISHED)
    record(action="instrument.loaded", subject=version, by=by, now=now, changes={"digest": ["", file.digest()]})
    return True


def held_instruments(pks: Iterable[int]) -> list[InstrumentVersion]:
    """Those that are still there, as they are now; nobody edits, publishes, retires or discards them until the
    transaction ends.

    Each row is locked by itself, always in this order. A new row that refers to one is checked at commit only, so
    whoever makes it holds the version first.
    """
    return list(InstrumentVersion.objects.select_for_update(no_key=True).filter(pk__in=set(pks)).order_by("pk"))


def version_fields(file: InstrumentFile) -> dict[str, Any]:
    """The columns of an instrument's row."""
    names = ("code", "family", "title", "description", "source", "roll_up", "scale", "decimals", "formula", "clause")
    fields = {name: getattr(file, name) for name in names}
    return {
        **fields,
        "years": list(file.years),
        "award_zone": file.award_zone,
        "certificate_from": file.certificate_from,
        "not_applicable_allowed": file.not_applicable_allowed,
        "digest": file.digest(),
    }


def create_tree(version: InstrumentVersion, file: InstrumentFile) -> None:
    """Rows of everything below the version, which must still be a draft."""
    Band.objects.bulk_create(
        Band(
            version=version,
            lower=b.lower,
            zone=b.zone,
            grade=b.grade,
            label=b.label,
            unit_label=b.unit_label,
            provenance=b.provenance,
        )
        for b in file.bands
    )
    SampleRule.objects.bulk_create(
        SampleRule(version=version, scope=s.scope, number=s.number, per=s.per, provenance=s.provenance)
        for s in file.samples
    )
    OutcomeFactor.objects.bulk_create(
        OutcomeFactor(version=version, outcome=o.outcome, factor=o.factor, provenance=o.provenance)
        for o in file.outcome_factors
    )
    parts = {part.code: _create_part(version, place, part) for place, part in enumerate(file.parts, 1)}
    for position, dimension in enumerate(file.dimensions, 1):
        row = Dimension.objects.create(
            version=version,
            position=position,
            code=dimension.code,
            name=dimension.name,
            weight=dimension.weight,
            weight_provenance=dimension.weight_provenance,
            description=dimension.description,
            part=parts.get(dimension.part),
            weight_total=dimension.weight_total,
            when_blank=dimension.when_blank,
        )
        for place, variable in enumerate(dimension.variables, 1):
            branch = Variable.objects.create(dimension=row, position=place, code=variable.code, name=variable.name)
            _create_indicators(branch, variable.indicators)


def _create_part(version: InstrumentVersion, position: int, part: document.FilePart) -> Part:
    return Part.objects.create(
        version=version,
        position=position,
        code=part.code,
        name=part.name,
        weight=part.weight,
        weight_provenance=part.weight_provenance,
    )


def _create_indicators(variable: Variable, indicators: Sequence[document.FileIndicator]) -> None:
    rows = Indicator.objects.bulk_create(
        _indicator_row(variable, place, indicator) for place, indicator in enumerate(indicators, 1)
    )
    Level.objects.bulk_create(
        Level(indicator=row, points=level.points, text=level.text)
        for row, indicator in zip(rows, indicators, strict=True)
        for level in indicator.levels
    )


def _indicator_row(variable: Variable, position: int, indicator: document.FileIndicator) -> Indicator:
    return Indicator(
        variable=variable,
        position=position,
        code=indicator.code,
        name=indicator.name,
        scope=indicator.scope,
        weight=indicator.weight,
        name_provenance=indicator.name_provenance,
        weight_provenance=indicator.weight_provenance,
        levels_provenance=indicator.levels_provenance or "",
        evidence_kinds=list(indicator.evidence),
        legal_ref=indicator.legal_ref,
        note=indicator.note,
        figure_maximum=indicator.figure_maximum,
        applies_to=indicator.applies_to,
        things=[[thing.code, thing.text] for thing in indicator.things],
        at_least=list(indicator.at_least),
    )
