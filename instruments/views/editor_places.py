"""Where in the editor each part of a draft is edited, and so where each mistake is mended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from instruments.sentences import library as sentences
from instruments.versions import editing
from instruments.versions.problems import Path
from instruments.versions.reading import Draft

LISTS = {"parts": "draft_parts", "samples": "draft_samples", "bands": "draft_bands"}
ROWS = ("draft_dimension", "draft_variable", "draft_indicator")
TABS = (
    ("Susunan", "instruments:draft"),
    ("Judul dan rumus", "instruments:draft_head"),
    ("Bobot dimensi", "instruments:draft_weights"),
    ("Komponen", "instruments:draft_parts"),
    ("Sampel", "instruments:draft_samples"),
    ("Wawancara", "instruments:draft_outcomes"),
    ("Rentang", "instruments:draft_bands"),
    ("Pratinjau", "assessments:instrument_preview"),
    ("Terbitkan", "instruments:instrument_publish"),
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """`where` in words, what is wrong, and the address of the field that mends it."""

    where: str
    sentence: str
    url: str


def section_tabs(code: str, current: str) -> list[dict[str, object]]:
    return [
        {"label": label, "url": reverse(name, args=[code]), "current": name.rpartition(":")[2] == current}
        for label, name in TABS
    ]


def located(code: str, draft: Draft) -> list[Mistake]:
    return [_mistake(code, draft.content, path, sentence) for path, sentence in draft.mistakes]


def _mistake(code: str, content: Any, path: Path, sentence: str) -> Mistake:
    steps = [step for step in path if isinstance(step, int)]
    is_row = path[0] == "dimensions" and bool(steps)
    place = tuple(steps[:3]) if is_row else ()
    row = f"{sentences.SORT_NAMES[editing.SORTS[len(place)]]} {editing.ref_at(content, place)}" if place else ""
    return Mistake(sentences.where_words(path, row), sentences.capital(sentence), _url(code, content, path, place))


def _url(code: str, content: Any, path: Path, place: editing.Place) -> str:
    field = str(path[-1])
    if place:
        address = reverse(f"instruments:{ROWS[len(place) - 1]}", args=[code, editing.ref_at(content, place)])
        return WITHIN.get(field, _field)(address, code, content, place, field)
    if path[0] in LISTS:
        row = f"#id_rows-{path[1]}-{field}" if len(path) > 2 else ""
        return reverse(f"instruments:{LISTS[str(path[0])]}", args=[code]) + row
    if path[0] == "outcome_factors":
        return reverse("instruments:draft_outcomes", args=[code])
    if path[0] == "dimensions":
        return reverse("instruments:draft_weights", args=[code])
    return reverse("instruments:draft_head", args=[code]) + f"#id_{path[0]}"


Locator = Callable[[str, str, Any, editing.Place, str], str]


def _field(address: str, code: str, content: Any, place: editing.Place, field: str) -> str:
    return f"{address}#id_{field}"


def _levels(address: str, code: str, content: Any, place: editing.Place, field: str) -> str:
    return f"{address}#id_level_0"


def _weights(address: str, code: str, content: Any, place: editing.Place, field: str) -> str:
    return reverse("instruments:draft_indicator_weights", args=[code, editing.ref_at(content, place)])


WITHIN: dict[str, Locator] = {"levels": _levels, "variables": _weights}
"""Fields that are mended elsewhere than at a control of their own name."""
