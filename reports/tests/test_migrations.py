"""Reports ordered before there were kinds: they find their government and unit, and the way back loses none."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from conftest import NOW
from reports import services, tasks
from reports.models import Report

pytestmark = pytest.mark.both_databases

BEFORE_KINDS = [("reports", "0001_initial")]


def migrate(targets: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(targets)


@pytest.fixture
def newest(transactional_db: None) -> Iterator[list[tuple[str, str]]]:
    """The schema is put back whatever becomes of the test."""
    found = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "reports"]
    yield found
    migrate(found)


def columns() -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, "reports_report")}


def test_old_reports_take_over_the_places_of_their_cycle_and_assessment(
    newest: list[tuple[str, str]],
    assessment: Assessment,
    cycle: AssessmentCycle,
    coordinator: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "send", lambda report_id: None)
    whole, of_unit = (
        services.order_report(cycle=cycle, assessment=about, order_key=uuid.uuid4(), by=coordinator, now=NOW)
        for about in (None, assessment)
    )
    migrate(BEFORE_KINDS)
    assert not columns() & {"kind", "government_id", "unit_id", "period_from", "period_until"}
    migrate(newest)
    found = {report.pk: report for report in Report.objects.all()}
    assert set(found) == {whole.pk, of_unit.pk}
    for report in found.values():
        assert (report.kind, report.government_id, report.cycle_id) == ("readiness", cycle.government_id, cycle.pk)
        assert (report.period_from, report.period_until) == (None, None)
    assert [found[report.pk].unit_id for report in (whole, of_unit)] == [None, assessment.unit.pk]
    assert {report.number for report in found.values()} == {whole.number, of_unit.number}
