"""What is wrong with a sheet or its file, one sentence per code: what happened and what to do next."""

from scoring.checking import SheetProblem
from scoring.codes import SheetCode
from scoring.strict_json import FormatProblem

_SHEET_PROBLEMS = {
    SheetCode.UNKNOWN_INDICATOR: "Indikator {indicator} tidak ada dalam instrumen ini. Periksa kode dan versinya.",
    SheetCode.UNKNOWN_SUBJECT: "Jawaban {indicator} menunjuk {subject}, yang tidak ada dalam daftar. Daftarkan dahulu.",
    SheetCode.UNKNOWN_OUTCOME: "Hasil wawancara {subject} tidak dikenal oleh instrumen ini. Pilih hasil yang tersedia.",
    SheetCode.DUPLICATE_SUBJECT: "Kode {subject} terdaftar lebih dari sekali. Beri kode yang berbeda.",
    SheetCode.DUPLICATE_ANSWER: "Indikator {indicator}{about} dijawab lebih dari sekali. Sisakan satu jawaban.",
    SheetCode.SUBJECT_MISSING: "Jawaban {indicator} belum menyebut produk, pejabat, atau petugasnya. Lengkapi.",
    SheetCode.SUBJECT_UNEXPECTED: "Indikator {indicator} dijawab satu kali untuk unit; hapus rujukan ke {subject}.",
    SheetCode.SUBJECT_OF_OTHER_SCOPE: "Indikator {indicator} tidak dinilai pada {subject}. Pilih subjek yang sesuai.",
    SheetCode.WRONG_MEASURE: "Bentuk jawaban {indicator}{about} keliru. Isi tingkat, angka, atau rekap yang diminta.",
    SheetCode.NOT_APPLICABLE_BUT_ANSWERED: "Indikator {indicator}{about} ditandai tidak berlaku, tetapi juga diisi."
    " Pilih salah satu.",
    SheetCode.POINTS_OUT_OF_RANGE: "Tingkat {indicator}{about} di luar pilihan yang ada. Pilih tingkat yang tersedia.",
    SheetCode.FIGURE_OUT_OF_RANGE: "Angka {indicator}{about} harus 0 sampai 100, paling banyak sepuluh desimal.",
    SheetCode.TALLY_LEVEL_OUT_OF_RANGE: "Rekap survei {indicator} memuat tingkat yang tidak ada. Periksa tingkatnya.",
    SheetCode.THING_UNKNOWN: "Isian {indicator}{about} menyebut hal yang tidak ada dalam daftarnya, atau dua kali."
    " Pakai kode dalam instrumen, masing-masing sekali.",
    SheetCode.TALLY_NEGATIVE: "Jumlah responden {indicator} tidak boleh negatif. Perbaiki rekapnya.",
}

_TYPE_NAMES = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "bilangan",
    "boolean": "true atau false",
    "object": "objek JSON",
    "array": "larik JSON",
    "string, number": "bilangan",
}

_FORMAT_PROBLEMS = {
    "encoding": "berkas bukan teks UTF-8. Simpan ulang sebagai UTF-8.",
    "json": "berkas bukan JSON yang sah (baris:kolom {expected}).",
    "nesting": "susunan berkas terlalu dalam. Gunakan lembar isian hasil ekspor.",
    "size": "berkas lebih besar dari {expected} MB.",
    "number": "ada bilangan yang terlalu besar.",
    "constant": "{expected} bukan bilangan yang sah.",
    "duplicate_key": "tertulis lebih dari sekali dalam satu objek.",
    "required": "isian {expected} wajib ada.",
    "additionalProperties": "isian {expected} tidak dikenal.",
    "type": "harus berupa {expected}.",
    "const": "harus {expected}.",
    "enum": "harus salah satu dari: {expected}.",
    "minimum": "paling kecil {expected}.",
    "maximum": "paling besar {expected}.",
    "minLength": "paling sedikit {expected} karakter.",
    "maxLength": "paling banyak {expected} karakter.",
    "maxItems": "paling banyak {expected} butir.",
    "uniqueItems": "setiap butir hanya boleh tertulis sekali.",
    "pattern": "penulisannya tidak sesuai format.",
}


def sheet_problem(problem: SheetProblem) -> str:
    indicator, subject = _plain(problem.indicator or ""), _plain(problem.subject or "")
    about = f" ({subject})" if subject else ""
    return _SHEET_PROBLEMS[problem.code].format(indicator=indicator, subject=subject, about=about)


def format_problem(problem: FormatProblem) -> str:
    expected = _TYPE_NAMES[problem.expected] if problem.rule == "type" else problem.expected
    sentence = _FORMAT_PROBLEMS[problem.rule].format(expected=_plain(expected))
    return f"{_plain(problem.path)}: {sentence}" if problem.path else sentence[0].upper() + sentence[1:]


def _plain(text: str) -> str:
    """Text from a stranger's file without characters that could steer a terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)
