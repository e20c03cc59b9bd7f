"""Sentences about bringing instruments in and out as files."""

from collections.abc import Sequence

from instruments.importing.cells import CellCode
from instruments.importing.layout import MOST_COLUMNS, MOST_ROWS, CellKind, SheetColumn
from instruments.importing.reading import CellFlaw, CellPlace, TableCode

GUIDE = (
    "Isi lembar Instrumen, Dimensi, dan Indikator; lembar lain bila diperlukan.",
    "Jangan mengubah nama lembar dan judul kolom pada baris pertama. Urutan kolom bebas.",
    "Satu baris pada lembar Indikator adalah satu indikator. Urutan baris adalah urutan pada daftar periksa.",
    "Angka boleh ditulis dengan koma atau titik desimal, tanpa titik ribuan dan tanpa tanda persen.",
    "Rumus, tanggal, dan sel gabungan ditolak. Asal yang kosong berarti perkiraan.",
    "Sel yang hanya menerima pilihan tertentu menampilkan daftarnya.",
    "Setelah diunggah, portal memeriksa semua sel dan memperlihatkan perbedaannya sebelum ada yang disimpan.",
)
LEVELS_HELP = (
    "Uraian tiap tingkat, berurutan dari 0 atau 1 tanpa ada yang terlewat, paling sedikit dua. Tambahkan kolom "
    "Tingkat 5 dan seterusnya bila perlu. Data sekunder tidak memiliki tingkat."
)
EVIDENCE_HELP = "Satu jenis bukti setiap kolom. Tambahkan kolom Bukti 4 dan seterusnya bila perlu."
CHOOSE_FROM_LIST = "Pilih salah satu dari daftar."
KINDS = {
    CellKind.NUMBER: "Angka.",
    CellKind.WHOLE: "Bilangan bulat.",
    CellKind.CODE: "Teks tanpa spasi.",
}

CELLS = {
    CellCode.MISSING: "wajib diisi.",
    CellCode.FORMULA: "berisi rumus. Ganti dengan hasilnya (salin, lalu tempel sebagai nilai).",
    CellCode.DATE: "berisi tanggal atau jam. Ubah format sel menjadi Teks, lalu tulis lagi isinya.",
    CellCode.PERCENT: "berformat persen. Ubah format sel menjadi Umum, lalu tulis angkanya saja, misalnya 21,85.",
    CellCode.ERROR: "berisi galat atau angka yang tidak dapat dibaca. Tulis lagi isinya.",
    CellCode.NUMBER: "harus berupa angka, bukan “{written}”.",
    CellCode.THOUSANDS: "“{written}” dapat berarti ribuan. Tulis dengan koma desimal dan tanpa titik ribuan.",
    CellCode.WHOLE: "harus berupa bilangan bulat, bukan “{written}”.",
    CellCode.CHOICE: "harus salah satu dari: {offered}; bukan “{written}”.",
    CellCode.YEARS: "harus berupa tahun yang dipisah koma, misalnya 2026, 2027; bukan “{written}”.",
    CellCode.CODE_IS_NUMBER: "berisi angka pecahan. Ubah format sel menjadi Teks, lalu tulis lagi isinya.",
    TableCode.SHEET_MISSING: "tidak ada dalam berkas. Salin lembar ini dari templat, boleh tanpa isi.",
    TableCode.COLUMN_MISSING: "kolom {written} tidak ada pada baris pertama. Salin judulnya dari templat.",
    TableCode.COLUMN_UNKNOWN: "kolom “{written}” tidak dikenal. Periksa ejaan judulnya, atau hapus kolomnya.",
    TableCode.COLUMN_TWICE: "kolom “{written}” ada dua kali. Sisakan satu.",
    TableCode.NO_HEADING: "terisi, tetapi kolomnya tidak berjudul. Beri judul kolom atau kosongkan.",
    TableCode.FIELD_UNKNOWN: "isian “{written}” tidak dikenal. Periksa ejaannya, atau hapus barisnya.",
    TableCode.FIELD_TWICE: "isian {written} ada dua kali. Sisakan satu.",
    TableCode.ROW_UNKNOWN: "dimensi “{written}” tidak ada pada lembar Dimensi.",
    TableCode.MERGED: "sel digabung. Pisahkan selnya (Unmerge), lalu isi masing-masing.",
    TableCode.VARIABLE_NAMES: "berbeda dari baris sebelumnya, “{written}”. Samakan, atau beri kode variabel lain.",
    TableCode.CODE_TWICE: "kode {written} sudah dipakai dimensi lain.",
    TableCode.BRANCH_EMPTY: "dimensi {written} belum mempunyai indikator pada lembar Indikator.",
}

