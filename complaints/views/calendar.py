"""Pages about the calendar and the clocks of a government."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_government, may
from complaints import services
from complaints.forms.calendar import FIRST_DAY, LAST_DAY, ClockForm, DayOffChangeForm, DayOffForm, LocalClockForm
from complaints.models import ClockRule, DayOff
from complaints.selectors import calendar as selectors
from complaints.sentences import calendar as sentences
from complaints.views.rows import answer_row
from directory.views.places import trail_of
from kspp.lib.form_pages import typed
from kspp.lib.http import Trail, form_page, page
from units.models import Government


def trail(request: HttpRequest, government: Government, *below: tuple[str, str]) -> Trail:
    return [*trail_of(government, request.user), *below]


def rights(request: HttpRequest, government: Government) -> dict[str, bool]:
    """Which rows this person may change: the government's, and those that hold everywhere."""
    return {
        "can_edit_local": may(request.user, Permission.CALENDAR_MANAGE, government),
        "can_edit_national": actor(request).has(Permission.PLATFORM_MANAGE),
    }


def year_asked(request: HttpRequest) -> int:
    """`?tahun=`; this year when it cannot be read."""
    text = request.GET.get("tahun", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    return year if FIRST_DAY.year <= year <= LAST_DAY.year else timezone.localdate().year


def address_of_year(government: Government, year: int) -> str:
    return f"{reverse('complaints:calendar', args=[government.code])}?tahun={year}"


@page
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.CALENDAR_VIEW, code)
    may_edit = rights(request, government)
    context = {
        "government": government,
        "trail": trail(request, government, ("Hari libur", "")),
        "content": selectors.year_page(government, year_asked(request), **may_edit),
        "can_add": any(may_edit.values()),
    }
    return render(request, "complaints/calendar.html", context)


@form_page
def day_off_create(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.CALENDAR_MANAGE, code)
    year = year_asked(request)
    back = address_of_year(government, year)
    return answer_row(
        request,
        DayOffForm(*typed(request), may_add_national=rights(request, government)["can_edit_national"]),
        partial(services.create_day_off, government=government),
        title="Tambah hari libur",
        eyebrow=government.full_name,
        said=sentences.DAY_OFF_CREATED,
        back=back,
        trail=trail(request, government, ("Hari libur", back), ("Tambah", "")),
    )


@form_page
def day_off_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    government = fetch_government(request.user, Permission.CALENDAR_MANAGE, code)
    rows = DayOff.objects.for_government(government).select_related("government")
    row = get_object_or_404(rows, pk=pk)
    refuse_national(request, row)
    back = address_of_year(government, row.date.year)
    return answer_row(
        request,
        DayOffChangeForm(*typed(request), instance=row),
        partial(services.change_day_off, day_off=row, government=government),
        title=row.name,
        eyebrow=f"{row.get_kind_display()}, {sentences.full_date(row.date)}",
        lead="Tanggal tidak diubah di sini: bila libur pindah, nonaktifkan hari ini lalu tambahkan yang baru.",
        said=sentences.DAY_OFF_CHANGED,
        back=back,
        trail=trail(request, government, ("Hari libur", back), (row.name, "")),
    )


def refuse_national(request: HttpRequest, row: DayOff | ClockRule) -> None:
    if row.government_id is None and not actor(request).has(Permission.PLATFORM_MANAGE):
        raise PermissionDenied


@page
def clocks(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.CALENDAR_VIEW, code)
    may_edit = rights(request, government)
    context = {
        "government": government,
        "trail": trail(request, government, ("Tenggat pengaduan", "")),
        "today": timezone.localdate(),
        "lines": selectors.clock_lines(government, timezone.localdate(), **may_edit),
        "can_add": may_edit["can_edit_local"],
    }
    return render(request, "complaints/clocks.html", context)


@form_page
def clock_create(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.CALENDAR_MANAGE, code)
    back = reverse("complaints:clocks", args=[government.code])
    return answer_row(
        request,
        LocalClockForm(*typed(request)),
        partial(services.create_local_clock, government=government),
        title="Tambah aturan daerah",
        eyebrow=government.full_name,
        lead="Selama berlaku, aturan ini menggantikan aturan nasional yang dipilih.",
        said=sentences.CLOCK_CREATED,
        back=back,
        trail=trail(request, government, ("Tenggat pengaduan", back), ("Tambah", "")),
    )


@form_page
def clock_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    government = fetch_government(request.user, Permission.CALENDAR_MANAGE, code)
    rule = get_object_or_404(ClockRule.objects.for_government(government).select_related("government"), pk=pk)
    refuse_national(request, rule)
    back = reverse("complaints:clocks", args=[government.code])
    form_class = LocalClockForm if rule.government_id else ClockForm
    return answer_row(
        request,
        form_class(*typed(request), instance=rule),
        partial(services.change_clock, rule=rule, government=government),
        title=rule.name,
        eyebrow=government.full_name if rule.government_id else "Berlaku bagi semua pemerintah daerah",
        said=sentences.CLOCK_CHANGED,
        back=back,
        trail=trail(request, government, ("Tenggat pengaduan", back), (rule.name, "")),
    )
