"""Blanks that Word, PDF and web pages bring along: not seen, and never found by who searches with the space bar."""

import re

_BLANK = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_NO_WIDTH = re.compile(r"[\u200b\u2060\ufeff]")


def plain_blanks(text: str) -> str:
    """Every blank that looks like a space is one, and what has no width is gone. Line breaks and tabs stay."""
    return _BLANK.sub(" ", _NO_WIDTH.sub("", text))
