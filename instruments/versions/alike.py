"""Whether two names of indicators say the same."""

from difflib import SequenceMatcher

ALIKE = 0.8
"""Share of a name that must be the same for a proposal (difflib's ratio); below it a person decides."""


def is_alike(name: str, other: str) -> bool:
    """Of plain names."""
    return likeness(name, other) >= ALIKE


def likeness(name: str, other: str) -> float:
    return SequenceMatcher(None, name, other, autojunk=False).ratio()


def plain_name(name: str) -> str:
    return " ".join(name.casefold().split())
