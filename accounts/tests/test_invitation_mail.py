import re
from datetime import timedelta

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts import mailing
from accounts.models import Membership, User
from accounts.permissions import Role
from accounts.tasks import send_invitation
from conftest import NOW, PASSWORD, person

pytestmark = pytest.mark.both_databases

NEW_PASSWORD = "kuda-laut-menari-42"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def newcomer(kaur):
    user = User.objects.create_user("ani@kaur.example", name="Ani", invited_at=NOW)
    return Membership.objects.create(user=user, role=Role.REVIEWER, government=kaur)


def link_in(message):
    return re.search(r"https://\S+", message.body)[0]


def path_of(link):
    return link.removeprefix("https://portal.example")


def test_the_mail_says_who_may_do_what_where_and_for_how_long_the_link_is_valid(newcomer):
    send_invitation(newcomer.pk)
    (message,) = mail.outbox
    assert message.to == ["ani@kaur.example"]
    assert "Yth. Ani" in message.body
    assert "Peninjau (Inspektorat) untuk Kabupaten Kaur." in message.body
    assert "7 hari" in message.body


def test_the_link_sets_the_first_password_and_works_once(newcomer, client):
    send_invitation(newcomer.pk)
    link = path_of(link_in(mail.outbox[0]))
    form = client.get(link, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.status_code == 302
    assert client.login(email="ani@kaur.example", password=NEW_PASSWORD)
    client.logout()
    assert client.get(link).context["token_fail"]


@pytest.mark.parametrize("days, valid", [(6.9, True), (7.1, False)])
def test_the_link_is_valid_for_seven_days(newcomer, client, time_machine, days, valid):
    time_machine.move_to(NOW)
    send_invitation(newcomer.pk)
    time_machine.move_to(NOW + timedelta(days=days))
    answer = client.get(path_of(link_in(mail.outbox[0])))
    assert (answer.status_code == 302) == valid


def test_who_has_a_password_gets_the_sign_in_page_and_no_password_link(kaur):
    user = person("lama@kaur.example", Role.REVIEWER, kaur)
    send_invitation(user.memberships.get().pk)
    assert path_of(link_in(mail.outbox[0])) == reverse("account_login")
    assert user.check_password(PASSWORD)


def test_a_unit_is_named_with_its_government(kaur, dukcapil):
    user = person("op@kaur.example", Role.UNIT_OPERATOR, kaur, dukcapil)
    send_invitation(user.memberships.get().pk)
    assert "Operator unit untuk Disdukcapil, Kabupaten Kaur." in mail.outbox[0].body


def test_a_task_delivered_twice_sends_one_mail(newcomer):
    send_invitation(newcomer.pk)
    send_invitation(newcomer.pk)
    assert len(mail.outbox) == 1


def test_an_invitation_sent_again_on_purpose_is_a_second_mail(newcomer):
    send_invitation(newcomer.pk)
    User.objects.filter(pk=newcomer.user_id).update(invited_at=NOW + timedelta(hours=1))
    send_invitation(newcomer.pk)
    assert len(mail.outbox) == 2


def test_nobody_without_access_is_invited(newcomer):
    Membership.objects.filter(pk=newcomer.pk).update(is_active=False)
    send_invitation(newcomer.pk)
    Membership.objects.filter(pk=newcomer.pk).update(is_active=True)
    User.objects.filter(pk=newcomer.user_id).update(is_active=False)
    send_invitation(newcomer.pk)
    send_invitation(newcomer.pk + 1000)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_is_tried_again_later(newcomer, monkeypatch):
    def down(membership):
        raise ConnectionRefusedError

    monkeypatch.setattr(mailing, "send_invitation", down)
    retried = []

    def retry(**how):
        retried.append(how["exc"])
        return Retry()

    monkeypatch.setattr(send_invitation, "retry", retry)
    with pytest.raises(Retry):
        send_invitation(newcomer.pk)
    assert isinstance(retried[0], ConnectionRefusedError)
    monkeypatch.undo()
    send_invitation(newcomer.pk)
    assert len(mail.outbox) == 1
