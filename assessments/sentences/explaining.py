"""What is said around the arithmetic: bands, rounding, answers, the rules of an instrument. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assessments.content import BandLine, ExplainedReading, Explanation, ExplanationLine
from assessments.sentences.arithmetic import ROUNDING_NOTE
from instruments.sentences.words import (
    ESTIMATE_NOTE,
    OUTCOME_NAMES,
    PROVENANCE_NAMES,
    READING_NAMES,
    SCOPE_NAMES,
    band_words,
)
from instruments.versions.document import FileDimension, InstrumentFile
from kspp.lib.numbers import decimal_id
from scoring.bands import band_for, next_band_up, spans
from scoring.instrument import Band, Formula, RollUp, WhenBlank
from scoring.observations import Observation
from scoring.sheet import MAIN_OUTCOME

FULL_DECIMALS = 6
DECIMALS_WORDS = {0: "bilangan bulat", 1: "satu desimal", 2: "dua desimal"}
MINISTRY_ONLY = "hanya ditanyakan kepada kementerian"


def rounding_step(value: Decimal | None, score: Decimal | None, decimals: int) -> str:
    """The one rounding: `78,718333… dibulatkan sekali, setengah ke atas, ke dua desimal menjadi 78,72.`"""
    if value is None or score is None:
        return ""
    if value == score:
        return f"{decimal_id(score, max(2, decimals))} sudah tepat, tidak perlu dibulatkan."
    shown = plain(value)
    to = DECIMALS_WORDS.get(decimals, f"{decimals} desimal")
    return f"{shown} dibulatkan sekali, setengah ke atas, ke {to} menjadi {decimal_id(score, max(2, decimals))}."


def plain(value: Decimal) -> str:
    """The first six decimals with an ellipsis where more follow, cut and not rounded: 87,994999… stays below 87,995."""
    cut = value.quantize(Decimal(1).scaleb(-FULL_DECIMALS), rounding="ROUND_DOWN")
    if cut == value:
        decimals = max(2, -int(value.normalize().as_tuple().exponent))
        return decimal_id(value, decimals)
    return f"{decimal_id(cut, FULL_DECIMALS)}…"


def position(score: Decimal | None, bands: Sequence[Band], scale: Decimal) -> str:
    """`Zona hijau, kategori B (78,00 sampai di bawah 88,00). Kurang 9,28 poin menuju kategori A (mulai 88,00).`"""
    here = band_for(score, bands)
    if score is None or not bands:
        return ""
    if here is None:
        return f"Di bawah rentang terendah (mulai {decimal_id(min(band.lower for band in bands))})."
    upper = next(upper for band, upper in spans(bands, scale) if band == here)
    climb = next_band_up(score, bands)
    words = band_words(here)
    said = f"{words[:1].upper()}{words[1:]} ({bounds(here.lower, upper, is_highest=climb is None)})."
    if climb is None:
        return f"{said} Sudah pada rentang tertinggi."
    to = f"kategori {climb.band.grade}" if climb.band.grade else climb.band.label or f"zona {climb.band.zone}"
    return f"{said} Kurang {decimal_id(climb.missing)} poin menuju {to} (mulai {decimal_id(climb.band.lower)})."


def bounds(lower: Decimal, upper: Decimal, *, is_highest: bool) -> str:
    to = "sampai" if is_highest else "sampai di bawah"
    return f"{decimal_id(lower)} {to} {decimal_id(upper)}"


def answer_words(observation: Observation, levels: Mapping[int, str]) -> str:
    """What was answered and what that level means; `levels` are texts by points.

    Empty where nothing was answered or the interview's outcome settled it: the arithmetic says so.
    """
    if observation.value is None or not observation.factor:
        return ""
    return observation.kind.told(observation.indicator, observation.answer, levels)


def observed(observation: Observation) -> str:
    """What kind of thing was observed; how an interview went where the arithmetic does not show it."""
    subject = observation.subject
    if subject is None:
        return ""
    scope = SCOPE_NAMES[observation.scope]
    is_silent = subject.outcome != MAIN_OUTCOME and observation.factor == 1
    return f"{scope}, {OUTCOME_NAMES.get(subject.outcome, subject.outcome)}" if is_silent else scope


def not_applicable(name: str, reason: str) -> str:
    said = f"tidak berlaku: {reason}" if reason else "tidak berlaku"
    return f"{name} {said}" if name else said


def brings(points: Decimal | None) -> str:
    """What a figure brings to the one at the top."""
    return "" if points is None else f"menyumbang {decimal_id(points)} poin"


def rules(file: InstrumentFile, *, is_government: bool) -> tuple[str, ...]:
    """How this version computes, from its data: only what it really does."""
    return (*_unit_rules(file), *([_roll_up(file.roll_up)] if is_government else []))


def _unit_rules(file: InstrumentFile) -> Iterator[str]:
    yield f"Setiap isian bernilai tingkat yang dicapai ÷ tingkat tertinggi × {_scale(file.scale)}."
    if file.outcome_factors:
        factors = ", ".join(
            f"{OUTCOME_NAMES.get(o.outcome, o.outcome)} {decimal_id(o.factor)} ({PROVENANCE_NAMES[o.provenance]})"
            for o in file.outcome_factors
        )
        yield f"Hasil wawancara pejabat dikalikan faktor: {factors}."
    yield "Nilai indikator adalah rata-rata isiannya; bobot berlaku di antara yang ikut dihitung."
    if file.formula is Formula.POOLED_INDICATORS:
        yield (
            "Setiap indikator berbobot langsung dalam nilai unit, sehingga bobot dimensi mengikuti jumlah bobot"
            " indikatornya yang berlaku."
        )
    yield from (_printed(each) for each in file.dimensions if each.weight_total is not None)
    if file.parts:
        total = sum(part.weight for part in file.parts)
        shares = ", ".join(f"{part.name} {decimal_id(100 * part.weight / total)}%" for part in file.parts)
        yield f"Nilai unit terdiri atas {shares}."
    withheld = [each.name for each in file.dimensions if each.when_blank is WhenBlank.WITHHELD]
    if withheld:
        yield f"{', '.join(withheld)} tidak pernah dianggap nol: selama masih kosong, nilainya belum dapat dihitung."


def _printed(dimension: FileDimension) -> str:
    total = dimension.weight_total or Decimal(1)
    weights = sum((indicator.weight for indicator in dimension.indicators()), Decimal(0))
    return (
        f"Bobot pada {dimension.name} dipakai seperti tercetak dan berjumlah {_exact(weights)} dari {_exact(total)},"
        f" sehingga nilainya paling tinggi {decimal_id(100 * weights / total)}% dari skala."
    )


def _roll_up(roll_up: RollUp) -> str:
    if roll_up is RollUp.MEAN_BY_PRODUCTS:
        return "Nilai pemerintah daerah adalah rata-rata lokus, tertimbang menurut jumlah produk layanan setiap lokus."
    return "Nilai pemerintah daerah adalah rata-rata lokus dengan ketelitian penuh; setiap lokus berbobot sama."


def _scale(scale: Decimal) -> str:
    return decimal_id(scale, 0) if scale == scale.to_integral_value() else decimal_id(scale)


def _exact(value: Decimal) -> str:
    return decimal_id(value, max(0, -int(value.normalize().as_tuple().exponent)))


def band_row(band: BandLine) -> str:
    """`Zona hijau, kategori A, Kualitas Tertinggi: 88,00 sampai 100,00 (resmi)`."""
    words = band_words(Band(band.lower, band.zone, band.grade, band.label))
    span = bounds(band.lower, band.upper, is_highest=band.is_highest)
    return f"{words[:1].upper()}{words[1:]}: {span} ({band.provenance})"


def provenance_words(line: ExplanationLine) -> str:
    """`rumusan: resmi; bobot: perkiraan`."""
    return "; ".join(f"{what}: {word}" for what, word in line.provenance)


def _name(standing: ExplainedReading) -> str:
    return READING_NAMES[standing.reading].capitalize()


def facts(explanation: Explanation) -> list[tuple[str, str]]:
    """Everything that is said beside the tree, the same on page, paper, workbook and JSON."""
    instrument = explanation.instrument
    return [
        ("Sifat angka", ESTIMATE_NOTE),
        ("Terisi", f"{explanation.answered} dari {explanation.expected} isian"),
        *(("Pembulatan", f"{_name(s)}: {s.rounding}") for s in explanation.standings if s.rounding),
        *(("Kedudukan", f"{_name(s)}: {s.position}") for s in explanation.standings if s.position),
        *explanation.recognised,
        ("Uraian", ROUNDING_NOTE),
        *(("Aturan", rule) for rule in explanation.rules),
        *(("Rentang", band_row(band)) for band in explanation.bands),
        ("Instrumen", f"{instrument.title} ({instrument.code})"),
        ("Asal instrumen", instrument.source),
        ("Sidik instrumen", instrument.digest),
    ]
