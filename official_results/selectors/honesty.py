"""Own figures beside the reviewed and the official ones. A fixed number of queries, however many units and years."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assessments.models import Assessment, AssessmentCycle, Locus, ScoreSnapshot
from instruments.models import Indicator
from official_results.honesty import (
    ClaimRecord,
    ClaimReliability,
    Floors,
    Forecast,
    by_indicator,
    forecast,
    measure,
    most_lowered,
    pooled,
)
from official_results.models import OfficialResult
from official_results.selectors.figures import PublishedFigure, figures, measure_of, measures, unit_of
from official_results.selectors.unit_names import unknown_names
from scoring.government import LocusScore, score_government
from scoring.instrument import Instrument
from scoring.rounding import as_decimal, rounded
from scoring.unit import headline_of
from units.models import Government, ServiceUnit
from units.selectors import UnitNames

OFFICIAL_SCALE = Decimal(100)
INDICATORS = 10
Moment = ScoreSnapshot.Moment


@dataclass(frozen=True, slots=True)
class YearRow:
    """`instrument`: what the own figures were measured by, else the official one. `is_break`: not comparable
    with the row below, the year before. `others`: official figures of other sources that differ."""

    record: ClaimRecord
    instrument: str
    is_break: bool
    others: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """`record` is of the year shown, None where the unit was no locus. Over all years: `measure` of the review, `gaps`
    of the official figures."""

    unit: ServiceUnit
    record: ClaimRecord | None
    measure: ClaimReliability
    gaps: ClaimReliability


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    code: str
    name: str
    measure: ClaimReliability


@dataclass(frozen=True, slots=True)
class NewestForecast:
    """Of the newest cycle: `record` with the official figure if it is known, else the forecast of it.

    `claims` of `loci` are handed over; a unit counts as one.
    """

    year: int
    record: ClaimRecord
    forecast: Forecast
    claims: int
    loci: int


@dataclass(frozen=True, slots=True)
class HonestyPage:
    """`measure`: corrections of all units and years; `gaps`: how the official figures stood to the claims. `years`:
    newest first. `shown_year`: that of the unit rows. `unknown`: names of official figures that may be of these units
    and that nobody goes by, with their years."""

    outlook: NewestForecast | None
    measure: ClaimReliability
    gaps: ClaimReliability
    years: tuple[YearRow, ...]
    indicators: tuple[IndicatorRow, ...]
    units: tuple[UnitRow, ...] = ()
    shown_year: int | None = None
    cycle_years: tuple[int, ...] = ()
    unknown: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _OfficialFigure:
    score: Decimal
    code: str
    title: str
    family: str
    others: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class _HandedOverScore:
    """A score as it was handed over. `floors` are texts."""

    floor: Decimal | None
    digest: str
    floors: Mapping[str, str | None]


@dataclass(slots=True)
class _Claim:
    """One locus of one cycle. `products` weighs it in totals by products."""

    cycle: AssessmentCycle
    unit: int
    is_locus: bool
    products: Decimal = Decimal(1)
    claimed: _HandedOverScore | None = None
    reviewed: _HandedOverScore | None = None

    @property
    def is_same_version(self) -> bool:
        return bool(self.claimed and self.reviewed and self.claimed.digest == self.reviewed.digest)


@dataclass(slots=True)
class _KnownOfGovernment:
    """Everything about one government, read once."""

    cycles: dict[int, AssessmentCycle]
    units: dict[int, ServiceUnit]
    claims: list[_Claim]
    official: dict[tuple[int | None, int], _OfficialFigure]
    records: dict[int, dict[int, ClaimRecord]] = field(default_factory=dict)
    totals: dict[int, ClaimRecord] = field(default_factory=dict)
    unknown: dict[str, list[int]] = field(default_factory=dict)


def honesty_of_government(government: Government, year: int | None = None) -> HonestyPage:
    """`year`: whose units are listed; the newest with a cycle when None or unknown."""
    known = _known(government)
    years = [cycle.year for cycle in known.cycles.values()]
    shown = year if year in years else max(years, default=None)
    return HonestyPage(
        outlook=_outlook(known, known.totals, known.claims),
        measure=measure([c for records in known.records.values() for c in _corrections(records)]),
        gaps=measure(pooled((r for own in known.records.values() for r in own.values()), known.totals.values())),
        years=_year_rows(known, known.totals, None),
        indicators=_indicators(known.claims),
        units=tuple(_unit_row(unit, known.records[pk], shown) for pk, unit in known.units.items()),
        shown_year=shown,
        cycle_years=tuple(sorted(years, reverse=True)),
        unknown=known.unknown,
    )


def honesty_of_unit(unit: ServiceUnit) -> HonestyPage:
    """The forecast rests on the differences of the whole government."""
    known = _known(unit.government)
    records = known.records.get(unit.pk, {})
    claims = [claim for claim in known.claims if claim.unit == unit.pk]
    return HonestyPage(
        outlook=_outlook(known, records, claims),
        measure=measure(_corrections(records)),
        gaps=measure(pooled(records.values(), ())),
        years=_year_rows(known, records, unit.pk),
        indicators=_indicators(claims),
        unknown=_in_years(known.unknown, {year for year, record in records.items() if record.official is None}),
    )


def _in_years(unknown: Mapping[str, Sequence[int]], years: Collection[int]) -> dict[str, list[int]]:
    found = {name: [year for year in printed if year in years] for name, printed in unknown.items()}
    return {name: printed for name, printed in found.items() if printed}


def _corrections(records: Mapping[int, ClaimRecord]) -> list[Decimal]:
    return [r.correction for _, r in sorted(records.items()) if r.correction is not None]


def _known(government: Government) -> _KnownOfGovernment:
    cycles = {row.pk: row for row in AssessmentCycle.objects.filter(government=government).with_place()}
    names = UnitNames([government.pk])
    units = names.units(government.pk)
    claims = _claims(government, cycles)
    printed = figures(OfficialResult.objects.filter(government=government))
    official = _official(printed, names, {cycle.year: cycle.instrument.family for cycle in cycles.values()})
    involved = {claim.unit for claim in claims} | {unit for unit, _ in official if unit}
    known = _KnownOfGovernment(cycles, {pk: unit for pk, unit in units.items() if pk in involved}, claims, official)
    known.unknown = unknown_names(printed, names) if units else {}
    for pk in known.units:
        own = [claim for claim in claims if claim.unit == pk]
        known.records[pk] = _records(own, {y: o for (u, y), o in official.items() if u == pk})
    known.totals = _totals(known)
    return known


def _claims(government: Government, cycles: Mapping[int, AssessmentCycle]) -> list[_Claim]:
    """By each cycle's own instrument, or an earlier version of the checklist that was moved to it."""
    loci = Locus.objects.filter(cycle__government=government).values_list("pk", "cycle", "unit", "standing")
    claims = {pk: _Claim(cycles[cycle], unit, standing == Locus.Standing.LOCUS) for pk, cycle, unit, standing in loci}
    rows = {
        pk: (locus, instrument, successor, products)
        for pk, locus, instrument, successor, products in Assessment.objects.filter(
            locus__cycle__government=government
        ).values_list("pk", "locus", "instrument", "superseded_by", "result__products")
    }
    places = {}
    for pk, (locus, instrument, successor, products) in rows.items():
        while successor is not None:
            _, instrument, successor, products = rows[successor]
        if instrument == claims[locus].cycle.instrument_id:
            places[pk] = claims[locus]
            claims[locus].products = Decimal(products or 1)
    snapshots = ScoreSnapshot.objects.filter(assessment__locus__cycle__government=government)
    wanted = snapshots.filter(moment__in=[Moment.SUBMITTED, Moment.VERIFIED]).order_by("taken_at", "pk")
    for assessment, moment, *handed in wanted.values_list("assessment", "moment", "floor", "digest", "indicators"):
        claim = places.get(assessment)
        if claim and moment == Moment.VERIFIED:
            claim.reviewed = _HandedOverScore(*handed)
        elif claim:
            claim.claimed = claim.claimed or _HandedOverScore(*handed)
    return list(claims.values())


