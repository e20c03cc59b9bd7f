"""Own figures beside the reviewed and the official ones, of a government and of a unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import actor, fetch_government, fetch_unit, may
from assessments.views.trails import trail_of
from kspp.lib.http import page
from kspp.lib.text import whole_number
from official_results.honesty import NEEDED
from official_results.selectors.honesty import HonestyPage, UnitRow, YearRow, honesty_of_government, honesty_of_unit
from official_results.sentences import honesty as sentences
from official_results.sentences.unit_names import left_aside
from units.models import Government

TEMPLATE = "official_results/honesty.html"


@page
def government(request: HttpRequest, code: str) -> HttpResponse:
    place = fetch_government(actor(request), Permission.DASHBOARD_VIEW, code)
    shown = honesty_of_government(place, whole_number(request.GET.get("tahun", "")))
    context = (
        _context(shown, is_unit=False)
        | _left_aside(request, place, shown)
        | {
            "title": sentences.TITLE,
            "eyebrow": place.full_name,
            "unit_rows": [_unit_line(row) for row in shown.units],
            "has_official": any(row.record and row.record.official is not None for row in shown.units),
            "too_high": sentences.too_high([(row.unit.name, row.record) for row in shown.units if row.record]),
            "no_official": sentences.no_official_units(shown.shown_year) if shown.shown_year else "",
            "tabs": [
                {"url": f"?tahun={year}#unit", "label": str(year), "current": year == shown.shown_year}
                for year in shown.cycle_years
            ],
            "trail": [*trail_of(place, request.user), (sentences.TITLE, "")],
        }
    )
    return render(request, TEMPLATE, context)


@page
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    place = fetch_unit(actor(request), Permission.REPORT_VIEW, pk)
    shown = honesty_of_unit(place)
    trail = trail_of(place.government, request.user)
    if may(request.user, Permission.DASHBOARD_VIEW, place.government):
        trail.append((sentences.TITLE, reverse("official_results:honesty", args=[place.government.code])))
    context = (
        _context(shown, is_unit=True)
        | _left_aside(request, place.government, shown)
        | {
            "title": sentences.TITLE,
            "eyebrow": f"{place.name}, {place.government}",
            "unit_rows": [],
            "tabs": [],
            "trail": [*trail, (place.name, "")],
        }
    )
    return render(request, TEMPLATE, context)


def _context(shown: HonestyPage, *, is_unit: bool) -> dict[str, object]:
    return {
        "is_unit": is_unit,
        "needed": NEEDED,
        "lead": _lead(shown, is_unit=is_unit),
        "reliability": sentences.reliability(shown.measure),
        "beside_official": sentences.beside_official(shown.gaps),
        "year_rows": [_year_line(row) for row in shown.years],
        "indicators": [(row.code, row.name, sentences.lowered(row.measure)) for row in shown.indicators],
        "shown_year": shown.shown_year,
    }


def _left_aside(request: HttpRequest, place: Government, shown: HonestyPage) -> dict[str, object]:
    """Official figures that stand beside nothing of ours because their unit's name is not known."""
    mends = may(request.user, Permission.OFFICIAL_IMPORT, place)
    return {
        "left_aside": left_aside(shown.unknown),
        "link_url": reverse("official_results:official_units", args=[place.code]) if mends else "",
    }


def _lead(shown: HonestyPage, *, is_unit: bool) -> str:
    found = shown.outlook
    if found is None:
        return sentences.NO_CYCLE
    claims = sentences.UNIT_NOT_HANDED_OVER if is_unit else sentences.handed_over(found.claims, found.loci)
    return sentences.outlook(found.year, found.record, found.forecast, claims)


def _year_line(row: YearRow) -> dict[str, object]:
    return {
        "record": row.record,
        "instrument": row.instrument,
        "is_break": row.is_break,
        "corrected": sentences.corrected(row.record),
        "against_official": sentences.against_official(row.record),
        "others": sentences.other_sources(row.others),
    }


def _unit_line(row: UnitRow) -> dict[str, object]:
    return {
        "unit": row.unit,
        "record": row.record,
        "corrected": sentences.corrected(row.record) if row.record else "",
        "against_official": sentences.against_official(row.record) if row.record else "",
        "reliability": sentences.reliability_short(row.measure),
        "beside_official": sentences.official_short(row.gaps),
    }
