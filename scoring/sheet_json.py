"""The score sheet as JSON (`siap-kspp/score-sheet/1`, schema beside this file): anyone can recompute a unit's score."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from scoring.instrument import Scope
from scoring.sheet import MAIN_OUTCOME, Answer, Sheet, Subject
from scoring.strict_json import FormatError, FormatProblem, JsonObject, decoded

FORMAT = "siap-kspp/score-sheet/1"
MAX_NAME = 300


@dataclass(frozen=True, slots=True)
class SheetMeta:
    """What only people read; empty where the file does not say."""

    year: int | None = None
    government_code: str = ""
    government_name: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A file's content: the code of the instrument version, the answers, and whose they are."""

    instrument: str
    sheet: Sheet
    meta: SheetMeta = SheetMeta()


def read_score_sheet(content: bytes) -> ScoreSheet:
    """Raises FormatError for anything that is not a score sheet, however broken."""
    try:
        return parse_score_sheet(decoded(content))
    except RecursionError:
        raise FormatError(FormatProblem("", "nesting")) from None


def parse_score_sheet(data: object) -> ScoreSheet:
    """From the value of the JSON text with its fractions parsed as Decimal. Raises FormatError."""
    problems = dict.fromkeys(problem for error in _validator().iter_errors(data) for problem in _problems(error))
    if problems or not isinstance(data, dict):
        raise FormatError(*problems)
    government = data.get("government", {})
    meta = SheetMeta(
        year=data.get("year"),
        government_code=government.get("code", ""),
        government_name=government.get("name", ""),
        unit_name=data.get("unit", {}).get("name", ""),
    )
    subjects = tuple(_subject(each) for each in data["subjects"])
    answers = tuple(_answer(each) for each in data["answers"])
    return ScoreSheet(data["instrument"], Sheet(subjects, answers), meta)


def score_sheet_json(content: ScoreSheet) -> JsonObject:
    """The inverse of `parse_score_sheet`, ready for `json.dumps`; what is empty is left out."""
    meta = content.meta
    head: JsonObject = {"format": FORMAT, "instrument": content.instrument}
    if meta.year is not None:
        head["year"] = meta.year
    if meta.government_name:
        head["government"] = _filled({"code": meta.government_code, "name": _name(meta.government_name)})
    if meta.unit_name:
        head["unit"] = {"name": _name(meta.unit_name)}
    return head | {
        "subjects": [_subject_json(subject) for subject in content.sheet.subjects],
        "answers": [_answer_json(answer) for answer in content.sheet.answers],
    }


@cache
def _validator() -> Draft202012Validator:
    schema = resources.files(__package__).joinpath("score-sheet.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(schema))


def _problems(error: ValidationError) -> list[FormatProblem]:
    path = error.json_path.removeprefix("$").removeprefix(".")
    rule = str(error.validator)
    expected: Any = error.validator_value
    item: Any = error.instance
    schema: Any = error.schema
    if rule == "required":
        return [FormatProblem(path, rule, key) for key in expected if key not in item]
    if rule == "additionalProperties":
        return [FormatProblem(path, rule, key) for key in item if key not in schema["properties"]]
    return [FormatProblem(path, rule, ", ".join(map(str, expected)) if isinstance(expected, list) else str(expected))]


def _subject(item: JsonObject) -> Subject:
    return Subject(item["id"], Scope(item["scope"]), item["name"], item.get("outcome", MAIN_OUTCOME))


def _answer(item: JsonObject) -> Answer:
    figure, chosen = item.get("figure"), item.get("chosen")
    return Answer(
        indicator=item["indicator"],
        subject=item.get("subject"),
        points=item.get("points"),
        figure=None if figure is None else Decimal(figure),
        tally={int(level): count for level, count in item.get("tally", {}).items()},
        not_applicable=item.get("not_applicable", False),
        chosen=None if chosen is None else tuple(chosen),
    )


def _subject_json(subject: Subject) -> JsonObject:
    return {"id": subject.id, "scope": str(subject.scope), "name": _name(subject.name), "outcome": subject.outcome}


def _name(text: str) -> str:
    """On one line and as short as the schema wants it: a name typed with a tab must not make the file unreadable."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())[:MAX_NAME]


def _answer_json(answer: Answer) -> JsonObject:
    return _filled(
        {
            "indicator": answer.indicator,
            "subject": answer.subject,
            "points": answer.points,
            "figure": None if answer.figure is None else f"{answer.figure:f}",
            "tally": {str(level): count for level, count in answer.tally.items()},
            "chosen": None if answer.chosen is None else list(answer.chosen),
            "not_applicable": answer.not_applicable,
        }
    )


def _filled(item: JsonObject) -> JsonObject:
    """Without what is empty; 0 points and no thing chosen are answers and stay."""
    return {key: value for key, value in item.items() if value not in (None, "", {}) and value is not False}
