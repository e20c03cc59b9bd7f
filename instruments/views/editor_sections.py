"""What the views of the editor share: a draft as one request found it, a section's form, its page, and storing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor
from instruments.forms.editor import SectionForm
from instruments.models import InstrumentVersion
from instruments.sentences import library as sentences
from instruments.sentences.editor import DIFFERENT
from instruments.services import drafts
from instruments.services.errors import Conflict, Refused
from instruments.versions import editing
from instruments.versions.comparing import Comparison, Renamed, compare
from instruments.versions.reading import Draft, draft_of
from instruments.views.editor_places import Mistake, located, section_tabs
from instruments.views.library import CONFLICT, fetch_version, trail_of

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


def not_a_draft(request: HttpRequest, code: str, refusal: Refused) -> HttpResponse:
    messages.warning(request, refusal.problems[0])
    return redirect("instruments:instrument", code)


def outline_url(code: str, anchor: str = "") -> str:
    return reverse("instruments:draft", args=[code]) + (f"#{anchor}" if anchor else "")


def form_for(
    form_class: FormClass, opened: Opened, data: Any = None, ref: str = "", *, is_late: bool = False
) -> SectionForm:
    """Raises NoSuchRow."""
    content, version = opened.draft.content, opened.version.version
    return form_class(data, content=content, ref=ref, version=version, is_late=is_late)


def section_page(
    request: HttpRequest, opened: Opened, form: SectionForm, status: int = 200, notes: tuple[str, ...] = ()
) -> HttpResponse:
    """`notes`: why the page is not the one that was sent."""
    code = opened.version.code
    if notes and form.differences:
        notes = (*notes, DIFFERENT)
    context = {
        "version": opened.version,
        "form": form,
        "address": reverse(f"instruments:{form.route or form.tab}", args=[code, form.ref] if form.ref else [code]),
        "page_title": form.page_title,
        "is_stale": status == CONFLICT and bool(form.differences or not notes),
        "note": " ".join(notes),
        "mistakes": opened.mistakes,
        "mistake_heading": sentences.mistake_count(opened.draft.mistakes),
        "tabs": section_tabs(code, form.tab),
        "trail": [*trail_of(opened.version, "")[:-1], ("Sunting", outline_url(code)), (form.page_title, "")],
    }
    return render(request, form.template, context, status=status)


def compared(opened: Opened, content: editing.Content, renamed: Renamed | None = None) -> Comparison:
    """What storing this would change."""
    file = opened.draft.file
    return compare(file, file if editing.is_unshaped(content) else draft_of(content).file, renamed)


def store(
    request: HttpRequest,
    opened: Opened,
    content: editing.Content,
    seen: int | None,
    *,
    reason: str = "",
    renamed: Renamed | None = None,
) -> tuple[InstrumentVersion, Comparison]:
    """`content` was made from the draft as it was opened. Raises Refused, and Conflict unless that is what was seen."""
    if seen != opened.version.version:
        raise Conflict(opened.version)
    comparison = compared(opened, content, renamed)
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


def saved(request: HttpRequest, version: InstrumentVersion, form: SectionForm, comparison: Comparison) -> HttpResponse:
    if comparison.is_same:
        messages.info(request, sentences.NOTHING_CHANGED)
    else:
        messages.success(request, sentences.SAVED.format(form.page_title))
    estimates = sentences.became_estimates(comparison)
    if estimates:
        messages.info(request, estimates)
    return redirect(outline_url(version.code, form.lands_on))
