"""Everything held about the person in one case, to be handed over on request: as a page and as JSON."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from complaints.models import Complaint, Identity
from complaints.selectors.persons import Person, opened
from complaints.sentences.persons import COMPLAINANT_SAID, DESK_SAID
from kspp.lib.sealing import Unreadable


@dataclass(frozen=True, slots=True, repr=False)
class RecordedMessage:
    at: datetime
    by_complainant: bool
    kind: str
    text: str

    @property
    def speaker(self) -> str:
        return COMPLAINANT_SAID if self.by_complainant else DESK_SAID


@dataclass(frozen=True, slots=True, repr=False)
class KeptFile:
    name: str
    media_type: str
    size: int
    added_at: datetime
    is_erased: bool


@dataclass(frozen=True, slots=True, repr=False)
class PersonRecord:
    """What officers wrote for each other is not the person's and stays out, and so do the names of officers.

    `is_unreadable`: an identity is kept, but no key of this installation opens it.
    """

    complaint: Complaint
    person: Person | None
    is_unreadable: bool
    said: tuple[RecordedMessage, ...]
    files: tuple[KeptFile, ...]


def person_record(complaint: Complaint) -> PersonRecord:
    """Three queries; `complaint` with its government and unit."""
    identity = Identity.objects.filter(complaint=complaint).first()
    try:
        person, is_unreadable = opened(identity) if identity else None, False
    except Unreadable:
        person, is_unreadable = None, True
    said = (
        RecordedMessage(m.written_at, m.is_from_complainant, m.get_kind_display(), m.text)
        for m in complaint.messages.all()
    )
    kept = complaint.attachments.filter(is_internal=False)
    files = (KeptFile(f.name, f.media_type, f.size, f.added_at, f.erased_at is not None) for f in kept)
    return PersonRecord(complaint, person, is_unreadable, tuple(said), tuple(files))


def as_json(record: PersonRecord) -> dict[str, object]:
    """Plain values under Indonesian keys; moments in ISO 8601 with the zone."""
    case, person = record.complaint, record.person
    return {
        "nomor": case.number,
        "pemerintah_daerah": case.government.full_name,
        "unit": str(case.unit or ""),
        "status": case.get_state_display(),
        "kanal": case.get_channel_display(),
        "diterima": _moment(case.received_at),
        "kerahasiaan": case.get_secrecy_display(),
        "kelompok_rentan": case.is_vulnerable,
        "identitas": person
        and {"nama": person.name, "alamat": person.address, "telepon": person.phone, "surel": person.email},
        "identitas_tidak_dapat_dibuka": record.is_unreadable,
        "pengaduan": {
            "pokok": case.subject,
            "uraian": case.story,
            "kerugian": case.loss,
            "harapan": case.wish,
            "tempat": case.place,
            "tanggal_kejadian": case.event_date and case.event_date.isoformat(),
        },
        "penilaian": {"nilai": case.rating, "catatan": case.rating_note},
        "pesan": [{"waktu": _moment(s.at), "dari": s.speaker, "jenis": s.kind, "isi": s.text} for s in record.said],
        "lampiran": [
            {
                "nama": f.name,
                "jenis": f.media_type,
                "bita": f.size,
                "ditambahkan": _moment(f.added_at),
                "sudah_dihapus": f.is_erased,
            }
            for f in record.files
        ],
        "data_dihapus": _moment(case.anonymised_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
