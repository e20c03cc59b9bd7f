"""The workflow: who may move an assessment, when, and with which reason."""

import itertools

import pytest
from django.test import Client

from accounts.models import User
from assessments.models import Answer, Assessment
from assessments.sentences.refusals import Refusal
from assessments.services.moves import move_assessment
from assessments.workflow import EDITABLE, TRANSITIONS, Move, State, find
from conftest import NOW, fill
from history.models import Event
from kspp.lib.errors import Refused
from kspp.lib.forms import VERSION_MISSING

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def move(client: Client, user: User, assessment: Assessment, name: str, reason: str = "") -> int:
    client.force_login(user)
    seen = Assessment.objects.get(pk=assessment.pk).version
    sent = {"move": name, "reason": reason, "version": seen}
    return client.post(f"/penilaian/{assessment.pk}/pindah/", sent).status_code


def judged(assessment: Assessment, move: Move, by: User) -> None:
    seen = assessment.version
    move_assessment(assessment=assessment, move=move, reason="", seen_version=seen, by=by, now=NOW)


def state(assessment: Assessment) -> str:
    assessment.refresh_from_db()
    return assessment.state


def test_the_whole_way_from_draft_to_approved_and_back(
    client: Client, assessment: Assessment, operator: User, reviewer: User, assistant: User, coordinator: User
) -> None:
    fill(assessment, 3)
    assert move(client, operator, assessment, "submit") == 302
    assert state(assessment) == State.SUBMITTED
    assert move(client, reviewer, assessment, "return", "Foto maklumat buram.") == 302
    assert state(assessment) == State.RETURNED
    client.force_login(operator)
    assert "Foto maklumat buram." in client.get(assessment.get_absolute_url()).content.decode()
    assert move(client, operator, assessment, "submit") == 302
    assert state(assessment) == State.REVISED
    assert move(client, reviewer, assessment, "verify") == 302
    assert state(assessment) == State.VERIFIED
    assert move(client, assistant, assessment, "approve") == 302
    assert state(assessment) == State.APPROVED
    assert move(client, coordinator, assessment, "reopen") == 422, "reopening needs a reason"
    assert move(client, coordinator, assessment, "reopen", "SK baru terbit.") == 302
    assert state(assessment) == State.RETURNED
    told = list(Event.objects.filter(action__startswith="assessment.").order_by("pk").values_list("action", "reason"))
    assert told == [
        ("assessment.submit", ""),
        ("assessment.return", "Foto maklumat buram."),
        ("assessment.submit", ""),
        ("assessment.verify", ""),
        ("assessment.approve", ""),
        ("assessment.reopen", "SK baru terbit."),
    ]


