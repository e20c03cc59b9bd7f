"""The warnings about time limits that one person got."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.scope import actor
from complaints.models import Notice
from complaints.services.escalation import mark_read
from kspp.lib.http import action, page
from kspp.lib.text import whole_number

PAGE_SIZE = 50


@page
def notices(request: HttpRequest) -> HttpResponse:
    """One's own, also when the right to the case has ended since: a number and a date say nothing of it."""
    rows = Notice.objects.filter(user=actor(request)).select_related("clock__complaint")
    page_obj = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("halaman"))
    unread = [notice.pk for notice in page_obj if notice.read_at is None]
    context = {
        "page_obj": page_obj,
        "newest": max(unread, default=0),
        "trail": [("Beranda", reverse("home")), ("Peringatan tenggat", "")],
    }
    return render(request, "complaints/notices.html", context)


@action
def read(request: HttpRequest) -> HttpResponse:
    until = whole_number(request.POST.get("until", ""))
    if until:
        mark_read(user=actor(request), now=timezone.now(), until=until)
    return redirect("complaints:notices")
