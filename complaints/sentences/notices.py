"""What warnings about time limits say."""

from collections.abc import Sequence
from typing import Protocol


class NoticeLike(Protocol):
    kind: str


BREACHED = "breached"


def mail_subject(notices: Sequence[NoticeLike]) -> str:
    """`2 pengaduan lewat tenggat, 1 segera jatuh tempo`: counts alone."""
    late = sum(notice.kind == BREACHED for notice in notices)
    soon = len(notices) - late
    parts = [f"{late} tenggat pengaduan terlewati"] * bool(late) + [f"{soon} segera jatuh tempo"] * bool(soon)
    return ", ".join(parts).capitalize()
