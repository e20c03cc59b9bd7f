"""Pages that bring in official results: upload, look, take or drop."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for
from instruments.services.errors import Conflict, Refused
from kspp.lib.http import Trail, action, download, form_page, other_query, page
from kspp.lib.tables import TableFault
from kspp.lib.uploads.handler import is_oversized
from kspp.lib.workbooks import MEDIA_TYPE
from official_results.forms.imports import DecisionForm, OfficialImportForm
from official_results.importing.template import csv_template, xlsx_template
from official_results.models import OfficialImport
from official_results.selectors.unit_names import Unknown, unknown_units
from official_results.sentences import imports as sentences
from official_results.services import imports as services
from official_results.services.results import Import, Line, Verdict
from units.models import Government

IMPORT = Permission.OFFICIAL_IMPORT
TEMPLATES = {
    "csv": ("text/csv; charset=utf-8", csv_template),
    "xlsx": (MEDIA_TYPE, xlsx_template),
}
PAGE_SIZE = 50
LATEST = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of the rows: what the address calls it, its words, and which rows are in it."""

    key: str
    label: str
    lines: list[Line]


@form_page
def official_imports(request: HttpRequest) -> HttpResponse:
    places = _places(actor(request))
    if request.method != "POST":
        return _show(request, OfficialImportForm(places), 200)
    form = OfficialImportForm(places, request.POST, request.FILES)
    if is_oversized(request):
        form.errors.clear()
        form.add_error("file", sentences.TABLE_FAULTS[TableFault.TOO_LARGE])
        return _show(request, form, 413)
    if not form.is_valid():
        return _show(request, form, 422)
    name, content = form.cleaned_data["file"]
    sent = {"name": name, "content": content, "order_key": form.cleaned_data["order_key"]}
    try:
        batch = services.check(government=form.government, by=actor(request), now=timezone.now(), **sent)
    except Refused as refusal:
        form.add_error("file", refusal.problems)
        return _show(request, form, 422)
    return redirect("official_results:official_import", batch.pk)


@page
def official_template(request: HttpRequest, kind: str) -> HttpResponse:
    _places(actor(request))
    media_type, make = TEMPLATES[kind]
    return download(make(), media_type, f"templat-hasil-resmi.{kind}")


@page
def official_import(request: HttpRequest, pk: str) -> HttpResponse:
    return _decision(request, _fetch(request, pk), "", 200)


@action
def official_take(request: HttpRequest, pk: str) -> HttpResponse:
    batch, form = _fetch(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _decision(request, batch, sentences.ASK_AGAIN, 422)
    said = form.cleaned_data
    try:
        services.take(
            batch=batch, partial=said["partial"], seen_version=said["version"], by=actor(request), now=timezone.now()
        )
    except Refused as refusal:
        return _decision(request, _fetch(request, pk), " ".join(refusal.problems), 422)
    except Conflict:
        return _decision(request, _fetch(request, pk), sentences.DECIDED_MEANWHILE, 409)
    messages.success(request, sentences.TAKEN)
    return redirect("official_results:official_import", batch.pk)


@action
def official_drop(request: HttpRequest, pk: str) -> HttpResponse:
    batch, form = _fetch(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _decision(request, batch, sentences.ASK_AGAIN, 422)
    try:
        services.drop(batch=batch, seen_version=form.cleaned_data["version"], by=actor(request), now=timezone.now())
    except Refused as refusal:
        return _decision(request, _fetch(request, pk), " ".join(refusal.problems), 422)
    except Conflict:
        return _decision(request, _fetch(request, pk), sentences.DECIDED_MEANWHILE, 409)
    messages.success(request, sentences.DROPPED)
    return redirect("official_results:official_imports")


def _places(user: User) -> list[Government | None]:
    """Whose figures this person may bring in; None stands for everybody's."""
    reached = {m.government_id: m.government for m in user.memberships_with(IMPORT)}
    if not reached:
        raise PermissionDenied
    return [None] if None in reached else sorted(reached.values(), key=str)


def _fetch(request: HttpRequest, pk: str) -> OfficialImport:
    return fetch_for(request.user, IMPORT, OfficialImport.objects.select_related("government", "uploaded_by"), pk=pk)


def _trail(*below: tuple[str, str]) -> Trail:
    return [("Hasil resmi", reverse("official_results:official")), *below]


def _show(request: HttpRequest, form: OfficialImportForm, status: int) -> HttpResponse:
    rows = OfficialImport.objects.permitting(request.user, IMPORT).defer("content")
    context = {
        "form": form,
        "batches": rows.select_related("government", "uploaded_by")[:LATEST],
        "owners": [place for place in form.places.values() if place],
        "unknown": unknown_units(_own(form)),
        "trail": _trail(("Impor", "")),
    }
    return render(request, "official_results/official_imports.html", context, status=status)


def _own(form: OfficialImportForm) -> set[int] | None:
    """The governments a person looks after; None: all."""
    owners = [place.pk if place else None for place in form.places.values()]
    return None if None in owners else {pk for pk in owners if pk is not None}


def _decision(request: HttpRequest, batch: OfficialImport, problem: str, status: int) -> HttpResponse:
    waits = batch.state == OfficialImport.State.CHECKED
    context = {
        "batch": batch,
        "problem": problem,
        "waits": waits,
        "refused": batch.summary["refused"],
        "trail": _trail(("Impor", reverse("official_results:official_imports")), (batch.name, "")),
        "unknown": _unknown(batch) if batch.state == OfficialImport.State.TAKEN else [],
    }
    if waits:
        context |= _preview(request, services.preview(batch=batch, now=timezone.now()))
    return render(request, "official_results/official_import.html", context, status=status)


def _unknown(batch: OfficialImport) -> list[Unknown]:
    """Where names of units wait, of the governments the import could bring in."""
    return unknown_units({batch.government_id} if batch.government_id else None)


def _preview(request: HttpRequest, found: Import) -> dict[str, object]:
    kept = _parts(found)
    chosen = next((part for part in kept if part.key == request.GET.get("lihat")), kept[0])
    tabs = [
        {
            "label": part.label,
            "url": f"?lihat={part.key}#baris",
            "current": part is chosen,
            "note": str(len(part.lines)),
        }
        for part in kept
    ]
    return {
        "new": len(found.new),
        "known": found.known,
        "refused": len(found.of(Verdict.REFUSED)),
        "tabs": tabs,
        "page_obj": Paginator(chosen.lines, PAGE_SIZE).get_page(request.GET.get("halaman")),
        "query": other_query(request),
    }


def _parts(found: Import) -> list[Kept]:
    """What needs a decision comes first; empty parts are left out."""
    parts = [
        Kept("ditolak", "Ditolak", found.of(Verdict.REFUSED)),
        Kept("catatan", "Dengan catatan", [line for line in found.lines if line.notes]),
        Kept("baru", "Baru", found.of(Verdict.NEW)),
        Kept("ada", "Sudah ada", found.of(Verdict.KNOWN)),
    ]
    return [*(part for part in parts if part.lines), Kept("semua", "Semua baris", found.lines)]
