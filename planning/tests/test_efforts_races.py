"""Two people store their first days at the same moment."""

import pytest

from history.models import Event
from kspp.lib.errors import Conflict
from kspp.testing.racing import at_once
from planning.models import StepEffort
from planning.selectors.efforts import stored_efforts
from planning.services.efforts import save_efforts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def saving(kaur, instrument, by, now, days):
    seen = stored_efforts(kaur, instrument).seen
    return lambda: save_efforts(government=kaur, instrument=instrument, days=days, seen=seen, by=by, now=now)


def test_of_two_first_tables_one_is_stored_and_the_other_a_conflict(kaur, instrument, coordinator, assistant, now):
    results = at_once(
        saving(kaur, instrument, coordinator, now, {("S3", 2): 30}),
        saving(kaur, instrument, assistant, now, {("S3", 2): 31}),
    )
    assert {type(result) for result in results} == {bool, Conflict}
    assert StepEffort.objects.get().days in (30, 31)
    assert Event.objects.filter(action="efforts.changed").count() == 1


def test_the_same_table_four_times_at_once_is_stored_once(kaur, instrument, coordinator, now):
    results = at_once(*[saving(kaur, instrument, coordinator, now, {("S3", 2): 30})] * 4)
    assert sorted(results) == [False, False, False, True]
    assert Event.objects.filter(action="efforts.changed").count() == 1
