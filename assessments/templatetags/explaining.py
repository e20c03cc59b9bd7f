"""Words of an explanation that a template cannot look up itself."""

from django import template

from instruments.sentences.words import READING_NAMES
from scoring.readings import ReadingName

register = template.Library()


@register.filter
def reading_name(name: ReadingName) -> str:
    """`Nilai saat ini`."""
    return READING_NAMES[name].capitalize()
