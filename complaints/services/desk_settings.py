"""What a government decides about its complaint desk."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from complaints.models import DeskSettings
from complaints.sentences.problems import Code
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Values, change
from units.models import Government


@transaction.atomic
def change_desk_settings(
    *, government: Government, values: Values, seen_version: int, by: User, now: datetime
) -> DeskSettings:
    """The first change stores the row; until then the defaults are version 1. Raises Conflict, Refused."""
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    problems = late_closing(values)
    if problems:
        raise Refused(*problems)
    current, _ = DeskSettings.objects.get_or_create(government=government)
    changes = change(current, values, seen_version)
    if changes:
        record(action="desk_settings.changed", subject=current, by=by, now=now, changes=changes)
    return current


def late_closing(values: Values) -> list[Problem]:
    """An answered case may not stay open longer than it can be reopened."""
    is_late = int(str(values["close_after_days"])) > int(str(values["reopen_days"]))
    return [Problem(Code.CLOSES_TOO_LATE, "close_after_days")] if is_late else []
