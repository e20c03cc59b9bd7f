"""The cockpit of a cycle, and the front door that leads everybody to their own work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import AssessmentCycle
from assessments.selectors.explaining import total_url
from assessments.selectors.further import total_tabs
from assessments.sentences.opinion import recognised
from assessments.views.trails import trail_of
from instruments.sentences.words import reading_title
from kspp.lib.http import page
from official_results.sentences.ranking import cited
from reports.dashboards import sentences as sentences
from reports.dashboards.attention import MOST, Concern, ConcernKind
from reports.dashboards.selectors.dashboard import Dashboard, UnitOrder, dashboard_of
from reports.dashboards.selectors.home import home_of
from reports.documents.content import PastFigure
from reports.documents.sentences import standing, withheld
from scoring.bands import spans
from scoring.graded import Graded
from scoring.readings import ReadingName

ORDERS = {UnitOrder.NAME: "Nama", UnitOrder.SCORE: "Nilai terendah", UnitOrder.PROGRESS: "Isian paling sedikit"}
RIGHTS = {
    "can_view": Permission.ASSESSMENT_VIEW,
    "can_review": Permission.ASSESSMENT_REVIEW,
    "can_approve": Permission.ASSESSMENT_APPROVE,
    "can_order": Permission.REPORT_ORDER,
    "can_see_reports": Permission.REPORT_VIEW,
    "can_manage": Permission.CYCLE_MANAGE,
    "can_see_official": Permission.OFFICIAL_VIEW,
    "can_see_plan": Permission.PLAN_VIEW,
}


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """One thing that needs a call. `url` is empty for who may not open the checklist."""

    name: str
    text: str
    contacts: str
    on: date | None
    url: str


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """An earlier or official figure. An official one is explained by its source, `source_url` where that is an address,
    and leads on to `more_url`; one of our own is explained at `url`. Addresses that do not apply are empty."""

    name: str
    result: Graded
    printed: str
    text: str
    source: str
    source_url: str
    url: str
    more_url: str


@page
def home(request: HttpRequest) -> HttpResponse:
    found = home_of(actor(request))
    return redirect(found.only_way) if found.only_way else render(request, "reports/home.html", {"home": found})


@page
def dashboard(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_for(request.user, Permission.DASHBOARD_VIEW, AssessmentCycle.objects.with_place(), pk=pk)
    rights = {name: may(request.user, permission, cycle.government) for name, permission in RIGHTS.items()}
    wanted = request.GET.get("urut", "")
    order = UnitOrder(wanted) if wanted in set(UnitOrder) else UnitOrder.NAME
    shown = dashboard_of(cycle, order, timezone.now(), request.GET.get("instrumen", ""))
    context = {"dashboard": shown, "cycle": cycle, "government": cycle.government, **rights}
    context["trail"] = [*trail_of(cycle.government, request.user), (f"Dasbor {cycle.year}", "")]
    context |= {"years": _years(shown), "orders": _orders(shown, order), "headline": _headline(shown)}
    context |= {"instruments": total_tabs(shown.instruments, shown.instrument), "query": _query(shown)}
    context |= _score_context(shown) | _work_context(shown, rights)
    return render(request, "reports/dashboard.html", context)


def _years(shown: Dashboard) -> list[dict[str, object]]:
    return [
        {
            "url": reverse("reports:dashboard", args=[cycle.pk]),
            "label": f"Siklus {cycle.year}",
            "current": cycle.pk == shown.cycle.pk,
        }
        for cycle in shown.cycles
    ]


def _query(shown: Dashboard) -> str:
    """Keeps the chosen instrument on the way to another page; empty for the cycle's own."""
    return "" if shown.is_own else f"?instrumen={shown.instrument.code}"


def _orders(shown: Dashboard, current: UnitOrder) -> list[dict[str, object]]:
    start = f"{_query(shown)}&" if _query(shown) else "?"
    return [
        {"url": f"{start}urut={order}#unit", "label": name, "current": order is current}
        for order, name in ORDERS.items()
    ]


def _headline(shown: Dashboard) -> str:
    cycle = shown.cycle
    if cycle.standing != AssessmentCycle.Standing.ASSESSED:
        is_locus = cycle.standing != AssessmentCycle.Standing.NOT_LOCUS
        return sentences.not_assessed(str(cycle.government), cycle.year, is_locus, cycle.standing_reason)
    if not shown.loci:
        return sentences.no_loci(cycle.year)
    if shown.readings.floor.score is None and shown.answered:
        return withheld(shown.readings.answered_only.score, shown.answered, shown.expected)
    return standing(shown.readings.floor, shown.climb, shown.total.complete)


