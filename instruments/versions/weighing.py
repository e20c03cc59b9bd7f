"""What each row of an instrument's tree weighs in the unit, in percent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from instruments.versions.document import FileDimension, FileIndicator, FilePart, FileVariable, InstrumentFile
from scoring.sheet import Sheet
from scoring.unit import indicator_shares


@dataclass(frozen=True, slots=True)
class Percents:
    """Effective percent of the unit where everything that is asked of a local government applies.

    A draft in which a code stands twice weighs both as the last of them.
    """

    file: InstrumentFile
    of_codes: Mapping[str, Fraction]

    def indicator(self, row: FileIndicator) -> Fraction:
        return self.of_codes[row.code]

    def variable(self, row: FileVariable) -> Fraction:
        return self._sum(row.indicators)

    def dimension(self, row: FileDimension) -> Fraction:
        return self._sum(row.indicators())

    def part(self, row: FilePart) -> Fraction:
        return self._sum(each for d in self.file.dimensions if d.part == row.code for each in d.indicators())

    def _sum(self, rows: Iterable[FileIndicator]) -> Fraction:
        return sum((self.of_codes[row.code] for row in rows), Fraction(0))


def percents_of(file: InstrumentFile) -> Percents:
    shares = indicator_shares(file.spec(), Sheet())
    return Percents(file, {code: 100 * share for code, share in shares.items()})
