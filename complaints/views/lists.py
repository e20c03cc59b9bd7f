"""The work lists of the desk, and acts on many complaints at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, may
from complaints.deadlines import local_date
from complaints.forms.lists import BulkForm, FilterForm
from complaints.models import Complaint
from complaints.selectors.desk_people import has_admin
from complaints.selectors.figures import zone_of
from complaints.selectors.lists import DEFAULT_TAB, TABS, work_list
from complaints.sentences import lists as sentences
from complaints.sentences.officers import NO_ADMIN
from complaints.services.bulk import do_for_all
from complaints.views.case_frame import desk_trail, fetch_desk
from kspp.lib.form_pages import INVALID
from kspp.lib.http import action, other_query, page
from kspp.lib.text import whole_number
from units.models import Government

P = Permission


@page
def complaints(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_desk(actor(request), P.COMPLAINT_VIEW, code)
    return show_list(request, government)


def show_list(
    request: HttpRequest, government: Government, *, bulk: BulkForm | None = None, status: int = 200
) -> HttpResponse:
    user = actor(request)
    tab = request.GET.get("daftar", DEFAULT_TAB)
    tab = tab if tab in TABS else DEFAULT_TAB
    filters = FilterForm(request.GET, government=government)
    number = min(whole_number(request.GET.get("halaman", "")) or 1, 100_000)
    today = local_date(timezone.now(), zone_of(government))
    found = work_list(government, user, tab, filters.chosen, max(number, 1), today)
    held = {p for p in P if any(True for _ in user.memberships_with(p))}
    context = {
        "government": government,
        "list": found,
        "tab": tab,
        "tabs": _tabs(request, tab, found.counts),
        "filters": filters,
        "is_narrowed": bool(filters.chosen),
        "shows_filters": bool(request.GET.get("saring") or set(filters.chosen) - {"q"}),
        "bulk": bulk or BulkForm(government=government, user=user, rows=Complaint.objects.none()),
        "can_bulk": bool(held & {P.COMPLAINT_ASSIGN, P.COMPLAINT_VERIFY}),
        "can_record": P.COMPLAINT_RECORD in held,
        "can_import": may(user, P.COMPLAINT_VERIFY, government),
        "can_settings": may(user, P.COMPLAINT_SETTINGS, government),
        "can_contacts": may(user, P.COMPLAINT_SETTINGS, government),
        "can_report": P.COMPLAINT_REPORT in held,
        "empty": sentences.EMPTY[tab],
        "no_admin": "" if has_admin(government) else NO_ADMIN,
        "risk": sentences.EMPTY_IS_RISK if tab == "semua" and not filters.chosen else "",
        "query": other_query(request),
        "trail": [*desk_trail(request, government)[:-1], ("Pengaduan", "")],
    }
    return render(request, "complaints/complaints.html", context, status=status)


def _tabs(request: HttpRequest, current: str, counts: "dict[str, int] | object") -> list[dict[str, object]]:
    query = request.GET.copy()
    query.pop("halaman", None)
    found = []
    for tab in TABS:
        query["daftar"] = tab
        note = counts.get(tab, "") if isinstance(counts, dict) else ""
        found.append(
            {
                "label": sentences.TAB_LABELS[tab],
                "url": f"?{query.urlencode()}",
                "current": tab == current,
                "note": str(note),
            }
        )
    return found


@action
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    user = actor(request)
    government = fetch_desk(user, P.COMPLAINT_VIEW, code)
    rows = Complaint.objects.filter(government=government).permitting(user, P.COMPLAINT_VIEW)
    form = BulkForm(request.POST, government=government, user=user, rows=rows)
    if not form.is_valid():
        return show_list(request, government, bulk=form, status=INVALID)
    cleaned = form.cleaned_data
    outcomes = do_for_all(
        complaints=list(cleaned["complaints"].select_related("unit", "government")),
        act=cleaned["act"],
        chosen=cleaned,
        form_key=cleaned["form_key"],
        by=user,
        now=timezone.now(),
    )
    context = {
        "government": government,
        "done": [outcome for outcome in outcomes if not outcome.problem],
        "left": [outcome for outcome in outcomes if outcome.problem],
        "trail": desk_trail(request, government, ("Tindakan untuk banyak pengaduan", "")),
    }
    return render(request, "complaints/bulk_done.html", context, status=200 if context["done"] else INVALID)