TOO_LARGE = "Berkas lebih besar dari 2 MB, atau terlalu besar setelah dibuka. Hapus gambar dan lembar yang tidak perlu."
BROKEN = "Berkas rusak, berkata sandi, atau bukan XLSX. Buka di Excel, simpan ulang sebagai XLSX, lalu unggah lagi."
NEITHER = "Berkas ini bukan XLSX maupun YAML. Unduh templat, isi, lalu unggah lagi."
WORD = "Berkas ini dokumen Word. Unduh templat XLSX, salin tabelnya ke lembar Indikator, lalu unggah XLSX itu."
EMPTY = "Berkas ini kosong. Pilih berkas yang sudah diisi."
CHANGED_MEANWHILE = "Rancangan berubah sejak berkas Anda diperiksa. Unggah lagi berkasnya untuk melihat perbedaannya."
TOO_MUCH = "Isi berkas terlalu besar untuk diperiksa lewat halaman ini. Ringkaskan uraian yang panjang."
SAVED_NEW = "Rancangan {code} dibuat dari berkas. Berikutnya: periksa, lalu terbitkan."
SAVED = "Rancangan {code} diganti dengan isi berkas."
NOT_A_DRAFT = "Instrumen yang sudah terbit tidak dapat diganti. Buat rancangan baru dari berkas Anda."
FROM_FILE = "Diganti dengan isi berkas yang diunggah."
SAME = "Isi berkas sama dengan rancangan yang tersimpan; tidak ada yang diubah."
OTHER_CODE = "Kode dalam berkas, {written}, tidak dipakai: rancangan ini tetap berkode {code}."


def too_many_rows(sheet: str) -> str:
    return f"Lembar {sheet} lebih dari {MOST_ROWS:,} baris.".replace(",", ".")


def too_many_columns(sheet: str) -> str:
    return f"Lembar {sheet} lebih dari {MOST_COLUMNS} kolom. Hapus kolom yang tidak perlu."


def sheet_twice(sheet: str) -> str:
    return f"Lembar {sheet} ada dua kali. Sisakan satu."


def ignored(sheets: Sequence[str]) -> str:
    return f"Lembar yang tidak dibaca: {', '.join(sheets)}."


def cell_help(column: SheetColumn) -> str:
    offered = f" Pilihan: {'; '.join(column.words.values())}." if column.words else ""
    kind = f" {KINDS[column.kind]}" if column.kind in KINDS else ""
    return f"{column.help}{kind}{offered}"


def where(place: CellPlace) -> str:
    """`Lembar Indikator, sel F12 (Lingkup)`."""
    cell = f", sel {place.cell}" if place.cell else ""
    heading = f" ({place.heading})" if place.heading else ""
    return f"Lembar {place.sheet}{cell}{heading}"


def flaw(found: CellFlaw) -> str:
    return f"{where(found.place)}: {CELLS[found.code].format(written=found.written, offered=found.offered)}"


def mistake(place: CellPlace, sentence: str) -> str:
    return f"{where(place)}: {sentence}"


def line(number: int, field: str, sentence: str) -> str:
    """Of a text file."""
    return f"Baris {number}, {field}: {sentence}" if field else f"Baris {number}: {sentence}"


def size(dimensions: int, indicators: int, bands: int) -> str:
    return f"{dimensions} dimensi, {indicators} indikator, {bands} rentang nilai."
