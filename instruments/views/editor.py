"""The editor of a draft: its outline, and one page a section, each stored whole with what is still wrong beside it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from instruments.selectors.library import tree_lines
from instruments.sentences import library as sentences
from instruments.sentences.editor import CHANGED, NOT_LOST
from instruments.services.errors import Conflict, Refused
from instruments.versions import editing
from instruments.versions.comparing import Sort
from instruments.versions.reading import draft_of
from instruments.views.editor_late import clashed, closed, looked_for, thrown_away, what_became
from instruments.views.editor_places import located, section_tabs
from instruments.views.editor_sections import (
    FormClass,
    Opened,
    form_for,
    not_a_draft,
    open_draft,
    outline_url,
    saved,
    section_page,
    store,
)
from instruments.views.library import CONFLICT, INVALID, trail_of
from kspp.lib.http import action, form_page, is_htmx, page
from kspp.lib.text import whole_number


@page
def draft(request: HttpRequest, code: str) -> HttpResponse:
    try:
        opened = open_draft(request, code)
    except Refused as refusal:
        return not_a_draft(request, code, refusal)
    return render(request, "instruments/outline.html", _outline(opened))


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
        return not_a_draft(request, code, refusal)
    act, sort, ref = [*request.POST.get("move", "").split(" ", 2), "", ""][:3]
    try:
        content = _arranged(opened.draft.content, act, sort, ref)
        store(request, opened, content, seen_version(request))
    except editing.NoSuchRow:
        return _refused_outline(request, opened, sentences.NOT_MOVED, CONFLICT)
    except Conflict:
        return _refused_outline(request, open_draft(request, code), sentences.NOT_MOVED, CONFLICT)
    except editing.LastRow:
        return _refused_outline(request, opened, sentences.LAST_ROW, INVALID)
    except Refused as refusal:
        return not_a_draft(request, code, refusal)
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
    return render(request, "instruments/outline.html", _outline(opened, [sentence]), status=status)


def seen_version(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("version", ""))


@form_page
def section(request: HttpRequest, code: str, form_class: FormClass, ref: str = "") -> HttpResponse:
    """A section's page: read, tried while typing, or stored. Its address says which form it is."""
    try:
        opened = open_draft(request, code)
        if request.method != "POST":
            return section_page(request, opened, form_for(form_class, opened, None, ref))
        return (_tried if is_htmx(request) else _sent)(request, opened, form_class, ref)
    except Refused as refusal:
        if request.method != "POST":
            return not_a_draft(request, code, refusal)
        return _not_now(request, refusal.problems[0]) if is_htmx(request) else closed(request, code, form_class)
    except editing.NoSuchRow:
        if request.method != "POST":
            return looked_for(request, opened, form_class, ref)
        raise Http404 from None
    except Http404:
        if request.method != "POST" or is_htmx(request):
            raise
        return thrown_away(request, code, form_class)


def _tried(request: HttpRequest, opened: Opened, form_class: FormClass, ref: str) -> HttpResponse:
    """What would still be wrong if this were saved. Stores nothing. Raises NoSuchRow."""
    try:
        form = form_for(form_class, opened, request.POST, ref)
    except editing.NoSuchRow:
        if seen_version(request) in (None, opened.version.version):
            raise
        return _not_now(request, what_became(opened, form_class, ref))
    is_readable = form.is_valid() and not editing.is_unshaped(form.applied)
    draft = draft_of(form.applied) if is_readable else opened.draft
    context = {
        "mistakes": located(opened.version.code, draft),
        "mistake_heading": sentences.mistake_count(draft.mistakes),
        "note": "" if is_readable else sentences.UNREADABLE,
        "is_update": True,
    }
    return render(request, "instruments/parts/mistakes.html", context)


def _not_now(request: HttpRequest, note: str) -> HttpResponse:
    """Told while typing: saving will lead on from here and keep what was typed."""
    context = {"mistakes": [], "mistake_heading": CHANGED, "note": f"{note} {NOT_LOST}", "is_update": True}
    return render(request, "instruments/parts/mistakes.html", context)


def _sent(request: HttpRequest, opened: Opened, form_class: FormClass, ref: str) -> HttpResponse:
    """Raises Refused for what is no draft any more, and NoSuchRow for a row that no page can have shown."""
    if seen_version(request) not in (None, opened.version.version):
        return clashed(request, opened.version.code, form_class, ref)
    form = form_for(form_class, opened, request.POST, ref)
    if not form.is_valid():
        return section_page(request, opened, form, INVALID)
    typed = form.cleaned_data
    try:
        reason = typed.get("basis", "")
        version, comparison = store(
            request, opened, form.applied, typed["version"], reason=reason, renamed=form.renamed
        )
    except Conflict:
        return clashed(request, opened.version.code, form_class, ref)
    except Refused as refusal:
        open_draft(request, opened.version.code)
        form.add_error(None, refusal.problems)
        return section_page(request, opened, form, INVALID)
    return saved(request, version, form, comparison)
