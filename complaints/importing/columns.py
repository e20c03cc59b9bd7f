"""Which heading means which field. Headings are compared without case, signs and blanks around words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

HEADING_ROWS = 20
"""The headings stand in one of the first rows: exports begin with titles and notes."""
_SIGNS = re.compile(r"[\W_]+")


class ImportField(StrEnum):
    NUMBER = "number"
    RECEIVED = "received"
    CHANNEL = "channel"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    SECRECY = "secrecy"
    IS_ANONYMOUS = "is_anonymous"
    IS_SECRET = "is_secret"
    UNIT = "unit"
    PRODUCT = "product"
    SUBJECT = "subject"
    STORY = "story"
    PLACE = "place"
    CLASS = "classification"
    STATE = "state"
    VERIFIED = "verified"
    ANSWERED = "answered"
    ANSWER = "answer"
    OUTCOME = "outcome"
    ENDED = "ended"


HEADINGS: dict[ImportField, tuple[str, ...]] = {
    ImportField.NUMBER: (
        "tracking id", "id tracking", "nomor tracking", "nomor laporan", "no laporan", "id laporan", "nomor tiket",
        "nomor pengaduan", "no pengaduan", "nomor register", "no register", "nomor registrasi", "no registrasi",
        "nomor agenda", "no agenda", "nomor",
    ),
    ImportField.RECEIVED: (
        "tanggal laporan masuk", "tanggal laporan", "tgl laporan", "tanggal masuk", "tanggal pengaduan",
        "tgl pengaduan", "tanggal diterima", "tgl diterima", "tanggal terima", "tanggal dibuat", "tanggal", "tgl",
    ),
    ImportField.CHANNEL: ("kanal", "kanal pengaduan", "media pengaduan", "sarana pengaduan", "sumber laporan", "media"),
    ImportField.NAME: ("nama pelapor", "nama pengadu", "nama", "pelapor", "pengadu", "identitas pelapor"),
    ImportField.ADDRESS: ("alamat pelapor", "alamat pengadu", "alamat"),
    ImportField.PHONE: (
        "telepon pelapor", "nomor telepon", "no telepon", "telepon", "no telp", "telp", "no hp", "nomor hp", "hp",
        "nomor whatsapp", "no wa", "kontak",
    ),
    ImportField.EMAIL: ("email pelapor", "alamat email", "email", "e mail", "surel"),
    ImportField.SECRECY: ("kerahasiaan identitas", "kerahasiaan", "identitas"),
    ImportField.IS_ANONYMOUS: ("anonim", "laporan anonim", "pelapor anonim"),
    ImportField.IS_SECRET: ("rahasia", "laporan rahasia", "identitas dirahasiakan"),
    ImportField.UNIT: (
        "instansi terdisposisi", "instansi disposisi", "unit terdisposisi", "instansi unit", "unit", "unit kerja",
        "nama unit", "opd", "perangkat daerah", "instansi tujuan", "instansi terlapor", "instansi",
    ),
    ImportField.PRODUCT: ("produk layanan", "produk", "jenis layanan", "layanan"),
    ImportField.SUBJECT: ("judul laporan", "judul", "judul pengaduan", "pokok pengaduan", "pokok", "perihal"),
    ImportField.STORY: (
        "isi laporan awal", "isi laporan", "isi pengaduan", "uraian pengaduan", "uraian", "isi", "deskripsi",
        "materi pengaduan",
    ),
    ImportField.PLACE: ("lokasi kejadian", "tempat kejadian", "lokasi"),
    ImportField.CLASS: (
        "klasifikasi laporan", "klasifikasi", "kelas pengaduan", "kelas", "tipe laporan", "jenis laporan",
        "jenis pengaduan", "jenis",
    ),
    ImportField.STATE: ("status laporan", "status pengaduan", "status penanganan", "status tindak lanjut", "status"),
    ImportField.VERIFIED: (
        "tanggal diverifikasi", "tanggal verifikasi", "tgl verifikasi", "tanggal disposisi", "tanggal didisposisikan",
    ),
    ImportField.ANSWERED: (
        "tanggal dijawab", "tanggal jawaban", "tgl dijawab", "tgl jawaban", "tanggal tindak lanjut",
        "tanggal tindak lanjut terakhir", "tgl tindak lanjut", "tanggal tanggapan",
    ),
    ImportField.ANSWER: (
        "tindak lanjut terakhir", "isi tindak lanjut", "tindak lanjut", "tindak lanjut jawaban", "jawaban",
        "isi jawaban", "tanggapan", "respon",
    ),
    ImportField.OUTCOME: ("hasil", "hasil penanganan", "hasil akhir"),
    ImportField.ENDED: (
        "tanggal selesai", "tgl selesai", "tanggal penyelesaian", "tanggal ditutup", "tanggal tutup", "tgl tutup",
    ),
}  # fmt: skip
"""Of several columns that could be meant, the one named first here is read."""

MEANINGS = {heading: (field, rank) for field, known in HEADINGS.items() for rank, heading in enumerate(known)}


def plain(text: object) -> str:
    """`No. Telp/HP ` as `no telp hp`."""
    return _SIGNS.sub(" ", str(text)).strip().casefold()


@dataclass(frozen=True, slots=True)
class Headings:
    """`row` is where they stand, counted from 1 as a spreadsheet does; `unused` are headings that mean nothing here."""

    row: int
    places: Mapping[ImportField, int]
    words: Mapping[ImportField, str]
    unused: tuple[str, ...]


def find_headings(rows: Sequence[tuple[int, Sequence[object]]]) -> Headings | None:
    """The row among the first that says most; None when none names at least two fields."""
    found = [headings_of(number, cells) for number, cells in rows if number <= HEADING_ROWS]
    best = max(found, key=lambda headings: len(headings.places), default=None)
    return best if best is not None and len(best.places) > 1 else None


def headings_of(row: int, cells: Sequence[object]) -> Headings:
    ranked: dict[ImportField, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        field, rank = MEANINGS.get(plain(cell), (None, 0))
        if field is not None:
            ranked[field] = min(ranked.get(field, (rank, place)), (rank, place))
    places = {field: place for field, (_, place) in ranked.items()}
    used = set(places.values())
    written = {place: " ".join(str(cell).split())[:60] for place, cell in enumerate(cells) if cell not in (None, "")}
    return Headings(
        row,
        places,
        {field: written[place] for field, place in places.items()},
        tuple(words for place, words in written.items() if place not in used),
    )
