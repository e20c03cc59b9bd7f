"""The reply templates of one government, with what they make of an example."""

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.models import ReplyTemplate
from complaints.sentences.templates import EXAMPLE, filled
from units.models import Government


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """`is_own`: the government's, which it may change; the others hold everywhere."""

    row: ReplyTemplate
    is_own: bool
    preview: str


@dataclass(frozen=True, slots=True)
class TemplateGroup:
    purpose: str
    lines: Sequence[TemplateLine]


def template_groups(government: Government) -> list[TemplateGroup]:
    """One group for each purpose that has templates, national ones first. One query."""
    rows = ReplyTemplate.objects.for_government(government).order_by("title", "pk")
    lines = [TemplateLine(row, row.government_id is not None, filled(row.text, EXAMPLE)) for row in rows]
    lines.sort(key=lambda line: line.is_own)
    groups = [
        TemplateGroup(str(label), [line for line in lines if line.row.purpose == value])
        for value, label in ReplyTemplate.Purpose.choices
    ]
    return [group for group in groups if group.lines]
