"""Own, reviewed and official figures in words. What is estimated is called *perkiraan*."""

from collections.abc import Sequence
from decimal import Decimal

from kspp.lib.numbers import decimal_id, half_up
from official_results.honesty import NEEDED, ClaimRecord, ClaimReliability, Forecast

TITLE = "Nilai sendiri dan nilai resmi"
NO_CYCLE = "Belum ada penilaian mandiri yang dapat dibandingkan dengan hasil resmi."
NOT_COMPARED = "tidak dibandingkan: instrumennya berbeda"
UNIT_NOT_HANDED_OVER = "unit ini belum mengajukan penilaian mandiri"
MOST_NAMED = 3
NOT_SAME_VERSION = "tidak dibandingkan: versi instrumennya berganti"


def too_few(count: int) -> str:
    return f"data belum cukup: {count} pasangan dari paling sedikit {NEEDED}"


def differs(points: Decimal | None, higher: str = "lebih tinggi", lower: str = "lebih rendah") -> str:
    """The difference with sign and word: `−3,10 lebih rendah`. Empty when unknown."""
    if points is None:
        return ""
    shown = half_up(points)
    if not shown:
        return "sama"
    return f"{'+' if shown > 0 else '−'}{decimal_id(abs(shown))} {higher if shown > 0 else lower}"


def corrected(record: ClaimRecord) -> str:
    """What became of the claim in the review."""
    if record.claimed is None or record.reviewed is None:
        return ""
    return differs(record.correction, "naik", "turun") if record.review_compares else NOT_SAME_VERSION


def against_official(record: ClaimRecord) -> str:
    """The official figure seen from the claim."""
    if record.claimed is None or record.official is None:
        return ""
    return differs(record.gap) if record.official_compares else NOT_COMPARED


def outlook(year: int, record: ClaimRecord, expected: Forecast, handed_over: str) -> str:
    """The first sentence of the page. `handed_over`: how far the claims are, for where one is missing."""
    if record.official is not None and record.official_compares:
        return _known(year, record)
    if expected.shift is None:
        return f"Hasil resmi {year} belum dapat diperkirakan; {too_few(expected.count)}."
    if expected.figure is None or expected.low is None or expected.high is None:
        return f"Hasil resmi {year} belum dapat diperkirakan: {handed_over}."
    return (
        f"Perkiraan hasil resmi {year}: {decimal_id(expected.figure)}, kira-kira antara {decimal_id(expected.low)} dan"
        f" {decimal_id(expected.high)}, dari {expected.count} pasangan nilai yang diajukan dan nilai resmi."
    )


def no_official_units(year: int) -> str:
    return f"Hasil resmi tiap unit tahun {year} belum dicatat."


def handed_over(claims: int, loci: int) -> str:
    return f"baru {claims} dari {loci} lokus mengajukan penilaian mandiri"


def other_sources(figures: Sequence[Decimal]) -> str:
    return f"Sumber lain: {' dan '.join(map(decimal_id, figures))}." if figures else ""


def _known(year: int, record: ClaimRecord) -> str:
    official = f"Hasil resmi {year} adalah {decimal_id(record.official or 0)}"
    if record.gap is None:
        return f"{official}; penilaian mandiri tahun itu belum diajukan seluruhnya."
    difference = half_up(record.gap)
    if not difference:
        return f"{official}, sama dengan nilai perkiraan yang diajukan."
    side = "di atas" if difference > 0 else "di bawah"
    return (
        f"{official}: {decimal_id(abs(difference))} poin {side} nilai perkiraan yang diajukan"
        f" ({decimal_id(record.claimed or 0)})."
    )


def reliability(found: ClaimReliability) -> str:
    """How far the review moved what was claimed."""
    if found.signed is None or found.absolute is None:
        return f"Ketepatan penilaian mandiri belum dapat diukur; {too_few(found.count)}."
    shown, absolute = half_up(found.signed), decimal_id(found.absolute)
    pairs = f"{found.count} pasangan nilai yang diajukan dan ditinjau"
    moved = f"{'naik' if shown > 0 else 'turun'} {decimal_id(abs(shown))} poin" if shown else "tidak berubah"
    return f"Setelah peninjauan nilai perkiraan rata-rata {moved}; besar perubahannya rata-rata {absolute} ({pairs})."


def beside_official(found: ClaimReliability) -> str:
    """How the official figures stood to the claims over all years; nothing where too few are known."""
    if found.signed is None or found.absolute is None:
        return ""
    shown, absolute = half_up(found.signed), decimal_id(found.absolute)
    side = f"{decimal_id(abs(shown))} poin {'di atas' if shown > 0 else 'di bawah'}" if shown else "sama dengan"
    return (
        f"Hasil resmi rata-rata {side} nilai perkiraan yang diajukan; besar selisihnya rata-rata {absolute}"
        f" ({found.count} pasangan nilai yang diajukan dan nilai resmi)."
    )


def too_high(claims: Sequence[tuple[str, ClaimRecord]]) -> str:
    """Names the units of a year whose claim stood most above the review or the official figure; nothing without any."""
    told = [(min(found), name) for name, record in claims if (found := [d for d in _lower(record) if d < 0])]
    if not told:
        return ""
    named = [f"{name} ({decimal_id(-points)})" for points, name in sorted(told)[:MOST_NAMED]]
    more = f", dan {len(told) - MOST_NAMED} lainnya" if len(told) > MOST_NAMED else ""
    return f"Diajukan lebih tinggi daripada hasil tinjauan atau hasil resminya, dalam poin: {', '.join(named)}{more}."


def _lower(record: ClaimRecord) -> list[Decimal]:
    return [half_up(points) for points in (record.correction, record.gap) if points is not None]


def official_short(found: ClaimReliability) -> str:
    return f"resmi {differs(found.signed)} (n = {found.count})" if found.signed is not None else ""


def reliability_short(found: ClaimReliability) -> str:
    """For a cell: `−1,20 turun; besar 1,60 (n = 3)`, or `belum cukup: 2 dari 3 pasangan`."""
    if found.signed is None or found.absolute is None:
        return f"belum cukup: {found.count} dari {NEEDED} pasangan"
    return f"{differs(found.signed, 'naik', 'turun')}; besar {decimal_id(found.absolute)} (n = {found.count})"


def lowered(found: ClaimReliability) -> str:
    """`diturunkan 3 dari 14 kali`."""
    raised = f", dinaikkan {found.raised}" if found.raised else ""
    return f"diturunkan {found.lowered} dari {found.count} kali{raised}"