def _official(
    printed: Sequence[PublishedFigure], names: UnitNames, wanted: Mapping[int, str]
) -> dict[tuple[int | None, int], _OfficialFigure]:
    """By unit (None: the total) and year; of several sources the first, as everywhere, with the others beside it.

    A figure of the family of instruments that was `wanted` that year counts before one of another family.
    """
    measured = measures()
    families = {code: each.family for code, each in measured.items()}
    found: dict[tuple[int | None, int], _OfficialFigure] = {}

    def turn(figure: PublishedFigure) -> tuple[int, bool]:
        return figure.year, families.get(figure.instrument) != wanted.get(figure.year)

    for row in sorted(printed, key=turn):
        unit = unit_of(row, names)
        if row.unit and unit is None:
            continue
        code, family = row.instrument, families.get(row.instrument, "")
        first = found.get((unit, row.year))
        if first is None:
            found[unit, row.year] = _OfficialFigure(row.score, code, measure_of(code, measured).title, family, ())
        elif (family or code) == (first.family or first.code) and row.score not in (first.score, *first.others):
            found[unit, row.year] = replace(first, others=(*first.others, row.score))
    return found


def _records(claims: Iterable[_Claim], official: Mapping[int, _OfficialFigure]) -> dict[int, ClaimRecord]:
    records = {year: ClaimRecord(year, official=result.score) for year, result in official.items()}
    for claim in claims:
        year = claim.cycle.year
        records[year] = ClaimRecord(
            year=year,
            claimed=claim.claimed.floor if claim.claimed else None,
            reviewed=claim.reviewed.floor if claim.reviewed else None,
            official=official[year].score if year in official else None,
            review_compares=claim.is_same_version,
            official_compares=_compares(claim.cycle, official.get(year)),
        )
    return records


