"""The workbook of an instrument: its sheets, their columns, and the words for closed choices."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """How a cell is read. `CODE` and `TEXT` are both text without blanks at the ends; only a code has none inside."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    YEARS = "years"
    NUMBERS = "numbers"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """`field` in the instrument file; `words` maps a stored value to the Indonesian one. Width in characters.

    `is_optional`: left out of the content where blank. `blank`: what a blank cell means where that is a value.
    `rows_of` names the sheet whose codes may stand here.
    """

    heading: str
    field: str
    kind: CellKind
    width: int
    help: str
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    is_optional: bool = False
    blank: str | None = None
    rows_of: str = ""


INSTRUMENT, PARTS, DIMENSIONS, INDICATORS = "Instrumen", "Komponen", "Dimensi", "Indikator"
BANDS, SAMPLES, FACTORS, GUIDE = "Rentang", "Sampel", "Faktor", "Petunjuk"
HEAD_COLUMNS = ("Isian", "Isi", "Penjelasan")
LEVEL, EVIDENCE = "Tingkat", "Bukti"
LEVELS_PROVENANCE = "levels_provenance"
DIMENSION, VARIABLE, VARIABLE_NAME = "dimension", "variable", "variable_name"
"""Columns of the indicators that say where in the tree a row stands."""

MOST_ROWS = 3000
"""In one sheet, blank rows not counted. The largest instrument shipped has 79 indicators."""
MOST_LEVELS = 100
MOST_EVIDENCE = 40
MOST_COLUMNS = 200

AWARD_ZONES = {"hijau": "zona hijau", "kuning": "zona kuning", "merah": "zona merah", "none": "tidak ada"}
PROVENANCES = {"official": "resmi", "press": "pemberitaan", "estimated": "perkiraan"}
ESTIMATED = "estimated"
SCOPES = {
    "unit": "unit",
    "product": "produk layanan",
    "official": "pejabat atau pelaksana",
    "complaint_officer": "petugas pengaduan",
    "user": "pengguna layanan",
    "secondary": "data sekunder",
    "government": "pemerintah daerah",
}
OUTCOMES = {
    "main": "responden utama",
    "substitute": "responden pengganti",
    "refused": "menolak diwawancarai",
    "absent": "tidak hadir",
}
PER = {"unit": "unit", "government": "pemerintah daerah"}
ZONES = {"hijau": "hijau", "kuning": "kuning", "merah": "merah"}
ROLL_UPS = {"mean_of_loci": "rata-rata lokus", "mean_by_products": "tertimbang jumlah produk"}
FORMULAS = {"weighted_dimensions": "dimensi berbobot", "pooled_indicators": "semua indikator digabung"}
WHEN_BLANK = {"zero": "dihitung nol", "withheld": "nilai ditahan"}
APPLIES_TO = {"all": "semua", "ministry": "kementerian saja"}
YES_NO = {"true": "ya", "false": "tidak"}

_T, _C, _N, _W = CellKind.TEXT, CellKind.CODE, CellKind.NUMBER, CellKind.WHOLE


def _provenance(heading: str, name: str, *, is_optional: bool = False) -> SheetColumn:
    """Where nothing is said the source is not known, which is an estimate."""
    words = "resmi: dari lembaganya; pemberitaan: dari media atau praktisi; kosong atau perkiraan: usulan sendiri."
    return SheetColumn(
        heading, name, CellKind.CHOICE, 14, words, PROVENANCES, is_optional, None if is_optional else ESTIMATED
    )


def _choice(heading: str, name: str, words: Mapping[str, str], text: str, *, is_optional: bool = False) -> SheetColumn:
    return SheetColumn(heading, name, CellKind.CHOICE, 24, text, words, is_optional)


HEAD: tuple[SheetColumn, ...] = (
    SheetColumn("Kode", "code", _C, 40, "Huruf kecil, angka, dan tanda hubung, misalnya kspp-2027."),
    SheetColumn("Keluarga", "family", _C, 40, "Sama untuk semua versi instrumen sejenis, misalnya kspp."),
    SheetColumn("Judul", "title", _T, 60, "Nama instrumen, paling panjang 200 huruf."),
    SheetColumn(
        "Tahun", "years", CellKind.YEARS, 40, "Tahun pemakaian, dipisah koma; kosong bila tidak terikat tahun."
    ),
    SheetColumn("Keterangan", "description", _T, 60, "Untuk apa instrumen ini dan apa yang perlu diketahui pembaca."),
    SheetColumn("Sumber", "source", _T, 60, "Dari mana isi instrumen ini."),
    _choice("Nilai pemerintah daerah", "roll_up", ROLL_UPS, "Bagaimana nilai unit menjadi nilai pemerintah daerah."),
    SheetColumn("Skala", "scale", _N, 40, "Nilai sempurna: 100, atau 5 untuk PEKPPP."),
    SheetColumn("Desimal", "decimals", _W, 40, "Angka di belakang koma pada nilai akhir, 0 sampai 2."),
    _choice("Boleh tidak berlaku", "not_applicable_allowed", YES_NO, "Apakah indikator boleh ditandai tidak berlaku."),
    _choice("Rumus nilai unit", "formula", FORMULAS, "Kosong: dimensi berbobot.", is_optional=True),
    SheetColumn("Klausul opini", "clause", _T, 60, "Kosong bila tidak ada.", is_optional=True),
    _choice("Zona penghargaan", "award_zone", AWARD_ZONES, "Kosong: zona hijau.", is_optional=True),
    SheetColumn("Piagam mulai dari", "certificate_from", _N, 40, "Kosong bila tidak ada.", is_optional=True),
)

