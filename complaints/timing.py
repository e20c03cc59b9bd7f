"""Which event of a complaint starts a clock, which one ends it, and whose duty it is. Pure."""

from enum import StrEnum


class ClockEvent(StrEnum):
    RECEIVED = "receipt"
    ASKED = "completeness_reply"
    COMPLETED = "completed"
    FILE_COMPLETE = "file_complete"
    VERIFIED = "verification"
    DECIDED = "decision"
    ANSWERED = "answered"


INFORMATION, NON_SUPERVISORY, SUPERVISORY = "information", "non_supervisory", "supervisory"
"""Values of Complaint.Class; an aspiration has no period of its own."""

OF_CLASS = {
    "sp4n-information": frozenset({INFORMATION}),
    "sp4n-non-supervisory": frozenset({NON_SUPERVISORY}),
    "sp4n-supervisory": frozenset({SUPERVISORY}),
    "decide": frozenset({NON_SUPERVISORY, SUPERVISORY}),
    "tell-complainant": frozenset({NON_SUPERVISORY, SUPERVISORY}),
    "local-rule": frozenset({NON_SUPERVISORY, SUPERVISORY}),
}
"""Clocks that run only for some classes."""

COMPLETES = "complainant-completes"
"""The one clock that is the complainant's; while it runs the others rest."""

LOCAL_START = "local"
"""A rule that starts "by local decree" is counted from verification, as the SP4N clocks are."""

ENDED_BY = {
    "completeness-reply": frozenset({ClockEvent.ASKED, ClockEvent.VERIFIED}),
    COMPLETES: frozenset({ClockEvent.COMPLETED}),
    "sp4n-verification": frozenset({ClockEvent.VERIFIED}),
    "sp4n-information": frozenset({ClockEvent.ANSWERED}),
    "sp4n-non-supervisory": frozenset({ClockEvent.ANSWERED}),
    "sp4n-supervisory": frozenset({ClockEvent.ANSWERED}),
    "local-rule": frozenset({ClockEvent.ANSWERED}),
    "decide": frozenset({ClockEvent.DECIDED}),
    "tell-complainant": frozenset({ClockEvent.ANSWERED}),
}
"""Codes not named here (complaining to the provider, the Ombudsman's own periods) never run in a complaint."""

AGAIN_ON_REOPENING = ("sp4n-information", "sp4n-non-supervisory", "sp4n-supervisory", "local-rule")
"""Counted anew from the day on which an answered complaint is opened again."""


def starts(code: str, starts_at: str, event: ClockEvent, classification: str) -> bool:
    """Whether the rule `code`, counted from `starts_at`, begins to run with this event in a case of this class."""
    at = ClockEvent.VERIFIED.value if starts_at == LOCAL_START else starts_at
    return code in ENDED_BY and at == event.value and classification in OF_CLASS.get(code, {classification})


def starts_again(code: str, classification: str) -> bool:
    return code in AGAIN_ON_REOPENING and classification in OF_CLASS[code]


def ends(code: str, event: ClockEvent) -> bool:
    return event in ENDED_BY.get(code, ())


def is_ours(code: str) -> bool:
    return code != COMPLETES
