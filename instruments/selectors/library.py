"""The library of instruments: the list, one version taken apart, two side by side. A fixed number of queries each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import User
from accounts.permissions import Permission
from instruments.models import Indicator, InstrumentVersion, Level
from instruments.selectors.documents import document_of
from instruments.sentences import library as sentences
from instruments.sentences.words import OUTCOME_NAMES, PROVENANCE_NAMES, SCOPE_NAMES
from instruments.versions import document, editing
from instruments.versions.comparing import TREE, Comparison, Difference, DifferenceKind, RowSort, compare
from instruments.versions.reading import read_draft
from instruments.versions.weighing import percents_of
from instruments.versions.writing import content_of
from scoring.instrument import AppliesTo

PAGE_SIZE = 25
HITS = 3
"""Indicators named in which what was searched for stands."""


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What the list is narrowed to; empty narrows nothing. `year` has four digits."""

    text: str = ""
    family: str = ""
    status: str = ""
    year: str = ""
    owner: str = ""

    @property
    def is_any(self) -> bool:
        return any((self.text, self.family, self.status, self.year, self.owner))


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """`hits`: code and name of the first indicators in which the text was found, of `hit_count`."""

    version: InstrumentVersion
    indicators: int
    hits: tuple[tuple[str, str], ...]
    hit_count: int


@dataclass(frozen=True, slots=True)
class LibraryPage:
    rows: tuple[LibraryRow, ...]
    page_obj: Page


@dataclass(frozen=True, slots=True)
class ProvenanceLine:
    """Where something comes from: the provenance as it is stored, its word, and what it is the origin of."""

    what: str
    word: str
    name: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    ref: str
    row: document.FileIndicator
    weight: str
    percent: str
    scope: str
    origins: tuple[ProvenanceLine, ...]
    is_asked: bool

    @property
    def highest(self) -> str:
        """The highest figure of secondary data."""
        return sentences.weight_words(self.row.figure_maximum)

    @property
    def is_estimated(self) -> bool:
        return any(origin.word == document.FileProvenance.ESTIMATED for origin in self.origins)


