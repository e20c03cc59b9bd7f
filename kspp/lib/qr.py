"""QR codes as one path of an SVG, drawn by components/qr.html: no image file, no inline style."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Qr:
    """`size` in modules, the quiet zone included; `path` draws every dark module as a square of one."""

    text: str
    label: str
    size: int
    path: str


def qr(text: str, label: str) -> Qr:
    """`label` is what a screen reader says. Raises segno.DataOverflowError for texts beyond 2,300 bytes."""
    matrix = segno.make(text, error="m", micro=False).matrix
    runs = [
        f"M{start + QUIET} {row + QUIET}h{length}v1h-{length}z"
        for row, modules in enumerate(matrix)
        for start, length in _dark_runs(modules)
    ]
    return Qr(text, label, len(matrix) + 2 * QUIET, "".join(runs))


def _dark_runs(modules: bytearray) -> list[tuple[int, int]]:
    """Start and length of each unbroken dark run in a row."""
    runs: list[tuple[int, int]] = []
    start = None
    for place, is_dark in enumerate([*modules, 0]):
        if is_dark and start is None:
            start = place
        elif not is_dark and start is not None:
            runs.append((start, place - start))
            start = None
    return runs
