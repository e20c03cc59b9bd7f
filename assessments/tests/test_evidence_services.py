"""Attaching and removing evidence: once, within limits, told to history, and nothing left behind."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import User
from assessments.answering import GivenAnswer
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence
from assessments.sentences.refusals import PROBLEMS, Refusal
from assessments.services import evidence as services
from assessments.services.answers import SentAnswer, save_answers
from assessments.services.evidence import add_file, add_link, remove
from assessments.workflow import EDITABLE, State
from conftest import make_assessment
from history.models import Event
from instruments.selectors.tree import tree_of
from kspp.lib.errors import Refused
from kspp.lib.uploads import sentences as file_sentences
from kspp.tests.upload_files import files_in, office, pdf, phone_photo, sent
from units.models import ServiceUnit

pytestmark = [pytest.mark.usefixtures("media"), pytest.mark.both_databases]


def problems_of(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.said_by(PROBLEMS)


def test_a_file_is_kept_with_its_facts_under_a_name_that_says_nothing(
    add: Callable[..., Evidence], media: Path, operator: User, now: datetime
) -> None:
    evidence = Evidence.objects.get(pk=add(pdf(), "Maklumat.exe").pk)
    [path] = files_in(media)
    assert path.read_bytes() == pdf() == evidence.file.read()
    assert (evidence.name, evidence.media_type, evidence.size) == ("Maklumat.pdf", "application/pdf", len(pdf()))
    assert (evidence.uploaded_by, evidence.uploaded_at, evidence.removed_at) == (operator, now, None)
    assert "aklumat" not in evidence.file.name
    assert path.stat().st_mode & 0o077 == 0


def test_the_hash_is_that_of_the_stored_photo(add: Callable[..., Evidence], media: Path) -> None:
    evidence = add(phone_photo(), "foto.jpg")
    stored = files_in(media)[0].read_bytes()
    assert hashlib.sha256(stored).hexdigest() == evidence.sha256
    assert stored != phone_photo()


def test_the_same_upload_sent_twice_is_one_row_one_file_and_one_event(
    add: Callable[..., Evidence], media: Path
) -> None:
    key = uuid.uuid4()
    assert add(key=key) == add(key=key)
    assert Evidence.objects.count() == len(files_in(media)) == 1
    assert Event.objects.filter(action="evidence.added").count() == 1


def test_another_file_under_a_used_key_is_not_lost(add: Callable[..., Evidence]) -> None:
    key = uuid.uuid4()
    first, second = add(key=key), add(office(), "rekap.docx", key=key)
    assert first != second
    assert Evidence.objects.kept().count() == 2


def test_a_key_of_another_assessment_gives_nothing_away(
    add: Callable[..., Evidence],
    answer: Answer,
    operator: User,
    now: datetime,
    cycle: AssessmentCycle,
    puskesmas: ServiceUnit,
) -> None:
    key = uuid.uuid4()
    first = add(key=key)
    elsewhere = Answer.objects.create(assessment=make_assessment(cycle, puskesmas), indicator=answer.indicator)
    second = add_file(answer=elsewhere, upload=sent(pdf()), upload_key=key, by=operator, now=now)
    assert second.pk != first.pk
    assert second.answer == elsewhere


def test_the_same_bytes_again_are_refused_by_name(add: Callable[..., Evidence]) -> None:
    add(key=uuid.uuid4())
    problems = problems_of(lambda: add(name="salinan.pdf", key=uuid.uuid4()))
    assert problems == [PROBLEMS[Refusal.SAME_FILE].format(name="maklumat.pdf")]
    assert Evidence.objects.count() == 1


def test_the_same_bytes_may_support_another_answer(
    add: Callable[..., Evidence], answer: Answer, operator: User, now: datetime
) -> None:
    add()
    other_indicator = answer.indicator.variable.indicators.last()
    other = Answer.objects.create(assessment=answer.assessment, indicator=other_indicator)
    assert add_file(answer=other, upload=sent(pdf()), upload_key=None, by=operator, now=now).answer == other


def test_ten_pieces_are_enough_and_a_removed_one_makes_room(
    add: Callable[..., Evidence], answer: Answer, operator: User, now: datetime, media: Path
) -> None:
    for number in range(9):
        add_link(answer=answer, url=f"https://contoh.example/{number}", name="", by=operator, now=now)
    tenth = add()
    refused = problems_of(lambda: add(office(), "rekap.docx"))
    assert refused == [PROBLEMS[Refusal.EVIDENCE_FULL].format(limit=10)]
    assert len(files_in(media)) == 1
    remove(evidence=tenth, by=operator, now=now)
    assert add(office(), "rekap.docx").pk


@pytest.mark.parametrize("state", [state for state in State if state not in EDITABLE])
def test_nothing_changes_while_the_assessment_is_closed(
    state: State, add: Callable[..., Evidence], answer: Answer, operator: User, now: datetime, media: Path
) -> None:
    evidence = add()
    Assessment.objects.update(state=state)
    assert problems_of(lambda: add(office(), "rekap.docx")) == [PROBLEMS[Refusal.EVIDENCE_CLOSED]]
    assert problems_of(lambda: add_link(answer=answer, url="https://a.example", name="", by=operator, now=now)) == [
        PROBLEMS[Refusal.EVIDENCE_CLOSED]
    ]
    assert problems_of(lambda: remove(evidence=evidence, by=operator, now=now)) == [PROBLEMS[Refusal.EVIDENCE_CLOSED]]
    assert Evidence.objects.kept().count() == len(files_in(media)) == 1


def test_a_refused_file_leaves_nothing_behind(add: Callable[..., Evidence], media: Path) -> None:
    assert problems_of(lambda: add(b"<html></html>", "maklumat.pdf")) == [file_sentences.PAGE]
    assert not Evidence.objects.exists()
    assert not files_in(media)


def test_the_file_goes_when_the_transaction_fails(
    add: Callable[..., Evidence], media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def fail(**details: object) -> None:
        seen.append(len(files_in(media)))
        raise RuntimeError("history is down")

    monkeypatch.setattr(services, "record", fail)
    with pytest.raises(RuntimeError):
        add()
    assert seen == [1]
    assert not files_in(media)
    assert not Evidence.objects.exists()


def test_a_place_without_an_answer_stays_without_one_when_the_link_is_refused(
    assessment: Assessment, operator: User, now: datetime
) -> None:
    Assessment.objects.update(state=State.APPROVED)
    with pytest.raises(Refused):
        services.attach_link(
            assessment=assessment,
            indicator_code="x",
            subject_ref="",
            url="https://a.example",
            name="",
            by=operator,
            now=now,
        )
    assert not Answer.objects.exists()


def test_an_unknown_indicator_is_refused(assessment: Assessment, operator: User, now: datetime, media: Path) -> None:
    with pytest.raises(Refused):
        services.attach_file(
            assessment=assessment,
            indicator_code="tidak-ada",
            subject_ref="",
            upload=sent(pdf()),
            upload_key=None,
            by=operator,
            now=now,
        )
    assert not files_in(media)


def test_history_and_last_activity_tell_of_adding_and_removing(
    add: Callable[..., Evidence], answer: Answer, operator: User, now: datetime
) -> None:
    evidence, later = add(), now + timedelta(hours=1)
    answer.assessment.refresh_from_db()
    assert answer.assessment.last_activity_at == now
    remove(evidence=evidence, by=operator, now=later)
    remove(evidence=evidence, by=operator, now=later + timedelta(hours=1))
    answer.assessment.refresh_from_db()
    assert answer.assessment.last_activity_at == later
    added, removed = Event.objects.about(answer.assessment).filter(action__startswith="evidence.").order_by("pk")
    assert (added.action, removed.action) == ("evidence.added", "evidence.removed")
    assert added.unit == answer.assessment.unit
    assert added.actor == operator
    assert added.changes["evidence"] == [None, "maklumat.pdf"]
    assert removed.changes["evidence"] == ["maklumat.pdf", None]
    assert added.changes["sha256"] == evidence.sha256


def test_a_removed_file_is_hidden_but_stays(
    add: Callable[..., Evidence], operator: User, now: datetime, media: Path
) -> None:
    evidence = add()
    remove(evidence=evidence, by=operator, now=now)
    assert not Evidence.objects.kept().exists()
    assert Evidence.objects.get().removed_at == now
    assert len(files_in(media)) == 1


def test_a_removed_file_may_come_back_under_its_old_key(
    add: Callable[..., Evidence], operator: User, now: datetime
) -> None:
    key = uuid.uuid4()
    remove(evidence=add(key=key), by=operator, now=now)
    assert add(key=key).removed_at is None
    assert Evidence.objects.kept().count() == 1


def test_evidence_attached_before_the_first_answer_is_no_conflict_for_it(
    assessment: Assessment, operator: User, now: datetime
) -> None:
    node = next(node for node in tree_of(assessment.instrument).indicators() if node.scope == "unit")
    place = {"indicator_code": node.code, "subject_ref": ""}
    link = {"url": "https://a.example", "name": ""}
    answer = services.attach_link(assessment=assessment, **place, **link, by=operator, now=now).answer
    row = SentAnswer(indicator=node, subject_ref="", given=GivenAnswer(points=node.maximum), seen_version=0)
    with transaction.atomic():
        locked = Assessment.objects.locked().get(pk=assessment.pk)
        [saved] = save_answers(assessment=locked, rows=[row], by=operator, now=now)
    assert saved.pk == answer.pk
    assert saved.points == node.maximum


@pytest.mark.parametrize("mark", [Answer.Review.RETURNED, Answer.Review.CONFIRMED])
def test_new_evidence_ends_the_reviewers_mark_without_a_conflict(
    mark: str, add: Callable[..., Evidence], answer: Answer
) -> None:
    Answer.objects.update(review=mark, review_note="Lampirkan maklumat.")
    add()
    stored = Answer.objects.get(pk=answer.pk)
    assert (stored.review, stored.review_note, stored.version) == ("", "Lampirkan maklumat.", answer.version)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", PROBLEMS[Refusal.NO_LINK]),
        ("   ", PROBLEMS[Refusal.NO_LINK]),
        ("javascript:alert(1)", PROBLEMS[Refusal.LINK_SCHEME]),
        ("data:text/html,x", PROBLEMS[Refusal.LINK_SCHEME]),
        ("ftp://a.example/b", PROBLEMS[Refusal.LINK_SCHEME]),
        ("file:///etc/passwd", PROBLEMS[Refusal.LINK_SCHEME]),
        ("//a.example", PROBLEMS[Refusal.LINK_SCHEME]),
        ("kaurkab.example/maklumat", PROBLEMS[Refusal.LINK_SCHEME]),
        ("https://budi:sandi@a.example/", PROBLEMS[Refusal.LINK_CREDENTIALS]),
        ("https://budi@a.example/", PROBLEMS[Refusal.LINK_CREDENTIALS]),
        ("https://a.example/satu dua", PROBLEMS[Refusal.LINK_SPACES]),
        ("https://a.example/\n", ""),
        ("https://a.example/\x00", PROBLEMS[Refusal.LINK_SPACES]),
        ("https://a.example/\u202egnp", PROBLEMS[Refusal.LINK_SPACES]),
        ("https://", PROBLEMS[Refusal.LINK_WRONG]),
        ("https:///maklumat", PROBLEMS[Refusal.LINK_WRONG]),
        ("http://[::1", PROBLEMS[Refusal.LINK_WRONG]),
        ("https://a.example/" + "x" * 483, PROBLEMS[Refusal.LINK_LENGTH]),
        ("https://a.example/" + "x" * 482, ""),
        ("HTTPS://a.example/b?c=d#e", ""),
    ],
)
def test_links_are_checked(url: str, problem: str, answer: Answer, operator: User, now: datetime) -> None:
    def act() -> Evidence:
        return add_link(answer=answer, url=url, name="Maklumat", by=operator, now=now)

    if problem:
        assert problems_of(act) == [problem]
        assert not Evidence.objects.exists()
    else:
        evidence = Evidence.objects.get(pk=act().pk)
        assert (evidence.link, evidence.name) == (url.strip(), "Maklumat")
        assert not evidence.file


def test_a_link_without_a_name_is_called_after_its_site(answer: Answer, operator: User, now: datetime) -> None:
    evidence = add_link(answer=answer, url="https://jdih.kaurkab.example/sk/1", name=" \u200b ", by=operator, now=now)
    assert evidence.name == "jdih.kaurkab.example"


def test_the_same_link_twice_is_refused(answer: Answer, operator: User, now: datetime) -> None:
    details = {"answer": answer, "url": "https://a.example", "by": operator, "now": now}
    add_link(**details, name="SK")
    assert problems_of(lambda: add_link(**details, name="lain")) == [PROBLEMS[Refusal.SAME_LINK].format(name="SK")]
