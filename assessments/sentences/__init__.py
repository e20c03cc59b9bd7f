"""Sentences that scoring needs, spoken from Python."""

from assessments.sentences.arithmetic import arithmetic, explained, figure, node_name
from assessments.sentences.problems import format_problem, sheet_problem
from assessments.sentences.table import result_table
from assessments.sentences.words import band_words

__all__ = [
    "arithmetic",
    "band_words",
    "explained",
    "figure",
    "format_problem",
    "node_name",
    "result_table",
    "sheet_problem",
]
