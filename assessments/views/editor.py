"""The editor of a draft: one page a section, each stored through `save_draft`, with what is still wrong beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor
from assessments.forms.editor import HeadForm, SectionForm
from assessments.forms.editor_lists import (
    BandsForm,
    DimensionWeightsForm,
    IndicatorWeightsForm,
    OutcomesForm,
    PartsForm,
    SamplesForm,
)
from assessments.forms.editor_tree import (
    DimensionForm,
    IndicatorForm,
    NewDimensionForm,
    NewIndicatorForm,
    NewVariableForm,
    VariableForm,
)
from assessments.instruments import editing
from assessments.instruments.comparing import Comparison, Sort, compare
from assessments.instruments.reading import Draft, draft_of
from assessments.models import InstrumentVersion
from assessments.selectors.library import tree_lines
from assessments.sentences import library as sentences
from assessments.services import drafts
from assessments.services.errors import Conflict, Refused
from assessments.views.editor_places import Mistake, located, section_tabs
from assessments.views.library import CONFLICT, INVALID, fetch_version, trail_of
from kspp.lib.forms import show_conflict
from kspp.lib.http import action, form_page, is_htmx, page
from kspp.lib.text import whole_number

FormClass = type[SectionForm]


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft as one request found it."""

    version: InstrumentVersion
    draft: Draft

    @property
    def mistakes(self) -> list[Mistake]:
        return located(self.version.code, self.draft)


def open_draft(request: HttpRequest, code: str) -> Opened:
    """Raises Refused for what is no draft any more."""
    version = fetch_version(request, code, Permission.INSTRUMENT_MANAGE)
    if version.status != InstrumentVersion.Status.DRAFT:
        raise Refused([sentences.NOT_A_DRAFT])
    return Opened(version, drafts.draft_content(version))


def _not_a_draft(request: HttpRequest, code: str, refusal: Refused) -> HttpResponse:
    messages.warning(request, refusal.problems[0])
    return redirect("assessments:instrument", code)


def outline_url(code: str, anchor: str = "") -> str:
    return reverse("assessments:draft", args=[code]) + (f"#{anchor}" if anchor else "")


@page
def draft(request: HttpRequest, code: str) -> HttpResponse:
    try:
        opened = open_draft(request, code)
    except Refused as refusal:
        return _not_a_draft(request, code, refusal)
    return render(request, "assessments/library/outline.html", _outline(opened))


def _outline(opened: Opened, problems: Sequence[str] = ()) -> dict[str, object]:
    return {
        "version": opened.version,
        "dimensions": tree_lines(opened.draft.file),
        "mistakes": opened.mistakes,
        "mistake_heading": sentences.mistake_count(opened.draft.mistakes),
        "problems": problems,
        "tabs": section_tabs(opened.version.code, "draft"),
        "trail": trail_of(opened.version, "Sunting"),
    }


@action
def arrange(request: HttpRequest, code: str) -> HttpResponse:
    """One row up, down, or away. `move` is three words: what, the kind of row, its ref."""
    try:
        opened = open_draft(request, code)
    except Refused as refusal:
        return _not_a_draft(request, code, refusal)
    act, sort, ref = [*request.POST.get("move", "").split(" ", 2), "", ""][:3]
    try:
        content = _arranged(opened.draft.content, act, sort, ref)
        seen = whole_number(request.POST.get("version", "")) or 0
        _store(request, opened, content, seen)
    except editing.NoSuchRow:
        return _refused_outline(request, opened, sentences.NOT_MOVED, CONFLICT)
    except Conflict:
        return _refused_outline(request, open_draft(request, code), sentences.NOT_MOVED, CONFLICT)
    except editing.LastRow:
        return _refused_outline(request, opened, sentences.LAST_ROW, INVALID)
    except Refused as refusal:
        return _not_a_draft(request, code, refusal)
    said = sentences.REMOVED if act == "remove" else sentences.MOVED
    messages.success(request, said.format(f"{sentences.SORT_NAMES[Sort(sort)]} {ref}"))
    return redirect(outline_url(code, "" if act == "remove" else f"{sort}-{ref}"))


def _arranged(content: Any, act: str, sort: str, ref: str) -> editing.Content:
    if act not in ("up", "down", "remove") or sort not in list(editing.DEPTHS):
        raise editing.NoSuchRow(ref)
    place = editing.place_of(content, Sort(sort), ref)
    if act == "remove":
        return editing.without(content, place)
    return editing.shifted(content, place, -1 if act == "up" else 1)


def _refused_outline(request: HttpRequest, opened: Opened, sentence: str, status: int) -> HttpResponse:
    return render(request, "assessments/library/outline.html", _outline(opened, [sentence]), status=status)


def _store(
    request: HttpRequest, opened: Opened, content: editing.Content, seen: int, reason: str = ""
) -> tuple[InstrumentVersion, Comparison]:
    """Raises Refused and Conflict. The history tells what changed from what to what."""
    file = opened.draft.file
    comparison = compare(file, file if editing.is_unshaped(content) else draft_of(content).file)
    version = drafts.save_draft(
        version=opened.version,
        content=content,
        by=actor(request),
        now=timezone.now(),
        seen_version=seen,
        changes=sentences.told(comparison),
        reason=reason,
    )
    return version, comparison


