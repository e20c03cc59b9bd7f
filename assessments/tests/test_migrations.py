"""What a database of an earlier release becomes."""

from importlib import import_module

import pytest
from django.apps import apps

from assessments.models import InstrumentVersion
from assessments.selectors.proof import has_drifted
from assessments.services.instruments import load_instrument
from conftest import NOW, shipped_file

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