COLUMNS: Mapping[str, tuple[SheetColumn, ...]] = {
    PARTS: (
        SheetColumn("Kode", "code", _C, 12, "Misalnya F-02. Kosongkan lembar ini bila tidak ada komponen."),
        SheetColumn("Komponen", "name", _T, 60, "Paling panjang 120 huruf."),
        SheetColumn("Bobot", "weight", _N, 10, "Terhadap komponen lain."),
        _provenance("Asal bobot", "weight_provenance"),
    ),
    DIMENSIONS: (
        SheetColumn("Kode", "code", _C, 12, "Berbeda untuk setiap dimensi."),
        SheetColumn("Dimensi", "name", _T, 50, "Paling panjang 120 huruf."),
        SheetColumn("Bobot", "weight", _N, 10, "Bila semua bobot resmi, jumlahnya harus 100 (dalam komponennya)."),
        _provenance("Asal bobot", "weight_provenance"),
        SheetColumn("Keterangan", "description", _T, 50, "Boleh kosong.", is_optional=True),
        SheetColumn("Komponen", "part", _C, 12, "Kode pada lembar Komponen.", is_optional=True, rows_of=PARTS),
        SheetColumn("Jumlah bobot menurut aturan", "weight_total", _N, 18,
                    "Hanya bila bobot dihitung menurut cetakannya.", is_optional=True),
        _choice("Bila ada yang kosong", "when_blank", WHEN_BLANK, "Kosong: dihitung nol.", is_optional=True),
    ),
    INDICATORS: (
        SheetColumn("Dimensi", DIMENSION, _C, 12, "Kode pada lembar Dimensi.", rows_of=DIMENSIONS),
        SheetColumn("Kode variabel", VARIABLE, _C, 14,
                    "Indikator dengan kode variabel yang sama berkumpul di bawahnya."),
        SheetColumn("Variabel", VARIABLE_NAME, _T, 30, "Wajib pada baris pertama variabelnya.", is_optional=True),
        SheetColumn("Kode", "code", _C, 12, "Berbeda untuk setiap indikator."),
        SheetColumn("Indikator", "name", _T, 60, "Paling panjang 250 huruf."),
        _choice("Lingkup", "scope", SCOPES, "Pada siapa atau apa indikator ini dinilai."),
        SheetColumn("Bobot", "weight", _N, 10, "Di dalam dimensinya; 0: dicatat tanpa dihitung."),
        _provenance("Asal rumusan", "name_provenance"),
        _provenance("Asal bobot", "weight_provenance"),
        _provenance("Asal tingkat", LEVELS_PROVENANCE, is_optional=True),
        SheetColumn("Dasar hukum", "legal_ref", _T, 40, "Boleh kosong.", is_optional=True),
        SheetColumn("Catatan", "note", _T, 40, "Boleh kosong.", is_optional=True),
        SheetColumn("Angka tertinggi", "figure_maximum", _N, 12, "Hanya data sekunder; kosong: 100.", is_optional=True),
        SheetColumn("Hal yang dihitung", "things", CellKind.PAIRS, 40, "Bila tingkat mengikuti banyaknya hal yang ada:"
                    " satu baris setiap hal, kode: uraian.", is_optional=True),
        SheetColumn("Batas tingkat", "at_least", CellKind.NUMBERS, 14, "Berapa hal yang diminta setiap tingkat di atas"
                    " yang terendah, misalnya 1, 2, 3, 5.", is_optional=True),
        _choice("Berlaku bagi", "applies_to", APPLIES_TO, "Kosong: semua.", is_optional=True),
    ),
    BANDS: (
        SheetColumn("Mulai dari", "lower", _N, 12, "Batas bawah, termasuk. Dari yang terbaik; yang terakhir 0."),
        SheetColumn("Zona", "zone", CellKind.CHOICE, 12, "Kosong bila tidak ada.", ZONES, blank=""),
        SheetColumn("Kategori", "grade", _T, 12, "Misalnya A; kosong bila tidak ada.", blank=""),
        SheetColumn("Sebutan", "label", _T, 40, "Misalnya Kualitas Tertinggi."),
        SheetColumn("Sebutan unit", "unit_label", _T, 40, "Hanya bila berbeda dari sebutan.", is_optional=True),
        _provenance("Asal", "provenance"),
    ),
    SAMPLES: (
        _choice("Lingkup", "scope", SCOPES, "Apa yang diambil sampelnya."),
        SheetColumn("Jumlah", "number", _W, 10, "Bilangan bulat."),
        _choice("Dihitung per", "per", PER, "Untuk setiap unit, atau untuk seluruh pemerintah daerah."),
        _provenance("Asal", "provenance"),
    ),
    FACTORS: (
        _choice("Hasil wawancara", "outcome", OUTCOMES, "Keempatnya, bila ada pejabat yang diwawancarai."),
        SheetColumn("Faktor", "factor", _N, 10, "0 sampai 1."),
        _provenance("Asal", "provenance"),
    ),
}  # fmt: skip

LISTS = {PARTS: "parts", BANDS: "bands", SAMPLES: "samples", FACTORS: "outcome_factors"}
"""Sheets whose rows are a list at the top of an instrument file."""

SHEETS = (INSTRUMENT, *COLUMNS)


def plain(text: object) -> str:
    """As headings and words are compared: without case and with single blanks."""
    return " ".join(str(text).casefold().split())
