"""The library of instruments: browse, read, compare, try, copy; publish, end and throw away."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, governments_for
from history.models import Event
from history.selectors import timeline
from instruments.forms.library import CloneForm, DraftForm, LibrarySearch, RetireForm
from instruments.models import InstrumentVersion
from instruments.selectors import library as selectors
from instruments.sentences import library as sentences
from instruments.sentences.refusals import REFUSALS
from instruments.services import drafts
from kspp.lib.form_pages import answer_form, form_shown, typed
from kspp.lib.http import Trail, form_page, here, other_query, page
from units.models import Government

P = Permission


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
    form = CloneForm(*typed(request), source=source, governments=owners(actor(request)))
    return answer_form(
        request,
        form,
        partial(drafts.clone_instrument, source=source),
        show=form_shown(request, "instruments/clone.html", form, source=source, trail=trail_of(source, "Salin")),
        words=REFUSALS,
        said=sentences.CLONED,
        to=lambda made: reverse("instruments:draft", args=[made.code]),
    )


@form_page
def publish(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
    if version.is_frozen:
        return redirect(version)
    form = DraftForm(*typed(request), draft=version)
    content = selectors.publishing(version)
    trail = trail_of(version, "Terbitkan")
    return answer_form(
        request,
        form,
        partial(drafts.publish_draft, version=version),
        show=form_shown(request, "instruments/publish.html", form, version=version, content=content, trail=trail),
        words=REFUSALS,
        said=sentences.PUBLISHED,
        to=version,
    )


@form_page
def retire(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
    form = RetireForm(*typed(request))
    trail = trail_of(version, "Hentikan pemakaian")
    return answer_form(
        request,
        form,
        partial(drafts.retire_instrument, version=version),
        show=form_shown(request, "instruments/retire.html", form, version=version, trail=trail),
        words=REFUSALS,
        said=sentences.RETIRED,
        to=version,
    )


@form_page
def discard(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code, P.INSTRUMENT_MANAGE)
    if version.is_frozen:
        return redirect(version)
    form = DraftForm(*typed(request), draft=version)
    trail = trail_of(version, "Buang rancangan")
    return answer_form(
        request,
        form,
        partial(drafts.discard_draft, version=version),
        show=form_shown(request, "instruments/discard.html", form, version=version, trail=trail),
        words=REFUSALS,
        said=lambda _: sentences.DISCARDED.format(version.title),
        to="instruments:library",
    )
