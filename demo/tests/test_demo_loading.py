"""When the demo loads and when it keeps its hands off."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from accounts.models import Membership, User
from assessments.models import AssessmentCycle
from complaints.tests.cases import with_clocks
from demo import loading
from demo.management.commands import load_demo
from demo.plan import governments
from history.models import Event
from instruments.models import InstrumentVersion
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.both_databases

PASSWORD = "sandi-contoh-untuk-uji"


@pytest.fixture
def regions(db: None) -> None:
    call_command("load_regions", stdout=StringIO())


def said(**options: object) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(params=["user", "unit", "cycle"])
def data_of_use(request: pytest.FixtureRequest, regions: None, instrument: InstrumentVersion) -> None:
    government = Government.objects.get(code="31.74")
    if request.param == "user":
        User.objects.create_user("orang@pemda.example", name="Orang")
    elif request.param == "unit":
        ServiceUnit.objects.create(government=government, name="Dinas Sosial", kind="sosial")
    else:
        AssessmentCycle.objects.create(government=government, year=2024, instrument=instrument)


def test_a_database_with_data_is_left_alone(data_of_use: None) -> None:
    models = (User, Membership, ServiceUnit, AssessmentCycle, Event)
    before = [model.objects.count() for model in models]
    sentence = said()
    assert sentence.startswith("Basis data sudah berisi data")
    assert sentence.count("\n") == 1
    assert [model.objects.count() for model in models] == before


def test_without_regions_it_names_the_command_to_run(instrument: InstrumentVersion) -> None:
    with pytest.raises(CommandError, match="load_regions"):
        said()
    assert not User.objects.exists()


def test_without_the_instrument_it_names_the_command_to_run(regions: None) -> None:
    with pytest.raises(CommandError, match="load_instruments"):
        said()
    assert not User.objects.exists()


def test_without_the_clocks_it_names_the_command_to_run(
    regions: None, instrument: InstrumentVersion, pekppp: InstrumentVersion
) -> None:
    with pytest.raises(CommandError, match="load_clocks"):
        said()
    assert not User.objects.exists()


def test_without_the_further_instrument_it_names_the_command_too(regions: None, instrument: InstrumentVersion) -> None:
    with_clocks()
    with pytest.raises(CommandError, match="load_instruments"):
        said()
    assert not User.objects.exists()


def test_a_weak_password_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="pendek"):
        said(password="kata")


def test_a_failed_load_leaves_neither_rows_nor_files(
    regions: None, instrument: InstrumentVersion, pekppp: InstrumentVersion, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    with_clocks()
    kaur = governments()[0]
    small = replace(kaur, units=kaur.units[:1], evidence={2023: 1.0, 2024: 1.0})
    monkeypatch.setattr(loading, "governments", lambda: (small,))
    files_before_the_fall = []

    def fall(*args: object, **kwargs: object) -> None:
        files_before_the_fall.extend(path for path in tmp_path.rglob("*") if path.is_file())
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(loading, "next_cycle", fall)
    with override_settings(MEDIA_ROOT=tmp_path), pytest.raises(RuntimeError):
        loading.load(PASSWORD, timezone.now())
    assert files_before_the_fall
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not User.objects.exists()
    assert not ServiceUnit.objects.exists()
    assert not Event.objects.filter(subject_type="accounts.membership").exists()


def test_without_the_libraries_for_pdf_a_sentence_replaces_the_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_demo, "can_render", lambda: False)
    monkeypatch.setattr(loading, "make_reports", lambda loaded: pytest.fail("nothing can be rendered"))
    lines = list(load_demo._reports(None))
    assert len(lines) == 1
    assert "Pango" in lines[0]


def test_each_installation_gets_a_password_of_its_own() -> None:
    passwords = {loading.new_password() for _ in range(50)}
    assert len(passwords) == 50
    assert all(len(password) == 23 for password in passwords)
    assert not set("".join(passwords)) & set("il1o0")