def test_an_incomplete_checklist_is_refused_with_a_linked_list(
    client: Client, assessment: Assessment, operator: User
) -> None:
    fill(assessment, 3, leave_blank=("S6", "K2"))
    client.force_login(operator)
    response = client.post(f"/penilaian/{assessment.pk}/pindah/", {"move": "submit", "version": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "masih ada 5 isian yang kurang" in page
    for anchor in ("#S6", "#K2-official-1", "#K2-official-4"):
        assert f'href="{assessment.get_absolute_url()}{anchor}"' in page
    assert state(assessment) == State.DRAFT


def test_an_answer_the_reviewer_returned_must_change_before_submitting_again(
    client: Client, assessment: Assessment, operator: User
) -> None:
    fill(assessment, 3)
    Assessment.objects.update(state=State.RETURNED)
    Answer.objects.filter(indicator__code="S1").update(review="returned", review_note="SK lama")
    assert move(client, operator, assessment, "submit") == 422
    Answer.objects.filter(indicator__code="S1").update(review="")
    assert move(client, operator, assessment, "submit") == 302


def test_whoever_filled_it_in_cannot_verify_or_approve_it(
    assessment: Assessment, reviewer: User, assistant: User
) -> None:
    fill(assessment, 3)
    Assessment.objects.update(state=State.SUBMITTED)
    assessment.refresh_from_db()
    Answer.objects.filter(indicator__code="S1").update(updated_by=reviewer)
    with pytest.raises(Refused, match=Refusal.SAME_PERSON):
        move_assessment(
            assessment=assessment, move=Move.VERIFY, reason="", seen_version=assessment.version, by=reviewer, now=NOW
        )
    Assessment.objects.update(state=State.VERIFIED)
    assessment.refresh_from_db()
    Answer.objects.filter(indicator__code="S2").update(updated_by=assistant)
    with pytest.raises(Refused, match=Refusal.SAME_PERSON):
        move_assessment(
            assessment=assessment, move=Move.APPROVE, reason="", seen_version=assessment.version, by=assistant, now=NOW
        )


def test_a_second_click_changes_nothing(client: Client, assessment: Assessment, operator: User) -> None:
    fill(assessment, 3)
    assert move(client, operator, assessment, "submit") == 302
    assert move(client, operator, assessment, "submit") == 302
    assert Event.objects.filter(action="assessment.submit").count() == 1


@pytest.mark.parametrize(("source", "name"), list(itertools.product(State, Move)))
def test_only_the_moves_of_the_table_are_possible(
    client: Client, assessment: Assessment, reviewer: User, assistant: User, operator: User, source: State, name: Move
) -> None:
    fill(assessment, 3)
    Assessment.objects.update(state=source)
    by = {Move.SUBMIT: operator, Move.REOPEN: assistant, Move.APPROVE: assistant}.get(name, reviewer)
    transition = find(name, source)
    if transition and transition.permission == "assessment.approve":
        by = assistant
    status = move(client, by, assessment, name, "alasan")
    assert status == (302 if transition else 422)
    assert state(assessment) == (transition.target if transition else source)


def test_the_table_has_one_target_for_each_move_and_every_state_is_reached() -> None:
    pairs = [(t.move, t.source) for t in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    assert {t.target for t in TRANSITIONS} | {State.DRAFT} == set(State)
    assert {t.source for t in TRANSITIONS if t.move == Move.SUBMIT} == EDITABLE


@pytest.mark.parametrize("name", ["submit", "return", "verify", "approve", "reopen"])
def test_those_without_the_right_are_refused(
    client: Client, assessment: Assessment, outsider: User, head: User, name: str
) -> None:
    fill(assessment, 3)
    source = next(t.source for t in TRANSITIONS if t.move == name)
    Assessment.objects.update(state=source)
    assert move(client, outsider, assessment, name, "x") == 404
    assert move(client, head, assessment, name, "x") == 403
    assert state(assessment) == source


def test_an_unknown_move_is_a_bad_request(client: Client, assessment: Assessment, operator: User) -> None:
    assert move(client, operator, assessment, "terbang") == 400


def test_the_reviewer_marks_answers_and_the_operator_sees_it(
    client: Client, assessment: Assessment, reviewer: User, operator: User
) -> None:
    fill(assessment, 3)
    Assessment.objects.update(state=State.SUBMITTED)
    answer = Answer.objects.get(indicator__code="S1")
    form = {"answer": answer.pk, "version": answer.version, "anchor": "S1"}
    url = f"/penilaian/{assessment.pk}/tinjau/"
    client.force_login(reviewer)
    assert client.post(url, form | {"review": "returned"}).status_code == 422, "a note is needed"
    assert client.post(url, form | {"review": "returned", "review_note": "SK lama"}).status_code == 302
    assert client.post(url, form | {"review": "confirmed"}).status_code == 409, "the version has moved on"
    client.force_login(operator)
    assert client.post(url, form | {"review": "confirmed"}).status_code == 403
    assert "Perlu diperbaiki: SK lama" in client.get(assessment.get_absolute_url()).content.decode()


@pytest.mark.parametrize("form", [{}, {"answer": "x", "version": "1"}, {"answer": "1", "version": "x"}])
def test_a_broken_review_is_refused(
    client: Client, assessment: Assessment, reviewer: User, form: dict[str, str]
) -> None:
    Assessment.objects.update(state=State.SUBMITTED)
    client.force_login(reviewer)
    assert client.post(f"/penilaian/{assessment.pk}/tinjau/", form).status_code == 422


def test_nobody_judges_content_that_came_after_the_page(
    client: Client, assessment: Assessment, operator: User, reviewer: User, assistant: User
) -> None:
    """Returned, changed and verified again while the approval page was open."""
    fill(assessment, 3)
    move(client, operator, assessment, "submit")
    move(client, reviewer, assessment, "verify")
    assessment.refresh_from_db()
    seen = str(assessment.version)
    client.force_login(assistant)
    assert f'name="version" value="{seen}"' in client.get(assessment.get_absolute_url()).content.decode()
    move(client, assistant, assessment, "return", "Perbaiki bukti G4.")
    move(client, operator, assessment, "submit")
    move(client, reviewer, assessment, "verify")
    client.force_login(assistant)
    stale = client.post(f"/penilaian/{assessment.pk}/pindah/", {"move": "approve", "version": seen})
    assert (stale.status_code, state(assessment)) == (409, State.VERIFIED)
    now_seen = {"move": "approve", "version": str(assessment.version)}
    assert client.post(f"/penilaian/{assessment.pk}/pindah/", now_seen).status_code == 302
    assert client.post(f"/penilaian/{assessment.pk}/pindah/", now_seen).status_code == 302, "a double click"
    assert state(assessment) == State.APPROVED


@pytest.mark.parametrize("version", [None, "", "x", "-"])
def test_a_move_without_the_version_that_was_seen_is_refused(
    client: Client, assessment: Assessment, reviewer: User, version: str | None
) -> None:
    fill(assessment, 3)
    Assessment.objects.update(state=State.SUBMITTED)
    client.force_login(reviewer)
    sent = {"move": "verify"} if version is None else {"move": "verify", "version": version}

    refused = client.post(f"/penilaian/{assessment.pk}/pindah/", sent)

    assert (refused.status_code, state(assessment)) == (422, State.SUBMITTED)
    assert VERSION_MISSING in refused.content.decode()


def test_submitting_does_not_mind_answers_saved_since_the_page_was_opened(
    client: Client, assessment: Assessment, operator: User
) -> None:
    fill(assessment, 3)
    client.force_login(operator)
    sent = {"move": "submit", "version": "1"}
    assert client.post(f"/penilaian/{assessment.pk}/pindah/", sent).status_code == 302
