"""Documents about complaints: orders, the register on screen and as a spreadsheet, and the public standard."""

from datetime import date
from functools import partial
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, may
from complaints.models import Complaint
from complaints.selectors.desk_settings import settings_of
from directory.views.places import trail_of
from kspp.lib.form_pages import typed
from kspp.lib.http import action, other_query, page
from kspp.lib.workbooks import MEDIA_TYPE, Sheet, workbook
from reports.documents import complaint_sentences as sentences
from reports.documents import published, services
from reports.documents.forms import ComplaintOrderForm, PeriodForm
from reports.documents.scope import fetch_complaint_government
from reports.documents.selectors import complaint_content
from reports.documents.selectors.context import zone_of
from reports.documents.selectors.orders import complaint_reports_of, worker_is_asleep
from reports.documents.selectors.register import lines, register_rows, units_to_report
from reports.documents.sentences import WORKER_ASLEEP
from reports.documents.views.ordering import answer_order
from units.models import Government

PAGE_SIZE = 50
HEADS = (
    ("Nomor", 18),
    ("Nomor asal", 18),
    ("Diterima", 12),
    ("Kanal", 18),
    ("Unit", 36),
    ("Layanan", 30),
    ("Pokok pengaduan", 44),
    ("Kelas", 34),
    ("Status", 18),
    ("Dijawab", 12),
    ("Hasil", 24),
    ("Tepat waktu", 14),
)


@page
def complaint_reports(request: HttpRequest, code: str) -> HttpResponse:
    return show_reports(request, fetch_complaint_government(actor(request), code))


def show_reports(
    request: HttpRequest, government: Government, form: ComplaintOrderForm | None = None, status: int = 200
) -> HttpResponse:
    user = actor(request)
    units = units_to_report(government, user)
    is_whole = may(user, Permission.COMPLAINT_REPORT, government)
    found = complaint_reports_of(government, user)
    context = {
        "government": government,
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman")),
        "form": form or ComplaintOrderForm(units=units, is_whole=is_whole, today=today_in(government)),
        "is_asleep": worker_is_asleep(timezone.now()),
        "asleep": WORKER_ASLEEP,
        "trail": [*trail_of(government, request.user), ("Laporan pengaduan", "")],
    }
    return render(request, "reports/complaint_reports.html", context, status=status)


@action
def order_complaint_report(request: HttpRequest, code: str) -> HttpResponse:
    user = actor(request)
    government = fetch_complaint_government(user, code)
    is_whole = may(user, Permission.COMPLAINT_REPORT, government)
    units = units_to_report(government, user)
    form = ComplaintOrderForm(*typed(request), units=units, is_whole=is_whole, today=today_in(government))
    write = partial(services.order_complaint_report, government=government)
    return answer_order(request, form, write, partial(show_reports, request, government, form))


def today_in(government: Government) -> date:
    return timezone.localdate(timezone.now(), zone_of(government, None))


@page
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Constant queries: a page of lines and their count."""
    government = fetch_complaint_government(actor(request), code)
    form, today = period_form(request, government), today_in(government)
    listed = Paginator(register_rows(government, actor(request), *form.chosen), PAGE_SIZE)
    page_obj = listed.get_page(request.GET.get("halaman"))
    context = {
        "government": government,
        "form": form,
        "period": sentences.period(form.chosen[1], form.chosen[2]),
        "page_obj": page_obj,
        "lines": lines(cast(QuerySet[Complaint, Complaint], page_obj.object_list), today),
        "empty": sentences.EMPTY,
        "query": other_query(request),
        "trail": [*trail_of(government, request.user), ("Buku register pengaduan", "")],
    }
    return render(request, "reports/register.html", context)


@page
def register_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The same lines as a spreadsheet; no person and no story is in it."""
    government = fetch_complaint_government(actor(request), code)
    form = period_form(request, government)
    found = register_rows(government, actor(request), *form.chosen)
    rows = [values_of(line) for line in lines(found, today_in(government))]
    heads, widths = zip(*HEADS, strict=True)
    content = workbook([Sheet("Register", heads, widths, rows)])
    name = f"register-pengaduan-{government.code}-{form.chosen[1]:%Y%m%d}-{form.chosen[2]:%Y%m%d}.xlsx"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


def values_of(line: Any) -> list[Any]:
    names = (
        "number",
        "external_number",
        "received_on",
        "channel",
        "unit",
        "product",
        "subject",
        "classification",
        "state",
        "answered_on",
        "outcome",
        "on_time",
    )
    return [getattr(line, name) for name in names]


def period_form(request: HttpRequest, government: Government) -> PeriodForm:
    return PeriodForm(request.GET, units=units_to_report(government, actor(request)), today=today_in(government))


@login_not_required
@page
def standard(request: HttpRequest, code: str) -> HttpResponse:
    """The complaint standard of a government, with the numbers it has published. For anybody."""
    government = Government.objects.filter(code=code).first()
    if government is None:
        raise Http404
    today = today_in(government)
    context = {
        "government": government,
        "promise": settings_of(government).promise or sentences.PROMISE,
        "contacts": complaint_content.contacts_of(government, None),
        "limits": complaint_content.limits_of(government, today),
        "published": published.latest(government),
        "no_figures": sentences.NO_OFFICIAL_FIGURES,
    }
    return render(request, "reports/complaint_standard.html", context)
