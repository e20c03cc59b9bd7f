"""What a cell says: a date in any Indonesian form, one of a few words, plain text."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time

from complaints.importing.columns import plain
from complaints.timing import INFORMATION, NON_SUPERVISORY, SUPERVISORY
from complaints.workflow import State

NOON = time(12)
FIRST_YEAR = 2000
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs"})
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CLOCK = r"(?:[ t,]+(?:pukul |jam )?([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:\.[0-9]+)?)?)?(?: ?(?:wib|wita|wit))?"
_DAY_FIRST = re.compile(rf"(?:[a-z']+,? )?([0-9]{{1,2}})[ /.-]([0-9]{{1,2}}|[a-z]+)[ /.-]([0-9]{{4}}){_CLOCK}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[/.-]([0-9]{{1,2}})[/.-]([0-9]{{1,2}}){_CLOCK}")
_MONTHS = (
    "januari jan january", "februari feb pebruari february", "maret mar march", "april apr", "mei may",
    "juni jun june", "juli jul july", "agustus agu ags agt aug august", "september sep sept",
    "oktober okt oct october", "november nov nopember nop", "desember des dec december",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def text_of(cell: object) -> str:
    """As it is read on the sheet: whole numbers without decimals, no control characters, line breaks kept."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = _EXCEL_ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(cell))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _UNPRINTABLE).strip()


def line_of(cell: object) -> str:
    """On one line."""
    return " ".join(text_of(cell).split())


def moment_of(cell: object) -> datetime | None:
    """A local time without zone, noon when only the day is told; None when it is no date since 2000."""
    if isinstance(cell, datetime):
        found: datetime | None = cell.replace(tzinfo=None)
        if found and found.time() == time.min:
            found = datetime.combine(found, NOON)
    elif isinstance(cell, date):
        found = datetime.combine(cell, NOON)
    else:
        found = _written_moment(line_of(cell).casefold())
    return found if found is not None and found.year >= FIRST_YEAR else None


def _written_moment(text: str) -> datetime | None:
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    else:
        return None
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    hour, minute, second = match[4], match[5], match[6]
    try:
        at = time(int(hour), int(minute), int(second or 0)) if hour else NOON
        return datetime.combine(date(int(year), number, int(day)), at)
    except ValueError:
        return None


def _known(table: Mapping[str, str]) -> dict[str, str]:
    """From `value: "word, other word"` to each word with its value."""
    return {plain(word): value for value, words in table.items() for word in words.split(",")}


STATES = _known(
    {
        State.RECEIVED: (
            "diterima,baru,masuk,belum diverifikasi,belum terverifikasi,menunggu verifikasi,pending,"
            "perlu dilengkapi,belum lengkap,menunggu kelengkapan,menunggu tanggapan pelapor"
        ),
        State.VERIFIED: "diverifikasi,terverifikasi,sudah diverifikasi",
        State.ASSIGNED: "didisposisikan,terdisposisi,disposisi,diteruskan,belum ditindaklanjuti",
        State.IN_PROGRESS: (
            "diproses,proses,dalam proses,sedang diproses,sedang ditindaklanjuti,ditindaklanjuti,tindak lanjut,"
            "tunda,ditunda,dibuka kembali"
        ),
        State.ANSWERED: "dijawab,sudah dijawab,ditanggapi,sudah ditanggapi,sudah ditindaklanjuti",
        State.CLOSED: "selesai,tuntas,ditutup,closed",
        State.WITHDRAWN: "dicabut,dibatalkan,ditarik",
        State.NOT_OURS: "bukan kewenangan,bukan wewenang",
        State.ARCHIVED: "arsip,diarsipkan,spam",
        State.OMBUDSMAN: "diteruskan ke ombudsman,ombudsman",
    }
)
PLAIN_CLASS = "pengaduan"
"""Read as not supervisory, the class with the usual period; the reading says so."""
CLASSES = _known(
    {
        INFORMATION: "permintaan informasi,informasi",
        "aspiration": "aspirasi",
        NON_SUPERVISORY: (
            f"{PLAIN_CLASS},pengaduan tidak berkadar pengawasan,tidak berkadar pengawasan,tidak berkadar,"
            "pengaduan tidak berkadar"
        ),
        SUPERVISORY: "pengaduan berkadar pengawasan,berkadar pengawasan,berkadar,pengaduan berkadar",
    }
)
CHANNELS = _known(
    {
        "web": "laman pengaduan,laman,website,web,situs",
        "face": "tatap muka,datang langsung,langsung,lisan,loket",
        "phone": "telepon,telpon,telp,hotline,call center,sms",
        "whatsapp": "whatsapp,wa",
        "letter": "surat,surel,email,e-mail",
        "box": "kotak pengaduan,kotak saran,kotak",
        "social": "media sosial,medsos,facebook,instagram,twitter,x,tiktok",
        "lapor": "SP4N-LAPOR!,SP4N LAPOR,SP4N,LAPOR",
    }
)
OUTCOMES = _known(
    {
        "proven": "terbukti dan diperbaiki,terbukti",
        "partly": "terbukti sebagian,sebagian",
        "not_proven": "tidak terbukti",
        "explained": "dijelaskan,penjelasan",
    }
)
SECRECIES = _known(
    {
        "named": "dengan identitas,terbuka,tidak dirahasiakan,dengan nama",
        "secret": "identitas dirahasiakan,dirahasiakan,rahasia",
        "anonymous": "tanpa nama,tanpa identitas,anonim,anonymous",
    }
)
YES = frozenset({"ya", "y", "yes", "true", "1", "benar", "v", "x"})
NAMELESS = frozenset({"", "anonim", "anonymous", "tanpa nama", "tidak disebutkan", "nn", "n n", "hamba allah"})
HIDDEN = frozenset({"dirahasiakan", "rahasia", "identitas dirahasiakan", "nama dirahasiakan"})
"""What stands in the place of a name that is kept secret."""
