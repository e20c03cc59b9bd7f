"""What a government has decided about its complaint desk."""

from datetime import date, timedelta

from complaints.deadlines import local_date
from complaints.models import Complaint, DeskSettings
from units.models import Government


def settings_of(government: Government) -> DeskSettings:
    """The stored row, or the defaults. One query."""
    return DeskSettings.objects.filter(government=government).first() or DeskSettings(government=government)


def last_day_to_reopen(complaint: Complaint, settings: DeskSettings) -> date:
    """Counted from the answer; the day of receipt where there is none."""
    since = complaint.answered_at or complaint.received_at
    return local_date(since, complaint.zone) + timedelta(days=settings.reopen_days)
