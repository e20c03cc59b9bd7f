"""What the library of instruments and its editor say."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from instruments.sentences.words import OUTCOME_NAMES, PROVENANCE_NAMES, SCOPE_NAMES
from instruments.versions.comparing import Change, Comparison, Difference, DifferenceKind, RowSort
from instruments.versions.document import FileProvenance, InstrumentFile
from instruments.versions.problems import Path
from kspp.lib.numbers import decimal_id
from scoring.instrument import AppliesTo, Formula, RollUp, Scope, WhenBlank
from scoring.kinds import Height

SOURCE_NEEDED = "Sebutkan sumber perubahan di bawah, karena asalnya Anda nyatakan bukan perkiraan."
TAKEN = "Kode ini sudah dipakai dalam instrumen ini."
SAVED = "Tersimpan: {}."
NOTHING_CHANGED = "Tidak ada yang berubah."
REMOVED = "{} dihapus."
MOVED = "{} dipindahkan."
PUBLISHED = "{} terbit dan tidak dapat diubah lagi."
RETIRED = "{} tidak dapat dipilih lagi untuk siklus baru."
DISCARDED = "Rancangan {} dibuang."
CLONED = "Rancangan dibuat. Sesuaikan isinya dengan kisi-kisi Anda."
NOT_MOVED = (
    "Rancangan berubah sejak Anda membukanya, jadi urutannya belum diubah. Periksa susunan di bawah, lalu coba lagi."
)
CHECK_ROWS = "Ada baris yang belum benar. Periksa baris bertanda di bawah ini; belum ada yang tersimpan."
TWO_PARTS = "Komponen paling sedikit dua, atau tidak ada sama sekali."
UNREADABLE = "Isian di halaman ini belum dapat dibaca. Daftar di bawah menurut yang tersimpan."
NOTHING = "kosong"

AWARD_ZONE_NAMES = {
    "hijau": "zona hijau",
    "kuning": "zona kuning",
    "merah": "zona merah",
    "none": "tidak ada penghargaan",
}
FORMULA_NAMES = {
    Formula.WEIGHTED_DIMENSIONS: "dimensi berbobot",
    Formula.POOLED_INDICATORS: "semua indikator ditimbang langsung dalam unit",
}
ROLL_UP_NAMES = {
    RollUp.MEAN_OF_LOCI: "rata-rata semua lokus",
    RollUp.MEAN_BY_PRODUCTS: "rata-rata lokus menurut banyaknya produk layanan",
}
WHEN_BLANK_NAMES = {WhenBlank.ZERO: "dihitung nol", WhenBlank.WITHHELD: "nilai ditahan sampai terisi"}
APPLIES_TO_NAMES = {AppliesTo.ALL: "semua", AppliesTo.MINISTRY: "kementerian dan lembaga saja (tidak ditanyakan)"}
PER_NAMES = {"unit": "per unit", "government": "per pemerintah daerah"}
SORT_NAMES = {
    RowSort.PART: "Komponen",
    RowSort.DIMENSION: "Dimensi",
    RowSort.VARIABLE: "Variabel",
    RowSort.INDICATOR: "Indikator",
    RowSort.BAND: "Rentang",
    RowSort.SAMPLE: "Sampel",
    RowSort.OUTCOME: "Hasil wawancara",
}
KIND_NAMES = {
    DifferenceKind.ADDED: "ditambah",
    DifferenceKind.DROPPED: "dihapus",
    DifferenceKind.RECODED: "berganti kode",
    DifferenceKind.MOVED: "pindah induk",
    DifferenceKind.REORDERED: "pindah urutan",
    DifferenceKind.REWORDED: "berubah kata-katanya",
    DifferenceKind.REWEIGHTED: "berubah bobotnya",
    DifferenceKind.SHIFTED: "ikut bergeser bobot akhirnya",
    DifferenceKind.RESCOPED: "berubah lingkupnya",
    DifferenceKind.RULED: "berubah aturannya",
    DifferenceKind.RESOURCED: "berubah asalnya",
}
HEIGHT_NAMES = {
    Height.LOWEST: "Semua isian pada tingkat terendah",
    Height.MIDDLE: "Semua isian pada tingkat tengah",
    Height.HIGHEST: "Semua isian pada tingkat tertinggi",
}
FIELD_NAMES = {
    "code": "kode",
    "family": "keluarga",
    "title": "judul",
    "years": "tahun",
    "description": "keterangan",
    "source": "sumber",
    "formula": "rumus nilai unit",
    "roll_up": "nilai pemerintah daerah",
    "scale": "skala",
    "decimals": "angka di belakang koma",
    "not_applicable_allowed": "boleh tidak berlaku",
    "clause": "klausul",
    "award_zone": "zona penghargaan",
    "certificate_from": "piagam mulai dari",
    "name": "nama",
    "note": "catatan",
    "legal_ref": "dasar hukum",
    "evidence": "bukti yang diharapkan",
    "weight": "bobot",
    "weight_total": "jumlah bobot menurut aturan",
    "scope": "lingkup",
    "applies_to": "berlaku bagi",
    "figure_maximum": "angka tertinggi",
    "things": "hal yang dihitung",
    "at_least": "batas tingkat",
    "name_provenance": "asal nama",
    "weight_provenance": "asal bobot",
    "levels_provenance": "asal tingkat",
    "provenance": "asal",
    "when_blank": "bila kosong",
    "parents": "letak",
    "part": "komponen",
    "parts": "komponen",
    "label": "sebutan",
    "unit_label": "sebutan bagi unit",
    "grade": "kategori",
    "zone": "zona",
    "lower": "batas bawah",
    "number": "jumlah",
    "per": "dihitung",
    "factor": "faktor",
    "outcome": "hasil wawancara",
    "levels": "tingkat",
    "samples": "sampel",
    "bands": "rentang nilai",
    "outcome_factors": "faktor hasil wawancara",
    "variables": "isi",
    "dimensions": "dimensi",
}
LIST_NAMES = {
    **{name: FIELD_NAMES[name] for name in ("parts", "samples", "outcome_factors", "bands", "dimensions")},
    "variables": "variabel",
    "indicators": "indikator",
}
_WORDS: Mapping[type, Mapping[Any, str]] = {
    FileProvenance: PROVENANCE_NAMES,
    Formula: FORMULA_NAMES,
    RollUp: ROLL_UP_NAMES,
    WhenBlank: WHEN_BLANK_NAMES,
    AppliesTo: APPLIES_TO_NAMES,
    Scope: SCOPE_NAMES,
}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def weight_words(value: Decimal | int) -> str:
    """A weight with the decimals it needs: `17`, `9,5`, `0,333`."""
    exact = Decimal(value).normalize()
    return decimal_id(exact, max(0, -int(exact.as_tuple().exponent)))


def lower_words(value: Decimal) -> str:
    """Where a band begins: `mulai 88,00`."""
    return f"mulai {decimal_id(value)}"


def percent_words(share: Fraction) -> str:
    """An effective weight: `3,06%`."""
    return f"{decimal_id(Decimal(share.numerator) / share.denominator)}%"


def written(value: Any) -> str:
    """Any value of an instrument file as a person reads it."""
    if value is None or value == "" or value == ():
        return NOTHING
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if type(value) in _WORDS:
        return _WORDS[type(value)][value]
    if isinstance(value, Decimal):
        return weight_words(value)
    if isinstance(value, tuple):
        return "; ".join(str(each) for each in value if each != "") or NOTHING
    return str(value)


def field_words(field: str) -> str:
    name, _, points = field.partition(".")
    return f"tingkat {points}" if points else FIELD_NAMES.get(name, name)


def row_words(row: Difference) -> str:
    """`Indikator A1.2`, `Rentang B`, `Sampel pejabat atau pelaksana per unit`."""
    return f"{SORT_NAMES[row.sort]} {code_words(row)}"


def code_words(row: Difference) -> str:
    code = row.shown.code
    if row.sort is RowSort.SAMPLE:
        scope, _, per = code.partition("/")
        return f"{SCOPE_NAMES[Scope(scope)]} {PER_NAMES[per]}"
    return OUTCOME_NAMES.get(code, code) if row.sort is RowSort.OUTCOME else code


def change_words(change: Change) -> tuple[str, str, str]:
    """Field, before, after."""
    return field_words(change.field), written(change.before), written(change.after)


def told(comparison: Comparison) -> dict[str, list[str]]:
    """Every change with its label, from what to what: as the history keeps it, and as a conflict shows it."""
    return {label: [before, after] for label, before, after in _told(comparison)}


def _told(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    for change in comparison.head:
        name, before, after = change_words(change)
        yield capital(name), before, after
    for row in comparison.differing():
        yield from _row_told(row)


def _row_told(row: Difference) -> Iterator[tuple[str, str, str]]:
    where = row_words(row)
    if row.before is None or row.after is None:
        name = row.shown.name or "ada"
        yield (where, NOTHING, name) if row.before is None else (where, name, NOTHING)
        return
    for change in row.changes:
        name, before, after = change_words(change)
        yield f"{where}: {name}", before, after
    if DifferenceKind.REORDERED in row.kinds:
        yield f"{where}: urutan", "semula", "dipindahkan"


def became_estimates(comparison: Comparison) -> str:
    """A sentence about what counts as an estimate from now on; empty where nothing does."""
    rows = [
        row_words(row)
        for row in comparison.differing()
        if any(change.after is FileProvenance.ESTIMATED for change in row.changes)
    ]
    if not rows:
        return ""
    more = f" dan {len(rows) - 3} lainnya" if len(rows) > 3 else ""
    return f"Kini bertanda perkiraan, karena diubah tanpa menyebut sumber: {', '.join(rows[:3])}{more}."


def summary(comparison: Comparison) -> str:
    """How many rows of the tree differ in what way, in one sentence."""
    if comparison.is_same:
        return "Kedua versi sama isinya."
    tree = (RowSort.DIMENSION, RowSort.VARIABLE, RowSort.INDICATOR)
    counts = [
        f"{len(rows)} {SORT_NAMES[sort].lower()} {KIND_NAMES[kind]}"
        for kind in (
            DifferenceKind.ADDED,
            DifferenceKind.DROPPED,
            DifferenceKind.MOVED,
            DifferenceKind.REWORDED,
            DifferenceKind.REWEIGHTED,
            DifferenceKind.RESCOPED,
        )
        for sort in tree
        if (rows := comparison.of(kind, sort))
    ]
    return capital(", ".join(counts)) + "." if counts else "Susunannya sama; yang berbeda hanya hal-hal di bawah ini."


def formula_words(file: InstrumentFile) -> list[str]:
    """How the score comes about, from the answer to the government, one sentence a step."""
    scale = weight_words(file.scale)
    sentences = [f"Setiap isian bernilai tingkat yang dicapai dibagi tingkat tertinggi, dikali skala {scale}."]
    if file.outcome_factors:
        factors = ", ".join(
            f"{OUTCOME_NAMES.get(row.outcome, row.outcome)} {weight_words(row.factor)}" for row in file.outcome_factors
        )
        sentences.append(f"Isian wawancara dikali faktor hasil wawancara: {factors}.")
    sentences.append("Nilai indikator adalah rata-rata isiannya.")
    sentences += _unit_words(file)
    sentences.append(f"Nilai pemerintah daerah: {ROLL_UP_NAMES[file.roll_up]}.")
    sentences.append(f"Dibulatkan satu kali di akhir, {file.decimals} angka di belakang koma.")
    withheld = [dimension.name for dimension in file.dimensions if dimension.when_blank is WhenBlank.WITHHELD]
    if withheld:
        sentences.append(f"Selama {' dan '.join(withheld)} belum terisi, belum ada nilai; isian kosongnya bukan nol.")
    if file.clause:
        sentences.append(
            f"Opini pemerintah daerah yang telah menindaklanjuti semua produk pengawasan ditambah kata “{file.clause}”."
        )
    return [*sentences, *_recognition_words(file)]


def _recognition_words(file: InstrumentFile) -> Iterator[str]:
    if any(band.zone == file.award_zone for band in file.bands):
        yield f"Penghargaan: zona {file.award_zone}, tanpa produk pengawasan yang belum selesai ditindaklanjuti."
    if file.certificate_from is not None:
        yield f"Piagam: nilai {weight_words(file.certificate_from)} ke atas, bagi pemerintah daerah dan unit."


def _unit_words(file: InstrumentFile) -> Iterator[str]:
    if file.formula is Formula.POOLED_INDICATORS:
        yield "Nilai unit adalah rata-rata semua indikator yang berlaku menurut bobotnya; bobot dimensi tidak dipakai."
        return
    yield "Nilai dimensi adalah rata-rata indikatornya menurut bobot; yang tidak berlaku dilewati."
    printed = [dimension.name for dimension in file.dimensions if dimension.weight_total is not None]
    if printed:
        names = ", ".join(printed)
        yield f"Bobot indikator dalam {names} dipakai seperti tercetak, walaupun jumlahnya kurang dari seharusnya."
    if file.parts:
        parts = ", ".join(f"{part.name} {weight_words(part.weight)}" for part in file.parts)
        yield f"Dimensi digabung dalam komponennya menurut bobot, lalu komponen digabung dengan bobot {parts}."
    else:
        yield "Nilai unit adalah rata-rata dimensi menurut bobotnya."


def mistake_count(mistakes: Sequence[object]) -> str:
    """The heading of what is still wrong."""
    return f"{len(mistakes)} hal masih harus diperbaiki sebelum terbit" if mistakes else "Tidak ada kesalahan"


def where_words(path: Path, row: str = "") -> str:
    """`Indikator A1.2, bobot`; `row` names the row of the tree where that is known, else it is counted."""
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    place = row or next(_counted(path), capital(field_words(str(path[0]))))
    return place if len(path) == 1 else f"{place}, {field_words(f'levels.{field}' if field.isdigit() else field)}"


def _counted(path: Path) -> Iterator[str]:
    """The innermost row first: `Indikator baris 3`."""
    for name, number in reversed(list(pairwise(path))):
        if name in LIST_NAMES and isinstance(number, int):
            yield f"{capital(LIST_NAMES[str(name)])} baris {number + 1}"


def removal_words(row: Any) -> str:
    """What goes with a row of the tree."""
    if "variables" in row:
        inside = sum(len(variable["indicators"]) for variable in row["variables"])
        return f"{len(row['variables'])} variabel dan {inside} indikator di dalamnya ikut terhapus."
    if "indicators" in row:
        return f"{len(row['indicators'])} indikator di dalamnya ikut terhapus."
    return "Tingkat dan bukti yang diharapkan ikut terhapus."
