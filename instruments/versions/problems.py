"""What is wrong with an instrument file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `line` counts from 1; `field` is a path such as `dimensions[0].weight`, empty for the whole file."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, baris {self.line}"
        return f"{where}, {self.field}: {self.sentence}" if self.field else f"{where}: {self.sentence}"


class InstrumentFileError(ValueError):
    """The file cannot be used; `problems` are sorted by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def dotted(path: Path) -> str:
    """("dimensions", 0, "weight") as `dimensions[0].weight`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
