"""Why a write did not happen."""

from django.db import models

from units.sentences import Problem


class Conflict(Exception):
    """Somebody saved other content since the form was opened. `row` is what is stored now."""

    def __init__(self, row: models.Model) -> None:
        super().__init__(row)
        self.row = row


class Refused(Exception):
    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem = problem
