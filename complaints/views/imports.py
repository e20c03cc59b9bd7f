"""Pages that bring complaints in from elsewhere: upload, look, take."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import fetch_for, fetch_government
from complaints.deadlines import local_date
from complaints.forms.imports import ImportForm
from complaints.importing import register_template
from complaints.models import ImportBatch
from complaints.selectors.figures import zone_of
from complaints.selectors.imports import batch_page, latest_batches
from complaints.sentences import imports as sentences
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import imports as services
from complaints.views.case_frame import desk_trail
from kspp.lib.form_pages import answer_form, press, typed
from kspp.lib.http import action, download, form_page, page
from kspp.lib.sealing import Unreadable
from kspp.lib.workbooks import MEDIA_TYPE
from units.models import Government

VERIFY = Permission.COMPLAINT_VERIFY
TEMPLATE_NAME = "templat-register-pengaduan.xlsx"


@form_page
def imports(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, VERIFY, code)
    now = timezone.now()
    form = ImportForm(*typed(request))
    return answer_form(
        request,
        form,
        partial(services.check, government=government, today=local_date(now, zone_of(government))),
        show=partial(_show, request, government, form),
        words=sentences.FAULT_WORDS,
        said="",
        to=lambda batch: reverse("complaints:import_batch", args=[batch.pk]),
    )


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
        messages.error(request, PROBLEMS[Code.IMPORT_AGAIN])
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
    return press(
        request,
        partial(services.take, batch=batch),
        words=PROBLEMS,
        said=lambda taken: sentences.TAKEN.format(taken.count - taken.known - len(taken.problems)),
        to=reverse("complaints:import_batch", args=[batch.pk]),
    )


@action
def import_drop(request: HttpRequest, pk: str) -> HttpResponse:
    batch = _fetch(request, pk)
    return press(
        request,
        partial(services.drop, batch=batch),
        words=PROBLEMS,
        said=sentences.DROPPED,
        to=_address(batch),
        back=reverse("complaints:import_batch", args=[batch.pk]),
    )


def _fetch(request: HttpRequest, pk: str) -> ImportBatch:
    return fetch_for(request.user, VERIFY, ImportBatch.objects.select_related("government", "checked_by"), pk=pk)


def _address(batch: ImportBatch) -> str:
    return reverse("complaints:imports", args=[batch.government.code])
