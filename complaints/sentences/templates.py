"""Filling in reply templates: a few placeholders, nothing that could be calculated or read elsewhere."""

import re
from collections.abc import Mapping

PLACEHOLDERS: dict[str, str] = {
    "nomor": "nomor pengaduan",
    "unit": "unit yang menangani",
    "tanggal": "tanggal pengaduan diterima",
    "jatuh_tempo": "tanggal jatuh tempo",
}
EXAMPLE = {
    "nomor": "ADU/2026/00042",
    "unit": "Puskesmas Contoh",
    "tanggal": "21 November 2026",
    "jatuh_tempo": "11 Desember 2026",
}
_BRACED = re.compile(r"\{([^{}]*)\}")
_KNOWN = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Placeholders replaced by `values`; one without a value stays as it stands, so that the officer sees it."""
    return _KNOWN.sub(lambda found: values.get(found[1]) or found[0], text)


def unfilled(text: str) -> list[str]:
    """Known placeholders that still stand in a text, as they are written, each once."""
    return list(dict.fromkeys(found[0] for found in _KNOWN.finditer(text)))


def unknown_placeholders(text: str) -> list[str]:
    """Whatever stands in braces and is no placeholder, and braces that are not closed, each once."""
    rest = _KNOWN.sub("", text)
    braced = [found[0] for found in _BRACED.finditer(rest)]
    single = [brace for brace in "{}" if brace in _BRACED.sub("", rest)]
    return list(dict.fromkeys([*braced, *single]))
