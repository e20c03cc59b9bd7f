from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.models import Membership, User
from accounts.permissions import Role
from conftest import person
from directory.sentences.people import PersonRefusal
from directory.services import memberships as services
from history.models import Event

pytestmark = pytest.mark.both_databases

REASON = {"reason": "Pindah tugas ke kecamatan"}
ACTIONS = ["membership_deactivate", "membership_reactivate", "membership_resend"]


def url(name, user_or_membership):
    membership = user_or_membership
    if isinstance(membership, User):
        membership = membership.memberships.get()
    return reverse(f"directory:{name}", args=[membership.pk])


@pytest.fixture
def sent(monkeypatch):
    queued = []
    monkeypatch.setattr(tasks.send_invitation, "delay", queued.append)
    return queued


def test_access_ends_at_once_with_the_reason_kept(client, coordinator, operator, dukcapil):
    client.force_login(operator)
    assert client.get(dukcapil.get_absolute_url()).status_code == 200
    boss = type(client)()
    boss.force_login(coordinator)
    assert boss.post(url("membership_deactivate", operator), REASON).status_code == 302
    assert client.get(dukcapil.get_absolute_url()).status_code == 404
    event = Event.objects.get()
    assert (event.action, event.reason, event.unit) == ("membership.deactivated", REASON["reason"], dukcapil)


def test_whose_name_holds_braces_is_told_like_everybody(client, coordinator, operator):
    User.objects.filter(pk=operator.pk).update(name="Ibu {nol}")
    client.force_login(coordinator)
    answer = client.post(url("membership_deactivate", operator), REASON, follow=True)
    assert "Akses Ibu {nol} sebagai" in answer.content.decode()


def test_a_disabled_account_loses_access_at_once(client, operator, dukcapil):
    client.force_login(operator)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    answer = client.get(dukcapil.get_absolute_url())
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_repeated_clicks_are_one_event(client, coordinator, operator):
    client.force_login(coordinator)
    for name in ("membership_deactivate", "membership_deactivate", "membership_reactivate", "membership_reactivate"):
        assert client.post(url(name, operator), REASON).status_code == 302
    actions = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["membership.deactivated", "membership.reactivated"]
    assert operator.memberships.get().is_active


@pytest.mark.parametrize("reason", ["", "   ", "\x00\x00\x00\x00\x00\x00", "ya", "x" * 501])
def test_ending_access_needs_a_readable_reason(client, coordinator, operator, reason):
    client.force_login(coordinator)
    answer = client.post(url("membership_deactivate", operator), {"reason": reason})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    assert operator.memberships.get().is_active


def test_the_last_coordinator_stays(client, coordinator):
    client.force_login(coordinator)
    answer = client.post(url("membership_deactivate", coordinator), REASON)
    assert answer.status_code == 422
    assert "koordinator aktif terakhir" in answer.content.decode()
    assert coordinator.memberships.get().is_active


def test_a_coordinator_may_leave_when_another_one_stays(client, coordinator, kaur):
    person("rekan@kaur.example", Role.COORDINATOR, kaur)
    client.force_login(coordinator)
    answer = client.post(url("membership_deactivate", coordinator), REASON)
    assert answer.headers["Location"] == "/"
    assert client.get(kaur.get_absolute_url()).status_code == 404


def test_a_coordinator_with_a_disabled_account_does_not_count(client, coordinator, kaur):
    disabled = person("rekan@kaur.example", Role.COORDINATOR, kaur)
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    client.force_login(coordinator)
    assert client.post(url("membership_deactivate", coordinator), REASON).status_code == 422


def test_the_coordinator_of_another_government_does_not_count(client, coordinator, outsider):
    client.force_login(coordinator)
    assert client.post(url("membership_deactivate", coordinator), REASON).status_code == 422


def test_the_platform_may_end_even_the_last_coordinators_access(client, coordinator, platform_admin):
    client.force_login(platform_admin)
    assert client.post(url("membership_deactivate", coordinator), REASON).status_code == 302
    assert not coordinator.memberships.get().is_active


@pytest.mark.parametrize("name", ACTIONS)
def test_the_neighbour_and_the_powerless_change_nothing(client, outsider, secretary, operator, name):
    for user, status in ((outsider, 404), (secretary, 403), (operator, 403)):
        client.force_login(user)
        assert client.post(url(name, operator), REASON).status_code == status
        assert client.get(url("membership", operator)).status_code == status
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ACTIONS)
def test_reading_an_action_is_refused(client, coordinator, operator, name):
    client.force_login(coordinator)
    assert client.get(url(name, operator)).status_code == 405


def test_roles_of_the_whole_portal_are_out_of_reach_here(client, coordinator, platform_admin):
    client.force_login(coordinator)
    assert client.get(url("membership", platform_admin)).status_code == 404
    client.force_login(platform_admin)
    assert client.get(url("membership", platform_admin)).status_code == 404


def test_a_membership_page_offers_what_fits_its_state(client, coordinator, operator):
    client.force_login(coordinator)
    page = client.get(url("membership", operator)).content.decode()
    offered = [text in page for text in ("Hentikan akses", "Kirim ulang undangan", "Pulihkan akses")]
    assert offered == [True, True, False]
    Membership.objects.filter(user=operator).update(is_active=False)
    page = client.get(url("membership", operator)).content.decode()
    offered = [text in page for text in ("Hentikan akses", "Kirim ulang undangan", "Pulihkan akses")]
    assert offered == [False, False, True]


def test_an_invitation_is_sent_again_but_not_twice_in_a_row(
    client, coordinator, operator, sent, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert client.post(url("membership_resend", operator)).status_code == 302
    assert sent == [operator.memberships.get().pk]
    assert Event.objects.get().action == "membership.invited_again"


def test_after_some_minutes_it_may_be_sent_again(coordinator, operator, sent, django_capture_on_commit_callbacks, now):
    membership = operator.memberships.get()
    with django_capture_on_commit_callbacks(execute=True):
        for minutes in (0, 5):
            moment = now + timedelta(minutes=minutes)
            services.resend_invitation(membership=membership, by=coordinator, now=moment)
    assert len(sent) == 2


@pytest.mark.parametrize(
    "field, value, problem",
    [("is_active", False, PersonRefusal.NOT_ACTIVE), ("last_login", True, PersonRefusal.ENTERED_ALREADY)],
)
def test_an_invitation_that_makes_no_sense_is_not_sent(coordinator, operator, now, field, value, problem):
    membership = operator.memberships.get()
    if field == "is_active":
        Membership.objects.filter(pk=membership.pk).update(is_active=value)
    else:
        User.objects.filter(pk=operator.pk).update(last_login=timezone.now())
    with pytest.raises(services.Refused) as refusal:
        services.resend_invitation(membership=membership, by=coordinator, now=now)
    assert refusal.value.code == problem
