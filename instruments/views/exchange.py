"""Instruments as files: downloaded as XLSX or YAML, uploaded into a draft after a look at the difference."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_government
from instruments.forms.exchange import InstrumentUploadForm, NewInstrumentUploadForm
from instruments.selectors import exchange as selectors
from instruments.selectors.library import file_of
from instruments.sentences import exchange as sentences
from instruments.services import exchange as services
from instruments.services.errors import Conflict, Refused
from instruments.services.exchange import Target
from instruments.versions import TEMPLATE
from instruments.versions.writing import as_yaml, content_of
from instruments.views.library import fetch_version, trail_of
from instruments.workbooks import NotWritable, template_workbook, workbook_of
from instruments.workbooks.proposals import Proposal, Unusable, proposal_of
from kspp.lib.http import download, form_page, page
from kspp.lib.uploads.handler import is_oversized
from kspp.lib.workbooks import MEDIA_TYPE

VIEW, MANAGE = Permission.INSTRUMENT_VIEW, Permission.INSTRUMENT_MANAGE
YAML_TYPE = "application/yaml; charset=utf-8"
INVALID, CONFLICT, TOO_LARGE = 422, 409, 413


@page
def instrument_file(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code)
    return download(as_yaml(content_of(file_of(version))), YAML_TYPE, f"{version.code}.yaml")


@page
def instrument_workbook(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code)
    try:
        return download(workbook_of(file_of(version)), MEDIA_TYPE, f"{version.code}.xlsx")
    except NotWritable:
        context = {"version": version, "trail": trail_of(version, "Unduh")}
        return render(request, "instruments/instrument_not_writable.html", context, status=CONFLICT)


@page
def instrument_template(request: HttpRequest) -> HttpResponse:
    _for_readers(request)
    return download(template_workbook(), MEDIA_TYPE, "templat-instrumen.xlsx")


@page
def instrument_template_text(request: HttpRequest) -> HttpResponse:
    _for_readers(request)
    return download(TEMPLATE.read_bytes(), YAML_TYPE, "templat-instrumen.yaml")


def _for_readers(request: HttpRequest) -> None:
    """Templates are nobody's in particular."""
    if not actor(request).has(VIEW):
        raise PermissionDenied


@form_page
def instrument_upload(request: HttpRequest, code: str) -> HttpResponse:
    """A new draft of a government's own."""
    government = fetch_government(request.user, MANAGE, code)
    return _Desk(request, Target(government)).answer()


@form_page
def instrument_upload_national(request: HttpRequest) -> HttpResponse:
    """A new draft of the platform's, for everybody once it is published."""
    if not actor(request).has(Permission.PLATFORM_MANAGE):
        raise PermissionDenied
    return _Desk(request, Target(None)).answer()


@form_page
def instrument_replace(request: HttpRequest, code: str) -> HttpResponse:
    """The content of a draft from a file."""
    version = fetch_version(request, code, MANAGE)
    if version.is_frozen:
        messages.error(request, sentences.NOT_A_DRAFT)
        return redirect(version)
    return _Desk(request, Target(version.owner, version)).answer()


@dataclass(frozen=True, slots=True)
class _Desk:
    """One page for both: a file is shown, then what was shown is saved."""

    request: HttpRequest
    target: Target

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.page(self.form())
        if "ticket" in self.request.POST:
            return self.save()
        return self.look()

    def form(self) -> InstrumentUploadForm:
        of_kind: Callable[..., InstrumentUploadForm] = (
            InstrumentUploadForm if self.target.draft else NewInstrumentUploadForm
        )
        return of_kind(self.request.POST, self.request.FILES) if self.request.method == "POST" else of_kind()

    def look(self) -> HttpResponse:
        form = self.form()
        if is_oversized(self.request):
            form.errors.clear()
            form.add_error("file", sentences.TOO_LARGE)
            return self.page(form, TOO_LARGE)
        if not form.is_valid():
            return self.page(form, INVALID)
        draft = self.target.draft
        try:
            proposal = proposal_of(form.cleaned_data["file"], {"code": draft.code} if draft else form.overrides)
            return self.preview(proposal)
        except (Unusable, Refused) as refusal:
            return self.page(form, INVALID, problems=refusal.problems)

    def preview(self, proposal: Proposal) -> HttpResponse:
        """Raises Refused."""
        user, draft = actor(self.request), self.target.draft
        base = draft or selectors.base_of(proposal.written_code, user)
        if not draft:
            # So that nobody learns only when saving that the code is taken.
            services.known_draft(code=proposal.file.code, owner=self.target.owner, text=proposal.text)
        ticket = services.ticket_for(text=proposal.text, target=self.target, base=None if draft else base, by=user)
        context = {
            "proposal": proposal,
            "size": selectors.size_of(proposal.file),
            "base": base,
            "shown": selectors.shown(base, proposal.file) if base else None,
            "ticket": ticket,
            "other_code": sentences.OTHER_CODE.format(written=proposal.written_code, code=draft.code)
            if draft and proposal.written_code not in ("", draft.code)
            else "",
            **self.frame("Perbedaan"),
        }
        return render(self.request, "instruments/instrument_preview.html", context)

    def save(self) -> HttpResponse:
        now, by, draft = timezone.now(), actor(self.request), self.target.draft
        try:
            ticket = services.opened(ticket=self.request.POST["ticket"], target=self.target, by=by)
            if draft:
                before = draft.version
                version = services.replace_draft(draft=draft, ticket=ticket, by=by, now=now)
                said = sentences.SAVED if version.version != before else sentences.SAME
            else:
                version, said = (
                    services.new_from(ticket=ticket, target=self.target, by=by, now=now),
                    sentences.SAVED_NEW,
                )
        except Refused as refusal:
            return self.page(self.empty_form(), INVALID, problems=refusal.problems)
        except Conflict:
            return self.page(self.empty_form(), CONFLICT, problems=[sentences.CHANGED_MEANWHILE])
        messages.success(self.request, said.format(code=version.code))
        return redirect(version)

    def empty_form(self) -> InstrumentUploadForm:
        return InstrumentUploadForm() if self.target.draft else NewInstrumentUploadForm()

    def page(self, form: InstrumentUploadForm, status: int = 200, problems: list[str] | None = None) -> HttpResponse:
        context = {"form": form, "problems": problems or [], "draft": self.target.draft, **self.frame("")}
        return render(self.request, "instruments/instrument_upload.html", context, status=status)

    def frame(self, last: str) -> dict[str, object]:
        draft, owner = self.target.draft, self.target.owner
        title = f"Ganti isi {draft.title}" if draft else "Buat rancangan dari berkas"
        return {
            "title": title,
            "eyebrow": owner.full_name if owner else "Instrumen nasional",
            "trail": trail_of(draft, *([last] if draft and last else [title, last] if last else [title])),
        }
