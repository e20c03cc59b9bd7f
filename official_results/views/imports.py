"""Pages that bring in official results: upload, look, take or drop."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for
from kspp.lib.form_pages import answer_form, typed
from kspp.lib.http import Trail, action, download, form_page, other_query, page
from kspp.lib.tables import TableFault
from kspp.lib.uploads.handler import is_oversized
from kspp.lib.workbooks import MEDIA_TYPE
from official_results.forms.imports import DropForm, OfficialImportForm, TakeForm
from official_results.importing.template import csv_template, xlsx_template
from official_results.models import OfficialImport
from official_results.selectors.unit_names import UnknownNames, unknown_units
from official_results.sentences import imports as sentences
from official_results.sentences.refusals import PROBLEMS
from official_results.services import imports as services
from official_results.services.results import ImportLook, ImportRow, RowVerdict
from units.models import Government

IMPORT = Permission.OFFICIAL_IMPORT
TEMPLATES = {
    "csv": ("text/csv; charset=utf-8", csv_template),
    "xlsx": (MEDIA_TYPE, xlsx_template),
}
PAGE_SIZE = 50
LATEST = 20


@dataclass(frozen=True, slots=True)
class RowsPart:
    """A part of the rows: what the address calls it, its words, and which rows are in it."""

    key: str
    label: str
    lines: list[ImportRow]


@form_page
def official_imports(request: HttpRequest) -> HttpResponse:
    form = OfficialImportForm(_places(actor(request)), *typed(request))
    if is_oversized(request):
        form.errors.clear()
        form.add_error("file", sentences.TABLE_FAULTS[TableFault.TOO_LARGE])
        return _show(request, form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return answer_form(
        request,
        form,
        services.check,
        show=partial(_show, request, form),
        words=PROBLEMS,
        said="",
        to=lambda batch: reverse("official_results:official_import", args=[batch.pk]),
    )


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
    here = reverse("official_results:official_import", args=[pk])
    return _decided(request, pk, TakeForm(request.POST), services.take, said=sentences.TAKEN, to=here)


@action
def official_drop(request: HttpRequest, pk: str) -> HttpResponse:
    imports = reverse("official_results:official_imports")
    return _decided(request, pk, DropForm(request.POST), services.drop, said=sentences.DROPPED, to=imports)


def _decided(
    request: HttpRequest, pk: str, form: DropForm, decide: Callable[..., OfficialImport], *, said: str, to: str
) -> HttpResponse:
    return answer_form(
        request,
        form,
        partial(decide, batch=_fetch(request, pk)),
        show=lambda status: _decision(request, _fetch(request, pk), form.problem, status),
        words=PROBLEMS,
        said=said,
        to=to,
    )


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


def _unknown(batch: OfficialImport) -> list[UnknownNames]:
    """Where names of units wait, of the governments the import could bring in."""
    return unknown_units({batch.government_id} if batch.government_id else None)


def _preview(request: HttpRequest, found: ImportLook) -> dict[str, object]:
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
        "refused": len(found.of(RowVerdict.REFUSED)),
        "tabs": tabs,
        "page_obj": Paginator(chosen.lines, PAGE_SIZE).get_page(request.GET.get("halaman")),
        "query": other_query(request),
    }


def _parts(found: ImportLook) -> list[RowsPart]:
    """What needs a decision comes first; empty parts are left out."""
    parts = [
        RowsPart("ditolak", "Ditolak", found.of(RowVerdict.REFUSED)),
        RowsPart("catatan", "Dengan catatan", [line for line in found.lines if line.notes]),
        RowsPart("baru", "Baru", found.of(RowVerdict.NEW)),
        RowsPart("ada", "Sudah ada", found.of(RowVerdict.KNOWN)),
    ]
    return [*(part for part in parts if part.lines), RowsPart("semua", "Semua baris", found.lines)]
