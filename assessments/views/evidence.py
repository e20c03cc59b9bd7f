"""Evidence: attaching, downloading and removing it. A fragment for scripts, a redirect for the plain form."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for
from assessments.models import Assessment, Evidence
from assessments.selectors.checklist import EvidenceView
from assessments.selectors.crosswalk import offered_at
from assessments.selectors.gaps import anchor
from assessments.sentences import evidence as sentences
from assessments.sentences.refusals import PROBLEMS, Refusal
from assessments.services import evidence as services
from kspp.lib.errors import Problem, said
from kspp.lib.form_pages import INVALID, tried
from kspp.lib.http import FOREIGN_FILE, action, is_htmx, page
from kspp.lib.text import whole_number
from kspp.lib.uploads import sentences as file_sentences
from kspp.lib.uploads.handler import is_oversized


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where on the checklist: an indicator, and its subject's ref (`official-1.12`) or nothing."""

    assessment: Assessment
    indicator: str
    subject: str

    @property
    def anchor(self) -> str:
        return anchor(self.indicator, self.subject.partition(".")[0])


@action
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Assessment.objects.with_place()
    assessment = fetch_for(request.user, Permission.ASSESSMENT_FILL, rows, pk=pk)
    place = AnswerPlace(assessment, request.POST.get("indicator", "")[:20], request.POST.get("subject", "")[:40])
    if is_oversized(request):
        return _answered(
            request, place, sentences.ATTACHED, [file_sentences.too_large(settings.EVIDENCE_MAX_BYTES)], 413
        )
    return _answered(request, place, sentences.ATTACHED, _attach(request, place))


@action
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Evidence.objects.select_related("answer__indicator", "answer__subject")
    evidence = fetch_for(request.user, Permission.ASSESSMENT_FILL, rows, pk=pk)
    answer = evidence.answer
    assessment = Assessment.objects.with_place().get(pk=answer.assessment_id)
    place = AnswerPlace(assessment, answer.indicator.code, answer.subject.ref if answer.subject else "")
    outcome = tried(partial(services.remove, evidence=evidence, by=actor(request), now=timezone.now()))
    return _answered(request, place, sentences.REMOVED, said(outcome.problems, PROBLEMS))


@action
def evidence_reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: what hangs on an answer of another instrument hangs here too."""
    rows = Assessment.objects.with_place()
    assessment = fetch_for(request.user, Permission.ASSESSMENT_FILL, rows, pk=pk)
    place = AnswerPlace(assessment, request.POST.get("indicator", "")[:20], request.POST.get("subject", "")[:40])
    wanted = whole_number(request.POST.get("evidence", ""))
    offered = offered_at(assessment, place.indicator, place.subject)
    original = next((item.evidence for item in offered if item.evidence.pk == wanted), None)
    return _answered(request, place, sentences.REUSED, _reuse(request, place, original, wanted))


def _reuse(request: HttpRequest, place: AnswerPlace, original: Evidence | None, wanted: int | None) -> list[str]:
    """What was refused. A second tap finds it hanging already."""
    if original is None:
        is_here = any(wanted in (e.pk, e.reused_from_id) for e in _kept_at(place)) if wanted else False
        return [] if is_here else said([Problem(Refusal.NOT_OFFERED)], PROBLEMS)
    return _refused(request, place, partial(services.reuse, evidence=original))


def _refused(request: HttpRequest, place: AnswerPlace, step: Callable[..., Evidence]) -> list[str]:
    """What stood against one step at this place."""
    who_and_when = {"by": actor(request), "now": timezone.now()}
    where = {"assessment": place.assessment, "indicator_code": place.indicator, "subject_ref": place.subject}
    return said(tried(lambda: step(**where, **who_and_when)).problems, PROBLEMS)


@page
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as an attachment that no browser will run; a link leads on to its address."""
    found = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Evidence.objects.kept(), pk=pk)
    if found.link:
        return redirect(found.link)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError:
        return render(request, "assessments/evidence_missing.html", {"evidence": found}, status=404)
    return FileResponse(
        stream, as_attachment=True, filename=found.name, content_type=found.media_type, headers=FOREIGN_FILE
    )


def upload_terms() -> dict[str, object]:
    """What the form tells the script before anything is sent."""
    return {
        "max_bytes": settings.EVIDENCE_MAX_BYTES,
        "too_large": file_sentences.too_large(settings.EVIDENCE_MAX_BYTES),
    }


def evidence_part(
    request: HttpRequest,
    place: AnswerPlace,
    evidence: Sequence[Evidence | EvidenceView],
    *,
    can_fill: bool,
    problems: Sequence[str] = (),
    notice: str = "",
) -> dict[str, object]:
    """Everything `assessments/parts/evidence_list.html` needs."""
    return {
        "evidence": evidence,
        "can_fill": can_fill,
        "indicator": place.indicator,
        "subject": place.subject,
        "anchor": place.anchor,
        "offered": offered_at(place.assessment, place.indicator, place.subject) if can_fill else (),
        "reuse_url": reverse("assessments:evidence_reuse", args=[place.assessment.pk]),
        "upload_url": reverse("assessments:evidence_add", args=[place.assessment.pk]),
        "upload_key": uuid.uuid4(),
        "csrf_token": get_token(request),
        "problems": problems,
        "notice": notice,
        **upload_terms(),
    }


def _attach(request: HttpRequest, place: AnswerPlace) -> list[str]:
    """Everything that was sent: the photo, the file and the link. Returns what was refused."""
    key, url = _upload_key(request), request.POST.get("link", "").strip()
    steps = [partial(services.attach_file, upload=file, upload_key=key) for file in request.FILES.getlist("file")]
    if url:
        steps.append(partial(services.attach_link, url=url, name=request.POST.get("name", "")))
    problems = [] if steps else [sentences.NOTHING_SENT]
    for step in steps:
        problems += _refused(request, place, step)
    return problems


def _upload_key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("upload_key", ""))
    except ValueError:
        return None


def _answered(
    request: HttpRequest, place: AnswerPlace, done: str, problems: Sequence[str] = (), refused_status: int = INVALID
) -> HttpResponse:
    if is_htmx(request):
        context = evidence_part(
            request,
            place,
            _kept_at(place),
            can_fill=place.assessment.is_editable,
            problems=problems,
            notice="" if problems else done,
        )
        status = refused_status if problems else 200
        return render(request, "assessments/parts/evidence_list.html", context, status=status)
    for problem in problems:
        messages.error(request, problem)
    if not problems:
        messages.success(request, done)
    return redirect(f"{place.assessment.get_absolute_url()}#{quote(place.anchor)}")


def _kept_at(place: AnswerPlace) -> list[Evidence]:
    rows = Evidence.objects.kept().filter(
        answer__assessment=place.assessment, answer__indicator__code=place.indicator.replace("\0", "")
    )
    at_indicator = rows.select_related("answer__subject")
    return [e for e in at_indicator if (e.answer.subject.ref if e.answer.subject else "") == place.subject]
