"""A government's own working days: stored once, for itself alone, and never over somebody else's change."""

import pytest
from django.urls import reverse

from conftest import NOW
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.lib.forms import VERSION_MISSING
from planning.models import StepEffort
from planning.selectors.efforts import ladders_for, stored_efforts
from planning.sentences.problems import PROBLEMS, Code
from planning.services.efforts import save_efforts

pytestmark = pytest.mark.both_databases


def save(government, instrument, days, by, seen=None):
    seen = stored_efforts(government, instrument).seen if seen is None else seen
    return save_efforts(government=government, instrument=instrument, days=days, seen=seen, by=by, now=NOW)


def own(government, instrument):
    return dict(stored_efforts(government, instrument).own)


def test_only_what_differs_from_the_default_has_a_row(kaur, instrument, coordinator):
    assert save(kaur, instrument, {("S3", 1): 1, ("S3", 2): 30, ("O6", 1): 15}, coordinator)
    assert own(kaur, instrument) == {("S3", 2): 30, ("O6", 1): 15}
    ladders = ladders_for(kaur, instrument)
    assert [ladders["S3"].step(level) for level in (1, 2, 3, 4)] == [1, 30, 3, 3]


def test_another_government_keeps_the_defaults(kaur, paser, instrument, coordinator):
    save(kaur, instrument, {("S3", 2): 30}, coordinator)
    assert own(paser, instrument) == {}
    assert ladders_for(paser, instrument)["S3"].step(2) == 5


def test_what_is_left_out_goes_back_to_the_default(kaur, instrument, coordinator):
    save(kaur, instrument, {("S3", 2): 30, ("S3", 3): 40}, coordinator)
    save(kaur, instrument, {("S3", 3): 41}, coordinator)
    assert own(kaur, instrument) == {("S3", 3): 41}
    assert StepEffort.objects.get().version == 2
    save(kaur, instrument, {}, coordinator)
    assert not StepEffort.objects.exists()


def test_sent_twice_it_is_stored_and_told_once(kaur, instrument, coordinator):
    seen = stored_efforts(kaur, instrument).seen
    assert save(kaur, instrument, {("S3", 2): 30}, coordinator, seen)
    assert not save(kaur, instrument, {("S3", 2): 30}, coordinator, seen)
    event = Event.objects.get(action="efforts.changed")
    assert event.changes == {"S3 ke tingkat 2": [None, 30]}
    assert (event.government, event.actor) == (kaur, coordinator)


def test_a_table_drawn_before_somebody_elses_change_is_a_conflict(kaur, instrument, coordinator, assistant):
    seen = stored_efforts(kaur, instrument).seen
    save(kaur, instrument, {("S3", 2): 30}, coordinator)
    with pytest.raises(Conflict):
        save(kaur, instrument, {("S3", 2): 31}, assistant, seen)
    assert own(kaur, instrument) == {("S3", 2): 30}


@pytest.mark.parametrize("days", [{("S3", 9): 3}, {("X", 1): 3}, {("S3", 1): 0}, {("S3", 1): 251}, {("O6", 2): 5}])
def test_unknown_steps_and_impossible_days_are_refused(kaur, instrument, coordinator, days):
    with pytest.raises(Refused):
        save(kaur, instrument, days, coordinator)
    assert not StepEffort.objects.exists()


@pytest.fixture
def url(kaur, instrument):
    return reverse("planning:efforts", args=[kaur.code, instrument.pk])


def typed(client, url, **changes):
    """Everything as the page shows it, with these changes."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def test_the_page_shows_and_stores_the_table(client, coordinator, kaur, instrument, url):
    client.force_login(coordinator)
    page = client.get(url).content.decode()
    assert "perkiraan" in page
    assert "Keputusan tentang kompensasi diperiksa bagian hukum" in page
    assert "Kembalikan semua" not in page
    response = client.post(url, typed(client, url, **{"hari-S3-2": "30"}), follow=True)
    assert "Perkiraan hari kerja tersimpan" in response.content.decode()
    assert "Kembalikan semua" in response.content.decode()
    assert own(kaur, instrument) == {("S3", 2): 30}
    response = client.post(url, {"reset": "1", "seen": stored_efforts(kaur, instrument).seen}, follow=True)
    assert "kembali ke perkiraan awal" in response.content.decode()
    assert own(kaur, instrument) == {}


def test_an_emptied_field_is_the_default(client, coordinator, kaur, instrument, url):
    save(kaur, instrument, {("S3", 2): 30}, coordinator)
    client.force_login(coordinator)
    assert client.post(url, typed(client, url, **{"hari-S3-2": ""})).status_code == 302
    assert own(kaur, instrument) == {}


@pytest.mark.parametrize("text", ["0", "251", "-3", "1,5", "tiga", "9" * 40, "9" * 5000, "3\x00", "NaN", "=cmd()"])
def test_a_wrong_number_is_said_at_the_field_and_nothing_is_stored(client, coordinator, url, text):
    client.force_login(coordinator)
    response = client.post(url, typed(client, url, **{"hari-S3-2": text, "hari-S3-3": "7"}))
    assert response.status_code == 422
    assert response.context["form"]["hari-S3-2"].errors
    assert not StepEffort.objects.exists()


def test_a_stale_table_shows_both_and_keeps_what_was_typed(client, coordinator, assistant, kaur, instrument, url):
    client.force_login(coordinator)
    mine = typed(client, url, **{"hari-S3-2": "31"})
    save(kaur, instrument, {("S3", 2): 30}, assistant)
    response = client.post(url, mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "S3 ke tingkat 2" in page
    assert "30 hari" in page
    assert "31 hari" in page
    again = typed(client, url) | {
        name: response.context["form"][name].value() for name in response.context["form"].fields
    }
    assert client.post(url, again).status_code == 302
    assert own(kaur, instrument) == {("S3", 2): 31}


def test_a_stale_reset_asks_again(client, coordinator, assistant, kaur, instrument, url):
    client.force_login(coordinator)
    seen = stored_efforts(kaur, instrument).seen
    save(kaur, instrument, {("S3", 2): 30}, assistant)
    assert client.post(url, {"reset": "1", "seen": seen}).status_code == 409
    assert own(kaur, instrument) == {("S3", 2): 30}


def test_who_may_not_plan_for_the_government_and_outsiders(client, operator, secretary, outsider, url):
    for user, status in ((operator, 403), (secretary, 403), (outsider, 404)):
        client.force_login(user)
        assert client.get(url).status_code == status
        assert client.post(url, {"reset": "1", "seen": ""}).status_code == status


def test_an_instrument_of_another_government_does_not_exist_here(client, coordinator, paser, kaur, instrument):
    instrument.owner = paser
    instrument.save(update_fields=["owner"])
    client.force_login(coordinator)
    assert client.get(reverse("planning:efforts", args=[kaur.code, instrument.pk])).status_code == 404


@pytest.mark.parametrize("more", [{}, {"reset": "1"}])
def test_a_table_that_does_not_say_what_it_was_drawn_from_is_refused(client, kaur, instrument, coordinator, url, more):
    save(kaur, instrument, {("S3", 2): 30}, coordinator)
    client.force_login(coordinator)
    response = client.post(url, typed(client, url, seen="") | more)
    assert response.status_code == 422
    assert VERSION_MISSING in response.content.decode()
    assert own(kaur, instrument) == {("S3", 2): 30}


def test_every_refusal_of_the_plan_has_its_sentence():
    assert set(PROBLEMS) == set(Code)
