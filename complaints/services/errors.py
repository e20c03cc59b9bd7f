"""What a write answers besides its row."""

from dataclasses import dataclass

from kspp.lib.errors import Conflict, Refused

__all__ = ["Conflict", "Loaded", "Refused"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows written; `kept` are those that people changed and that therefore stayed as they are."""

    created: int = 0
    changed: int = 0
    kept: int = 0
