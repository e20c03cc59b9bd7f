"""What can be wrong with an answer, as codes; `assessments.sentences` words them."""

from enum import StrEnum


class SheetCode(StrEnum):
    """Why a sheet cannot be scored."""

    UNKNOWN_INDICATOR = "unknown_indicator"
    UNKNOWN_SUBJECT = "unknown_subject"
    UNKNOWN_OUTCOME = "unknown_outcome"
    DUPLICATE_SUBJECT = "duplicate_subject"
    DUPLICATE_ANSWER = "duplicate_answer"
    SUBJECT_MISSING = "subject_missing"
    SUBJECT_UNEXPECTED = "subject_unexpected"
    SUBJECT_OF_OTHER_SCOPE = "subject_of_other_scope"
    WRONG_MEASURE = "wrong_measure"
    NOT_APPLICABLE_BUT_ANSWERED = "not_applicable_but_answered"
    POINTS_OUT_OF_RANGE = "points_out_of_range"
    FIGURE_OUT_OF_RANGE = "figure_out_of_range"
    TALLY_LEVEL_OUT_OF_RANGE = "tally_level_out_of_range"
    TALLY_NEGATIVE = "tally_negative"
    THING_UNKNOWN = "thing_unknown"


class FieldCode(StrEnum):
    """Why what was typed is no answer."""

    LEVEL_UNKNOWN = "level_unknown"
    TALLY_WRONG = "tally_wrong"
    FIGURE_WRONG = "figure_wrong"
    SOMETHING_AND_NOTHING = "something_and_nothing"
