"""The workbook of an instrument: its sheets, their columns, and the words for closed choices."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
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
class Column:
    """`field` in the instrument file; `words` maps a stored value to the Indonesian one. Width in characters.

    `is_optional`: left out of the content where blank. `blank`: what a blank cell means where that is a value.
    `rows_of` names the sheet whose codes may stand here.
    """

    heading: str
    field: str
    kind: Kind
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

_T, _C, _N, _W = Kind.TEXT, Kind.CODE, Kind.NUMBER, Kind.WHOLE


def _provenance(heading: str, name: str, *, is_optional: bool = False) -> Column:
    """Where nothing is said the source is not known, which is an estimate."""
    words = "resmi: dari lembaganya; pemberitaan: dari media atau praktisi; kosong atau perkiraan: usulan sendiri."
    return Column(heading, name, Kind.CHOICE, 14, words, PROVENANCES, is_optional, None if is_optional else ESTIMATED)


def _choice(heading: str, name: str, words: Mapping[str, str], text: str, *, is_optional: bool = False) -> Column:
    return Column(heading, name, Kind.CHOICE, 24, text, words, is_optional)


HEAD: tuple[Column, ...] = (
    Column("Kode", "code", _C, 40, "Huruf kecil, angka, dan tanda hubung, misalnya kspp-2027."),
    Column("Keluarga", "family", _C, 40, "Sama untuk semua versi instrumen sejenis, misalnya kspp."),
    Column("Judul", "title", _T, 60, "Nama instrumen, paling panjang 200 huruf."),
    Column("Tahun", "years", Kind.YEARS, 40, "Tahun pemakaian, dipisah koma; kosong bila tidak terikat tahun."),
    Column("Keterangan", "description", _T, 60, "Untuk apa instrumen ini dan apa yang perlu diketahui pembaca."),
    Column("Sumber", "source", _T, 60, "Dari mana isi instrumen ini."),
    _choice("Nilai pemerintah daerah", "roll_up", ROLL_UPS, "Bagaimana nilai unit menjadi nilai pemerintah daerah."),
    Column("Skala", "scale", _N, 40, "Nilai sempurna: 100, atau 5 untuk PEKPPP."),
    Column("Desimal", "decimals", _W, 40, "Angka di belakang koma pada nilai akhir, 0 sampai 2."),
    _choice("Boleh tidak berlaku", "not_applicable_allowed", YES_NO, "Apakah indikator boleh ditandai tidak berlaku."),
    _choice("Rumus nilai unit", "formula", FORMULAS, "Kosong: dimensi berbobot.", is_optional=True),
    Column("Klausul opini", "clause", _T, 60, "Kosong bila tidak ada.", is_optional=True),
    _choice("Zona penghargaan", "award_zone", AWARD_ZONES, "Kosong: zona hijau.", is_optional=True),
    Column("Piagam mulai dari", "certificate_from", _N, 40, "Kosong bila tidak ada.", is_optional=True),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    PARTS: (
        Column("Kode", "code", _C, 12, "Misalnya F-02. Kosongkan lembar ini bila tidak ada komponen."),
        Column("Komponen", "name", _T, 60, "Paling panjang 120 huruf."),
        Column("Bobot", "weight", _N, 10, "Terhadap komponen lain."),
        _provenance("Asal bobot", "weight_provenance"),
    ),
    DIMENSIONS: (
        Column("Kode", "code", _C, 12, "Berbeda untuk setiap dimensi."),
        Column("Dimensi", "name", _T, 50, "Paling panjang 120 huruf."),
        Column("Bobot", "weight", _N, 10, "Bila semua bobot resmi, jumlahnya harus 100 (dalam komponennya)."),
        _provenance("Asal bobot", "weight_provenance"),
        Column("Keterangan", "description", _T, 50, "Boleh kosong.", is_optional=True),
        Column("Komponen", "part", _C, 12, "Kode pada lembar Komponen.", is_optional=True, rows_of=PARTS),
        Column("Jumlah bobot menurut aturan", "weight_total", _N, 18, "Hanya bila bobot dihitung menurut cetakannya.",
               is_optional=True),
        _choice("Bila ada yang kosong", "when_blank", WHEN_BLANK, "Kosong: dihitung nol.", is_optional=True),
    ),
    INDICATORS: (
        Column("Dimensi", DIMENSION, _C, 12, "Kode pada lembar Dimensi.", rows_of=DIMENSIONS),
        Column("Kode variabel", VARIABLE, _C, 14, "Indikator dengan kode variabel yang sama berkumpul di bawahnya."),
        Column("Variabel", VARIABLE_NAME, _T, 30, "Wajib pada baris pertama variabelnya.", is_optional=True),
        Column("Kode", "code", _C, 12, "Berbeda untuk setiap indikator."),
        Column("Indikator", "name", _T, 60, "Paling panjang 250 huruf."),
        _choice("Lingkup", "scope", SCOPES, "Pada siapa atau apa indikator ini dinilai."),
        Column("Bobot", "weight", _N, 10, "Di dalam dimensinya; 0: dicatat tanpa dihitung."),
        _provenance("Asal rumusan", "name_provenance"),
        _provenance("Asal bobot", "weight_provenance"),
        _provenance("Asal tingkat", LEVELS_PROVENANCE, is_optional=True),
        Column("Dasar hukum", "legal_ref", _T, 40, "Boleh kosong.", is_optional=True),
        Column("Catatan", "note", _T, 40, "Boleh kosong.", is_optional=True),
        Column("Angka tertinggi", "figure_maximum", _N, 12, "Hanya data sekunder; kosong: 100.", is_optional=True),
        Column("Hal yang dihitung", "things", Kind.PAIRS, 40, "Bila tingkat mengikuti banyaknya hal yang ada:"
               " satu baris setiap hal, kode: uraian.", is_optional=True),
        Column("Batas tingkat", "at_least", Kind.NUMBERS, 14, "Berapa hal yang diminta setiap tingkat di atas yang"
               " terendah, misalnya 1, 2, 3, 5.", is_optional=True),
        _choice("Berlaku bagi", "applies_to", APPLIES_TO, "Kosong: semua.", is_optional=True),
    ),
    BANDS: (
        Column("Mulai dari", "lower", _N, 12, "Batas bawah, termasuk. Dari yang terbaik; yang terakhir 0."),
        Column("Zona", "zone", Kind.CHOICE, 12, "Kosong bila tidak ada.", ZONES, blank=""),
        Column("Kategori", "grade", _T, 12, "Misalnya A; kosong bila tidak ada.", blank=""),
        Column("Sebutan", "label", _T, 40, "Misalnya Kualitas Tertinggi."),
        Column("Sebutan unit", "unit_label", _T, 40, "Hanya bila berbeda dari sebutan.", is_optional=True),
        _provenance("Asal", "provenance"),
    ),
    SAMPLES: (
        _choice("Lingkup", "scope", SCOPES, "Apa yang diambil sampelnya."),
        Column("Jumlah", "number", _W, 10, "Bilangan bulat."),
        _choice("Dihitung per", "per", PER, "Untuk setiap unit, atau untuk seluruh pemerintah daerah."),
        _provenance("Asal", "provenance"),
    ),
    FACTORS: (
        _choice("Hasil wawancara", "outcome", OUTCOMES, "Keempatnya, bila ada pejabat yang diwawancarai."),
        Column("Faktor", "factor", _N, 10, "0 sampai 1."),
        _provenance("Asal", "provenance"),
    ),
}  # fmt: skip

LISTS = {PARTS: "parts", BANDS: "bands", SAMPLES: "samples", FACTORS: "outcome_factors"}
"""Sheets whose rows are a list at the top of an instrument file."""

SHEETS = (INSTRUMENT, *COLUMNS)


def plain(text: object) -> str:
    """As headings and words are compared: without case and with single blanks."""
    return " ".join(str(text).casefold().split())
