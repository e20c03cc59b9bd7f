"""The articles of the checklist. One that says the same as before is not drawn again: the key is all it shows."""

from functools import lru_cache

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.selectors.checklist import IndicatorView

register = template.Library()

KEPT = 4000
"""Articles a process keeps, about 7 kB each: some hundred checklists."""


@register.simple_tag(takes_context=True)
def indicator_article(context: RequestContext, indicator: IndicatorView) -> SafeString:
    assessment, can_fill = context["assessment"], context["can_fill"]
    if context["can_review"]:
        # Review forms carry this request's CSRF token, so they are drawn each time.
        shown = {"can_review": True, "csrf_token": context["csrf_token"]}
        return _article(indicator, assessment.pk, assessment.locus_id, can_fill, context["can_see_cycle"], shown)
    return _kept(indicator, assessment.pk, assessment.locus_id, can_fill, context["can_see_cycle"])


@lru_cache(maxsize=KEPT)
def _kept(indicator: IndicatorView, pk: int, locus_pk: int, can_fill: bool, can_see_cycle: bool) -> SafeString:
    return _article(indicator, pk, locus_pk, can_fill, can_see_cycle, {"can_review": False, "csrf_token": ""})


def _article(
    indicator: IndicatorView, pk: int, locus_pk: int, can_fill: bool, can_see_cycle: bool, shown: dict[str, object]
) -> SafeString:
    context = {
        "indicator": indicator,
        "assessment": {"pk": pk, "locus_id": locus_pk},
        "can_fill": can_fill,
        "can_see_cycle": can_see_cycle,
        **shown,
    }
    return render_to_string("assessments/parts/indicator.html", context)
