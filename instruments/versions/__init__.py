"""Instrument versions as reviewed YAML files. Pure: no Django, no database. Format: docs/instruments.md."""

from pathlib import Path

from instruments.versions.document import InstrumentFile
from instruments.versions.problems import InstrumentFileError, Problem
from instruments.versions.reading import read
from scoring.instrument import Instrument

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

HERE = Path(__file__).parent.parent
TEMPLATE = HERE / "data" / "instrument-template.yaml"
"""A small complete example with every field explained."""


class UnknownInstrument(LookupError):
    """No shipped file carries this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        known = ", ".join(path.stem for path in shipped())
        super().__init__(f"Instrumen {code!r} tidak dikenal. Yang tersedia: {known}.")


def shipped() -> list[Path]:
    """The files that come with the portal, sorted; each is named after the code inside."""
    return sorted((HERE / "shipped").glob("*.yaml"))


def find(code: str) -> Instrument:
    """The scoring part of a shipped instrument. Raises `UnknownInstrument`."""
    for path in shipped():
        if path.stem == code:
            return read(path).spec()
    raise UnknownInstrument(code)
