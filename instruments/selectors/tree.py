"""A published instrument as a page needs it: texts, levels and row ids, read once per process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from instruments.models import Dimension, Indicator, InstrumentVersion, Variable
from instruments.models.versions import spec_of
from instruments.sentences.words import PROVENANCE_NAMES, highest
from instruments.versions import document
from scoring import instrument as scoring
from scoring.instrument import SUBJECT_SCOPES, AppliesTo, Scope
from scoring.kinds import Kind, kind_of


@dataclass(frozen=True, slots=True)
class LevelNode:
    points: int
    text: str


@dataclass(frozen=True, slots=True)
class IndicatorNode:
    """`asks`: what decides the score. `settling`: the outcomes of an interview that leave nothing to answer."""

    pk: int
    asks: scoring.Indicator
    levels: tuple[LevelNode, ...]
    evidence_kinds: tuple[str, ...]
    legal_ref: str
    note: str
    is_estimated: bool
    provenance: tuple[tuple[str, str], ...]
    section: str
    variable_name: str
    settling: frozenset[str]

    @property
    def code(self) -> str:
        return self.asks.code

    @property
    def name(self) -> str:
        return self.asks.name

    @property
    def scope(self) -> Scope:
        return self.asks.scope

    @property
    def kind(self) -> Kind:
        return kind_of(self.asks)

    @property
    def level_texts(self) -> dict[int, str]:
        return {level.points: level.text for level in self.levels}

    @property
    def texts(self) -> dict[int | str, str]:
        """What an answer can name, and what it means."""
        levels: dict[int | str, str] = {level.points: level.text for level in self.levels}
        return levels | {thing.code: thing.text for thing in self.asks.things}

    @property
    def has_subjects(self) -> bool:
        return self.scope in SUBJECT_SCOPES

    @property
    def maximum(self) -> int:
        return int(self.kind.maximum(self.asks))

    @property
    def highest_figure(self) -> str:
        return highest(self.kind.maximum(self.asks))


@dataclass(frozen=True, slots=True)
class VariableNode:
    code: str
    name: str
    dimension_code: str
    dimension_name: str
    indicators: tuple[IndicatorNode, ...]

    @property
    def slug(self) -> str:
        """Names the section on a page: dimension and variable."""
        return section_slug(self.dimension_code, self.code)


def section_slug(dimension_code: str, variable_code: str) -> str:
    return f"{dimension_code}-{variable_code}"


@dataclass(frozen=True, slots=True)
class InstrumentTree:
    """Without indicators that are never asked of a local government."""

    pk: int
    code: str
    title: str
    not_applicable_allowed: bool
    variables: tuple[VariableNode, ...]
    by_code: Mapping[str, IndicatorNode]
    by_pk: Mapping[int, IndicatorNode]

    def indicators(self) -> Iterator[IndicatorNode]:
        for variable in self.variables:
            yield from variable.indicators


def tree_of(version: InstrumentVersion) -> InstrumentTree:
    return _cached_tree(version.pk, version.digest) if version.is_frozen else _build(version)


@lru_cache(maxsize=64)
def _cached_tree(version_id: int, digest: str) -> InstrumentTree:
    return _build(InstrumentVersion.objects.get(pk=version_id))


def _build(version: InstrumentVersion) -> InstrumentTree:
    dimensions = Dimension.objects.filter(version=version).prefetch_related("variables__indicators__levels")
    settling = frozenset(version.outcome_factors.filter(factor=0).values_list("outcome", flat=True))
    every = (_variable(d, v, settling) for d in dimensions for v in d.variables.all())
    variables = tuple(variable for variable in every if variable.indicators)
    indicators = [i for v in variables for i in v.indicators]
    return InstrumentTree(
        pk=version.pk,
        code=version.code,
        title=version.title,
        not_applicable_allowed=version.not_applicable_allowed,
        variables=variables,
        by_code={i.code: i for i in indicators},
        by_pk={i.pk: i for i in indicators},
    )


def _variable(dimension: Dimension, variable: Variable, settling: frozenset[str]) -> VariableNode:
    return VariableNode(
        variable.code,
        variable.name,
        dimension.code,
        dimension.name,
        tuple(
            _indicator(i, variable, dimension.code, settling)
            for i in variable.indicators.all()
            if i.applies_to != AppliesTo.MINISTRY
        ),
    )


def _indicator(row: Indicator, variable: Variable, dimension_code: str, settling: frozenset[str]) -> IndicatorNode:
    levels = tuple(LevelNode(level.points, level.text) for level in row.levels.all())
    section = section_slug(dimension_code, variable.code)
    return indicator_node(row, spec_of(row), row.pk, levels, row.evidence_kinds, section, variable.name, settling)


def indicator_node(
    row: Indicator | document.FileIndicator,
    asks: scoring.Indicator,
    pk: int,
    levels: tuple[LevelNode, ...],
    evidence: Iterable[str],
    section: str,
    variable_name: str,
    settling: frozenset[str],
) -> IndicatorNode:
    """Of a stored row, or of a draft's that is stored nowhere."""
    sources = (("rumusan", row.name_provenance), ("bobot", row.weight_provenance), ("tingkat", row.levels_provenance))
    return IndicatorNode(
        pk=pk,
        asks=asks,
        levels=levels,
        evidence_kinds=tuple(evidence),
        legal_ref=row.legal_ref,
        note=row.note,
        is_estimated=document.FileProvenance.ESTIMATED in (word for _, word in sources),
        provenance=tuple((what, PROVENANCE_NAMES[document.FileProvenance(word)]) for what, word in sources if word),
        section=section,
        variable_name=variable_name,
        settling=settling if asks.scope is Scope.OFFICIAL else frozenset(),
    )


def forget() -> None:
    """Drop what is cached; for tests, whose rows come and go under the same ids."""
    _cached_tree.cache_clear()
