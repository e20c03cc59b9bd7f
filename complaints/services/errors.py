"""What a write answers besides its row."""

from dataclasses import dataclass

from complaints.sentences import Problem


class Refused(Exception):
    """`field` is the one to correct."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows written; `kept` are those that people changed and that therefore stayed as they are."""

    created: int = 0
    changed: int = 0
    kept: int = 0
