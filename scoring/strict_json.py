"""JSON from strangers: exact numbers, no doubtful ones, no hidden keys, no surprises."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

MAX_BYTES = 5_000_000
MAX_DIGITS = 30

JsonObject = dict[str, Any]


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


def decoded(content: bytes) -> object:
    """The value of the text, fractions as Decimal. Raises FormatError, and RecursionError when nested too deeply."""
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
    if len(digits) > MAX_DIGITS:
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
