"""Two finished reports, made by the real rendering in this process."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from reports.documents.rendering import work
from reports.documents.services import order_report
from reports.models import Report


def can_render() -> bool:
    """Whether WeasyPrint finds the system libraries it needs."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def make_report(cycle: AssessmentCycle, assessment: Assessment | None, by: User) -> Report:
    """Ready before the transaction ends, so that a worker that is told of it finds nothing left to do.

    When the rendering fails the report stays in the queue, as for any other order.
    """
    with transaction.atomic():
        report = order_report(cycle=cycle, assessment=assessment, order_key=uuid4(), by=by, now=timezone.now())
        work.render(report.pk)
    report.refresh_from_db()
    return report
