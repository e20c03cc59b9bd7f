"""Pages about ordered reports: the list of a cycle, one report, its file."""

from datetime import datetime
from functools import partial
from typing import Any, TypedDict

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.explaining import explanation_url, total_url
from assessments.views.trails import trail_of
from directory.views.places import trail_of as government_trail
from instruments.models import InstrumentVersion
from instruments.sentences.words import short_title
from kspp.lib.errors import Refused
from kspp.lib.form_pages import press, typed
from kspp.lib.http import Trail, action, is_htmx, page
from reports.documents import sentences, services
from reports.documents.forms import KeyForm, OrderForm, ReportTarget
from reports.documents.scope import fetch_cycle, fetch_report, may_order
from reports.documents.selectors.orders import (
    WITH_PLACE,
    further_assessed,
    is_silent,
    reports_of,
    subjects_to_order,
    turn_of,
    worker_is_asleep,
)
from reports.documents.views.ordering import answer_order
from reports.models import Report, ReportQuerySet


class ReportedPart(TypedDict):
    assessment: Assessment | None
    instrument: InstrumentVersion | None


PAGE_SIZE = 50
PDF = "application/pdf"


@page
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), Permission.REPORT_VIEW, pk)
    return _list(request, cycle, None)


@action
def order(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), Permission.REPORT_ORDER, pk)
    form = OrderForm(*typed(request), subjects=subjects_to_order(cycle, actor(request)))

    def write(*, about: ReportTarget, **order: Any) -> Report:
        return services.order_report(cycle=cycle, **_fetch_about(request, cycle, about), **order)

    return answer_order(request, form, write, partial(_list, request, cycle, form))


def _fetch_about(request: HttpRequest, cycle: AssessmentCycle, ordered: ReportTarget) -> ReportedPart:
    """Of another cycle, or not one of its instruments: 404. Not theirs to order: 403."""
    if ordered.assessment is not None:
        rows = Assessment.objects.with_place().filter(superseded_by=None, locus__cycle=cycle)
        found = fetch_for(actor(request), Permission.REPORT_ORDER, rows, pk=ordered.assessment)
        return {"assessment": found, "instrument": None}
    fetch_for(actor(request), Permission.REPORT_ORDER, AssessmentCycle.objects.all(), pk=cycle.pk)
    further = {version.pk: version for version in further_assessed(cycle)}
    if ordered.instrument is not None and ordered.instrument not in further:
        raise Http404
    return {"assessment": None, "instrument": further[ordered.instrument] if ordered.instrument else None}


@never_cache
@page
def report(request: HttpRequest, pk: str) -> HttpResponse:
    found = fetch_report(actor(request), _rows(), pk)
    return render(request, "reports/report.html", _context(request, found))


@never_cache
@page
def progress(request: HttpRequest, pk: str) -> HttpResponse:
    """The part of the report page that changes while it is made; asked for every two seconds until it is done."""
    found = fetch_report(actor(request), _rows(), pk)
    if not is_htmx(request):
        return redirect(found)
    return render(request, "reports/_progress.html", _context(request, found))


@page
def download(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Who took the file is kept in the history; nothing about the report itself changes."""
    found = fetch_report(actor(request), _rows(), pk)
    if not found.is_ready or not found.file:
        return redirect(found)
    try:
        stored = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    if request.method == "GET":
        services.record_download(report=found, by=actor(request), now=timezone.now())
    response = FileResponse(stored, as_attachment=True, filename=_filename(found), content_type=PDF)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@action
def reprint(request: HttpRequest, pk: str) -> HttpResponse:
    found = fetch_report(actor(request), _rows(), pk, to_order=True)
    form = KeyForm(*typed(request))
    write = partial(_reprinted, found, form)
    return press(request, write, words=sentences.PROBLEMS, said="", to=lambda made: made, back=found)


def _reprinted(report: Report, form: KeyForm, *, by: User, now: datetime) -> Report:
    if not form.is_valid():
        raise Refused(sentences.OrderRefusal.ORDER_KEY_USED)
    return services.reprint_report(report=report, order_key=form.cleaned_data["order_key"], by=by, now=now)


@action
def retry(request: HttpRequest, pk: str) -> HttpResponse:
    found = fetch_report(actor(request), _rows(), pk, to_order=True)
    write = partial(services.retry_report, report=found)
    return press(request, write, words=sentences.PROBLEMS, said="", to=lambda retried: retried)


def _filename(found: Report) -> str:
    copy = f"cetak ulang {found.number.rpartition('-CU')[2]}" if found.reprint_of_id else ""
    about = found.unit.name if found.unit else found.government.full_name
    by = short_title(str(found.judged_by)) if found.is_by_further else ""
    return sentences.filename(found.get_kind_display(), about, found.government.name, _when(found), copy, by)


def _when(found: Report) -> str:
    first, last = found.period_from, found.period_until
    return f"{first:%Y-%m-%d} sd {last:%Y-%m-%d}" if first and last else str(found.subject_year)


def _rows() -> ReportQuerySet:
    return Report.objects.select_related(*WITH_PLACE)


def _list(request: HttpRequest, cycle: AssessmentCycle, form: OrderForm | None, status: int = 200) -> HttpResponse:
    subjects = subjects_to_order(cycle, actor(request))
    wanted = {"about": request.GET.get("tentang", "")}
    context = {
        "cycle": cycle,
        "page_obj": Paginator(reports_of(cycle, actor(request)), PAGE_SIZE).get_page(request.GET.get("halaman")),
        "form": form or OrderForm(subjects=subjects, initial=wanted),
        "can_order": bool(subjects),
        "is_asleep": worker_is_asleep(timezone.now()),
        "asleep": sentences.WORKER_ASLEEP,
        "trail": [*trail_of(cycle, request.user), ("Laporan", "")],
    }
    return render(request, "reports/reports.html", context, status=status)


def _context(request: HttpRequest, found: Report) -> dict[str, object]:
    turn, now = turn_of(found), timezone.now()
    return {
        "report": found,
        "subject": str(found.unit or found.government),
        "turn": turn,
        "is_asleep": turn is not None and worker_is_asleep(now),
        "asleep": sentences.WORKER_ASLEEP,
        "is_silent": is_silent(found, now),
        "silent": sentences.SILENT,
        "can_order": may(actor(request), may_order(found.kind), found.unit or found.government),
        "key": KeyForm(),
        "why": _why(request, found),
        "trail": _trail(request, found),
    }


def _why(request: HttpRequest, found: Report) -> str:
    """Where the figure of a readiness report is explained as it stands now, for who may open that."""
    if found.cycle_id is None:
        return ""
    if found.assessment_id is None:
        code = found.instrument.code if found.instrument else ""
        is_allowed = may(request.user, Permission.DASHBOARD_VIEW, found.government)
        return total_url(found.cycle_id, instrument=code) if is_allowed else ""
    is_allowed = found.unit is not None and may(request.user, Permission.ASSESSMENT_VIEW, found.unit)
    return explanation_url(found.assessment_id) if is_allowed else ""


def _trail(request: HttpRequest, found: Report) -> Trail:
    if found.cycle is not None:
        listing = ("Laporan", reverse("reports:reports", args=[found.cycle_id]))
        return [*trail_of(found.cycle, request.user), listing, (found.number, "")]
    listing = ("Laporan pengaduan", reverse("reports:complaint_reports", args=[found.government.code]))
    return [*government_trail(found.government, request.user), listing, (found.number, "")]
