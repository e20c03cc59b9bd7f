"""The monthly test of the published contacts: one form for the whole list, stored once."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from complaints.models import Contact, ContactTest
from complaints.selectors.contacts import contact_lines
from complaints.services.contacts import record_tests
from conftest import NOW, person
from history.models import Event

pytestmark = pytest.mark.both_databases

TODAY = date(2024, 6, 3)


@pytest.fixture
def phone(kaur):
    return Contact.objects.create(government=kaur, kind="phone", value="0736-61234")


@pytest.fixture
def mail(kaur, dukcapil):
    return Contact.objects.create(government=kaur, unit=dukcapil, kind="email", value="adu@kaur.go.id")


@pytest.fixture
def officer(kaur, dukcapil):
    return person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def address(kaur):
    return reverse("complaints:contact_tests", args=[kaur.code])


def sent(results, **fields):
    """`results`: result and note by contact."""
    given = {"form_key": str(uuid.uuid4()), "tested_on": timezone.localdate().isoformat()}
    for contact, (result, note) in results.items():
        given |= {f"hasil-{contact.pk}": result, f"catatan-{contact.pk}": note}
    return given | fields


def tried(contact, day, result="answered", by=None):
    return ContactTest.objects.create(contact=contact, tested_on=day, result=result, tested_by=by)


def test_the_whole_list_is_tested_in_one_go(client, coordinator, kaur, address, phone, mail):
    client.force_login(coordinator)
    page = client.get(address).content.decode()
    assert page.count('type="radio"') == 2 * 5
    answer = client.post(address, sent({phone: ("answered", ""), mail: ("silent", "tiga kali")}))
    assert answer.headers["Location"] == reverse("complaints:contacts", args=[kaur.code])
    assert set(ContactTest.objects.values_list("contact", "result", "note", "tested_by")) == {
        (phone.pk, "answered", "", coordinator.pk),
        (mail.pk, "silent", "tiga kali", coordinator.pk),
    }
    event = Event.objects.get(action="contact.tested", subject_id=str(mail.pk))
    assert (event.changes["result"], event.unit) == ([None, "silent"], mail.unit)


def test_the_same_form_sent_twice_is_one_test_of_each(client, coordinator, address, phone, mail):
    client.force_login(coordinator)
    data = sent({phone: ("answered", ""), mail: ("slow", "")})
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert ContactTest.objects.count() == Event.objects.count() == 2


def test_a_used_form_with_other_results_is_refused_whole(client, coordinator, address, phone, mail):
    client.force_login(coordinator)
    data = sent({mail: ("answered", "")})
    client.post(address, data)
    answer = client.post(address, data | {f"hasil-{phone.pk}": "slow", f"hasil-{mail.pk}": "wrong"})
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.content.decode()
    assert ContactTest.objects.get().result == "answered"


def test_what_is_left_alone_is_not_tested(client, coordinator, address, phone, mail):
    client.force_login(coordinator)
    client.post(address, sent({phone: ("wrong", ""), mail: ("", "catatan tanpa hasil")}))
    assert ContactTest.objects.get().contact == phone


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"form_key": "x"}, "sudah dipakai"),
        ({"form_key": ""}, "sudah dipakai"),
        ({"tested_on": ""}, "Bidang ini"),
        ({"tested_on": "kemarin"}, "tanggal"),
        ({"tested_on": "2999-01-01"}, "belum terjadi"),
        ({"tested_on": "2001-01-01"}, "terlalu lama"),
        ({"hasil": "bagus"}, "pilihan"),
        ({"hasil": ""}, "paling sedikit satu"),
        ({"catatan": "x" * 301}, "300"),
        ({"catatan": "a\x00b"}, "tidak dapat dicetak"),
    ],
)
def test_what_cannot_be_stored_is_answered_in_words(client, coordinator, address, phone, wrong, words):
    client.force_login(coordinator)
    named = {f"{name}-{phone.pk}" if name in ("hasil", "catatan") else name: value for name, value in wrong.items()}
    answer = client.post(address, sent({phone: ("answered", "")}) | named)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ContactTest.objects.exists()


def test_tomorrow_is_refused_and_today_is_not(client, coordinator, address, phone):
    client.force_login(coordinator)
    today = timezone.localdate()
    late = sent({phone: ("answered", "")}, tested_on=(today + timedelta(days=2)).isoformat())
    assert client.post(address, late).status_code == 422
    assert client.post(address, sent({phone: ("answered", "")})).status_code == 302


def test_a_unit_tests_its_own_contacts_only(client, officer, address, phone, mail):
    client.force_login(officer)
    assert client.get(address).context["form"].contacts == [mail]
    answer = client.post(address, sent({phone: ("answered", ""), mail: ("answered", "")}))
    assert answer.status_code == 302
    assert ContactTest.objects.get().contact == mail


def test_contacts_taken_down_are_not_tested(client, coordinator, address, phone):
    Contact.objects.update(is_active=False)
    client.force_login(coordinator)
    page = client.get(address)
    assert page.context["form"].contacts == []
    assert "Belum ada kanal yang dapat diuji" in page.content.decode()
    assert client.post(address, sent({phone: ("answered", "")})).status_code == 422


def test_one_unit_can_be_tested_alone(client, coordinator, address, phone, mail, puskesmas):
    Contact.objects.create(government=mail.government, unit=puskesmas, kind="phone", value="112")
    client.force_login(coordinator)
    assert set(client.get(address, {"unit": mail.unit_id}).context["form"].contacts) == {phone, mail}
    assert len(client.get(address, {"unit": "abc"}).context["form"].contacts) == 3


@pytest.mark.parametrize(
    ("tests", "due", "failed"),
    [
        ([], True, False),
        ([(date(2024, 6, 1), "answered")], False, False),
        ([(date(2024, 6, 1), "slow")], False, False),
        ([(date(2024, 5, 31), "answered")], True, False),
        ([(date(2024, 6, 1), "silent")], False, True),
        ([(date(2024, 5, 1), "wrong")], True, True),
        ([(date(2024, 6, 1), "wrong"), (date(2024, 6, 2), "answered")], False, False),
        ([(date(2024, 6, 2), "wrong"), (date(2024, 6, 1), "answered")], False, True),
        ([(date(2024, 6, 2), "answered"), (date(2024, 6, 2), "silent")], False, True),
    ],
)
def test_what_needs_attention(coordinator, kaur, phone, tests, due, failed):
    for day, result in tests:
        tried(phone, day, result, coordinator)
    [line] = contact_lines(kaur, coordinator, TODAY)
    assert (line.is_due, line.has_failed, line.needs_attention) == (due, failed, due or failed)


def test_what_is_not_published_needs_no_attention(coordinator, kaur, phone):
    Contact.objects.update(is_active=False)
    [line] = contact_lines(kaur, coordinator, TODAY)
    assert not line.needs_attention


def test_the_attention_list_and_the_last_test_are_on_the_page(client, coordinator, kaur, phone, mail):
    tried(phone, timezone.localdate() - timedelta(days=70), "silent", coordinator)
    client.force_login(coordinator)
    page = client.get(reverse("complaints:contacts", args=[kaur.code]))
    text = page.content.decode()
    assert len(page.context["attention"]) == 2
    assert "Perlu perhatian (2)" in text
    assert "tidak dijawab pada" in text
    assert "belum pernah" in text


def test_the_last_tests_take_one_query_however_long_the_past(coordinator, kaur, phone, django_assert_num_queries):
    for n in range(30):
        tried(phone, TODAY - timedelta(days=30 * n), by=coordinator)
    coordinator.active_memberships()
    with django_assert_num_queries(2):
        [line] = contact_lines(kaur, coordinator, TODAY)
    assert line.last.tested_on == TODAY


def test_the_service_writes_no_part_of_a_refused_form(coordinator, phone, mail):
    key = uuid.uuid4()
    known = {"tested_on": TODAY, "form_key": key, "by": coordinator, "now": NOW}
    record_tests(results={mail: ("answered", "")}, **known)
    with pytest.raises(Exception, match="form_used"):
        record_tests(results={phone: ("answered", ""), mail: ("wrong", "")}, **known)
    assert ContactTest.objects.get().contact == mail
