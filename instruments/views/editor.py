"""The editor of a draft: its outline, and one page a section, each stored whole with what is still wrong beside it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.permissions import Permission
from instruments.forms.editor import SectionForm
from instruments.forms.editor_tree import RowForm
from instruments.forms.editor_typed import typed_words
from instruments.forms.library import MoveForm
from instruments.models import InstrumentVersion
from instruments.selectors.library import tree_lines
from instruments.sentences import editor as words
from instruments.sentences import library as sentences
from instruments.sentences.refusals import REFUSALS, Code
from instruments.services import drafts
from instruments.services.loading import held_instruments
from instruments.versions import editing
from instruments.versions.reading import Draft, draft_of
from instruments.views.editor_places import located, section_tabs
from instruments.views.library import fetch_version, trail_of
from kspp.lib.form_pages import CONFLICT, Show, answer_form
from kspp.lib.http import Trail, action, form_page, is_htmx, page

MANAGE, GONE = Permission.INSTRUMENT_MANAGE, 404
FormClass = type[SectionForm]


@page
def draft(request: HttpRequest, code: str) -> HttpResponse:
    return _outline(request, code, [], 200)


def _outline(request: HttpRequest, code: str, problems: Sequence[object], status: int) -> HttpResponse:
    version = fetch_version(request, code, MANAGE)
    if version.is_frozen:
        return _not_a_draft(request, version)
    draft = drafts.draft_content(version)
    context = {
        "version": version,
        "dimensions": tree_lines(draft.file),
        "mistakes": located(code, draft),
        "mistake_heading": sentences.mistake_count(draft.mistakes),
        "problems": problems,
        "tabs": section_tabs(code, "draft"),
        "trail": trail_of(version, "Sunting"),
    }
    return render(request, "instruments/outline.html", context, status=status)


def _not_a_draft(request: HttpRequest, version: InstrumentVersion) -> HttpResponse:
    messages.warning(request, str(REFUSALS[Code.NOT_A_DRAFT]))
    return redirect(version)


def outline_url(code: str, anchor: str = "") -> str:
    return reverse("instruments:draft", args=[code]) + (f"#{anchor}" if anchor else "")


@action
def arrange(request: HttpRequest, code: str) -> HttpResponse:
    """One row up, down, or away."""
    version = fetch_version(request, code, MANAGE)
    if version.is_frozen:
        return _not_a_draft(request, version)
    form = MoveForm(request.POST, draft=version)

    def show(status: int) -> HttpResponse:
        problems = [sentences.NOT_MOVED] if status == CONFLICT else list(form.non_field_errors())
        return _outline(request, code, problems, status)

    return answer_form(
        request,
        form,
        partial(drafts.arrange_draft, version=version),
        show=show,
        words=REFUSALS,
        said=lambda _: form.told,
        to=lambda _: outline_url(code, form.lands_on),
    )


@form_page
def section(request: HttpRequest, code: str, form_class: FormClass, ref: str = "") -> HttpResponse:
    """A section's page: read, tried while typing, or stored. Its address says which form it is."""
    if request.method == "POST":
        return _sent(request, code, form_class, ref)
    version = fetch_version(request, code, MANAGE)
    if version.is_frozen:
        return _not_a_draft(request, version)
    draft = drafts.draft_content(version)
    try:
        form = form_class(content=draft.content, ref=ref, version=version.version)
    except editing.NoSuchRow:
        raise Http404 from None
    return _shown(request, version, draft, form)(200)


@transaction.atomic
def _sent(request: HttpRequest, code: str, form_class: FormClass, ref: str) -> HttpResponse:
    """Holds the draft, so that what is typed meets what is stored."""
    try:
        version = _held(request, code)
    except Http404:
        if is_htmx(request):
            raise
        # The same for what was thrown away, what never was and what is another's: it tells nobody anything.
        return _not_saved(request, form_class, None, words.DISCARDED, GONE)
    if version.is_frozen:
        return _not_saved(request, form_class, version, words.PUBLISHED)
    draft = drafts.draft_content(version)
    try:
        form = form_class(request.POST, content=draft.content, ref=ref, version=version.version)
    except editing.NoSuchRow:
        assert form_class.named
        return _not_saved(request, form_class, version, words.gone(form_class.named, ref))
    if is_htmx(request):
        return _tried(request, version, draft, form)
    return _answered(request, version, draft, form)


