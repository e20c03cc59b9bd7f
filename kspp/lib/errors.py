"""Why a write did not happen."""

from enum import StrEnum
from typing import Any


class Refused(Exception):
    """A rule forbids it. `problem` is a code of the app that raised it; `field` the one to correct, if it is one's."""

    def __init__(self, field: str | None, problem: StrEnum) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem: Any = problem


class Conflict(Exception):
    """Somebody saved other content since the form was opened. `row` is what is stored now."""

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.row = row