def _score_context(shown: Dashboard) -> dict[str, object]:
    readings, total = shown.readings, shown.total
    trio = (readings.floor, readings.answered_only, readings.ceiling)
    is_scored = shown.cycle.standing == AssessmentCycle.Standing.ASSESSED and bool(shown.loci)
    floor = readings.floor if is_scored else Graded()
    cycles = {cycle.year: cycle.pk for cycle in shown.cycles}
    code = "" if shown.is_own else shown.instrument.code
    official_years = {past.year for past in shown.past if past.is_official}
    return {
        "is_scored": is_scored,
        "readings": [
            (reading_title(name), result, total_url(shown.cycle.pk, name, code))
            for name, result in zip(ReadingName, trio, strict=True)
        ],
        "completeness": sentences.completeness(total.loci_answered, total.loci_total, shown.answered, shown.expected),
        "scale": _scale(shown),
        "recognised": recognised(shown.recognition) if is_scored else [],
        "past": [_compared(floor, past, cycles, shown) for past in shown.past],
        "no_official": ""
        if shown.cycle.year in official_years or not shown.is_own
        else sentences.no_official(shown.cycle.year),
    }


def _scale(shown: Dashboard) -> dict[str, object]:
    """Positions in percent of the scale's width."""
    floor, ceiling = shown.readings.floor.score, shown.readings.ceiling.score
    return {
        "bands": [
            {
                "start": 100 * band.lower / shown.scale,
                "width": 100 * (upper - band.lower) / shown.scale,
                "middle": 50 * (upper + band.lower) / shown.scale,
                "zone": band.zone,
                "grade": band.grade,
            }
            for band, upper in spans(shown.bands, shown.scale)
        ],
        "value": None if floor is None else 100 * floor / shown.scale,
        "ceiling": None if ceiling is None or ceiling == floor else 100 * ceiling / shown.scale,
    }


def _compared(floor: Graded, past: PastFigure, cycles: Mapping[int, int], shown: Dashboard) -> ComparedFigure:
    """`cycles`: ids by year."""
    code = "" if shown.is_own else past.instrument_code
    text, address = cited(past.source)
    more = f"{reverse('official_results:official_government', args=[shown.cycle.government.code])}?tahun={past.year}"
    return ComparedFigure(
        name=sentences.past_name(past),
        result=past.result,
        printed=past.words,
        text=sentences.compared(floor, past),
        source=text,
        source_url=address,
        url="" if past.is_official else total_url(cycles[past.year], instrument=code),
        more_url=more if past.is_official else "",
    )


def _work_context(shown: Dashboard, rights: dict[str, bool]) -> dict[str, object]:
    """What waits for this person stands in a list of its own and not again among the concerns."""
    own = {ConcernKind.REVIEW: rights["can_review"], ConcernKind.APPROVAL: rights["can_approve"]}
    is_assessed = shown.cycle.standing == AssessmentCycle.Standing.ASSESSED
    concerns = [concern for concern in shown.concerns if is_assessed and not own.get(concern.kind)]
    return {
        "lines": [_line(concern, rights["can_view"]) for concern in concerns[:MOST]],
        "more": sentences.more_concerns(len(concerns) - MOST),
        "nothing_urgent": sentences.NOTHING_URGENT,
        "nothing_changed": sentences.NOTHING_CHANGED,
        "reviews": shown.awaiting_review if rights["can_review"] else [],
        "approvals": shown.awaiting_approval if rights["can_approve"] else [],
        "no_units": _no_units(is_assessed, rights["can_manage"]),
    }


def _no_units(is_assessed: bool, can_manage: bool) -> str:
    if is_assessed:
        return sentences.NO_LOCI_MANAGER if can_manage else sentences.NO_LOCI_READER
    return sentences.NO_UNITS_MANAGER if can_manage else sentences.NO_UNITS_READER


def _line(concern: Concern, can_view: bool) -> ConcernLine:
    place = concern.place
    return ConcernLine(
        name=sentences.concern_name(concern),
        text=sentences.concern(concern),
        contacts=sentences.contacts(place.contacts) if place and place.is_open else "",
        on=concern.on,
        url=reverse("assessments:checklist", args=[place.assessment]) if place and can_view else "",
    )
