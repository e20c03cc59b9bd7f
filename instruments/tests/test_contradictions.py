"""Every contradiction an instrument can hold is said in the words of the pages, never in those of a file."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from conftest import shipped_file
from instruments.sentences import library as sentences
from instruments.versions import consistency, shape
from instruments.versions.document import InstrumentFile
from instruments.versions.reading import draft_of
from instruments.versions.writing import as_yaml, content_of
from instruments.views.editor_places import located
from instruments.workbooks.proposals import proposal_of
from instruments.workbooks.writing import NotWritable, workbook_of

Content = dict[str, Any]
TWO_PARTS = [
    {"code": "P1", "name": "Pertama", "weight": 60, "weight_provenance": "official"},
    {"code": "P2", "name": "Kedua", "weight": 50, "weight_provenance": "official"},
]


def indicator(content: Content, place: int = 0) -> Content:
    found: Content = content["dimensions"][place]["variables"][0]["indicators"][0]
    return found


def twice(name: str) -> Callable[[Content], object]:
    return lambda content: content[name].append(dict(content[name][0]))


def weightless(content: Content) -> None:
    for dimension in content["dimensions"]:
        dimension["weight"] = 0
    for variable in content["dimensions"][0]["variables"]:
        for row in variable["indicators"]:
            row["weight"] = 0


def same_codes(content: Content) -> None:
    first, second = content["dimensions"][:2]
    second["code"] = first["code"].upper()
    second["variables"][0]["code"] = first["variables"][0]["code"]
    indicator(content, 1)["code"] = indicator(content)["code"]


def parts(content: Content) -> None:
    content["parts"] = [dict(part) for part in TWO_PARTS]
    content["dimensions"][0]["part"] = "P1"
    content["dimensions"][1]["part"] = "P9"


def weightless_parts(content: Content) -> None:
    parts(content)
    for part in content["parts"]:
        part["weight"] = 0


def pooled_parts(content: Content) -> None:
    parts(content)
    content["formula"] = "pooled_indicators"


THINGS = {"meja": "Meja", "kursi": "Kursi", "loket": "Loket", "papan": "Papan"}

BREAKS: dict[str, Callable[[Content], object]] = {
    "weights": lambda content: content["dimensions"][0].update(weight=Decimal("1.5"), weight_provenance="official"),
    "weightless": weightless,
    "same codes": same_codes,
    "parts": parts,
    "weightless parts": weightless_parts,
    "pooled parts": pooled_parts,
    "one level": lambda content: indicator(content).update(levels={"0": "tidak"}),
    "gap": lambda content: indicator(content).update(levels={"0": "tidak", "2": "ya"}),
    "secondary": lambda content: indicator(content).update(scope="secondary"),
    "no source of levels": lambda content: indicator(content).pop("levels_provenance"),
    "source of no levels": lambda content: indicator(content).pop("levels"),
    "printed weights": lambda content: content["dimensions"][0].update(weight_total=Decimal("0.01")),
    "things without limits": lambda content: indicator(content).update(things=THINGS),
    "a limit too few": lambda content: indicator(content).update(things=THINGS, at_least=[1]),
    "limits that fall": lambda content: indicator(content).update(things=THINGS, at_least=[4, 3, 2, 1]),
    "limits out of reach": lambda content: indicator(content).update(things=THINGS, at_least=[1, 2, 3, 9]),
    "things of users": lambda content: indicator(content).update(things=THINGS, at_least=[1, 2, 3, 4], scope="user"),
    "figure": lambda content: indicator(content).update(figure_maximum=5),
    "bands ascend": lambda content: content["bands"].reverse(),
    "band above": lambda content: content["bands"][0].update(lower=200),
    "last band": lambda content: content["bands"][-1].update(lower=Decimal("0.5")),
    "certificate": lambda content: content.update(certificate_from=101),
    "samples": twice("samples"),
    "outcomes": twice("outcome_factors"),
    "an outcome missing": lambda content: content["outcome_factors"].pop(),
    "outcomes missing": lambda content: content["outcome_factors"].clear(),
}


def broken(name: str) -> Content:
    content = content_of(shipped_file("kspp-2023-2024"))
    for dimension in content["dimensions"]:
        dimension["weight_provenance"] = "official"
    BREAKS[name](content)
    assert not list(shape.mistakes(content))
    return content


def file_words() -> set[str]:
    """The English words of the format: names of fields and values of closed choices."""
    schema = shape._validator().schema
    rules = [schema, *schema["$defs"].values()]
    names = {name for rule in rules for name in rule.get("properties", ())}
    choices = [rule for each in rules for rule in (each, *each.get("properties", {}).values())]
    words = names | {word for rule in choices for word in rule.get("enum", ())}
    return words - {"", "hijau", "kuning", "merah", "unit", "per"}


def said(name: str) -> Iterator[str]:
    """By the editor, and by the upload of a workbook and of a text, without the path in a text."""
    content = broken(name)
    draft = draft_of(content)
    for mistake in located("x", draft):
        yield f"{mistake.where}: {mistake.sentence}"
    for path, sentence in draft.mistakes:
        yield f"{sentences.where_words(path)}: {sentence}"
    for line in proposal_of(as_yaml(content).encode(), {}).contradictions:
        yield line.partition(": ")[2]
    try:
        yield from proposal_of(workbook_of(draft.file), {}).contradictions
    except NotWritable:
        assert name == "same codes"


@pytest.mark.parametrize("name", BREAKS)
def test_a_contradiction_is_said_without_words_of_files(name: str) -> None:
    told = list(said(name))
    assert told
    for sentence in told:
        assert not set(re.findall(r"[a-z_]+", sentence)) & file_words(), sentence
        assert not re.search(r"\d\.\d", sentence), "a decimal comma"
        assert sentence.endswith("."), sentence


def test_every_check_is_among_the_contradictions_above() -> None:
    files: list[InstrumentFile] = [draft_of(broken(name)).file for name in BREAKS]
    assert [check.__name__ for check in consistency.CHECKS if not any(list(check(file)) for file in files)] == []


def test_a_row_that_is_counted_is_named_by_its_kind() -> None:
    path = ("dimensions", 0, "variables", 1, "indicators", 2)
    assert sentences.where_words((*path, "name")) == "Indikator baris 3, nama"
    assert sentences.where_words((*path, "levels", "4")) == "Indikator baris 3, tingkat 4"
    assert sentences.where_words(("title",)) == "Judul"
    assert sentences.where_words(("bands", 1, "lower")) == "Rentang nilai baris 2, batas bawah"
