"""What a database of an earlier release becomes."""

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from assessments.models import InstrumentVersion, OfficialResult
from assessments.selectors.proof import has_drifted
from assessments.services.instruments import load_instrument
from conftest import NOW, shipped_file
from units.models import Government

pytestmark = pytest.mark.both_databases

migration = import_module("assessments.migrations.0004_honesty_recognition")


@pytest.mark.parametrize("code", sorted(migration.KNOWN))
def test_a_shipped_version_of_an_earlier_release_is_the_same_as_its_file_now(db: None, code: str) -> None:
    file = shipped_file(code)
    load_instrument(file=file, by=None, now=NOW)
    before, _ = migration.KNOWN[code]
    rows = InstrumentVersion.objects.filter(code=code)
    rows.update(award_zone="hijau", certificate_from=None, digest=before)
    assert not has_drifted(rows.get())
    migration.name_awards(apps, None)
    assert not has_drifted(rows.get())
    assert not load_instrument(file=file, by=None, now=NOW)


@pytest.fixture
def before_0005(transactional_db: None) -> Iterator[Callable[[], None]]:
    """The tables as they were before official results were told apart by instrument, and the way on from there."""
    before = [("assessments", "0004_honesty_recognition")]
    newest = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "assessments"]
    MigrationExecutor(connection).migrate(before)
    yield lambda: MigrationExecutor(connection).migrate(newest)
    MigrationExecutor(connection).migrate(newest)


def test_official_results_of_an_earlier_release_stay_and_another_instrument_fits_beside_them(
    before_0005: Callable[[], None], kaur: Government
) -> None:
    told = {"government": kaur, "year": 2024, "source": "press: Uji", "score": "95.94"}
    first = OfficialResult.objects.create(instrument_code="kspp-2023-2024", **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialResult.objects.create(instrument_code="pekppp-f02", **told)
    before_0005()
    OfficialResult.objects.create(instrument_code="pekppp-f02", **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialResult.objects.create(instrument_code="pekppp-f02", **told)
    assert OfficialResult.objects.order_by("pk").first() == first
    assert OfficialResult.objects.count() == 2