def edit(request: HttpRequest, code: str, form_class: FormClass, ref: str = "") -> HttpResponse:
    """A section's page: read, tried while typing, or stored."""
    try:
        opened = open_draft(request, code)
        form = _form(form_class, opened, request.POST or None, ref)
        if request.method == "POST":
            return _tried(request, opened, form) if is_htmx(request) else _sent(request, opened, form, ref)
        return _section(request, opened, form, 200)
    except Refused as refusal:
        return _not_a_draft(request, code, refusal)
    except editing.NoSuchRow:
        raise Http404 from None


def _form(form_class: FormClass, opened: Opened, data: Any, ref: str, *, is_late: bool = False) -> SectionForm:
    content, version = opened.draft.content, opened.version.version
    return form_class(data, content=content, ref=ref, version=version, is_late=is_late)


def _tried(request: HttpRequest, opened: Opened, form: SectionForm) -> HttpResponse:
    """What would still be wrong if this were saved. Stores nothing."""
    is_readable = form.is_valid() and not editing.is_unshaped(form.applied)
    draft = draft_of(form.applied) if is_readable else opened.draft
    context = {
        "mistakes": located(opened.version.code, draft),
        "mistake_heading": sentences.mistake_count(draft.mistakes),
        "note": "" if is_readable else sentences.UNREADABLE,
        "is_update": True,
    }
    return render(request, "assessments/library/parts/mistakes.html", context)


def _sent(request: HttpRequest, opened: Opened, form: SectionForm, ref: str) -> HttpResponse:
    if whole_number(request.POST.get("version", "")) not in (None, opened.version.version):
        return _clashed(request, opened, form, ref)
    if not form.is_valid():
        return _section(request, opened, form, INVALID)
    try:
        seen = form.cleaned_data["version"]
        version, comparison = _store(request, opened, form.applied, seen, form.cleaned_data.get("basis", ""))
    except Conflict:
        return _clashed(request, opened, form, ref)
    except Refused as refusal:
        form.add_error(None, refusal.problems)
        return _section(request, opened, form, INVALID)
    return _saved(request, version, form, comparison)


def _saved(request: HttpRequest, version: InstrumentVersion, form: SectionForm, comparison: Comparison) -> HttpResponse:
    if comparison.is_same:
        messages.info(request, sentences.NOTHING_CHANGED)
    else:
        messages.success(request, sentences.SAVED.format(form.page_title))
    estimates = sentences.became_estimates(comparison)
    if estimates:
        messages.info(request, estimates)
    return redirect(outline_url(version.code, form.lands_on))


def _clashed(request: HttpRequest, opened: Opened, form: SectionForm, ref: str) -> HttpResponse:
    """Somebody else saved meanwhile. If what was sent is what stands there now, it was sent twice."""
    now = open_draft(request, opened.version.code)
    try:
        again = _form(type(form), now, request.POST, ref, is_late=True)
    except editing.NoSuchRow:
        form.add_error(None, sentences.GONE)
        return _section(request, now, form, CONFLICT)
    if again.is_valid():
        comparison = compare(now.draft.file, draft_of(again.applied).file)
        if comparison.is_same:
            return _saved(request, now.version, again, comparison)
        told = sentences.told(comparison).items()
        show_conflict(again, now.version.version, [(label, before, after) for label, (before, after) in told])
    return _section(request, now, again, CONFLICT)


def _section(request: HttpRequest, opened: Opened, form: SectionForm, status: int) -> HttpResponse:
    context = {
        "version": opened.version,
        "form": form,
        "page_title": form.page_title,
        "is_stale": status == CONFLICT,
        "mistakes": opened.mistakes,
        "mistake_heading": sentences.mistake_count(opened.draft.mistakes),
        "tabs": section_tabs(opened.version.code, form.tab),
        "trail": [
            *trail_of(opened.version, "")[:-1],
            ("Sunting", outline_url(opened.version.code)),
            (form.page_title, ""),
        ],
    }
    return render(request, form.template, context, status=status)


@form_page
def head(request: HttpRequest, code: str) -> HttpResponse:
    return edit(request, code, HeadForm)


@form_page
def parts(request: HttpRequest, code: str) -> HttpResponse:
    return edit(request, code, PartsForm)


@form_page
def samples(request: HttpRequest, code: str) -> HttpResponse:
    return edit(request, code, SamplesForm)


@form_page
def outcomes(request: HttpRequest, code: str) -> HttpResponse:
    return edit(request, code, OutcomesForm)


@form_page
def bands(request: HttpRequest, code: str) -> HttpResponse:
    return edit(request, code, BandsForm)


@form_page
def weights(request: HttpRequest, code: str, ref: str = "") -> HttpResponse:
    return edit(request, code, IndicatorWeightsForm if ref else DimensionWeightsForm, ref)


@form_page
def dimension_create(request: HttpRequest, code: str) -> HttpResponse:
    return edit(request, code, NewDimensionForm)


@form_page
def dimension(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    return edit(request, code, DimensionForm, ref)


@form_page
def variable_create(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    return edit(request, code, NewVariableForm, ref)


@form_page
def variable(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    return edit(request, code, VariableForm, ref)


@form_page
def indicator_create(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    return edit(request, code, NewIndicatorForm, ref)


@form_page
def indicator(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    return edit(request, code, IndicatorForm, ref)
