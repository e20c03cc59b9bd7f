"""Contacts, promise, coaching and tried numbers of the demo's complaint desks; every number is an example."""

import uuid
from datetime import datetime, timedelta

from complaints.models import Contact, ContactTest, DeskSettings
from complaints.services.coachings import record_coaching
from complaints.services.contacts import create_contact, record_tests
from complaints.services.desk_settings import change_desk_settings
from demo.lives import LIVES
from demo.places import FurnishedGovernment
from units.models import Officer

PROMISE = (
    "Setiap pengaduan kami terima dengan baik, kami jawab tepat waktu, dan kami jaga kerahasiaannya. "
    "Mengadu tidak dipungut biaya."
)
BEFORE = timedelta(days=max(life.days_ago for life in LIVES) + 7)
"""The desk opens a week before the first complaint."""
TOPICS = ("Alur dan jangka waktu pengelolaan pengaduan", "Menjawab pengaduan dengan bahasa yang mudah")


def open_desk(place: FurnishedGovernment, loaded_at: datetime) -> None:
    """Before the first complaint: the promise, the numbers, and one coaching for the first units."""
    now = loaded_at - BEFORE
    by = place.coordinator
    values = {
        field.name: field.get_default()
        for field in DeskSettings._meta.concrete_fields
        if field.name not in ("id", "government", "version")
    }
    change_desk_settings(
        government=place.government, values=values | {"promise": PROMISE}, seen_version=1, by=by, now=now
    )
    kinds = Contact.Kind
    for unit, kind, value, hours in (
        (None, kinds.LAPOR, "SP4N-LAPOR! (contoh)", ""),
        (None, kinds.WHATSAPP, "081200000001", "Senin–Jumat 08.00–15.30"),
        *((unit, kinds.PHONE, f"0800000{unit.pk:04d}", "Jam kerja") for unit in place.units.values()),
        *((unit, kinds.ADDRESS, unit.address, "Jam kerja") for unit in place.units.values()),
    ):
        contact = {"unit": unit, "kind": kind, "value": value, "hours": hours, "is_active": True}
        create_contact(government=place.government, values=contact, by=by, now=now)
    for number, unit in enumerate(list(place.units.values())[:3]):
        officers = list(unit.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER).order_by("pk"))
        given = {
            "held_on": now.date() - timedelta(days=20 * number),
            "topic": TOPICS[number % 2],
            "given_by": "Bagian Organisasi (contoh)",
            "note": "",
        }
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"{place.plan.code}/coaching/{number}")
        record_coaching(unit=unit, values=given, officers=officers, file=None, form_key=key, by=by, now=now)


def try_contacts(place: FurnishedGovernment, loaded_at: datetime) -> None:
    """At the end: most numbers were tried this month, one in seven did not answer, some are still to be tried."""
    contacts = list(Contact.objects.filter(government=place.government).order_by("pk"))
    outcomes = ContactTest.Result
    results = {
        contact: (outcomes.SILENT.value if number % 7 == 6 else outcomes.ANSWERED.value, "")
        for number, contact in enumerate(contacts)
        if number % 5 != 4
    }
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{place.plan.code}/tests")
    today = loaded_at.date()
    record_tests(results=results, tested_on=today, form_key=key, by=place.coordinator, now=loaded_at)
