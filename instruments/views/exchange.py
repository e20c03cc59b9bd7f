"""Instruments as files: downloaded as XLSX or YAML, uploaded into a draft after a look at the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import Permission
from accounts.scope import actor, fetch_government
from instruments.forms.exchange import InstrumentUploadForm, NewInstrumentUploadForm
from instruments.models import InstrumentVersion
from instruments.selectors import exchange as selectors
from instruments.selectors.library import file_of
from instruments.sentences import exchange as sentences
from instruments.sentences.refusals import REFUSALS
from instruments.services import exchange as services
from instruments.services.exchange import UploadTarget
from instruments.versions import TEMPLATE
from instruments.versions.writing import as_yaml, content_of
from instruments.views.library import fetch_version, trail_of
from instruments.workbooks import NotWritable, template_workbook, workbook_of
from instruments.workbooks.proposals import ReadInstrument
from kspp.lib.form_pages import CONFLICT, attempt, press, typed
from kspp.lib.http import download, form_page, page
from kspp.lib.uploads.handler import is_oversized
from kspp.lib.workbooks import MEDIA_TYPE

VIEW, MANAGE = Permission.INSTRUMENT_VIEW, Permission.INSTRUMENT_MANAGE
YAML_TYPE = "application/yaml; charset=utf-8"
TOO_LARGE = 413


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
    return _UploadPage(request, UploadTarget(government)).answer()


@form_page
def instrument_upload_national(request: HttpRequest) -> HttpResponse:
    """A new draft of the platform's, for everybody once it is published."""
    if not actor(request).has(Permission.PLATFORM_MANAGE):
        raise PermissionDenied
    return _UploadPage(request, UploadTarget(None)).answer()


@form_page
def instrument_replace(request: HttpRequest, code: str) -> HttpResponse:
    """The content of a draft from a file."""
    version = fetch_version(request, code, MANAGE)
    if version.is_frozen:
        messages.error(request, sentences.NOT_A_DRAFT)
        return redirect(version)
    return _UploadPage(request, UploadTarget(version.owner, version)).answer()


@dataclass(frozen=True, slots=True)
class _UploadPage:
    """One page for both: a file is shown, then what was shown is saved."""

    request: HttpRequest
    target: UploadTarget

    def answer(self) -> HttpResponse:
        if self.request.method == "POST" and "ticket" in self.request.POST:
            return self.save(self.request.POST["ticket"])
        form = self.form(*typed(self.request))
        return self.look(form) if self.request.method == "POST" else self.page(form)

    def form(self, *sent: Any) -> InstrumentUploadForm:
        of_kind = InstrumentUploadForm if self.target.draft else NewInstrumentUploadForm
        return of_kind(*sent, draft=self.target.draft)

    def look(self, form: InstrumentUploadForm) -> HttpResponse:
        if is_oversized(self.request):
            form.errors.clear()
            form.add_error("file", sentences.TOO_LARGE)
            return self.page(form, TOO_LARGE)
        outcome = attempt(self.request, form, lambda: self.ticket(form.proposal), REFUSALS)
        if outcome.stored is None:
            return self.page(form, outcome.status, list(form.non_field_errors()))
        return self.preview(form.proposal, outcome.stored)

    def ticket(self, proposal: ReadInstrument) -> str:
        """Raises Refused."""
        owner, draft = self.target.owner, self.target.draft
        if not draft:
            # So that nobody learns only when saving that the code is taken.
            services.known_draft(code=proposal.file.code, owner=owner, text=proposal.text)
        base = None if draft else self.base(proposal)
        return services.ticket_for(text=proposal.text, target=self.target, base=base, by=actor(self.request))

    def base(self, proposal: ReadInstrument) -> InstrumentVersion | None:
        """What the file is compared with."""
        return self.target.draft or selectors.base_of(proposal.written_code, actor(self.request))

    def preview(self, proposal: ReadInstrument, ticket: str) -> HttpResponse:
        draft, base = self.target.draft, self.base(proposal)
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

    def save(self, ticket: str) -> HttpResponse:
        def show(problems: list[str], status: int) -> HttpResponse:
            return self.page(self.form(), status, [sentences.CHANGED_MEANWHILE] if status == CONFLICT else problems)

        return press(
            self.request,
            partial(services.save_shown, ticket=ticket, target=self.target),
            words=REFUSALS,
            said=self.said,
            to=lambda version: version,
            show=show,
        )

    def said(self, version: InstrumentVersion) -> str:
        draft = self.target.draft
        if draft is None:
            return sentences.SAVED_NEW.format(code=version.code)
        return (sentences.SAVED if version.version != draft.version else sentences.SAME).format(code=version.code)

    def page(self, form: InstrumentUploadForm, status: int = 200, problems: Sequence[object] = ()) -> HttpResponse:
        context = {"form": form, "problems": problems, "draft": self.target.draft, **self.frame("")}
        return render(self.request, "instruments/instrument_upload.html", context, status=status)

    def frame(self, last: str) -> dict[str, object]:
        draft, owner = self.target.draft, self.target.owner
        title = f"Ganti isi {draft.title}" if draft else "Buat rancangan dari berkas"
        return {
            "title": title,
            "eyebrow": owner.full_name if owner else "Instrumen nasional",
            "trail": trail_of(draft, *([last] if draft and last else [title, last] if last else [title])),
        }
