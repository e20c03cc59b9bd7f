"""The score sheet as JSON (`siap-kspp/score-sheet/1`, schema beside this file): anyone can recompute a unit's score."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any, NoReturn

from jsonschema import Draft202012Validator, ValidationError

from assessments.scoring.instrument import Scope
from assessments.scoring.sheet import MAIN_OUTCOME, Answer, Sheet, Subject

FORMAT = "siap-kspp/score-sheet/1"
MAX_BYTES = 5_000_000

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Meta:
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
    meta: Meta = Meta()


@dataclass(frozen=True, slots=True)
class FormatProblem:
    """`path` in the file (`answers[3].points`, empty for the whole), the schema rule broken, what the rule asks for."""

    path: str
    rule: str
    expected: str = ""


class FormatError(ValueError):
    """The content is not a score sheet."""

    def __init__(self, *problems: FormatProblem) -> None:
        super().__init__(", ".join(f"{problem.path or '.'}: {problem.rule}" for problem in problems))
        self.problems = problems


def read_score_sheet(content: bytes) -> ScoreSheet:
    """Raises FormatError for anything that is not a score sheet, however broken."""
    try:
        return parse_score_sheet(_decoded(content))
    except RecursionError:
        raise FormatError(FormatProblem("", "nesting")) from None


def parse_score_sheet(data: object) -> ScoreSheet:
    """From the value of the JSON text with its fractions parsed as Decimal. Raises FormatError."""
    problems = [problem for error in _validator().iter_errors(data) for problem in _problems(error)]
    if problems or not isinstance(data, dict):
        raise FormatError(*problems)
    government = data.get("government", {})
    meta = Meta(
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
        head["government"] = _filled({"code": meta.government_code, "name": meta.government_name})
    if meta.unit_name:
        head["unit"] = {"name": meta.unit_name}
    return head | {
        "subjects": [_subject_json(subject) for subject in content.sheet.subjects],
        "answers": [_answer_json(answer) for answer in content.sheet.answers],
    }


def _decoded(content: bytes) -> object:
    if len(content) > MAX_BYTES:
        raise FormatError(FormatProblem("", "size", str(MAX_BYTES // 1_000_000)))
    try:
        text = content.decode("utf-8-sig")
        return json.loads(
            text, parse_float=Decimal, parse_int=_integer, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except UnicodeDecodeError:
        raise FormatError(FormatProblem("", "encoding")) from None
    except json.JSONDecodeError as error:
        raise FormatError(FormatProblem("", "json", f"{error.lineno}:{error.colno}")) from None
    except InvalidOperation:
        raise FormatError(FormatProblem("", "number")) from None


def _integer(digits: str) -> int:
    if len(digits) > 30:
        raise FormatError(FormatProblem("", "number"))
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise FormatError(FormatProblem("", "constant", name))


def _object(pairs: Iterable[tuple[str, Any]]) -> JsonObject:
    """A key that stands twice would silently hide one of its values."""
    result: JsonObject = {}
    for key, value in pairs:
        if key in result:
            raise FormatError(FormatProblem(key, "duplicate_key"))
        result[key] = value
    return result


@cache
def _validator() -> Draft202012Validator:
    schema = resources.files(__package__).joinpath("score-sheet.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(schema))


def _problems(error: ValidationError) -> list[FormatProblem]:
    path, rule = error.json_path.removeprefix("$").removeprefix("."), str(error.validator)
    if rule == "required":
        return [FormatProblem(path, rule, key) for key in error.validator_value if f"'{key}' is" in error.message]
    if rule == "additionalProperties":
        unknown = sorted(set(error.instance) - set(error.schema["properties"]))
        return [FormatProblem(path, rule, key) for key in unknown]
    expected = error.validator_value
    return [FormatProblem(path, rule, ", ".join(map(str, expected)) if isinstance(expected, list) else str(expected))]


def _subject(item: JsonObject) -> Subject:
    return Subject(item["id"], Scope(item["scope"]), item["name"], item.get("outcome", MAIN_OUTCOME))


def _answer(item: JsonObject) -> Answer:
    figure = item.get("figure")
    return Answer(
        indicator=item["indicator"],
        subject=item.get("subject"),
        points=item.get("points"),
        figure=None if figure is None else Decimal(figure),
        tally={int(level): count for level, count in item.get("tally", {}).items()},
        not_applicable=item.get("not_applicable", False),
    )


def _subject_json(subject: Subject) -> JsonObject:
    return {"id": subject.id, "scope": str(subject.scope), "name": subject.name, "outcome": subject.outcome}


def _answer_json(answer: Answer) -> JsonObject:
    return _filled(
        {
            "indicator": answer.indicator,
            "subject": answer.subject,
            "points": answer.points,
            "figure": None if answer.figure is None else f"{answer.figure:f}",
            "tally": {str(level): count for level, count in answer.tally.items()},
            "not_applicable": answer.not_applicable,
        }
    )


def _filled(item: JsonObject) -> JsonObject:
    """Without what is empty; 0 points are an answer and stay."""
    return {key: value for key, value in item.items() if value not in (None, "", {}) and value is not False}
