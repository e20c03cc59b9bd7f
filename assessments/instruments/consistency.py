"""What must hold between the fields of an instrument file whose shape is right."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from assessments.instruments.document import Indicator, InstrumentFile, Provenance
from assessments.instruments.problems import Path
from assessments.scoring.instrument import Scope

Mistake = tuple[Path, str]

FULL_WEIGHT = Decimal(100)
OUTCOMES = ("main", "substitute", "refused", "absent")


def mistakes(file: InstrumentFile) -> Iterator[Mistake]:
    """Path and Indonesian sentence of every contradiction in the file."""
    for check in CHECKS:
        yield from check(file)


def official_weights_make_100(file: InstrumentFile) -> Iterator[Mistake]:
    total = sum((dimension.weight for dimension in file.dimensions), Decimal(0))
    official = all(dimension.weight_provenance is Provenance.OFFICIAL for dimension in file.dimensions)
    if official and total != FULL_WEIGHT:
        yield ("dimensions",), f"jumlah bobot resmi seluruh dimensi harus 100.00, sekarang {total}."


def some_weight_counts(file: InstrumentFile) -> Iterator[Mistake]:
    if not any(dimension.weight for dimension in file.dimensions):
        yield ("dimensions",), "paling sedikit satu dimensi harus berbobot lebih dari 0."
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
    for rows in (dimensions, variables, indicators):
        yield from _repeated(rows, "kode {} sudah dipakai.")


def levels_count_up_from_0(file: InstrumentFile) -> Iterator[Mistake]:
    for path, indicator in _indicators(file):
        points = [level.points for level in indicator.levels]
        if indicator.scope is Scope.SECONDARY:
            if points:
                yield (*path, "levels"), "data sekunder tidak memiliki tingkat; nilainya adalah angkanya sendiri."
        elif len(points) < 2:
            yield (*path, "levels"), "paling sedikit dua tingkat."
        elif points != list(range(len(points))):
            yield (*path, "levels"), "tingkat harus berurutan dari 0 tanpa ada yang terlewat."


def levels_say_where_they_come_from(file: InstrumentFile) -> Iterator[Mistake]:
    for path, indicator in _indicators(file):
        if indicator.levels and indicator.levels_provenance is None:
            yield (*path, "levels_provenance"), "wajib diisi apabila ada tingkat."
        elif indicator.levels_provenance and not indicator.levels:
            yield (*path, "levels_provenance"), "hanya diisi apabila ada tingkat."


def bands_descend_to_0(file: InstrumentFile) -> Iterator[Mistake]:
    if not file.bands:
        return
    for index, (upper, lower) in enumerate(pairwise(file.bands), start=1):
        if lower.lower >= upper.lower:
            yield ("bands", index, "lower"), f"harus lebih kecil dari {upper.lower} pada rentang di atasnya."
    if file.bands[0].lower > file.scale:
        yield ("bands", 0, "lower"), f"tidak boleh melebihi skala {file.scale}."
    if file.bands[-1].lower != 0:
        yield ("bands", len(file.bands) - 1, "lower"), "rentang terakhir harus mulai dari 0."


def samples_are_given_once(file: InstrumentFile) -> Iterator[Mistake]:
    rows: list[tuple[Path, str]] = [
        (("samples", index, "scope"), f"{sample.scope} per {sample.per}") for index, sample in enumerate(file.samples)
    ]
    yield from _repeated(rows, "jumlah sampel {} sudah ditetapkan.")


def outcomes_are_complete(file: InstrumentFile) -> Iterator[Mistake]:
    rows: list[tuple[Path, str]] = [
        (("outcome_factors", index, "outcome"), row.outcome) for index, row in enumerate(file.outcome_factors)
    ]
    yield from _repeated(rows, "hasil wawancara {} sudah ditetapkan.")
    interviewed = any(indicator.scope is Scope.OFFICIAL for indicator in file.indicators())
    missing = [outcome for outcome in OUTCOMES if outcome not in {name for _, name in rows}]
    if missing and (rows or interviewed):
        yield ("outcome_factors",), f"belum memuat hasil wawancara: {', '.join(missing)}."


CHECKS: tuple[Callable[[InstrumentFile], Iterator[Mistake]], ...] = (
    official_weights_make_100,
    some_weight_counts,
    codes_are_unique,
    levels_count_up_from_0,
    levels_say_where_they_come_from,
    bands_descend_to_0,
    samples_are_given_once,
    outcomes_are_complete,
)


def _indicators(file: InstrumentFile) -> Iterator[tuple[Path, Indicator]]:
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
