"""Why a write did not happen. Problems are data: services and rules raise codes, an app's `sentences` say them."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

Sentences = Mapping[Any, str | Callable[..., str]]
"""What an app says of each of its codes. A callable, or a sentence with {names}, is given the problem's facts."""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing a rule forbids. `field` is where to correct it, when that is one place of the form.

    `facts` are what the sentence names: a year, a row's name, a limit.
    """

    code: StrEnum
    field: str | None = None
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def said_by(self, sentences: Sentences) -> str:
        """Raises KeyError for a code that `sentences` do not know."""
        sentence = sentences[self.code]
        if callable(sentence):
            return sentence(**self.facts)
        return sentence.format(**self.facts) if self.facts else sentence


class Refused(Exception):
    """The rules forbid it, for one or several reasons. A bare code is a problem of no place and without facts.

    raise Refused(Code.NOT_ACTIVE)
    raise Refused(Problem(Code.NAME_TAKEN, "name"))
    if problems: raise Refused(*problems)
    """

    def __init__(self, *problems: Problem | StrEnum) -> None:
        super().__init__(*problems)
        self.problems = [problem if isinstance(problem, Problem) else Problem(problem) for problem in problems]

    @property
    def code(self) -> StrEnum:
        """Of the first problem."""
        return self.problems[0].code

    @property
    def field(self) -> str | None:
        """Of the first problem."""
        return self.problems[0].field

    def said_by(self, sentences: Sentences) -> list[str]:
        return said(self.problems, sentences)


def said(problems: Iterable[Problem], sentences: Sentences) -> list[str]:
    return [problem.said_by(sentences) for problem in problems]


class Conflict(Exception):
    """Somebody saved other content since the form was opened. `row` is what is stored now."""

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.row = row
