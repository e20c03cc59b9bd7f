"""Pages about reply templates: those that hold everywhere, and a government's own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import fetch_government
from complaints.forms.reply_templates import ReplyTemplateForm
from complaints.models import ReplyTemplate
from complaints.selectors.templates import template_groups
from complaints.sentences.problems import PROBLEMS
from complaints.sentences.templates import EXAMPLE, filled
from complaints.services.lists import change_template, create_template
from complaints.views.case_frame import desk_trail
from kspp.lib.form_pages import INVALID, answer_form, typed
from kspp.lib.http import form_page, page
from units.models import Government

SETTINGS = Permission.COMPLAINT_SETTINGS
TITLE = "Templat balasan"
SAVED = "Templat “{}” tersimpan."


@page
def reply_templates(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, SETTINGS, code)
    context = {
        "government": government,
        "groups": template_groups(government),
        "trail": desk_trail(request, government, (TITLE, "")),
    }
    return render(request, "complaints/reply_templates.html", context)


@form_page
def reply_template_create(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, SETTINGS, code)
    form = ReplyTemplateForm(*typed(request))
    return _answer(request, government, form, partial(create_template, government=government), "Tambah templat")


@form_page
def reply_template_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    government = fetch_government(request.user, SETTINGS, code)
    row = get_object_or_404(ReplyTemplate, government=government, pk=pk)
    form = ReplyTemplateForm(*typed(request), instance=row)
    return _answer(request, government, form, partial(change_template, template=row), row.title)


def _answer(
    request: HttpRequest, government: Government, form: ReplyTemplateForm, write: Callable[..., Any], title: str
) -> HttpResponse:
    """Show the form, show what it would make with example values, or store it and go back to the list."""
    if "preview" in request.POST:
        is_valid = form.is_valid()
        preview = filled(form.cleaned_data["text"], EXAMPLE) if is_valid else ""
        return _show(request, government, form, title, preview, 200 if is_valid else INVALID)
    show = partial(_show, request, government, form, title, "")
    return answer_form(request, form, write, show=show, words=PROBLEMS, said=SAVED, to=_list_of(government))


def _list_of(government: Government) -> str:
    return reverse("complaints:reply_templates", args=[government.code])


def _show(
    request: HttpRequest, government: Government, form: ReplyTemplateForm, title: str, preview: str, status: int
) -> HttpResponse:
    back = _list_of(government)
    context = {
        "form": form,
        "title": title,
        "eyebrow": government.full_name,
        "preview": preview,
        "back": back,
        "trail": desk_trail(request, government, (TITLE, back), (title, "")),
    }
    return render(request, "complaints/reply_template.html", context, status=status)
