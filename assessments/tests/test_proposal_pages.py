"""The page of proposals, the hint on the checklist, and evidence used again with one tap."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Evidence
from assessments.tests.test_proposals import GUESTBOOK, answer, attached, other, proposed
from conftest import fill
from history.models import Event

__all__ = ["other"]


def address(assessment, name="proposals"):
    return reverse(f"assessments:{name}", args=[assessment.pk])


def form_of(proposal):
    return {
        f"version-{proposal.place}": proposal.current.version,
        f"value-{proposal.place}": proposal.value if proposal.offers_answer else "",
        f"evidence-{proposal.place}": [item.evidence.pk for item in proposal.evidence],
    }


def test_the_page_lists_what_may_be_taken(client, assessment, other, operator, now):
    answer(assessment, "G3", 3)
    attached(assessment, "S8", operator, now)
    client.force_login(operator)

    page = client.get(address(other)).content.decode()

    assert "Usulan: tingkat 3." in page
    assert "perkiraan" in page
    assert "KSPP 2023–2024 G3" in page
    assert "Usulan: bukti saja." in page
    assert "Maklumat" in page


def test_one_row_is_taken_with_its_button(client, assessment, other, operator):
    answer(assessment, "G3", 3)
    answer(assessment, "G6", 3)
    client.force_login(operator)
    found = proposed(other)
    asked = {"one": "F26", **form_of(found["F26"]), **form_of(found["F27"])}

    reply = client.post(address(other, "proposals_take"), asked)

    assert reply.status_code == 302
    assert list(Answer.objects.filter(assessment=other).values_list("indicator__code", "points")) == [("F26", 3)]


def test_ticked_rows_are_taken_together_and_the_rest_is_said_per_row(client, assessment, other, operator):
    answer(assessment, "G3", 3)
    answer(assessment, "G6", 4)
    client.force_login(operator)
    found = proposed(other)
    asked = {"chosen": ["F26", "F27"], **form_of(found["F26"]), **form_of(found["F27"])}
    answer(other, "F26", 1, version=4)

    reply = client.post(address(other, "proposals_take"), asked)

    page = reply.content.decode()
    assert reply.status_code == 409
    assert "1 usulan dipakai" in page
    assert "berubah sejak halaman dibuka" in page
    assert Answer.objects.get(assessment=other, indicator__code="F27").points == 5


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"chosen": "F26"},
        {"one": "\0", "version-\0": "0"},
        {"chosen": "F26", "version-F26": "9" * 40},
        {"chosen": ["x"] * 900},
    ],
)
def test_nothing_chosen_is_asked_for_again(client, assessment, other, operator, asked):
    client.force_login(operator)

    assert client.post(address(other, "proposals_take"), asked).status_code in (409, 422)
    assert not Answer.objects.filter(assessment=other).exists()


@pytest.mark.parametrize("pieces", [["9" * 40], ["x", "-1"], ["\0"], ["999999"]])
def test_unreadable_evidence_takes_nothing_but_what_is_there(client, assessment, other, operator, pieces):
    answer(assessment, "G3", 3)
    client.force_login(operator)
    asked = {"one": "F26", "version-F26": "0", "value-F26": "3", "evidence-F26": pieces}

    assert client.post(address(other, "proposals_take"), asked).status_code in (302, 409)
    assert not Evidence.objects.filter(answer__assessment=other).exists()


@pytest.mark.parametrize(("who", "status"), [("reviewer", 403), ("outsider", 404)])
def test_only_who_fills_the_checklist_takes(request, client, assessment, other, who, status):
    client.force_login(request.getfixturevalue(who))

    for name in ("proposals_take", "evidence_reuse"):
        assert client.post(address(other, name), {}).status_code == status


def test_a_reader_sees_the_proposals_without_buttons(client, assessment, other, reviewer):
    answer(assessment, "G3", 3)
    client.force_login(reviewer)

    page = client.get(address(other)).content.decode()

    assert "Usulan: tingkat 3." in page
    assert "Pakai usulan ini" not in page


def test_the_checklist_shows_the_other_instrument_and_a_hint_at_the_row(client, assessment, other, operator):
    answer(assessment, "G3", 3)
    client.force_login(operator)

    page = client.get(other.get_absolute_url()).content.decode()

    assert "KSPP 2023–2024" in page
    assert assessment.get_absolute_url() in page
    assert "Usulan perkiraan: tingkat 3 dari instrumen lain" in page
    assert f"{address(other)}#F26" in page


def test_the_checklist_asks_as_often_whatever_is_proposed(
    client, assessment, other, operator, django_assert_max_num_queries
):

    client.force_login(operator)
    client.get(other.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(other.get_absolute_url())
    fill(assessment, 3)
    with CaptureQueriesContext(connection) as many:
        client.get(other.get_absolute_url())

    assert len(many) == len(few)


def test_one_tap_on_the_evidence_panel_hangs_it_here_too(client, assessment, other, operator, now):
    original = attached(assessment, "S8", operator, now)
    client.force_login(operator)
    panel = client.get(address(other, "evidence_panel"), {"indikator": "F16", "sampel": ""}).content.decode()
    assert "Sudah ada pada instrumen lain" in panel
    assert "Pakai bukti ini" in panel
    asked = {"indicator": "F16", "subject": "", "evidence": original.pk}

    for _ in range(2):
        reply = client.post(address(other, "evidence_reuse"), asked, headers={"HX-Request": "true"})
        assert reply.status_code == 200, reply.content.decode()

    copy = Evidence.objects.get(answer__assessment=other)
    assert (copy.link, copy.reused_from) == (GUESTBOOK, original)
    assert Event.objects.about(other).filter(action="evidence.reused").count() == 1


@pytest.mark.parametrize("wanted", ["", "x", "0", "9" * 40, "\0"])
def test_evidence_that_is_not_there_is_refused_in_words(client, assessment, other, operator, wanted):
    client.force_login(operator)
    asked = {"indicator": "F16", "subject": "", "evidence": wanted}

    reply = client.post(address(other, "evidence_reuse"), asked, headers={"HX-Request": "true"})

    assert reply.status_code == 422
    assert "tidak (lagi) tersedia" in reply.content.decode()
