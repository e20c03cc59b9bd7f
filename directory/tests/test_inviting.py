import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts import tasks
from accounts.models import Membership, User
from accounts.permissions import Role
from conftest import make_unit, person
from directory.sentences.people import PersonRefusal
from directory.services import memberships as services
from history.models import Event

pytestmark = pytest.mark.both_databases


@pytest.fixture
def invite(kaur):
    return reverse("directory:invite", args=[kaur.code])


@pytest.fixture
def sent(monkeypatch):
    """The memberships whose invitation was put on the queue."""
    queued = []
    monkeypatch.setattr(tasks.send_invitation, "delay", queued.append)
    return queued


def typed(**fields):
    return {"email": "Ani@Kaur.example", "name": " Ani  Suryani ", "role": "reviewer", "unit": "", **fields}


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_coordinator_invites_somebody_new(
    client, coordinator, kaur, invite, sent, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(invite, typed())
    assert answer.headers["Location"] == reverse("directory:people", args=[kaur.code])
    user = User.objects.get(email="ani@kaur.example")
    assert (user.name, user.has_usable_password(), user.is_staff) == ("Ani Suryani", False, False)
    assert user.invited_at is not None
    membership = user.memberships.get()
    assert (membership.role, membership.government, membership.unit) == ("reviewer", kaur, None)
    assert sent == [membership.pk]
    event = Event.objects.get()
    assert (event.action, event.actor, event.government) == ("membership.invited", coordinator, kaur)


def test_the_same_invitation_sent_twice_is_one(client, coordinator, invite, sent, django_capture_on_commit_callbacks):
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert client.post(invite, typed()).status_code == 302
    assert (User.objects.filter(email="ani@kaur.example").count(), len(sent), Event.objects.count()) == (1, 1, 1)


def test_somebody_of_another_government_is_invited_in_the_same_words(client, coordinator, kaur, outsider, invite, sent):
    client.force_login(coordinator)
    stranger, known = (client.post(invite, typed(email=email)) for email in ("baru@kaur.example", outsider.email))
    assert stranger.headers["Location"] == known.headers["Location"]
    words = said(known)
    assert words == [f"Undangan untuk {email} sedang dikirim." for email in ("baru@kaur.example", outsider.email)]
    assert outsider.memberships.filter(government=kaur, role="reviewer").exists()
    outsider.refresh_from_db()
    assert outsider.name != "Ani Suryani"
    assert outsider.memberships.count() == 2


def test_the_people_page_does_not_tell_what_somebody_does_elsewhere(client, coordinator, kaur, outsider, invite, sent):
    client.force_login(outsider)
    client.force_login(coordinator)
    client.post(invite, typed(email=outsider.email))
    page = client.get(reverse("directory:people", args=[kaur.code]))
    row = next(row for row in page.context["people"] if row.email == outsider.email)
    assert (row.state, row.last_entry) == ("diundang, belum masuk", None)
    assert "Paser" not in page.content.decode()


def test_a_unit_role_gets_its_unit(client, coordinator, dukcapil, invite, sent):
    client.force_login(coordinator)
    client.post(invite, typed(role="unit_operator", unit=dukcapil.pk))
    assert Membership.objects.get(user__email="ani@kaur.example").unit == dukcapil


def test_one_person_may_have_two_roles(client, coordinator, dukcapil, invite, sent):
    client.force_login(coordinator)
    client.post(invite, typed())
    client.post(invite, typed(role="unit_operator", unit=dukcapil.pk))
    assert User.objects.get(email="ani@kaur.example").memberships.count() == 2


def test_an_ended_role_is_given_again_by_inviting_again(client, coordinator, reviewer, invite, sent):
    Membership.objects.filter(user=reviewer).update(is_active=False)
    client.force_login(coordinator)
    client.post(invite, typed(email=reviewer.email))
    assert reviewer.memberships.get().is_active
    assert Event.objects.get().action == "membership.invited"


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"email": "bukan surel"}, ["email"]),
        ({"email": "a\x00@kaur.example"}, ["email"]),
        ({"email": "x" * 250 + "@kaur.example"}, ["email"]),
        ({"name": ""}, ["name"]),
        ({"name": "Ani\nBcc: x"}, []),
        ({"name": "Ani\x00"}, ["name"]),
        ({"role": ""}, ["role"]),
        ({"role": "raja"}, ["role"]),
        ({"role": "platform_admin"}, ["role"]),
        ({"role": "unit_operator"}, ["unit"]),
        ({"role": "complaint_officer"}, ["unit"]),
    ],
)
def test_an_invalid_invitation_is_refused_at_its_field(client, coordinator, invite, sent, fields, wrong):
    client.force_login(coordinator)
    answer = client.post(invite, typed(**fields))
    assert answer.status_code == (422 if wrong else 302)
    if wrong:
        assert list(answer.context["form"].errors) == wrong
        assert User.objects.count() == 1


