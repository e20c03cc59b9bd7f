"""Where an instrument is used, on its page in the library, which an app below this one draws."""

from django import template
from django.utils import timezone

from accounts.models import User
from assessments.selectors import using
from instruments.models import InstrumentVersion

register = template.Library()


@register.simple_tag
def next_uses(version: InstrumentVersion, user: User) -> list[using.NextUse]:
    return using.next_uses(version, user, timezone.localdate())


@register.simple_tag
def cycles_using(version: InstrumentVersion, user: User) -> list[str]:
    return using.cycles_using(version, user)
