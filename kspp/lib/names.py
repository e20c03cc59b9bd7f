"""One way to compare names of places, however they are spaced or hyphenated."""

import re

_IGNORED = re.compile(r"[\s.'`‘’ʼ‐‑–—-]+")


def name_key(text: str) -> str:
    """Case, blanks, hyphens, dots and apostrophes do not count: "Tojo Una-Una" and "TOJO UNA UNA" share a key."""
    return _IGNORED.sub("", text).casefold()
