"""Pages that bring complaints in from elsewhere: upload, look, take."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, fetch_government
from complaints.deadlines import local_date
from complaints.forms.imports import ImportForm
from complaints.importing import Fault, SheetError, register_template
from complaints.models import ImportBatch
from complaints.selectors.figures import zone_of
from complaints.selectors.imports import batch_page, latest_batches
from complaints.sentences import imports as sentences
from complaints.sentences.problems import PROBLEMS, Problem
from complaints.services import imports as services
from complaints.services.errors import Refused
from complaints.views.case_frame import desk_trail
from kspp.lib.http import action, download, form_page, page
from kspp.lib.sealing import Unreadable
from kspp.lib.uploads.handler import is_oversized
from kspp.lib.workbooks import MEDIA_TYPE
from units.models import Government

VERIFY = Permission.COMPLAINT_VERIFY
TEMPLATE_NAME = "templat-register-pengaduan.xlsx"


@form_page
def imports(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, VERIFY, code)
    if request.method != "POST":
        return _show(request, government, ImportForm(), 200)
    form = ImportForm(request.POST, request.FILES)
    if is_oversized(request):
        form.errors.clear()
        form.add_error("file", sentences.FAULTS[Fault.TOO_LARGE])
        return _show(request, government, form, 413)
    if not form.is_valid():
        return _show(request, government, form, 422)
    now = timezone.now()
    today = local_date(now, zone_of(government))
    try:
        batch = services.check(government=government, upload=form.upload, today=today, by=actor(request), now=now)
    except SheetError as error:
        form.add_error("file", sentences.fault(error))
        return _show(request, government, form, 422)
    return redirect("complaints:import_batch", batch.pk)


def _show(request: HttpRequest, government: Government, form: ImportForm, status: int) -> HttpResponse:
    context = {
        "government": government,
        "form": form,
        "batches": latest_batches(government),
        "trail": desk_trail(request, government, ("Impor", "")),
    }
    return render(request, "complaints/imports.html", context, status=status)


@page
def import_template(request: HttpRequest, code: str) -> HttpResponse:
    fetch_government(request.user, VERIFY, code)
    return download(register_template(), MEDIA_TYPE, TEMPLATE_NAME)


@page
def import_batch(request: HttpRequest, pk: str) -> HttpResponse:
    batch = _fetch(request, pk)
    try:
        content = batch_page(batch)
    except Unreadable:
        messages.error(request, PROBLEMS[Problem.IMPORT_AGAIN])
        return redirect("complaints:imports", batch.government.code)
    back = ("Impor", _address(batch))
    context = {
        "government": batch.government,
        "content": content,
        "back": _address(batch),
        "trail": desk_trail(request, batch.government, back, (batch.name, "")),
    }
    return render(request, "complaints/import_batch.html", context)


@action
def import_take(request: HttpRequest, pk: str) -> HttpResponse:
    batch = _fetch(request, pk)
    try:
        taken = services.take(batch=batch, by=actor(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, PROBLEMS[refusal.problem])
        return redirect("complaints:import_batch", batch.pk)
    count = taken.count - taken.known - len(taken.problems)
    messages.success(request, sentences.TAKEN.format(count))
    return redirect("complaints:import_batch", batch.pk)


@action
def import_drop(request: HttpRequest, pk: str) -> HttpResponse:
    batch = _fetch(request, pk)
    try:
        services.drop(batch=batch, by=actor(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, PROBLEMS[refusal.problem])
        return redirect("complaints:import_batch", batch.pk)
    messages.success(request, sentences.DROPPED)
    return redirect("complaints:imports", batch.government.code)


def _fetch(request: HttpRequest, pk: str) -> ImportBatch:
    return fetch_for(request.user, VERIFY, ImportBatch.objects.select_related("government", "checked_by"), pk=pk)


def _address(batch: ImportBatch) -> str:
    return reverse("complaints:imports", args=[batch.government.code])
