"""The front door sends everybody to their own work."""

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from accounts.permissions import UNIT_ROLES, Role
from assessments.models import AssessmentCycle
from conftest import PASSWORD, make_assessment, person


def answer(client, user):
    client.force_login(user)
    return client.get(reverse("home"))


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_stranger_is_sent_to_the_login(client, db):
    assert client.get(reverse("home")).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["coordinator", "reviewer", "assistant", "secretary", "head"])
def test_whoever_oversees_comes_to_the_newest_dashboard(client, request, cycle, kaur, who):
    AssessmentCycle.objects.create(government=kaur, year=2022, instrument=cycle.instrument)
    response = answer(client, request.getfixturevalue(who))
    assert response.url == reverse("reports:dashboard", args=[cycle.pk])


def test_another_government_s_cycle_is_never_the_newest(client, outsider, cycle):
    assert "Kabupaten Paser" in text(answer(client, outsider))


def test_who_belongs_to_several_governments_chooses(client, head, cycle, paser):
    Membership.objects.create(user=head, role=Role.SECRETARY, government=paser)
    html = text(answer(client, head))
    assert reverse("reports:dashboard", args=[cycle.pk]) in html
    assert "Kabupaten Paser" in html


def test_before_the_first_cycle_a_coordinator_may_open_one_and_others_read_who_does(client, coordinator, head, kaur):
    opening = reverse("assessments:cycle_open", args=[kaur.code])
    assert opening in text(answer(client, coordinator))
    reading = text(answer(client, head))
    assert opening not in reading
    assert "Koordinator (Bagian Organisasi) membuka siklus" in reading


def test_an_operator_comes_to_the_newest_checklist_that_can_be_filled(client, operator, assessment, kaur, instrument):
    newer = AssessmentCycle.objects.create(government=kaur, year=2025, instrument=instrument)
    newest = make_assessment(newer, assessment.unit)
    assert answer(client, operator).url == newest.get_absolute_url()
    newest.state = "approved"
    newest.save()
    assert answer(client, operator).url == assessment.get_absolute_url()


def test_an_operator_whose_checklists_are_closed_sees_them_all(client, operator, assessment):
    assessment.state = "submitted"
    assessment.save()
    html = text(answer(client, operator))
    assert assessment.get_absolute_url() in html
    assert "diajukan" in html


def test_an_operator_of_two_units_chooses(client, operator, assessment, cycle, puskesmas):
    Membership.objects.create(user=operator, role=Role.UNIT_OPERATOR, government=puskesmas.government, unit=puskesmas)
    other = make_assessment(cycle, puskesmas)
    html = text(answer(client, operator))
    assert assessment.get_absolute_url() in html
    assert other.get_absolute_url() in html


def test_an_operator_of_a_unit_that_is_no_locus_reads_whom_to_ask(client, operator):
    assert "Unit Anda belum dipilih sebagai lokus" in text(answer(client, operator))


def test_an_operator_never_sees_another_unit_s_checklist(client, operator, assessment, cycle, puskesmas):
    assessment.state = "submitted"
    assessment.save()
    foreign = make_assessment(cycle, puskesmas)
    assert foreign.get_absolute_url() not in text(answer(client, operator))


@pytest.mark.parametrize("role", [role for role in Role if role.startswith("complaint_")])
def test_who_works_on_complaints_comes_to_the_work_list(client, dukcapil, kaur, role):
    user = person("aduan@kaur.example", role, kaur, dukcapil if role in UNIT_ROLES else None)
    assert answer(client, user).url == reverse("complaints:complaints", args=[kaur.code])


def test_who_also_fills_in_a_checklist_may_choose(client, operator, kaur, dukcapil):
    Membership.objects.create(user=operator, role=Role.COMPLAINT_OFFICER, government=kaur, unit=dukcapil)
    assert reverse("complaints:complaints", args=[kaur.code]) in text(answer(client, operator))


def test_a_platform_admin_comes_to_the_governments(client, platform_admin):
    assert answer(client, platform_admin).url == reverse("directory:governments")


def test_an_account_without_membership_reads_whom_to_ask(client, db):
    html = text(answer(client, User.objects.create_user("baru@kaur.example", PASSWORD, name="Baru")))
    assert "Akun Anda belum mempunyai tugas" in html


def test_a_membership_that_ended_opens_nothing(client, head, cycle):
    head.memberships.update(is_active=False)
    assert "Akun Anda belum mempunyai tugas" in text(answer(client, head))
