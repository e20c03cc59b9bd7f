"""The checklists of a unit on the page of the unit, which an app below this one draws."""

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from assessments.models import Assessment
from assessments.selectors.further import newest_of
from units.models import ServiceUnit

register = template.Library()


@register.inclusion_tag("assessments/parts/unit_checklists.html")
def unit_checklists(unit: ServiceUnit, user: User | AnonymousUser) -> dict[str, list[Assessment]]:
    """Of the unit's newest cycle, one for each instrument; nothing for who may not read them."""
    return {"assessments": newest_of(unit) if may(user, Permission.ASSESSMENT_VIEW, unit) else []}
