"""Attaching and removing evidence. The assessment's row is locked first, so limits and repeats are counted right."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

from accounts.models import User
from assessments.models import Answer, Assessment, Evidence
from assessments.sentences.refusals import Refusal
from assessments.services.answers import answer_for
from history.services import record
from instruments.selectors.tree import tree_of
from kspp.lib.errors import Problem, Refused
from kspp.lib.uploads import CheckedFile, UploadRefused, clean_text, inspect

LIMIT = 10
"""Pieces of evidence one answer may carry."""
LINK_LENGTH = 500
NAME_LENGTH = 120
_check_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class _EvidenceWrite:
    """One write: the locked assessment, who writes and when, and the files written so far."""

    assessment: Assessment
    by: User
    now: datetime
    written: list[str] = field(default_factory=list)


def attach_file(
    *,
    assessment: Assessment,
    indicator_code: str,
    subject_ref: str,
    upload: UploadedFile,
    upload_key: uuid.UUID | None,
    by: User,
    now: datetime,
) -> Evidence:
    """A file for one place of the checklist, answered or not yet. Raises Refused."""
    checked = _inspected(upload)
    with _desk(assessment.pk, by, now) as desk:
        return _keep_file(desk, answer_for(desk.assessment, indicator_code, subject_ref), checked, upload_key)


def attach_link(
    *, assessment: Assessment, indicator_code: str, subject_ref: str, url: str, name: str, by: User, now: datetime
) -> Evidence:
    """A link for one place of the checklist, answered or not yet. Raises Refused."""
    address = checked_link(url)
    with _desk(assessment.pk, by, now) as desk:
        return _keep_link(desk, answer_for(desk.assessment, indicator_code, subject_ref), address, name)


def add_file(
    *, answer: Answer, upload: UploadedFile, upload_key: uuid.UUID | None, by: User, now: datetime
) -> Evidence:
    """The same file sent again under the same `upload_key` is the same row. Raises Refused."""
    checked = _inspected(upload)
    with _desk(answer.assessment_id, by, now) as desk:
        return _keep_file(desk, answer, checked, upload_key)


def add_link(*, answer: Answer, url: str, name: str, by: User, now: datetime) -> Evidence:
    """Raises Refused."""
    address = checked_link(url)
    with _desk(answer.assessment_id, by, now) as desk:
        return _keep_link(desk, answer, address, name)


def reuse(
    *, assessment: Assessment, indicator_code: str, subject_ref: str, evidence: Evidence, by: User, now: datetime
) -> Evidence:
    """Evidence of another assessment of the same locus hangs here too, on the same stored file. Raises Refused.

    Where the same file or link already hangs, that one is returned. Removing the other row later takes nothing away:
    files stay.
    """
    with _desk(assessment.pk, by, now) as desk:
        original = Evidence.objects.kept().select_related("answer__assessment").filter(pk=evidence.pk).first()
        if original is None or original.answer.assessment.locus_id != desk.assessment.locus_id:
            raise Refused(Refusal.NOT_OFFERED)
        answer = answer_for(desk.assessment, indicator_code, subject_ref)
        same = {"sha256": original.sha256} if original.sha256 else {"link": original.link}
        twin = answer.evidence.kept().filter(**same).first()
        return twin or _keep_reused(desk, answer, original)


def remove(*, evidence: Evidence, by: User, now: datetime) -> None:
    """Hide it; file and history stay. Removing it again changes nothing. Raises Refused."""
    with _desk(evidence.answer.assessment_id, by, now) as desk:
        current = Evidence.objects.select_related("answer").get(pk=evidence.pk)
        if current.removed_at is None:
            current.removed_at = now
            current.save(update_fields=["removed_at"])
            _changed(desk, "evidence.removed", current, [current.name, None])
    evidence.removed_at = current.removed_at


def checked_link(url: str) -> str:
    """The address without blanks around it. Raises Refused with the one sentence that helps."""
    address = url.strip()
    problem = _link_problem(address)
    if problem:
        raise Refused(Problem(problem, "link"))
    return address


def _link_problem(address: str) -> Refusal | None:
    if not address:
        return Refusal.NO_LINK
    if len(address) > LINK_LENGTH:
        return Refusal.LINK_LENGTH
    if any(c.isspace() or not c.isprintable() for c in address):
        return Refusal.LINK_SPACES
    if not address.lower().startswith(("http://", "https://")):
        return Refusal.LINK_SCHEME
    try:
        place = urlsplit(address).netloc
        if "@" in place:
            return Refusal.LINK_CREDENTIALS
        _check_address(address)
    except (ValidationError, ValueError):
        return Refusal.LINK_WRONG
    return None


def _inspected(upload: UploadedFile) -> CheckedFile:
    """Before any lock is taken: reading a photo takes up to a second."""
    try:
        return inspect(upload)
    except UploadRefused as refusal:
        raise Refused(*(Problem(Refusal.FILE_UNFIT, "file", {"why": why}) for why in refusal.problems)) from refusal


@contextmanager
def _desk(assessment_pk: int, by: User, now: datetime) -> Iterator[_EvidenceWrite]:
    """A transaction on an editable, locked assessment. Files written in it vanish when it does not commit."""
    written: list[str] = []
    try:
        with transaction.atomic():
            assessment = Assessment.objects.locked().get(pk=assessment_pk)
            if not assessment.is_editable:
                raise Refused(Refusal.EVIDENCE_CLOSED)
            yield _EvidenceWrite(assessment, by, now, written)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _keep_file(desk: _EvidenceWrite, answer: Answer, checked: CheckedFile, upload_key: uuid.UUID | None) -> Evidence:
    """A key that was used for other bytes or another answer is not taken again, and says nothing about that file."""
    twin = answer.evidence.kept().filter(sha256=checked.sha256).first()
    if twin is not None and upload_key is not None and twin.upload_key == upload_key:
        return twin
    if twin is not None:
        raise Refused(Problem(Refusal.SAME_FILE, "file", {"name": twin.name}))
    _refuse_full(answer)
    is_used = upload_key is not None and Evidence.objects.filter(upload_key=upload_key).exists()
    evidence = _new(desk, answer, checked.name)
    evidence.media_type, evidence.size, evidence.sha256 = checked.media_type, checked.size, checked.sha256
    evidence.upload_key = None if is_used else upload_key
    evidence.file.save(checked.name, ContentFile(checked.content), save=False)
    desk.written.append(str(evidence.file.name))
    try:
        with transaction.atomic():
            evidence.save(force_insert=True)
    except IntegrityError:  # another assessment took the key since we looked
        evidence.upload_key = None
        evidence.save(force_insert=True)
    _changed(desk, "evidence.added", evidence, [None, evidence.name])
    return evidence


def _keep_link(desk: _EvidenceWrite, answer: Answer, address: str, name: str) -> Evidence:
    twin = answer.evidence.kept().filter(link=address).first()
    if twin is not None:
        raise Refused(Problem(Refusal.SAME_LINK, "link", {"name": twin.name}))
    _refuse_full(answer)
    words = clean_text(name)[:NAME_LENGTH].rstrip()
    evidence = _new(desk, answer, words or (urlsplit(address).hostname or address)[:NAME_LENGTH])
    evidence.link = address
    evidence.save(force_insert=True)
    _changed(desk, "evidence.added", evidence, [None, evidence.name])
    return evidence


def _keep_reused(desk: _EvidenceWrite, answer: Answer, original: Evidence) -> Evidence:
    _refuse_full(answer)
    evidence = _new(desk, answer, original.name)
    evidence.file.name, evidence.link = original.file.name, original.link
    evidence.media_type, evidence.size, evidence.sha256 = original.media_type, original.size, original.sha256
    evidence.reused_from = original.reused_from or original
    evidence.save(force_insert=True)
    _changed(desk, "evidence.reused", evidence, [None, evidence.name])
    return evidence


def _new(desk: _EvidenceWrite, answer: Answer, name: str) -> Evidence:
    return Evidence(answer=answer, name=name, uploaded_at=desk.now, uploaded_by=desk.by)


def _refuse_full(answer: Answer) -> None:
    if answer.evidence.kept().count() >= LIMIT:
        raise Refused(Problem(Refusal.EVIDENCE_FULL, facts={"limit": LIMIT}))


def _changed(desk: _EvidenceWrite, action: str, evidence: Evidence, names: list[str | None]) -> None:
    """History, last activity, and an end to the reviewer's mark: what was looked at is no longer what is there."""
    Assessment.objects.filter(pk=desk.assessment.pk).update(last_activity_at=desk.now)
    answer = evidence.answer
    Answer.objects.filter(pk=answer.pk).exclude(review=Answer.Review.NONE).update(review=Answer.Review.NONE)
    indicator = tree_of(desk.assessment.instrument).by_pk[answer.indicator_id]
    record(
        action=action,
        subject=desk.assessment,
        by=desk.by,
        now=desk.now,
        name=f"{indicator.code} {evidence.name}",
        changes={
            "indicator": indicator.code,
            "answer": answer.pk,
            "file": evidence.pk,
            "sha256": evidence.sha256,
            "evidence": names,
        },
    )
