"""The library of instruments: browse, read, compare, try, copy; publish, end and throw away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, governments_for
from history.models import Event
from history.selectors import timeline
from instruments.forms.library import CloneForm, LibrarySearch, RetireForm
from instruments.models import InstrumentVersion
from instruments.selectors import library as selectors
from instruments.sentences import library as sentences
from instruments.services import drafts
from instruments.services.errors import Conflict, Refused
from kspp.lib.http import Trail, form_page, here, other_query, page
from kspp.lib.text import whole_number
from units.models import Government

INVALID, CONFLICT = 422, 409
P = Permission
Status = InstrumentVersion.Status


def fetch_version(request: HttpRequest, code: str, permission: Permission = P.INSTRUMENT_VIEW) -> InstrumentVersion:
    rows = InstrumentVersion.objects.select_related("owner", "cloned_from")
    return fetch_for(request.user, permission, rows, code=code)


def may_manage(user: User, version: InstrumentVersion) -> bool:
    rows = InstrumentVersion.objects.permitting(user, P.INSTRUMENT_MANAGE)
    return user.has(P.INSTRUMENT_MANAGE) and rows.filter(pk=version.pk).exists()


def trail_of(version: InstrumentVersion | None = None, *more: str) -> Trail:
    trail: Trail = [("Instrumen", reverse("instruments:library"))]
    if version:
        trail.append((version.title, version.get_absolute_url()))
    trail += [(label, "") for label in more]
    return here(trail)


@page
def library(request: HttpRequest) -> HttpResponse:
    user = actor(request)
    if not user.has(P.INSTRUMENT_VIEW):
        raise PermissionDenied
    search = LibrarySearch(request.GET, families=selectors.families(user), years=selectors.years(user))
    wanted = search.wanted()
    context = {
        "search": search,
        "wanted": wanted,
        "found": selectors.library_page(user, wanted, request.GET.get("halaman", "")),
        "query": other_query(request),
        "can_manage": user.has(P.INSTRUMENT_MANAGE),
        "upload_urls": upload_urls(user),
        "trail": trail_of(),
    }
    return render(request, "instruments/library.html", context)


def upload_urls(user: User) -> Trail:
    """Where this person may make a draft from a file: for the own governments, or for the platform."""
    if user.has(P.PLATFORM_MANAGE):
        return [("Buat rancangan dari berkas", reverse("instruments:instrument_upload_national"))]
    own = {m.government for m in user.memberships_with(P.INSTRUMENT_MANAGE) if m.government and not m.unit_id}
    places = sorted(own, key=lambda place: place.full_name)
    label = "Buat rancangan dari berkas" + (" untuk {}" if len(places) > 1 else "")
    return [(label.format(p.full_name), reverse("instruments:instrument_upload", args=[p.code])) for p in places]


@page
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code)
    context = {
        "version": version,
        "content": selectors.instrument_page(version, actor(request)),
        "timeline": timeline(Event.objects.about(version), size=5),
        "can_manage": may_manage(actor(request), version),
        "can_clone": actor(request).has(P.INSTRUMENT_MANAGE),
        "trail": trail_of(version),
    }
    return render(request, "instruments/instrument.html", context)


@page
def comparison(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code)
    other = fetch_version(request, request.GET.get("dengan", "").replace("\x00", "")[:60] or version.code)
    context = {
        "before": other,
        "after": version,
        "content": selectors.comparison_page(other, version),
        "others": selectors.visible(actor(request)).exclude(pk=version.pk).order_by("family", "code"),
        "trail": trail_of(version, "Bandingkan"),
    }
    return render(request, "instruments/comparison.html", context)


@page
def history(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code)
    context = {
        "version": version,
        "timeline": timeline(Event.objects.about(version), number=request.GET.get("halaman")),
        "trail": trail_of(version, "Riwayat"),
    }
    return render(request, "instruments/history.html", context)


def owners(user: User) -> list[Government]:
    """For whom this person may make an instrument; none for who makes national ones."""
    if not user.has(P.INSTRUMENT_MANAGE):
        raise PermissionDenied
    if any(membership.government_id is None for membership in user.memberships_with(P.INSTRUMENT_MANAGE)):
        return []
    return list(governments_for(user, P.INSTRUMENT_MANAGE).order_by("name"))


@form_page
def clone(request: HttpRequest, code: str) -> HttpResponse:
    source = fetch_version(request, code)
    form = CloneForm(request.POST or None, source=source, governments=owners(actor(request)))
    status = 200
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid():
                return _cloned(request, source, form)
        except Refused as refusal:
            form.add_error("code", refusal.problems)
    context = {"form": form, "source": source, "trail": trail_of(source, "Salin")}
    return render(request, "instruments/clone.html", context, status=status)


def _cloned(request: HttpRequest, source: InstrumentVersion, form: CloneForm) -> HttpResponse:
    typed = form.cleaned_data
    version = drafts.clone_instrument(
        source=source,
        owner=form.owner_chosen,
        code=typed["code"],
        title=typed["title"],
        by=actor(request),
        now=timezone.now(),
    )
    messages.success(request, sentences.CLONED)
    return redirect("instruments:draft", version.code)


@form_page
def publish(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
    if version.status != Status.DRAFT:
        return redirect(version)
    status, refused = 200, []
    if request.method == "POST":
        status, seen = INVALID, whole_number(request.POST.get("version", ""))
        try:
            done = drafts.publish_draft(version=version, by=actor(request), now=timezone.now(), seen_version=seen or 0)
            messages.success(request, sentences.PUBLISHED.format(done.title))
            return redirect(done)
        except Conflict:
            status, refused = CONFLICT, [sentences.CHANGED_MEANWHILE]
            version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
        except Refused as refusal:
            refused = refusal.problems
    context = {
        "version": version,
        "content": selectors.publishing(version),
        "refused": refused,
        "trail": trail_of(version, "Terbitkan"),
    }
    return render(request, "instruments/publish.html", context, status=status)


@form_page
def retire(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
    form = RetireForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid():
                reason = form.cleaned_data["reason"]
                drafts.retire_instrument(version=version, by=actor(request), now=timezone.now(), reason=reason)
                messages.success(request, sentences.RETIRED.format(version.title))
                return redirect(version)
        except Refused as refusal:
            form.add_error(None, refusal.problems)
    context = {"version": version, "form": form, "trail": trail_of(version, "Hentikan pemakaian")}
    return render(request, "instruments/retire.html", context, status=status)


@form_page
def discard(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
    if version.status != Status.DRAFT:
        return redirect(version)
    status, refused = 200, []
    if request.method == "POST":
        status, seen = INVALID, whole_number(request.POST.get("version", ""))
        try:
            drafts.discard_draft(version=version, by=actor(request), now=timezone.now(), seen_version=seen or 0)
            messages.success(request, sentences.DISCARDED.format(version.title))
            return redirect("instruments:library")
        except Conflict:
            status, refused = CONFLICT, [sentences.CHANGED_MEANWHILE]
            version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
        except Refused as refusal:
            refused = refusal.problems
    context = {"version": version, "refused": refused, "trail": trail_of(version, "Buang rancangan")}
    return render(request, "instruments/discard.html", context, status=status)
