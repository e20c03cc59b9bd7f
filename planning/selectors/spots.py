"""What an observation is called: its unit, its indicator and whom it is about."""

from dataclasses import dataclass

from assessments.models import Assessment
from instruments.selectors.tree import IndicatorNode, tree_of
from planning.decisions.steps import Step
from planning.selectors.improving import Sheets
from planning.sentences import scenarios as sentences
from scoring import sheet as core
from scoring.instrument import SUBJECT_SCOPES, Scope


@dataclass(frozen=True, slots=True)
class ObservationTitle:
    """`who` is empty where an indicator is about the unit itself, `name` where the instrument has no such code."""

    unit: str
    code: str
    name: str
    who: str

    @property
    def words(self) -> str:
        return sentences.where(self.unit, self.code, self.who)


def where_of(assessment: Assessment, sheet: core.Sheet, step: Step) -> ObservationTitle:
    node = tree_of(assessment.instrument).by_code.get(step.indicator)
    name = node.name if node else ""
    return ObservationTitle(
        assessment.unit.name, step.indicator, name, who_words(sheet, node, step.subject, step.place)
    )


def where_words(sheets: Sheets, step: Step) -> str:
    """Of a step that may be about an assessment or an indicator no longer there."""
    found = sheets.get(step.assessment)
    return where_of(*found, step).words if found else step.indicator


def who_words(sheet: core.Sheet, node: IndicatorNode | None, subject: str | None, place: int) -> str:
    if subject is not None:
        named = next((s.name for s in sheet.subjects if s.id == subject), "")
        return named or sentences.somebody(*_read(subject))
    if node is None or node.scope not in SUBJECT_SCOPES:
        return ""
    return sentences.unnamed(node.scope, place + 1)


def _read(key: str) -> tuple[Scope | None, str]:
    """`official-2`, as Subject.key writes it."""
    scope, _, number = key.rpartition("-")
    return (Scope(scope) if scope in set(Scope) else None), number