def _held(request: HttpRequest, code: str) -> InstrumentVersion:
    """Raises Http404."""
    found = held_instruments([fetch_version(request, code, MANAGE).pk])
    if not found:
        raise Http404
    return found[0]


def _answered(request: HttpRequest, version: InstrumentVersion, draft: Draft, form: SectionForm) -> HttpResponse:
    if isinstance(form, RowForm):
        form = form.sent_before() or form
    return answer_form(
        request,
        form,
        partial(drafts.save_draft, version=version),
        show=_shown(request, version, draft, form),
        words=REFUSALS,
        said=lambda _: _said(form),
        to=lambda _: outline_url(version.code, form.lands_on),
    )


def _said(form: SectionForm) -> str:
    if form.comparison.is_same:
        return sentences.NOTHING_CHANGED
    return f"{sentences.SAVED.format(form.page_title)} {sentences.became_estimates(form.comparison)}".strip()


def _shown(request: HttpRequest, version: InstrumentVersion, draft: Draft, form: SectionForm) -> Show:
    code = version.code
    context: dict[str, Any] = {
        "version": version,
        "form": form,
        "address": reverse(f"instruments:{form.route or form.tab}", args=[code, form.ref] if form.ref else [code]),
        "page_title": form.page_title,
        "mistakes": located(code, draft),
        "mistake_heading": sentences.mistake_count(draft.mistakes),
        "tabs": section_tabs(code, form.tab),
        "trail": [*trail_of(version, "")[:-1], ("Sunting", outline_url(code)), (form.page_title, "")],
    }

    def show(status: int) -> HttpResponse:
        return render(request, form.template, context | {"is_stale": status == CONFLICT}, status=status)

    return show


def _tried(request: HttpRequest, version: InstrumentVersion, draft: Draft, form: SectionForm) -> HttpResponse:
    """What would still be wrong if this were saved. Stores nothing."""
    is_readable = form.is_valid() and not editing.is_unshaped(form.applied)
    tried = draft_of(form.applied) if is_readable else draft
    context = {
        "mistakes": located(version.code, tried),
        "mistake_heading": sentences.mistake_count(tried.mistakes),
        "note": "" if is_readable else sentences.UNREADABLE,
        "is_update": True,
    }
    return render(request, "instruments/parts/mistakes.html", context)


def _not_saved(
    request: HttpRequest, form_class: FormClass, version: InstrumentVersion | None, note: str, status: int = CONFLICT
) -> HttpResponse:
    """There is nowhere to store it any more. Told while typing; sent, what was typed is shown, to be copied."""
    if is_htmx(request):
        note = f"{note} {words.NOT_LOST}"
        context = {"mistakes": [], "mistake_heading": words.CHANGED, "note": note, "is_update": True}
        return render(request, "instruments/parts/mistakes.html", context)
    context = {
        "eyebrow": version.title if version else "",
        "page_title": words.NOT_SAVED,
        "note": note,
        "typed": typed_words(form_class, request.POST),
        "ways": _ways_on(version),
        "trail": trail_of(version, words.NOT_SAVED),
    }
    return render(request, "instruments/not_saved.html", context, status=status)


def _ways_on(version: InstrumentVersion | None) -> Trail:
    """Label and address of where to take what was typed."""
    if version is None:
        return [("Buka perpustakaan instrumen", reverse("instruments:library"))]
    if version.is_frozen:
        clone = reverse("instruments:instrument_clone", args=[version.code])
        return [("Salin menjadi rancangan baru", clone), ("Buka instrumen", version.get_absolute_url())]
    history = reverse("instruments:instrument_history", args=[version.code])
    return [("Buka susunan rancangan", outline_url(version.code)), ("Lihat riwayat", history)]