@dataclass(frozen=True, slots=True)
class VariableLine:
    ref: str
    row: document.FileVariable
    percent: str
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """`weights`: what the weights of its indicators add up to."""

    ref: str
    row: document.FileDimension
    weight: str
    percent: str
    origin: ProvenanceLine
    part: str
    weights: str
    weight_total: str
    variables: tuple[VariableLine, ...]

    @property
    def indicators(self) -> tuple[IndicatorLine, ...]:
        return tuple(line for variable in self.variables for line in variable.indicators)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A part, band, sample or outcome factor in words."""

    name: str
    value: str
    origin: ProvenanceLine
    band: document.FileBand | None = None


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    version: InstrumentVersion
    file: document.InstrumentFile
    digest: str
    dimensions: tuple[DimensionLine, ...]
    parts: tuple[ListLine, ...]
    bands: tuple[ListLine, ...]
    samples: tuple[ListLine, ...]
    outcomes: tuple[ListLine, ...]
    formula: tuple[str, ...]
    others: tuple[InstrumentVersion, ...]

    @property
    def indicator_count(self) -> int:
        return len(self.file.indicators())


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One row of a comparison in words. `shares`: effective percent before and after, empty where they are the same."""

    title: str
    name: str
    kinds: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """Rows of one kind. `shifted` differ only because others weigh differently."""

    title: str
    rows: tuple[DifferenceLine, ...]
    shifted: tuple[DifferenceLine, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    comparison: Comparison
    summary: str
    head: tuple[tuple[str, str, str], ...]
    groups: tuple[DifferenceGroup, ...]
    renames: tuple[tuple[str, str, str, str], ...]


def visible(user: User) -> QuerySet[InstrumentVersion]:
    return InstrumentVersion.objects.permitting(user, Permission.INSTRUMENT_VIEW).select_related("owner")


def families(user: User) -> list[str]:
    return sorted(set(visible(user).order_by().values_list("family", flat=True)))


def years(user: User) -> list[int]:
    """Newest first."""
    return sorted({year for row in visible(user).order_by().values_list("years", flat=True) for year in row})[::-1]


def library_page(user: User, wanted: LibraryFilter, number: str) -> LibraryPage:
    """National ones and those of the own governments; drafts and the newest first."""
    rows = _narrowed(visible(user), wanted).annotate(size=Count("dimensions__variables__indicators"))
    page = Paginator(rows.order_by("owner__name", "-years", "code"), PAGE_SIZE).get_page(number)
    versions: list[Any] = list(page.object_list)
    hits = _hits(versions, wanted.text)
    return LibraryPage(tuple(LibraryRow(v, v.size, tuple(hits[v.pk][:HITS]), len(hits[v.pk])) for v in versions), page)


def _narrowed(rows: QuerySet[InstrumentVersion], wanted: LibraryFilter) -> QuerySet[InstrumentVersion]:
    if wanted.family:
        rows = rows.filter(family=wanted.family)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.owner:
        rows = rows.filter(owner__isnull=wanted.owner == "nasional")
    if wanted.year:
        rows = rows.annotate(in_years=Cast("years", CharField())).filter(in_years__contains=wanted.year)
    if wanted.text:
        text = wanted.text
        inside = Indicator.objects.filter(_says(text), variable__dimension__version=OuterRef("pk"))
        levels = Level.objects.filter(text__icontains=text, indicator__variable__dimension__version=OuterRef("pk"))
        own = Q(title__icontains=text) | Q(code__icontains=text) | Q(description__icontains=text)
        rows = rows.filter(own | Q(draft__icontains=text) | Exists(inside) | Exists(levels))
    return rows


def _says(text: str) -> Q:
    return Q(name__icontains=text) | Q(code__iexact=text) | Q(note__icontains=text) | Q(legal_ref__icontains=text)


def _hits(versions: Sequence[InstrumentVersion], text: str) -> Mapping[int, list[tuple[str, str]]]:
    """Indicators of these published versions in whose words or levels the text stands; one query."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    if text:
        levels = Level.objects.filter(indicator=OuterRef("pk"), text__icontains=text)
        rows = Indicator.objects.filter(_says(text) | Exists(levels), variable__dimension__version__in=versions)
        order = ("variable__dimension__position", "variable__position", "position")
        for pk, code, name in rows.order_by(*order).values_list("variable__dimension__version", "code", "name"):
            found[pk].append((code, name))
    return found


def file_of(version: InstrumentVersion) -> document.InstrumentFile:
    """What a version says; of a draft what it says now."""
    if version.status == InstrumentVersion.Status.DRAFT:
        return read_draft(version.draft, version.code).file
    return document_of(version)


def instrument_page(version: InstrumentVersion, user: User) -> InstrumentPage:
    file = file_of(version)
    return InstrumentPage(
        version=version,
        file=file,
        digest=file.digest(),
        dimensions=tree_lines(file),
        parts=tuple(_line(p.name, sentences.weight_words(p.weight), "bobot", p.weight_provenance) for p in file.parts),
        bands=tuple(_line(sentences.lower_words(b.lower), b.label, "rentang", b.provenance, b) for b in file.bands),
        samples=tuple(
            _line(SCOPE_NAMES[s.scope], f"{s.number} {sentences.PER_NAMES[s.per]}", "jumlah", s.provenance)
            for s in file.samples
        ),
        outcomes=tuple(
            _line(OUTCOME_NAMES[o.outcome], sentences.weight_words(o.factor), "faktor", o.provenance)
            for o in file.outcome_factors
        ),
        formula=tuple(sentences.formula_words(file)),
        others=tuple(visible(user).exclude(pk=version.pk).order_by("family", "code")),
    )


def _line(
    name: str, value: str, what: str, word: document.FileProvenance, band: document.FileBand | None = None
) -> ListLine:
    return ListLine(name, value, origin_of(what, word), band)


def origin_of(what: str, word: document.FileProvenance) -> ProvenanceLine:
    return ProvenanceLine(what, str(word), PROVENANCE_NAMES[word])


def publishing(version: InstrumentVersion) -> dict[str, object]:
    """What is about to become fixed. `estimated`: indicators of which something is an estimate."""
    draft = read_draft(version.draft, version.code)
    lines = [line for dimension in tree_lines(draft.file) for line in dimension.indicators]
    estimated = sum(line.is_estimated for line in lines)
    return {
        "mistakes": draft.mistakes,
        "dimensions": len(draft.file.dimensions),
        "indicators": len(lines),
        "estimated": estimated,
    }


def tree_lines(file: document.InstrumentFile) -> tuple[DimensionLine, ...]:
    """The tree with weights as written, effective percents and where each thing comes from."""
    content = content_of(file)
    names = {sort: iter(editing.places(content, sort)) for sort in editing.DEPTHS}
    percents = percents_of(file)
    parts = {part.code: part.name for part in file.parts}

    def indicator(row: document.FileIndicator) -> IndicatorLine:
        share = sentences.percent_words(percents.indicator(row))
        is_asked = row.applies_to is not AppliesTo.MINISTRY
        ref = next(names[RowSort.INDICATOR])
        weight = sentences.weight_words(row.weight)
        return IndicatorLine(ref, row, weight, share, SCOPE_NAMES[row.scope], _origins(row), is_asked)

    def variable(row: document.FileVariable) -> VariableLine:
        share = sentences.percent_words(percents.variable(row))
        return VariableLine(next(names[RowSort.VARIABLE]), row, share, tuple(map(indicator, row.indicators)))

    def dimension(row: document.FileDimension) -> DimensionLine:
        total = sum((each.weight for each in row.indicators()), Decimal(0))
        return DimensionLine(
            ref=next(names[RowSort.DIMENSION]),
            row=row,
            weight=sentences.weight_words(row.weight),
            percent=sentences.percent_words(percents.dimension(row)),
            origin=origin_of("bobot", row.weight_provenance),
            part=parts.get(row.part, row.part),
            weights=sentences.weight_words(total),
            weight_total="" if row.weight_total is None else sentences.weight_words(row.weight_total),
            variables=tuple(map(variable, row.variables)),
        )

    return tuple(map(dimension, file.dimensions))


def _origins(row: document.FileIndicator) -> tuple[ProvenanceLine, ...]:
    words = (("nama", row.name_provenance), ("bobot", row.weight_provenance), ("tingkat", row.levels_provenance))
    return tuple(origin_of(what, word) for what, word in words if word)


def comparison_page(before: InstrumentVersion, after: InstrumentVersion) -> ComparisonPage:
    return compared(file_of(before), file_of(after))


def compared(before: document.InstrumentFile, after: document.InstrumentFile) -> ComparisonPage:
    comparison = compare(before, after)
    groups = (_group(sort, comparison.differing(sort)) for sort in RowSort)
    return ComparisonPage(
        comparison=comparison,
        summary=sentences.summary(comparison),
        head=tuple(sentences.change_words(change) for change in comparison.head),
        groups=tuple(group for group in groups if group.rows or group.shifted),
        renames=tuple(
            (sentences.SORT_NAMES[each.sort], each.before, each.after, each.name)
            for each in comparison.probable_renames
        ),
    )


def _group(sort: RowSort, rows: Sequence[Difference]) -> DifferenceGroup:
    own = tuple(_difference_line(row) for row in rows if row.kinds != {DifferenceKind.SHIFTED})
    shifted = tuple(_difference_line(row) for row in rows if row.kinds == {DifferenceKind.SHIFTED})
    return DifferenceGroup(sentences.SORT_NAMES[sort], own, shifted)


def _difference_line(row: Difference) -> DifferenceLine:
    return DifferenceLine(
        title=sentences.code_words(row),
        name=row.shown.name,
        kinds=tuple(sentences.KIND_NAMES[kind] for kind in DifferenceKind if kind in row.kinds),
        changes=tuple(sentences.change_words(change) for change in row.changes),
        shares=_shares(row) if row.sort in TREE else (),
    )


def _shares(row: Difference) -> tuple[str, ...]:
    before, after = (each.share if each else None for each in (row.before, row.after))
    if before == after:
        return ()
    return tuple(sentences.NOTHING if share is None else sentences.percent_words(share) for share in (before, after))
