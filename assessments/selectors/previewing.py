"""A version as an operator would meet it, and what it would make of made-up answers. Nothing is stored."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from assessments.models import Subject
from assessments.selectors.checklist import IndicatorView, SectionView, row_view
from instruments.selectors.tree import IndicatorNode, LevelNode, VariableNode, indicator_node, section_slug
from instruments.sentences import library as sentences
from instruments.sentences.words import SCOPE_NAMES
from instruments.versions import document
from instruments.versions.previewing import sample_subjects, tried
from scoring.graded import Graded
from scoring.instrument import AppliesTo
from scoring.kinds import Height


@dataclass(frozen=True, slots=True)
class PreviewScore:
    """The score when every answer stands at one height."""

    title: str
    result: Graded


@dataclass(frozen=True, slots=True)
class Preview:
    """`trials` is empty while the draft contradicts itself."""

    sections: tuple[SectionView, ...]
    trials: tuple[PreviewScore, ...]
    rows: int


def preview_of(file: document.InstrumentFile, *, is_sound: bool) -> Preview:
    sections = tuple(_sections(file))
    trials = tuple(_trial(file, height) for height in Height if is_sound)
    return Preview(sections, trials, sum(section.expected for section in sections))


def _trial(file: document.InstrumentFile, height: Height) -> PreviewScore:
    return PreviewScore(sentences.HEIGHT_NAMES[height], tried(file.spec(), height).readings.floor.graded)


def _sections(file: document.InstrumentFile) -> list[SectionView]:
    settling = frozenset(row.outcome for row in file.outcome_factors if row.factor == 0)
    subjects = _subjects(file)
    numbers = count(1)
    sections = []
    for dimension in file.dimensions:
        for variable in dimension.variables:
            slug = section_slug(dimension.code, variable.code)
            nodes = tuple(
                _node(row, slug, variable.name, settling, next(numbers))
                for row in variable.indicators
                if row.applies_to is not AppliesTo.MINISTRY
            )
            branch = VariableNode(variable.code, variable.name, dimension.code, dimension.name, nodes)
            views = tuple(_indicator(node, subjects) for node in nodes)
            if views:
                sections.append(SectionView(branch, views, ()))
    return sections


def _subjects(file: document.InstrumentFile) -> dict[str, list[Subject]]:
    """Rows that are not stored, named by what they stand for."""
    found: defaultdict[str, list[Subject]] = defaultdict(list)
    for subject in sample_subjects(file.spec()):
        rows = found[subject.scope]
        position = len(rows) + 1
        name = f"{sentences.capital(SCOPE_NAMES[subject.scope])} {position}"
        rows.append(Subject(pk=position, scope=subject.scope.value, position=position, name=name))
    return found


def _indicator(node: IndicatorNode, subjects: dict[str, list[Subject]]) -> IndicatorView:
    about: list[Subject | None] = [*subjects[node.scope]] if node.has_subjects else [None]
    return IndicatorView(node, tuple(row_view(node, subject, None, {}) for subject in about))


def _node(
    row: document.FileIndicator, section: str, variable: str, settling: frozenset[str], number: int
) -> IndicatorNode:
    levels = tuple(LevelNode(level.points, level.text) for level in row.levels)
    return indicator_node(row, row.spec(), number, levels, row.evidence, section, variable, settling)