def _compares(cycle: AssessmentCycle, official: _OfficialFigure | None) -> bool:
    instrument = cycle.instrument
    return official is not None and official.family == instrument.family and instrument.scale == OFFICIAL_SCALE


def _totals(known: _KnownOfGovernment) -> dict[int, ClaimRecord]:
    official = {year: result for (unit, year), result in known.official.items() if unit is None}
    records = {year: ClaimRecord(year, official=result.score) for year, result in official.items()}
    for cycle in known.cycles.values():
        loci = [claim for claim in known.claims if claim.cycle.pk == cycle.pk and claim.is_locus]
        records[cycle.year] = ClaimRecord(
            year=cycle.year,
            claimed=_total(cycle, [(claim.claimed, claim.products) for claim in loci]),
            reviewed=_total(cycle, [(claim.reviewed, claim.products) for claim in loci]),
            official=official[cycle.year].score if cycle.year in official else None,
            review_compares=all(claim.is_same_version for claim in loci),
            official_compares=_compares(cycle, official.get(cycle.year)),
        )
    return records


def _total(cycle: AssessmentCycle, parts: Sequence[tuple[_HandedOverScore | None, Decimal]]) -> Decimal | None:
    """Rolled up like every total, from the unrounded figures of its loci; None while one is missing."""
    spec = cycle.instrument.spec()
    figures = [(_unrounded(cycle, spec, part), weight) for part, weight in parts if part and part.floor is not None]
    if not parts or len(figures) < len(parts):
        return None
    loci = [LocusScore("", "", figure, figure, figure, weight) for figure, weight in figures]
    return score_government(loci, (), spec.decimals, spec.roll_up, spec.scale).readings.floor.rounded


def _unrounded(cycle: AssessmentCycle, spec: Instrument, handed: _HandedOverScore) -> Decimal | None:
    """Out of its indicators; as it was kept, rounded, where they are not known or belong to another version."""
    if not handed.floors or handed.digest != cycle.instrument.digest:
        return handed.floor
    exact = as_decimal(headline_of(spec, _floors(handed)))
    return exact if rounded(exact, spec.decimals) == handed.floor else handed.floor


def _outlook(
    known: _KnownOfGovernment, records: Mapping[int, ClaimRecord], claims: Sequence[_Claim]
) -> NewestForecast | None:
    """The newest cycle in which the government or unit takes part."""
    cycles = {claim.cycle.year: claim.cycle for claim in claims if claim.is_locus}
    if not cycles:
        return None
    cycle = cycles[max(cycles)]
    taking_part = [claim for claim in claims if claim.is_locus and claim.cycle.pk == cycle.pk]
    of_kind = {c.year for c in known.cycles.values() if c.instrument.family == cycle.instrument.family}
    units = [r for own in known.records.values() for r in own.values() if r.year in of_kind]
    totals = [r for r in known.totals.values() if r.year in of_kind]
    record, spec = records[cycle.year], cycle.instrument.spec()
    return NewestForecast(
        year=cycle.year,
        record=record,
        forecast=forecast(record.claimed, pooled(units, totals), spec.scale, spec.decimals),
        claims=sum(claim.claimed is not None for claim in taking_part),
        loci=len(taking_part),
    )


def _year_rows(known: _KnownOfGovernment, records: Mapping[int, ClaimRecord], unit: int | None) -> tuple[YearRow, ...]:
    cycles = {cycle.year: cycle for cycle in known.cycles.values()}
    rows: list[YearRow] = []
    before = ""
    for year in sorted(records):
        cycle, official = cycles.get(year), known.official.get((unit, year))
        family = cycle.instrument.family if cycle else official.family if official else ""
        name = cycle.instrument.title if cycle else official.title if official else ""
        others = official.others if official else ()
        rows.append(YearRow(records[year], name, bool(rows) and family != before, others))
        before = family
    return tuple(reversed(rows))


def _unit_row(unit: ServiceUnit, records: Mapping[int, ClaimRecord], year: int | None) -> UnitRow:
    gaps = measure(pooled(records.values(), ()))
    return UnitRow(unit, records.get(year) if year else None, measure(_corrections(records)), gaps)


def _indicators(claims: Iterable[_Claim]) -> tuple[IndicatorRow, ...]:
    """Those most often lowered, named as in the newest instrument that has them."""
    pairs = [(_floors(c.claimed), _floors(c.reviewed)) for c in claims if c.is_same_version]
    found = most_lowered(by_indicator(pairs))[:INDICATORS]
    versions = {claim.cycle.instrument_id for claim in claims}
    rows = Indicator.objects.filter(
        variable__dimension__version__in=versions, code__in=[code for code, _ in found]
    ).order_by("variable__dimension__version_id")
    names = dict(rows.values_list("code", "name"))
    return tuple(IndicatorRow(code, names.get(code, ""), each) for code, each in found)


def _floors(handed: _HandedOverScore | None) -> Floors:
    floors = handed.floors if handed else {}
    return {code: None if text is None else Decimal(text) for code, text in floors.items()}
