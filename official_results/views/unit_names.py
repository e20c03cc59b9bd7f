"""Names of units that sources print and nobody here goes by: whoever looks after the results says whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import actor, fetch_government, may
from directory.views.places import trail_of
from kspp.lib.form_pages import answer_form, typed
from kspp.lib.http import Trail, form_page, other_query
from kspp.lib.text import whole_number
from official_results.forms.unit_names import UnitLinkForm
from official_results.selectors.figures import MeasuringInstrument, PublishedFigure, measure_of, measures
from official_results.selectors.unit_names import PrintedUnit, unit_links
from official_results.sentences import unit_names as sentences
from official_results.sentences.ranking import cited
from official_results.sentences.refusals import PROBLEMS
from official_results.services.unit_names import link_name
from units.models import Government

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class PrintedFigureLine:
    """A figure with the title of its instrument and its source, as words and address."""

    figure: PublishedFigure
    instrument: str
    source: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PrintedUnitRow:
    """A printed name with its form."""

    printed: PrintedUnit
    lines: tuple[PrintedFigureLine, ...]
    form: UnitLinkForm


@form_page
def official_units(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(actor(request), Permission.OFFICIAL_IMPORT, code)
    if request.method != "POST":
        return _show(request, government, None, 200)
    form = UnitLinkForm(*typed(request), government=government, units=list(government.units.order_by("name")))
    return answer_form(
        request,
        form,
        partial(link_name, government=government),
        show=lambda status: _show(request, government, form, status),
        words=PROBLEMS,
        said=lambda moved: sentences.done(form.cleaned_data["name"], str(form.chosen or ""), moved),
        to=_here(request, government),
    )


def _here(request: HttpRequest, government: Government) -> str:
    """The same page of the list."""
    number = whole_number(request.GET.get("halaman", ""))
    here = reverse("official_results:official_units", args=[government.code])
    return f"{here}?halaman={number}" if number else here


def _show(request: HttpRequest, government: Government, sent: UnitLinkForm | None, status: int) -> HttpResponse:
    """`sent`: a form that could not be kept; it stands at its name, with what was chosen."""
    links, titles = unit_links(government), measures()
    asked = whole_number(request.GET.get("ubah", ""))
    page_obj = Paginator(links.unknown, PAGE_SIZE).get_page(request.GET.get("halaman"))
    opened = [each for each in links.chosen if (each.key == sent.key if sent else each.alias == asked)]
    rows = []
    for number, printed in enumerate([*opened, *page_obj.object_list]):
        form = sent if sent and sent.key == printed.key else UnitLinkForm(government=government, units=links.units)
        form.at(printed, links.likely(printed, government.pk), number)
        rows.append(PrintedUnitRow(printed, _lines(printed, titles), form))
    context = {
        "government": government,
        "links": links,
        "lead": sentences.lead(len(links.unknown), len(links.units)),
        "opened": rows[: len(opened)],
        "rows": rows[len(opened) :],
        "stray": None if any(row.form is sent for row in rows) else sent,
        "page_obj": page_obj,
        "query": other_query(request),
        "can_add_units": may(request.user, Permission.UNIT_EDIT, government),
        "trail": _trail(request, government),
    }
    return render(request, "official_results/official_units.html", context, status=status)


def _lines(printed: PrintedUnit, titles: Mapping[str, MeasuringInstrument]) -> tuple[PrintedFigureLine, ...]:
    return tuple(PrintedFigureLine(f, measure_of(f.instrument, titles).title, cited(f.source)) for f in printed.figures)


def _trail(request: HttpRequest, government: Government) -> Trail:
    official = ("Hasil resmi", reverse("official_results:official_government", args=[government.code]))
    return [*trail_of(government, request.user), official, (sentences.TITLE, "")]
