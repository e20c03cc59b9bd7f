"""What a government decides about its desk: defaults until then, once, against the version seen."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from complaints.models import DeskSettings
from complaints.selectors.desk_settings import settings_of
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import Refused
from complaints.services.desk_settings import change_desk_settings
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Conflict

pytestmark = pytest.mark.django_db
URL = "/pemda/17.04/pengaturan-pengaduan/"


def values(**fields):
    return {
        "promise": "",
        "reopen_days": 30,
        "close_after_days": 30,
        "warn_days": 2,
        "keep_identity_months": 24,
        "keep_files_months": 24,
        "keep_text_months": 60,
        **fields,
    }


def data(**fields):
    return {name: str(value) for name, value in values(version=1, **fields).items()}


def test_the_page_starts_from_the_defaults_and_stores_nothing(client, clerk):
    client.force_login(clerk)
    assert reverse("complaints:desk_settings", args=["17.04"]) == URL
    page = client.get(URL)
    assert 'value="30"' in page.content.decode()
    assert not DeskSettings.objects.exists()


def test_a_change_is_stored_once_and_told(client, clerk, kaur):
    client.force_login(clerk)
    for _ in range(2):
        assert client.post(URL, data(promise="Kami baca hari itu juga.", warn_days=5)).status_code == 302
    stored = settings_of(kaur)
    assert (stored.promise, stored.warn_days, stored.version) == ("Kami baca hari itu juga.", 5, 2)
    event = Event.objects.get(action="desk_settings.changed")
    assert event.changes == {"promise": ["", "Kami baca hari itu juga."], "warn_days": [2, 5]}
    assert event.government == kaur


def test_closing_later_than_reopening_is_refused_at_the_field(client, clerk, kaur):
    client.force_login(clerk)
    answer = client.post(URL, data(reopen_days=10, close_after_days=11))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"close_after_days": [PROBLEMS[Code.CLOSES_TOO_LATE]]}
    with pytest.raises(Refused):
        change_desk_settings(
            government=kaur, values=values(reopen_days=10, close_after_days=11), seen_version=1, by=clerk, now=NOW
        )
    assert client.post(URL, data(reopen_days=10, close_after_days=10)).status_code == 302


def test_whoever_opened_the_defaults_meets_what_somebody_stored_meanwhile(client, clerk, kaur):
    change_desk_settings(government=kaur, values=values(warn_days=7), seen_version=1, by=clerk, now=NOW)
    client.force_login(clerk)
    answer = client.post(URL, data(warn_days=3))
    assert answer.status_code == 409
    assert "Isian Anda" in answer.content.decode()
    with pytest.raises(Conflict):
        change_desk_settings(government=kaur, values=values(warn_days=3), seen_version=1, by=clerk, now=NOW)
    assert settings_of(kaur).warn_days == 7
    assert client.post(URL, data(warn_days=3) | {"version": "2"}).status_code == 302


def test_the_coordinator_of_the_government_may_decide_too(client, coordinator):
    client.force_login(coordinator)
    page = client.get(URL).content.decode()
    assert "/pengaduan/" not in page.split("<main")[1].split("<form")[0]
    assert client.post(URL, data(warn_days=4)).status_code == 302
    assert URL in client.get("/pemda/17.04/").content.decode()


def test_outsiders_and_colleagues_without_the_right_stay_out(client, kaur, paser, dukcapil):
    officer = person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)
    stranger = person("aduan@paser.example", Role.COMPLAINT_ADMIN, paser)
    for user, status in ((officer, 403), (stranger, 404)):
        client.force_login(user)
        assert client.get(URL).status_code == status
        assert client.post(URL, data(warn_days=9)).status_code == status
    assert not DeskSettings.objects.exists()


@pytest.mark.parametrize("field", sorted(values()))
@pytest.mark.parametrize("value", ["", "-1", "0", "99999999999999999999", "²", "a\x00b", "1.5", "💥" * 700])
def test_hostile_input_is_never_a_failure(client, clerk, field, value):
    client.force_login(clerk)
    assert client.post(URL, data() | {field: value}).status_code in (302, 422)
