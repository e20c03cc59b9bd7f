"""Sentences that scoring needs, spoken from Python."""

from assessments.sentences.arithmetic import arithmetic, explained, figure, node_name
from assessments.sentences.problems import format_problem, sheet_problem
from assessments.sentences.table import result_table
from assessments.sentences.words import (
    ESTIMATE_NOTE,
    NOT_YET,
    OUTCOME_NAMES,
    READING_NAMES,
    SCOPE_NAMES,
    band_words,
)

__all__ = [
    "ESTIMATE_NOTE",
    "NOT_YET",
    "OUTCOME_NAMES",
    "READING_NAMES",
    "SCOPE_NAMES",
    "arithmetic",
    "band_words",
    "explained",
    "figure",
    "format_problem",
    "node_name",
    "result_table",
    "sheet_problem",
]
