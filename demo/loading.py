"""Filling an empty database, all or nothing."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from assessments.workflow import State
from complaints.models import ClockRule
from demo.accounts import Account, Accounts
from demo.clock import DemoClock
from demo.complaints import tell_complaints
from demo.cycles import first_cycle, next_cycle
from demo.desks import open_desk, try_contacts
from demo.names import fictional_names
from demo.places import FIRST_DAY, FurnishedGovernment, furnish
from demo.plan import INSTRUMENT, YEARS, closed_days, governments, seeded, wanted_instruments
from demo.ready_reports import make_report
from demo.stories import conduct, stories_of
from instruments.models import InstrumentVersion
from reports.models import Report
from units.models import Government, ServiceUnit

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without characters that look alike."""
GROUPS, GROUP_LENGTH = 4, 5


class NotEmptyError(Exception):
    """The database holds data of use; nothing was changed."""


class NotPreparedError(Exception):
    """Regions or the instrument are missing. The message says what to run."""


@dataclass(frozen=True, slots=True)
class Loaded:
    accounts: tuple[Account, ...]
    showcase: FurnishedGovernment
    cycle: AssessmentCycle
    """The showcase's newest cycle."""


def new_password() -> str:
    """About 99 bits, in groups that can be read aloud."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def load(password: str, now: datetime) -> Loaded:
    """`now`: complaints lie in the weeks before it. Raises NotEmptyError, NotPreparedError."""
    with _files_of_a_failure_removed() as written, transaction.atomic():
        _refuse_unfit_database()
        instrument = InstrumentVersion.objects.get(code=INSTRUMENT)
        accounts, names = Accounts.sharing(password), fictional_names()
        clock = DemoClock(FIRST_DAY, "Asia/Jakarta", closed_days(), seeded("portal"))
        admin = accounts.administrator(next(names), clock.now)
        loaded = [_government(place, instrument, written) for place in _places(accounts, admin, names)]
        for place, _ in loaded:
            open_desk(place, now)
            tell_complaints(place, now)
            try_contacts(place, now)
        place, cycle = next(pair for pair in loaded if pair[0].plan.is_showcase)
        return Loaded(tuple(accounts.made), place, cycle)


def make_reports(loaded: Loaded) -> list[Report]:
    """One of an approved unit and one of the government, of the showcase."""
    approved = Assessment.objects.with_place().filter(locus__cycle=loaded.cycle, state=State.APPROVED)
    by = loaded.showcase.coordinator
    return [make_report(loaded.cycle, assessment, by) for assessment in (approved.order_by("pk").first(), None)]


def _places(accounts: Accounts, admin: User, names: Iterator[str]) -> Iterator[FurnishedGovernment]:
    for plan in governments():
        yield furnish(plan, accounts, admin, names)


def _government(
    place: FurnishedGovernment, instrument: InstrumentVersion, written: list[str]
) -> tuple[FurnishedGovernment, AssessmentCycle]:
    first, second = YEARS
    cycle = first_cycle(place, first, instrument)
    conduct(stories_of(place, cycle, written))
    cycle = next_cycle(place, second, instrument, cycle)
    conduct(stories_of(place, cycle, written))
    return place, cycle


def _refuse_unfit_database() -> None:
    """The governments' rows are locked, so that of two loaders one finds what the other made."""
    wanted = {plan.code for plan in governments()}
    found = set(Government.objects.select_for_update().filter(code__in=wanted).values_list("code", flat=True))
    if any(model.objects.exists() for model in (User, AssessmentCycle, ServiceUnit)):
        raise NotEmptyError
    if found != wanted:
        raise NotPreparedError("Daftar wilayah belum dimuat: jalankan `python manage.py load_regions` lebih dahulu.")
    if InstrumentVersion.objects.filter(code__in=wanted_instruments()).count() < len(wanted_instruments()):
        raise NotPreparedError("Instrumen belum dimuat: jalankan `python manage.py load_instruments` lebih dahulu.")
    if not ClockRule.objects.exists():
        raise NotPreparedError("Tenggat belum dimuat: jalankan `python manage.py load_clocks` lebih dahulu.")


@contextmanager
def _files_of_a_failure_removed() -> Iterator[list[str]]:
    written: list[str] = []
    try:
        yield written
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