def test_a_government_role_takes_no_unit(client, coordinator, dukcapil, invite, sent):
    client.force_login(coordinator)
    answer = client.post(invite, typed(unit=dukcapil.pk))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])


def test_a_unit_of_another_government_cannot_be_chosen(client, coordinator, paser, invite, sent):
    stranger = make_unit(paser, "Dinas Tetangga", "sosial")
    client.force_login(coordinator)
    answer = client.post(invite, typed(role="unit_operator", unit=stranger.pk))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])


@pytest.mark.parametrize(
    "role, elsewhere, problem",
    [
        (Role.PLATFORM_ADMIN, False, PersonRefusal.ROLE_NOT_GRANTABLE),
        (Role.UNIT_OPERATOR, True, PersonRefusal.UNIT_ELSEWHERE),
    ],
)
def test_the_service_itself_refuses_what_the_form_does_not_offer(
    coordinator, kaur, paser, now, role, elsewhere, problem
):
    unit = make_unit(paser, "Dinas Tetangga", "sosial") if elsewhere else None
    with pytest.raises(services.Refused) as refusal:
        services.invite(
            government=kaur, email="a@kaur.example", name="A", role=role, unit=unit, by=coordinator, now=now
        )
    assert refusal.value.code == problem


def test_two_invitations_of_one_new_address_in_the_same_moment_share_the_account(coordinator, now, monkeypatch):
    existing = User.objects.create_user("ani@kaur.example", name="Ani")
    found = User.objects.filter
    monkeypatch.setattr(User.objects, "filter", lambda **lookup: found(pk=None))
    assert services._person("ani@kaur.example", "Ani", now) == existing


def test_the_neighbour_and_the_powerless_may_not_invite(client, outsider, reviewer, operator, invite):
    for user, status in ((outsider, 404), (reviewer, 403), (operator, 403)):
        client.force_login(user)
        assert client.get(invite).status_code == status
        assert client.post(invite, typed()).status_code == status


def test_the_platform_may_invite_anywhere(client, platform_admin, invite, sent):
    client.force_login(platform_admin)
    assert client.post(invite, typed(role="coordinator")).status_code == 302


def test_inviting_works_while_the_broker_is_down(
    client, coordinator, invite, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(*args):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.send_invitation, "delay", broken)
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(invite, typed())
    assert answer.status_code == 302
    assert Membership.objects.filter(user__email="ani@kaur.example").exists()


def test_the_people_of_a_government_take_as_many_queries_for_one_as_for_200(
    client, coordinator, kaur, dukcapil, django_assert_max_num_queries
):
    address = reverse("directory:people", args=[kaur.code])
    client.force_login(coordinator)
    client.get(address)
    with django_assert_max_num_queries(9) as for_one:
        client.get(address)
    users = User.objects.bulk_create([User(email=f"u{n}@kaur.example", name=f"Orang {n:03}") for n in range(199)])
    Membership.objects.bulk_create(
        [Membership(user=user, role="unit_operator", government=kaur, unit=dukcapil) for user in users]
    )
    with django_assert_max_num_queries(len(for_one)):
        page = client.get(address)
    assert page.context["page_obj"].paginator.count == 200


def test_the_people_page_shows_own_people_with_state_and_unit(client, coordinator, kaur, operator, reviewer, outsider):
    client.force_login(operator)
    Membership.objects.filter(user=reviewer).update(is_active=False)
    client.force_login(coordinator)
    page = client.get(reverse("directory:people", args=[kaur.code]))
    states = {row.email: row.state for row in page.context["people"]}
    assert states == {
        coordinator.email: "aktif",
        operator.email: "aktif",
        reviewer.email: "nonaktif",
    }
    assert "Disdukcapil" in page.content.decode()


def test_people_are_searched_by_name_and_address(client, coordinator, kaur, operator, reviewer):
    client.force_login(coordinator)
    for query, emails in (("peninjau", [reviewer.email]), ("Operator", [operator.email]), ("nihil", [])):
        page = client.get(reverse("directory:people", args=[kaur.code]), {"q": query})
        assert [row.email for row in page.context["people"]] == emails


def test_a_disabled_account_is_inactive_in_the_list(client, coordinator, kaur):
    disabled = person("lama@kaur.example", Role.HEAD, kaur)
    client.force_login(disabled)
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    client.force_login(coordinator)
    page = client.get(reverse("directory:people", args=[kaur.code]), {"q": "lama"})
    assert [row.state for row in page.context["people"]] == ["nonaktif"]


def test_only_who_manages_people_sees_them(client, outsider, secretary, operator, kaur):
    for user, status in ((outsider, 404), (secretary, 403), (operator, 403)):
        client.force_login(user)
        assert client.get(reverse("directory:people", args=[kaur.code])).status_code == status
