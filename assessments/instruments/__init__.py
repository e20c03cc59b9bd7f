"""Instrument versions as reviewed YAML files. Pure: no Django, no database. Format: docs/instruments.md."""

from pathlib import Path

from assessments.instruments.document import InstrumentFile
from assessments.instruments.problems import InstrumentFileError, Problem
from assessments.instruments.reading import read
from assessments.scoring.instrument import Instrument

__all__ = [
    "TEMPLATE",
    "InstrumentFile",
    "InstrumentFileError",
    "Problem",
    "UnknownInstrument",
    "find",
    "read",
    "shipped",
]

TEMPLATE = Path(__file__).parent.parent / "data" / "instrument-template.yaml"
"""A small complete example with every field explained."""


class UnknownInstrument(LookupError):
    """No shipped file carries this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        known = ", ".join(path.stem for path in shipped())
        super().__init__(f"Instrumen {code!r} tidak dikenal. Yang tersedia: {known}.")


NO_INSTRUMENTS = frozenset({"crosswalk.yaml"})


def shipped() -> list[Path]:
    """The files that come with the portal, sorted; each is named after the code inside."""
    return sorted(path for path in Path(__file__).parent.glob("*.yaml") if path.name not in NO_INSTRUMENTS)


def find(code: str) -> Instrument:
    """The scoring part of a shipped instrument. Raises `UnknownInstrument`."""
    for path in shipped():
        if path.stem == code:
            return read(path).spec()
    raise UnknownInstrument(code)
