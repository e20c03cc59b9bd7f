"""Instruments and sheets the scoring tests share: a KSPP of the 2023-2024 shape, "Dinas Contoh", and small ones."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from scoring.instrument import Band, Dimension, Indicator, Instrument, Scope, Variable
from scoring.sheet import Answer, Sheet, Subject

BANDS = (
    Band(Decimal("88"), "hijau", "A", "Kualitas Tertinggi"),
    Band(Decimal("78"), "hijau", "B", "Kualitas Tinggi"),
    Band(Decimal("54"), "kuning", "C", "Kualitas Sedang"),
    Band(Decimal("32"), "merah", "D", "Kualitas Rendah"),
    Band(Decimal("0"), "merah", "E", "Kualitas Terendah"),
)
PEKPPP_BANDS = tuple(
    Band(Decimal(lower), "", grade, label)
    for lower, grade, label in (
        ("4.51", "A", "Pelayanan Prima"),
        ("4.01", "A-", "Sangat Baik"),
        ("3.51", "B", "Baik"),
        ("3.01", "B-", "Baik dengan catatan"),
        ("2.51", "C", "Cukup"),
        ("0", "F", "Gagal"),
    )
)
OUTCOMES = {
    "main": Decimal(1),
    "substitute": Decimal("0.75"),
    "refused": Decimal(0),
    "absent": Decimal(0),
}
SAMPLES = {Scope.OFFICIAL: 4, Scope.PRODUCT: 2, Scope.COMPLAINT_OFFICER: 2, Scope.USER: 5}


def indicator(code: str, scope: Scope = Scope.UNIT, weight: str = "1", maximum: str | None = "4") -> Indicator:
    return Indicator(code, f"Indikator {code}", scope, Decimal(weight), None if maximum is None else Decimal(maximum))


def dimension(code: str, weight: str, *variables: Iterable[Indicator]) -> Dimension:
    parts = (Variable(f"{code}{n}", f"Variabel {code}{n}", tuple(v)) for n, v in enumerate(variables, 1))
    return Dimension(code, f"Dimensi {code}", Decimal(weight), tuple(parts))


def _numbered(prefix: str, count: int, scope: Scope, width: int = 1) -> list[Indicator]:
    return [indicator(f"{prefix}{n:0{width}}", scope) for n in range(1, count + 1)]


def kspp() -> Instrument:
    officers = {"G2", "G5"}
    complaints = [
        indicator(code, Scope.COMPLAINT_OFFICER if code in officers else Scope.UNIT)
        for code in ("G1", "G2", "G3", "G4", "G5", "G6")
    ]
    return Instrument(
        code="kspp-uji",
        name="KSPP untuk pengujian",
        dimensions=(
            dimension("input", "21.85", _numbered("K", 6, Scope.OFFICIAL), _numbered("S", 9, Scope.UNIT)),
            dimension("proses", "32.37", _numbered("P", 11, Scope.PRODUCT, width=2)),
            dimension(
                "output", "24.24", _numbered("M", 5, Scope.USER), [indicator("O6", Scope.SECONDARY, maximum=None)]
            ),
            dimension("pengaduan", "21.54", complaints),
        ),
        bands=BANDS,
        samples=SAMPLES,
        outcome_factors=OUTCOMES,
    )


def figures_instrument(
    weights: Sequence[tuple[str, str]], bands: Sequence[Band] = BANDS, scale: str = "100", decimals: int = 2
) -> Instrument:
    """One secondary figure per dimension."""
    dimensions = tuple(
        dimension(code, weight, [indicator(code, Scope.SECONDARY, maximum=None)]) for code, weight in weights
    )
    return Instrument("angka", "Angka", dimensions, tuple(bands), scale=Decimal(scale), decimals=decimals)


def figures_sheet(figures: dict[str, str]) -> Sheet:
    return Sheet(answers=tuple(Answer(code, figure=Decimal(figure)) for code, figure in figures.items()))


OFFICIALS = (
    ("official-1", "Kepala Dinas", "main", (4, 4, 3, 3, 2, 3)),
    ("official-2", "Kepala Bidang Pelayanan", "main", (3, 4, 2, 2, 2, 3)),
    ("official-3", "Staf Pengaduan", "substitute", (3, 3, 3, 3, 1, 2)),
    ("official-4", "Petugas Loket", "main", (4, 3, 2, 2, 1, 3)),
)
PRODUCTS = (
    ("product-1", "Produk A", (4, 4, 4, 3, 4, 4, 3, 3, 3, 4, 3)),
    ("product-2", "Produk B", (3, 4, 3, 3, 4, 3, 2, 3, 2, 4, 3)),
)
OFFICERS = (("officer-1", "Petugas Pengaduan A", (4, 3)), ("officer-2", "Petugas Pengaduan B", (2, 2)))
FACILITIES = (3, 4, 2, 4, 4, 2, 4, 3, 2)
USERS = {
    "M1": (4, 4, 3, 4, 2),
    "M2": (4, 4, 4, 4, 4),
    "M3": (4, 3, 4, 4, 3),
    "M4": (4, 4, 4, 3, 4),
    "M5": (4, 4, 4, 4, 3),
}
COMPLAINTS = {"G1": 3, "G3": 3, "G4": 2, "G6": 2}


def dinas_contoh(third_official: str = "substitute", blank: Iterable[str] = ()) -> Sheet:
    """The worked example; `blank` names indicators left without any answer."""
    subjects = [
        *(Subject(i, Scope.OFFICIAL, n, third_official if i == "official-3" else o) for i, n, o, _ in OFFICIALS),
        *(Subject(i, Scope.PRODUCT, n) for i, n, _ in PRODUCTS),
        *(Subject(i, Scope.COMPLAINT_OFFICER, n) for i, n, _ in OFFICERS),
    ]
    answers = [
        *(Answer(f"K{n}", i, points=p) for i, _, _, row in OFFICIALS for n, p in enumerate(row, 1)),
        *(Answer(f"S{n}", points=p) for n, p in enumerate(FACILITIES, 1)),
        *(Answer(f"P{n:02}", i, points=p) for i, _, row in PRODUCTS for n, p in enumerate(row, 1)),
        *(Answer(code, tally={p: row.count(p) for p in set(row)}) for code, row in USERS.items()),
        Answer("O6", figure=Decimal("84.17")),
        *(Answer(code, points=p) for code, p in COMPLAINTS.items()),
        *(Answer(code, i, points=p) for i, _, row in OFFICERS for code, p in zip(("G2", "G5"), row, strict=True)),
    ]
    left_blank = set(blank)
    return Sheet(tuple(subjects), tuple(answer for answer in answers if answer.indicator not in left_blank))
