import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import tasks
from accounts.models import Membership, User
from history.models import Event

pytestmark = pytest.mark.both_databases


@pytest.fixture
def staff(client, platform_admin):
    User.objects.filter(pk=platform_admin.pk).update(is_superuser=False)
    client.force_login(platform_admin)
    return client


def memberships(*rows):
    data = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"memberships-{number}-{name}": value for name, value in row.items()}
    return data


def test_the_admin_is_entered_through_the_sign_in_page_with_its_second_step(client):
    answer = client.get(reverse("admin:login"))
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert client.get(reverse("admin:index"), follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))


def test_a_coordinator_does_not_get_in(client, coordinator):
    client.force_login(coordinator)
    assert client.get(reverse("admin:accounts_user_changelist"), follow=True).status_code in (403, 404)


def test_staff_without_the_platform_role_sees_nothing(client, coordinator):
    User.objects.filter(pk=coordinator.pk).update(is_staff=True, is_superuser=True)
    client.force_login(coordinator)
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:units_government_changelist")).status_code == 403


@pytest.mark.parametrize("model", ["user", "membership"])
def test_lists_and_pages_open(staff, coordinator, operator, model):
    assert staff.get(reverse(f"admin:accounts_{model}_changelist"), {"q": "kaur"}).status_code == 200
    pk = coordinator.pk if model == "user" else coordinator.memberships.get().pk
    assert staff.get(reverse(f"admin:accounts_{model}_change", args=[pk])).status_code == 200
    assert staff.get(reverse(f"admin:accounts_{model}_delete", args=[pk])).status_code == 403


def test_a_new_user_gets_roles_no_password_and_a_place_in_history(staff, platform_admin, kaur):
    data = {"email": "Ani@Kaur.Example", "name": "Ani", "is_active": "on"}
    row = {"role": "coordinator", "government": kaur.pk, "is_active": "on"}
    assert staff.post(reverse("admin:accounts_user_add"), data | memberships(row)).status_code == 302
    user = User.objects.get(email="ani@kaur.example")
    assert not user.has_usable_password()
    assert user.memberships.get().government == kaur
    events = list(Event.objects.order_by("pk").values_list("action", "actor", "government"))
    assert events == [
        ("user.created", platform_admin.pk, None),
        ("membership.created", platform_admin.pk, kaur.pk),
    ]


def test_a_unit_of_another_government_is_refused(staff, coordinator, paser, dukcapil):
    data = {
        "user": coordinator.pk,
        "role": "unit_operator",
        "government": paser.pk,
        "unit": dukcapil.pk,
        "is_active": "on",
    }
    answer = staff.post(reverse("admin:accounts_membership_add"), data)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["unit"]


def test_disabling_an_account_is_recorded_and_its_address_stays(staff, coordinator):
    data = {"email": "lain@kaur.example", "name": coordinator.name}
    staff.post(reverse("admin:accounts_user_change", args=[coordinator.pk]), data | memberships())
    stored = User.objects.get(pk=coordinator.pk)
    assert (stored.is_active, stored.email) == (False, coordinator.email)
    assert Event.objects.get().changes == {"is_active": [True, False]}


def test_a_role_cannot_be_turned_into_another_one(staff, operator):
    membership = operator.memberships.get()
    staff.post(reverse("admin:accounts_membership_change", args=[membership.pk]), {"role": "coordinator"})
    membership.refresh_from_db()
    assert (membership.role, membership.is_active) == ("unit_operator", False)
    assert Event.objects.get().action == "membership.changed"


def test_saving_without_a_change_records_nothing(staff, operator):
    membership = operator.memberships.get()
    staff.post(reverse("admin:accounts_membership_change", args=[membership.pk]), {"is_active": "on"})
    assert not Event.objects.exists()


def test_invitations_are_sent_from_the_list(staff, operator, monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr(tasks.send_invitation, "delay", queued.append)
    membership = operator.memberships.get()
    data = {"action": "invite_again", "_selected_action": [membership.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            answer = staff.post(reverse("admin:accounts_membership_changelist"), data, follow=True)
    assert queued == [membership.pk]
    assert "baru saja dikirim" in answer.content.decode()


def test_the_command_line_lets_an_administrator_in_again(platform_admin):
    Membership.objects.filter(user=platform_admin).update(is_active=False)
    User.objects.filter(pk=platform_admin.pk).update(is_active=False)
    call_command("add_platform_admin", platform_admin.email, "Admin Portal")
    assert Membership.objects.get(user=platform_admin).is_active
    assert User.objects.get(pk=platform_admin.pk).is_active
    assert Event.objects.get().action == "membership.reactivated"


def test_the_command_line_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="bukan-surel"):
        call_command("add_platform_admin", "bukan-surel", "Admin Portal")
    assert not User.objects.exists()


def test_the_first_administrator_is_made_on_the_command_line(db, client, capsys):
    for _ in range(2):
        call_command("add_platform_admin", "Admin@portal.example", "Admin Portal")
    user = User.objects.get(email="admin@portal.example")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert Membership.objects.get(user=user).role == "platform_admin"
    assert Event.objects.count() == 1
    link = re.findall(r"https://portal\.example(\S+)", capsys.readouterr().out)[-1]
    assert client.get(link).status_code == 302
    assert mail.outbox == []
