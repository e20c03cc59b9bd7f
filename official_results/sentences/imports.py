"""Sentences about bringing in official results."""

from collections.abc import Sequence

from kspp.lib.tables import MAX_BYTES, MAX_ROWS, TableFault
from official_results.importing import HEADINGS, Flaw, FlawCode, Remark, RemarkCode

TABLE_FAULTS = {
    TableFault.EMPTY: "Berkas tidak berisi baris.",
    TableFault.TOO_LARGE: f"Berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB.",
    TableFault.TOO_MANY_ROWS: f"Berkas berisi lebih dari {MAX_ROWS:,} baris.".replace(",", "."),
    TableFault.BROKEN: "Berkas rusak atau bukan CSV maupun XLSX.",
    TableFault.NOT_TEXT: "Berkas CSV harus ditulis dalam UTF-8. Di Excel, simpan sebagai “CSV UTF-8” atau XLSX.",
}
FLAWS = {
    FlawCode.COLUMN_MISSING: "tidak ada. Beri salah satu kolom judul {known}.",
    FlawCode.MISSING: "wajib diisi.",
    FlawCode.TOO_LONG: "terlalu panjang.",
    FlawCode.UNPRINTABLE: "memuat tanda yang tidak dapat dicetak.",
    FlawCode.LEVEL: "harus provinsi, kabupaten, atau kota, bukan “{written}”.",
    FlawCode.CODE: "harus kode wilayah seperti 17.04, bukan “{written}”.",
    FlawCode.YEAR: "harus tahun 2015 sampai 2100, bukan “{written}”.",
    FlawCode.INSTRUMENT: "harus kode instrumen seperti kspp-2023-2024, bukan “{written}”.",
    FlawCode.SCORE: "harus angka 0 sampai 100 dengan paling banyak dua angka di belakang koma, bukan “{written}”.",
    FlawCode.ZONE: "harus hijau, kuning, atau merah, bukan “{written}”.",
    FlawCode.RANK: "harus bilangan 1 sampai 1.000, bukan “{written}”.",
    FlawCode.REPEATED: "baris ini sama dengan baris {written}.",
    FlawCode.CONTRADICTED: "berbeda dari baris {written}, padahal sumber dan instrumennya sama.",
}
REMARKS = {
    RemarkCode.ZONE: "zona tercetak {printed}, menurut rentang nilainya {expected}.",
    RemarkCode.GRADE: "kategori tercetak {printed}, menurut rentang nilainya {expected}.",
    RemarkCode.LABEL: "sebutan tercetak {printed}, menurut rentang nilainya {expected}.",
    RemarkCode.TOTAL: "nilai tercetak {printed}, rata-rata unitnya {expected}.",
    RemarkCode.UNKNOWN_INSTRUMENT: "instrumen {printed} tidak dikenal; sebutan tidak diperiksa.",
}

ASK_AGAIN = "Permintaan tidak lengkap. Periksa lagi isi berkas, lalu putuskan di halaman ini."
DECIDED_MEANWHILE = "Orang lain sudah memutuskan impor ini. Halaman ini menunjukkan keadaan sekarang."
DROPPED = "Impor ini sudah dibatalkan; tidak ada yang dimuat."
TAKEN = "Impor ini sudah dimuat."
LETTERS = 26


def on_row(row: int, words: str) -> str:
    return f"Baris {row}: {words}"


def flaw(found: Flaw) -> str:
    """Without the row. The cell is named as a spreadsheet does, unless the whole row is meant."""
    if found.code is FlawCode.REPEATED:
        return FLAWS[found.code].format(written=found.written)
    cell = f" (sel {_letters(found.place)}{found.row})" if found.place is not None else ""
    known = ", ".join(f"“{word}”" for word in HEADINGS[found.column][1:])
    words = FLAWS[found.code].format(written=found.written, known=known)
    return f"kolom {HEADINGS[found.column][1]}{cell} {words}"


def remark(found: Remark) -> str:
    return REMARKS[found.code].format(printed=_comma(found.printed), expected=_comma(found.expected))


def unknown(name: str, suggestions: Sequence[str]) -> str:
    meant = f" Apakah yang dimaksud {' atau '.join(suggestions)}?" if suggestions else ""
    return f"pemerintah daerah {name} tidak dikenal.{meant}"


def unknown_code(code: str) -> str:
    return f"tidak ada pemerintah daerah berkode {code}."


def other_code(code: str, coded: str, name: str) -> str:
    return f"kode {code} milik {coded}, tetapi namanya tertulis {name}; perbaiki salah satunya."


def by_code(name: str, coded: str) -> str:
    return f"nama tertulis {name}; menurut kode wilayahnya ini {coded}."


def ambiguous(name: str, candidates: Sequence[str]) -> str:
    return f"{name} dapat berarti {' atau '.join(candidates)}; isilah tingkat atau kode wilayah."


def other_level(name: str, level: str) -> str:
    return f"{name} bukan {level}; periksa tingkat dan kode wilayah."


def not_yours(name: str) -> str:
    return f"{name} bukan pemerintah daerah Anda."


def unknown_unit(name: str, suggestions: Sequence[str]) -> str:
    meant = f" Apakah yang dimaksud {' atau '.join(suggestions)}?" if suggestions else ""
    return (
        f"tidak ada unit bernama {name} di portal, jadi nilainya tidak disandingkan dengan nilai unit sendiri.{meant}"
        " Setelah dimuat, unitnya dapat dipilih di halaman hasil resmi pemerintah daerah."
    )


def stored_differs(stored: str, printed: str) -> str:
    return (
        f"sumber yang sama sudah dimuat dengan nilai {_comma(stored)} menurut instrumen ini, sekarang"
        f" {_comma(printed)}."
    )


def conflicting(printed: str, others: Sequence[str]) -> str:
    return f"nilai {_comma(printed)}, sumber lain menyebut {' dan '.join(map(_comma, others))}."


def summary(new: int, known: int, refused: int, *, written: bool) -> str:
    done = f"{new} hasil dimuat" if written else f"{new} hasil baru dapat dimuat"
    return f"{done}, {known} sudah ada, {refused} baris ditolak."


def _comma(figure: str) -> str:
    return figure.replace(".", ",") if figure.replace(".", "", 1).isdigit() else figure


def _letters(place: int) -> str:
    """0 is A, 26 is AA."""
    first, last = divmod(place, LETTERS)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)
