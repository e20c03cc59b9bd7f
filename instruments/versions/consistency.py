"""What must hold between the fields of an instrument file whose shape is right."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from instruments.importing.layout import OUTCOMES, PER, SCOPES
from instruments.versions.document import FileDimension, FileIndicator, FilePart, FileProvenance, InstrumentFile
from instruments.versions.problems import Path
from scoring.instrument import WHOLE, Formula, Scope

Mistake = tuple[Path, str]

FULL_WEIGHT = Decimal(100)
WITHOUT_PARTS = (
    "komponen tidak dapat dipakai bila semua indikator digabung langsung dalam unit; "
    "hapus komponennya, atau pilih rumus dimensi berbobot."
)


def mistakes(file: InstrumentFile) -> Iterator[Mistake]:
    """Path and Indonesian sentence of every contradiction in the file."""
    for check in CHECKS:
        yield from check(file)


def official_weights_make_100(file: InstrumentFile) -> Iterator[Mistake]:
    """Dimensions are weighed within their part; without parts, within the file."""
    if file.formula is Formula.POOLED_INDICATORS:
        return
    siblings: list[tuple[Path, str, Sequence[FileDimension | FilePart]]] = [(("parts",), "komponen", file.parts)]
    for code in [part.code for part in file.parts] or [""]:
        members = [dimension for dimension in file.dimensions if dimension.part == code]
        of_part = f"dimensi dalam {code}" if code else "dimensi"
        siblings.append((("dimensions",), of_part, members))
    for path, name, rows in siblings:
        total = sum((row.weight for row in rows), Decimal(0))
        if rows and total != FULL_WEIGHT and all(row.weight_provenance is FileProvenance.OFFICIAL for row in rows):
            yield path, f"jumlah bobot resmi seluruh {name} harus 100,00, sekarang {_shown(total)}."


def dimensions_name_their_part(file: InstrumentFile) -> Iterator[Mistake]:
    known = {part.code for part in file.parts}
    for index, dimension in enumerate(file.dimensions):
        if dimension.part and dimension.part not in known:
            yield ("dimensions", index, "part"), f"komponen {dimension.part} tidak ada dalam daftar komponen."
        elif known and not dimension.part:
            yield ("dimensions", index, "part"), "wajib diisi apabila instrumen mempunyai komponen."
    used = {dimension.part for dimension in file.dimensions}
    for index, part in enumerate(file.parts):
        if part.code not in used:
            yield ("parts", index, "code"), f"tidak ada dimensi dalam komponen {part.code}."
    if known and file.formula is Formula.POOLED_INDICATORS:
        yield ("parts",), WITHOUT_PARTS


def some_weight_counts(file: InstrumentFile) -> Iterator[Mistake]:
    if not any(dimension.weight for dimension in file.dimensions):
        yield ("dimensions",), "paling sedikit satu dimensi harus berbobot lebih dari 0."
    if file.parts and not any(part.weight for part in file.parts):
        yield ("parts",), "paling sedikit satu komponen harus berbobot lebih dari 0."
    for index, dimension in enumerate(file.dimensions):
        if not any(indicator.weight for indicator in dimension.indicators()):
            yield ("dimensions", index, "variables"), "paling sedikit satu indikator harus berbobot lebih dari 0."


def codes_are_unique(file: InstrumentFile) -> Iterator[Mistake]:
    dimensions: list[tuple[Path, str]] = []
    variables: list[tuple[Path, str]] = []
    for index, dimension in enumerate(file.dimensions):
        dimensions.append((("dimensions", index, "code"), dimension.code))
        for position, variable in enumerate(dimension.variables):
            variables.append((("dimensions", index, "variables", position, "code"), variable.code))
    indicators = [((*path, "code"), indicator.code) for path, indicator in _indicators(file)]
    parts: list[tuple[Path, str]] = [(("parts", index, "code"), part.code) for index, part in enumerate(file.parts)]
    for rows in (parts, dimensions, variables, indicators):
        yield from _repeated(rows, "kode {} sudah dipakai.")


def levels_are_consecutive(file: InstrumentFile) -> Iterator[Mistake]:
    for path, indicator in _indicators(file):
        points = [level.points for level in indicator.levels]
        if indicator.scope is Scope.SECONDARY:
            if points:
                yield (*path, "levels"), "data sekunder tidak memiliki tingkat; nilainya adalah angkanya sendiri."
        elif len(points) < 2:
            yield (*path, "levels"), "paling sedikit dua tingkat."
        elif points[0] > 1 or points != list(range(points[0], points[0] + len(points))):
            yield (*path, "levels"), "tingkat harus berurutan dari 0 atau 1 tanpa ada yang terlewat."


def printed_weights_stay_within_their_total(file: InstrumentFile) -> Iterator[Mistake]:
    for index, dimension in enumerate(file.dimensions):
        made = sum((indicator.weight for indicator in dimension.indicators()), Decimal(0))
        if dimension.weight_total is not None and made > dimension.weight_total:
            yield (
                ("dimensions", index, "weight_total"),
                f"tidak boleh kurang dari jumlah bobot indikatornya, {_shown(made)}.",
            )


def figures_have_their_own_maximum(file: InstrumentFile) -> Iterator[Mistake]:
    for path, indicator in _indicators(file):
        if indicator.figure_maximum != WHOLE and indicator.scope is not Scope.SECONDARY:
            yield (*path, "figure_maximum"), "hanya diisi pada data sekunder."


def things_make_levels(file: InstrumentFile) -> Iterator[Mistake]:
    for path, indicator in _indicators(file):
        needed, steps = indicator.at_least, len(indicator.levels) - 1
        if bool(needed) != bool(indicator.things):
            yield (*path, "at_least"), "hal yang dihitung dan batas tingkatnya harus ditulis bersama."
        elif needed and indicator.scope in (Scope.USER, Scope.SECONDARY):
            yield (*path, "things"), "tidak dapat dipakai pada survei pengguna dan data sekunder."
        elif needed and len(needed) != steps:
            yield (*path, "at_least"), f"harus memuat satu batas untuk setiap tingkat di atas yang terendah: {steps}."
        elif any(lower >= upper for lower, upper in pairwise(needed)):
            yield (*path, "at_least"), "setiap tingkat harus meminta lebih banyak daripada tingkat di bawahnya."
        elif needed and needed[-1] > len(indicator.things):
            yield (*path, "at_least"), f"tidak boleh melebihi jumlah hal yang dihitung, {len(indicator.things)}."


def levels_say_where_they_come_from(file: InstrumentFile) -> Iterator[Mistake]:
    for path, indicator in _indicators(file):
        if indicator.levels and indicator.levels_provenance is None:
            yield (*path, "levels_provenance"), "wajib diisi apabila ada tingkat."
        elif indicator.levels_provenance and not indicator.levels:
            yield (*path, "levels_provenance"), "hanya diisi apabila ada tingkat."


def bands_descend_to_the_lowest_score(file: InstrumentFile) -> Iterator[Mistake]:
    if not file.bands:
        return
    for index, (upper, lower) in enumerate(pairwise(file.bands), start=1):
        if lower.lower >= upper.lower:
            yield ("bands", index, "lower"), f"harus lebih kecil dari {_shown(upper.lower)} pada rentang di atasnya."
    if file.bands[0].lower > file.scale:
        yield ("bands", 0, "lower"), f"tidak boleh melebihi skala {_shown(file.scale)}."
    lowest = file.bands[-1].lower
    if lowest != 0 and lowest > file.scale * _least_share(file):
        yield ("bands", len(file.bands) - 1, "lower"), "rentang terakhir harus mulai dari 0."


def certificates_are_within_the_scale(file: InstrumentFile) -> Iterator[Mistake]:
    if file.certificate_from is not None and file.certificate_from > file.scale:
        yield ("certificate_from",), f"tidak boleh melebihi skala {_shown(file.scale)}."


def _least_share(file: InstrumentFile) -> Decimal:
    """The part of a perfect score that a complete sheet reaches with the lowest levels everywhere, or less."""
    shares = [
        Decimal(indicator.levels[0].points) / indicator.levels[-1].points if indicator.levels else Decimal(0)
        for indicator in file.indicators()
    ]
    return min(shares, default=Decimal(0))


def samples_are_given_once(file: InstrumentFile) -> Iterator[Mistake]:
    rows: list[tuple[Path, str]] = [
        (("samples", index, "scope"), f"{SCOPES[sample.scope]} per {PER[sample.per]}")
        for index, sample in enumerate(file.samples)
    ]
    yield from _repeated(rows, "jumlah sampel {} sudah ditetapkan pada baris lain.")


def outcomes_are_complete(file: InstrumentFile) -> Iterator[Mistake]:
    rows: list[tuple[Path, str]] = [
        (("outcome_factors", index, "outcome"), OUTCOMES[row.outcome]) for index, row in enumerate(file.outcome_factors)
    ]
    yield from _repeated(rows, "hasil wawancara {} sudah ditetapkan pada baris lain.")
    interviewed = any(indicator.scope is Scope.OFFICIAL for indicator in file.indicators())
    missing = [name for name in OUTCOMES.values() if name not in {found for _, found in rows}]
    if missing and (rows or interviewed):
        yield ("outcome_factors",), f"belum memuat hasil wawancara: {', '.join(missing)}."


CHECKS: tuple[Callable[[InstrumentFile], Iterator[Mistake]], ...] = (
    official_weights_make_100,
    some_weight_counts,
    codes_are_unique,
    levels_are_consecutive,
    things_make_levels,
    levels_say_where_they_come_from,
    bands_descend_to_the_lowest_score,
    certificates_are_within_the_scale,
    figures_have_their_own_maximum,
    printed_weights_stay_within_their_total,
    dimensions_name_their_part,
    samples_are_given_once,
    outcomes_are_complete,
)


def _indicators(file: InstrumentFile) -> Iterator[tuple[Path, FileIndicator]]:
    for index, dimension in enumerate(file.dimensions):
        for position, variable in enumerate(dimension.variables):
            for place, indicator in enumerate(variable.indicators):
                yield ("dimensions", index, "variables", position, "indicators", place), indicator


def _repeated(rows: Iterable[tuple[Path, str]], sentence: str) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, name in rows:
        if name.casefold() in seen:
            yield path, sentence.format(name)
        seen.add(name.casefold())


def _shown(number: Decimal) -> str:
    """With as many decimals as were written."""
    return f"{number:f}".replace(".", ",")
