"""Stored equals recomputed, for everything, and the figure is the same wherever it is printed."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from assessments.models import Answer, Assessment
from assessments.selectors.scoring import cycle_assessments, government_score
from conftest import NOW, fill, make_assessment
from instruments.models import Immutable, InstrumentVersion, Level
from instruments.selectors.documents import document_of, has_drifted
from instruments.sentences.refusals import Code
from instruments.services.loading import load_instrument
from kspp.lib.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def run(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_recompute_finds_and_mends_a_result_that_does_not_follow_from_its_answers(assessment: Assessment) -> None:
    fill(assessment, 3)
    assert "1 penilaian diperiksa, 0 berbeda" in run("recompute", "--check")
    Answer.objects.filter(indicator__code="S1").update(points=4)
    with pytest.raises(CommandError, match="1 hasil tersimpan"):
        run("recompute", "--check")
    run("recompute")
    assert "0 berbeda" in run("recompute", "--check")


def test_recompute_never_rewrites_an_approved_assessment(assessment: Assessment) -> None:
    fill(assessment, 3)
    Assessment.objects.update(state="approved", floor=Decimal("99.99"))
    run("recompute")
    assessment.refresh_from_db()
    assert assessment.floor == Decimal("99.99")


def test_recompute_notices_a_changed_instrument(assessment: Assessment) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE instruments_level SET text = 'lain' WHERE id = (SELECT min(id) FROM instruments_level)")
    with pytest.raises(CommandError, match="kspp-2023-2024"):
        run("recompute", "--check")


def test_the_rows_of_an_instrument_say_what_its_file_says(instrument: InstrumentVersion) -> None:
    assert not has_drifted(instrument)
    assert document_of(instrument).spec() == instrument.spec()


def test_a_published_instrument_cannot_change(instrument: InstrumentVersion) -> None:
    level = Level.objects.first()
    level.text = "lain"
    with pytest.raises(Immutable):
        level.save()
    with pytest.raises(Immutable):
        level.delete()
    with pytest.raises(Immutable):
        Level.objects.update(text="lain")
    with pytest.raises(Immutable):
        Level.objects.filter(points=4).delete()
    with pytest.raises(Immutable):
        Level.objects.bulk_create([Level(indicator=level.indicator, points=9, text="lain")])
    level.text = "lain"
    with pytest.raises(Immutable):
        Level.objects.bulk_update([level], ["text"])


def test_loading_the_same_file_again_changes_nothing_and_another_content_is_refused(
    instrument: InstrumentVersion,
) -> None:
    file = document_of(instrument)
    assert load_instrument(file=file, by=None, now=NOW) is False
    from dataclasses import replace

    with pytest.raises(Refused, match=Code.LOADED_OTHERWISE):
        load_instrument(file=replace(file, title="Lain"), by=None, now=NOW)
    assert "sudah ada, tidak berubah" in run("load_instruments")


def test_page_export_and_command_line_print_the_same_figure(
    client: Client, assessment: Assessment, operator: User, tmp_path: Path
) -> None:
    fill(assessment, 3, leave_blank=("S6", "G4"))
    client.force_login(operator)
    exported = client.get(f"/penilaian/{assessment.pk}/lembar-nilai.json")
    assert exported["Content-Disposition"].startswith("attachment")
    sheet = tmp_path / "lembar.json"
    sheet.write_bytes(exported.content)
    result = json.loads(run("score_sheet", str(sheet), "--json"))
    assert Decimal(result["score"]["floor"]["score"]) == assessment.floor
    assert Decimal(result["score"]["ceiling"]["score"]) == assessment.ceiling
    shown = f"{assessment.floor:.2f}".replace(".", ",")
    for page in ("", "penjelasan/"):
        assert shown in client.get(f"/penilaian/{assessment.pk}/{page}").content.decode()


@pytest.mark.parametrize("reading", ["", "floor", "answered_only", "ceiling", "ngawur"])
def test_every_reading_has_its_explanation(
    client: Client, assessment: Assessment, operator: User, reading: str
) -> None:
    client.force_login(operator)
    response = client.get(f"/penilaian/{assessment.pk}/penjelasan/?bacaan={reading}")
    assert response.status_code == 200
    assert "K1 Pengetahuan" in response.content.decode()


@pytest.mark.parametrize("reading", ["", "answered_only", "ceiling"])
def test_the_governments_total_opens_down_to_its_units(
    client: Client, assessment: Assessment, puskesmas: object, coordinator: User, reading: str
) -> None:
    fill(assessment, 3)
    cycle = assessment.locus.cycle
    make_assessment(cycle, puskesmas)
    client.force_login(coordinator)
    page = client.get(f"/siklus/{cycle.pk}/penjelasan/?bacaan={reading}").content.decode()
    shown = f"{assessment.floor:.2f}".replace(".", ",")
    assert shown in page
    assert f"/penilaian/{assessment.pk}/penjelasan/?bacaan={reading or 'floor'}" in page
    assert "belum lengkap" in page


def test_a_government_is_incomplete_while_a_locus_is_missing(assessment: Assessment, puskesmas: object) -> None:
    fill(assessment, 4)
    cycle = assessment.locus.cycle
    complete = government_score(cycle, cycle_assessments(cycle))
    assert complete.complete
    empty = make_assessment(cycle, puskesmas)
    total = government_score(cycle, cycle_assessments(cycle))
    assert (total.complete, total.loci_answered, total.loci_total) == (False, 1, 2)
    assert total.readings.floor.rounded == (assessment.floor / 2).quantize(Decimal("0.01"))
    empty.locus.standing = "preparing"
    empty.locus.save()
    assert government_score(cycle, cycle_assessments(cycle)).complete
