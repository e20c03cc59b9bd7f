"""Saving answers: once, in step with the result, and never over somebody else's."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assessments.models import Answer, Assessment, AssessmentCycle
from assessments.selectors.checklist import checklist_of
from assessments.selectors.gaps import anchor
from assessments.selectors.proof import differences
from conftest import NOW, fill, make_assessment, person, shipped_instrument
from history.models import Event
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HTMX = {"HX-Request": "true"}


def url(assessment: Assessment, part: str = "jawaban/") -> str:
    return f"/penilaian/{assessment.pk}/{part}"


def sent(assessment: Assessment, indicator: str, subject: str = "", **fields: str) -> dict[str, str]:
    """The form of one row as the page would send it."""
    row = checklist_of(assessment).row(indicator, subject)
    assert row is not None
    return {f"{row.prefix}seen": row.seen, **{f"{row.prefix}{k.replace('_', '-')}": v for k, v in fields.items()}}


def test_an_answer_is_saved_scored_and_told_to_history(client: Client, assessment: Assessment, operator: User) -> None:
    client.force_login(operator)
    response = client.post(url(assessment), sent(assessment, "S1", points="3"), headers=HTMX)
    assert response.status_code == 200
    assert "Tersimpan" in response.content.decode()
    answer = Answer.objects.get()
    assert (answer.points, answer.version, answer.updated_by) == (3, 1, operator)
    assessment.refresh_from_db()
    assert assessment.floor == Decimal("1.09")
    assert not differences(assessment)
    event = Event.objects.get(action="answer.saved")
    assert event.actor == operator
    assert event.changes["points"] == [None, 3]


def test_a_plain_form_saves_a_whole_section_and_leaves_untouched_rows_alone(
    client: Client, assessment: Assessment, operator: User
) -> None:
    client.force_login(operator)
    form = sent(assessment, "S1", points="4") | sent(assessment, "S2", points="2", note="ABK 2024")
    form |= sent(assessment, "S3", points="") | {"section": "bagian-input-sarana"}
    response = client.post(url(assessment), form)
    assert response.status_code == 302
    assert response.headers["Location"].endswith("#bagian-input-sarana")
    assert sorted(Answer.objects.values_list("indicator__code", "points", "note")) == [
        ("S1", 4, ""),
        ("S2", 2, "ABK 2024"),
    ]


def test_sending_the_same_answer_twice_has_one_effect(client: Client, assessment: Assessment, operator: User) -> None:
    client.force_login(operator)
    form = sent(assessment, "K1", "official-1", points="2")
    assert client.post(url(assessment), form, headers=HTMX).status_code == 200
    assert client.post(url(assessment), form, headers=HTMX).status_code == 200
    assert Answer.objects.get().version == 1
    assert Event.objects.filter(action="answer.saved").count() == 1


def test_the_second_of_two_people_sees_both_versions_and_nothing_is_overwritten(
    client: Client, assessment: Assessment, operator: User, coordinator: User
) -> None:
    mine, theirs = sent(assessment, "S1", points="1", note="punya saya"), sent(assessment, "S1", points="4")
    client.force_login(coordinator)
    client.post(url(assessment), theirs, headers=HTMX)
    client.force_login(operator)
    response = client.post(url(assessment), mine, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 409
    assert "tingkat 4 dari 4" in page
    assert str(coordinator) in page
    assert Answer.objects.get().points == 4


def test_without_scripts_a_conflict_keeps_what_was_typed(
    client: Client, assessment: Assessment, operator: User, coordinator: User
) -> None:
    mine = sent(assessment, "S1", points="1", note="punya saya") | sent(assessment, "S2", points="2")
    client.force_login(coordinator)
    client.post(url(assessment), sent(assessment, "S1", points="4"))
    client.force_login(operator)
    response = client.post(url(assessment), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "punya saya" in page
    assert Answer.objects.count() == 1, "nothing of a clashing form is half-saved"


def test_choosing_my_version_after_a_conflict_saves_it(
    client: Client, assessment: Assessment, operator: User, coordinator: User
) -> None:
    mine = sent(assessment, "S1", points="1")
    client.force_login(coordinator)
    client.post(url(assessment), sent(assessment, "S1", points="4"))
    client.force_login(operator)
    assert client.post(url(assessment), mine, headers=HTMX).status_code == 409
    assert client.post(url(assessment), mine | {"S1..seen": "1::"}, headers=HTMX).status_code == 200
    assert Answer.objects.get().points == 1


@pytest.mark.parametrize(
    ("indicator", "subject", "fields"),
    [
        ("S1", "", {"points": "5"}),
        ("S1", "", {"points": "x"}),
        ("S1", "", {"points": "²"}),
        ("O6", "", {"figure": "100,01"}),
        ("O6", "", {"figure": "NaN"}),
        ("O6", "", {"figure": "1e2"}),
        ("O6", "", {"figure": "-1"}),
        ("M1", "", {"tally_4": "-2"}),
        ("M1", "", {"tally_4": "99999"}),
        ("M1", "", {"tally_0": "dua"}),
        ("S1", "", {"points": "1", "note": "x" * 2001}),
        ("S1", "", {"points": "1", "reason": "tidak ada"}),
    ],
)
def test_an_impossible_answer_is_refused_with_a_sentence(
    client: Client, assessment: Assessment, operator: User, indicator: str, subject: str, fields: dict[str, str]
) -> None:
    client.force_login(operator)
    response = client.post(url(assessment), sent(assessment, indicator, subject, **fields), headers=HTMX)
    assert response.status_code == 422
    assert "Belum tersimpan" in response.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "1", "-1:ab", "²:ab", "9999999999999999999999:ab"])
def test_a_broken_version_never_breaks_the_page(
    client: Client, assessment: Assessment, operator: User, seen: str
) -> None:
    client.force_login(operator)
    response = client.post(url(assessment), {"S1..seen": seen, "S1..points": "1"}, headers=HTMX)
    assert response.status_code in (409, 422)


def test_figures_take_comma_and_point_and_tallies_count_people(
    client: Client, assessment: Assessment, operator: User
) -> None:
    client.force_login(operator)
    form = sent(assessment, "O6", figure="84,17") | sent(assessment, "M1", tally_4="2", tally_3="", tally_2="1")
    assert client.post(url(assessment), form).status_code == 302
    assert Answer.objects.get(indicator__code="O6").figure == Decimal("84.17")
    assert Answer.objects.get(indicator__code="M1").tally == {"4": 2, "2": 1}


def test_a_person_outside_the_sample_cannot_be_answered_for(
    client: Client, assessment: Assessment, operator: User
) -> None:
    client.force_login(operator)
    for name in ("K1.official-9", "K1.official-1", "K1.product-1", "S1.official-1", "K1."):
        response = client.post(url(assessment), {f"{name}.seen": "0::1", f"{name}.points": "1"}, headers=HTMX)
        assert response.status_code == 422
    assert not Answer.objects.exists()


def test_a_page_left_open_while_two_people_swapped_places_cannot_answer_for_the_wrong_one(
    client: Client, assessment: Assessment, operator: User
) -> None:
    form = sent(assessment, "K1", "official-1", points="4")
    first, second = assessment.locus.subjects.filter(scope="official", position__lte=2)
    for subject, position in ((first, 99), (second, 1), (first, 2)):
        subject.position = position
        subject.save()
    client.force_login(operator)
    response = client.post(url(assessment), form, headers=HTMX)
    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_an_answer_can_be_emptied_again_and_is_blank_not_zero(
    client: Client, assessment: Assessment, operator: User
) -> None:
    client.force_login(operator)
    client.post(url(assessment), sent(assessment, "S1", points="0"))
    assessment.refresh_from_db()
    assert (assessment.answered, assessment.answered_only) == (1, Decimal("0.00"))
    client.post(url(assessment), sent(assessment, "S1", points=""))
    assessment.refresh_from_db()
    assert (assessment.answered, assessment.answered_only) == (0, None)


def test_a_submitted_checklist_takes_no_answers(client: Client, assessment: Assessment, operator: User) -> None:
    Assessment.objects.update(state="submitted")
    client.force_login(operator)
    assert client.post(url(assessment), {"S1..seen": "0:", "S1..points": "1"}, headers=HTMX).status_code == 422
    assert not Answer.objects.exists()


def test_saving_takes_a_dozen_statements_at_most(client: Client, assessment: Assessment, operator: User) -> None:
    fill(assessment, 3)
    client.force_login(operator)
    client.post(url(assessment), sent(assessment, "S2", points="4"), headers=HTMX)
    form = sent(assessment, "S1", points="4")
    with CaptureQueriesContext(connection) as statements:
        client.post(url(assessment), form, headers=HTMX)
    assert len(statements) <= 12, [s["sql"][:90] for s in statements]


def test_the_page_takes_the_same_statements_empty_and_full(
    client: Client, assessment: Assessment, operator: User
) -> None:
    client.force_login(operator)
    client.get(url(assessment, ""))
    counts = []
    for fill_it in (False, True):
        if fill_it:
            fill(assessment, 3)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(url(assessment, "")).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 9


def test_an_interview_outcome_lowers_the_score_and_asks_for_the_version(
    client: Client, assessment: Assessment, operator: User
) -> None:
    fill(assessment, 4)
    before = assessment.floor
    client.force_login(operator)
    third = assessment.locus.subjects.get(scope="official", position=3)
    form = {"subject": third.ref, "outcome": "substitute", "version": "1"}
    assert client.post(url(assessment, "wawancara/"), form).status_code == 302
    assert client.post(url(assessment, "wawancara/"), form).status_code == 302, "a repeated click changes nothing"
    stale = client.post(url(assessment, "wawancara/"), form | {"outcome": "refused"})
    assert stale.status_code == 409
    assessment.refresh_from_db()
    assert assessment.floor < before
    assert not differences(assessment)
    assert client.post(url(assessment, "wawancara/"), form | {"subject": "product-1.1"}).status_code == 422


def test_an_official_who_was_not_interviewed_leaves_nothing_to_answer(assessment: Assessment, operator: User) -> None:
    third = assessment.locus.subjects.get(scope="official", position=3)
    third.outcome = "absent"
    third.save()
    content = checklist_of(assessment)
    assert [row.is_missing for row in content.rows() if row.subject_ref == third.ref] == [False] * 6
    assert all(row.is_blank for row in content.rows()), "nothing is answered in their place either"
    assert content.row("K1", third.ref).summary == "tidak diwawancarai"


def test_outsiders_do_not_find_it_and_readers_may_not_write(
    client: Client, assessment: Assessment, outsider: User, secretary: User, puskesmas: object, kaur: object
) -> None:
    neighbour = person("operator2@kaur.example", "unit_operator", kaur, puskesmas)
    form = {"S1..seen": "0:", "S1..points": "1"}
    for user, status in ((outsider, 404), (secretary, 403), (neighbour, 403)):
        client.force_login(user)
        assert client.post(url(assessment), form).status_code == status
    assert not Answer.objects.exists()


def test_evidence_hangs_on_a_blank_answer_without_touching_the_score(assessment: Assessment, operator: User) -> None:
    from assessments.services.answers import answer_for

    answer = answer_for(assessment, "S1", "")
    assert answer.is_blank
    assert answer_for(assessment, "S1", "") == answer
    assert not differences(assessment)


def test_history_keeps_the_last_activity(client: Client, assessment: Assessment, operator: User) -> None:
    Assessment.objects.update(last_activity_at=NOW - timedelta(days=9))
    client.force_login(operator)
    client.post(url(assessment), sent(assessment, "S1", points="1"))
    assessment.refresh_from_db()
    assert assessment.last_activity_at > NOW


def test_codes_with_dots_are_saved_and_scored(
    client: Client, kaur: Government, dukcapil: ServiceUnit, operator: User
) -> None:
    cycle = AssessmentCycle.objects.create(government=kaur, year=2026, instrument=shipped_instrument("opini-2026"))
    assessment = make_assessment(cycle, dukcapil)
    row = next(row for row in checklist_of(assessment).rows() if "." in row.indicator.code and row.levels)
    client.force_login(operator)
    points = str(row.levels[-1].points)
    fields = sent(assessment, row.indicator.code, row.subject_key, points=points)
    response = client.post(url(assessment), fields, headers=HTMX)
    assert response.status_code == 200
    assert "Tersimpan" in response.content.decode()
    assert str(Answer.objects.get().points) == points
    assert not differences(Assessment.objects.get())


@pytest.mark.parametrize("fields", [{"section": "x"}, {"Z9..seen": "0:x", "Z9..points": "3"}, {"points": "3"}])
def test_a_save_that_names_no_row_of_the_checklist_is_refused(
    client: Client, assessment: Assessment, operator: User, fields: dict[str, str]
) -> None:
    client.force_login(operator)
    for headers in ({}, HTMX):
        response = client.post(url(assessment), fields, headers=headers)
        assert response.status_code == 422
        assert not Answer.objects.exists()


def test_a_place_on_the_page_has_an_id_that_scripts_can_ask_for() -> None:
    codes = ["1.2", "1_2", "1-2", "1 2", "K1", "É"]
    ids = [anchor(code, "official-1") for code in codes]
    assert len(set(ids)) == len(codes)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in ids)
    assert anchor("K1") == "K1"
