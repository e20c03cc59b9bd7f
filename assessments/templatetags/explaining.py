"""Words of an explanation that a template cannot look up itself."""

from django import template

from assessments.scoring.readings import ReadingName
from assessments.sentences.words import READING_NAMES

register = template.Library()


@register.filter
def reading_name(name: ReadingName) -> str:
    """`Nilai saat ini`."""
    return READING_NAMES[name].capitalize()
