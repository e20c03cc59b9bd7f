"""Reply templates: words with places for a case's own. Pure."""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("nomor", "unit", "tanggal", "jatuh_tempo")
_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown(text: str) -> list[str]:
    """Placeholders that stand for nothing, each once."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if name not in PLACEHOLDERS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Unknown placeholders stay as they are."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)
