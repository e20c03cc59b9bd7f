"""Levels that the complaint register suggests for the indicators about complaints. Pure.

The levels of the indicators are this project's estimate, and so are these rules; docs/complaint-desk.md says
them in words. What a register cannot know (whether an SOP is in force, what an officer can explain) is never assumed:
it is handed to the operator `to_confirm`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

RECENT_TEST_DAYS = 35
"""Contacts are tested monthly; a few days of grace."""


class RegisterFact(StrEnum):
    """What was found in the register, one sentence each; values are filled in by name."""

    NO_OFFICER = "no_officer"
    OFFICERS = "officers"
    DECREE_MISSING = "decree_missing"
    DECREE_LAPSED = "decree_lapsed"
    DECREE_THIS_YEAR = "decree_this_year"
    DECREE_OLDER = "decree_older"
    CONTACTS = "contacts"
    NO_CONTACT = "no_contact"
    CONTACTS_FAILED = "contacts_failed"
    CONTACTS_TESTED = "contacts_tested"
    CONTACTS_UNTESTED = "contacts_untested"
    FACE_AND_ELECTRONIC = "face_and_electronic"
    LAPOR = "lapor"
    NO_LAPOR = "no_lapor"
    EMPTY_REGISTER = "empty_register"
    EMPTY_AND_UNTESTED = "empty_and_untested"
    RECEIVED = "received"
    ON_TIME = "on_time"
    NOTHING_DUE = "nothing_due"
    TOLD = "told"
    NOT_ALL_TOLD = "not_all_told"
    PUBLISHED = "published"
    NOT_PUBLISHED = "not_published"
    COMPLETE_FILES = "complete_files"
    INCOMPLETE_FILES = "incomplete_files"
    COACHED = "coached"
    COACHED_LONG_AGO = "coached_long_ago"
    NEVER_COACHED = "never_coached"
    REPORTS = "reports"
    NO_REPORT = "no_report"
    IMPROVEMENTS = "improvements"
    NO_IMPROVEMENT = "no_improvement"
    DECREES = "decrees"
    NONE_ANSWERED = "none_answered"
    ANSWERED_OF = "answered_of"
    RECAP = "recap"
    INTERNAL_WORKS = "internal_works"
    NOT_COACHED = "not_coached"
    FACE_TO_FACE = "face_to_face"
    NO_LAPOR_CASE = "no_lapor_case"
    LAPOR_ANSWERED = "lapor_answered"


class ToConfirm(StrEnum):
    SOP = "sop"
    NO_OTHER_DUTY = "no_other_duty"
    EXPLAINS = "explains"
    VULNERABLE_FRIENDLY = "vulnerable_friendly"
    APPLIES = "applies"
    CAUSES = "causes"
    DOCUMENT = "document"
    SCREENSHOT = "screenshot"
    FACILITIES = "facilities"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """`coached`: within the twelve months before today."""

    coached: int
    was_ever_coached: bool


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """One unit in one period. `on_time` is None while no answer was owed; quarters are those that have ended;
    `coached`: times its officers were coached in the twelve months before today."""

    officers: int
    decrees: int
    decrees_in_force: int
    decrees_this_year: int
    kinds: frozenset[str]
    working_kinds: frozenset[str]
    last_test: date | None
    today: date
    received: int
    on_time: Decimal | None
    answered: int
    told: int
    complete_files: int
    is_published: bool
    reports: int
    quarters_reported: int
    quarters: int
    improvements: int
    lapor_received: int = 0
    lapor_answered: int = 0
    coached: int = 0

    @property
    def is_tested(self) -> bool:
        return self.last_test is not None and (self.today - self.last_test).days <= RECENT_TEST_DAYS


@dataclass(frozen=True, slots=True)
class SuggestedLevel:
    points: int
    facts: tuple[tuple[RegisterFact, Mapping[str, object]], ...]
    to_confirm: tuple[ToConfirm, ...] = ()
    is_risk: bool = False


Told = list[tuple[RegisterFact, Mapping[str, object]]]
FACE, LAPOR = "address", "lapor"
ELECTRONIC = frozenset({"phone", "whatsapp", "email", "web", "social", "lapor"})


def obligations(facts: RegisterFacts) -> SuggestedLevel:
    """G1: officers, decree, SOP, publication."""
    if not facts.officers:
        return SuggestedLevel(0, ((RegisterFact.NO_OFFICER, {}),), is_risk=True)
    told: Told = [(RegisterFact.OFFICERS, {"number": facts.officers})]
    if not facts.decrees:
        return SuggestedLevel(1, (*told, (RegisterFact.DECREE_MISSING, {})), (ToConfirm.SOP,))
    if not facts.decrees_in_force:
        return SuggestedLevel(2, (*told, (RegisterFact.DECREE_LAPSED, {})), (ToConfirm.SOP,))
    if not facts.kinds:
        return SuggestedLevel(3, (*told, (RegisterFact.NO_CONTACT, {})), (ToConfirm.SOP,))
    told.append((RegisterFact.CONTACTS, {"number": len(facts.kinds)}))
    if not facts.decrees_this_year:
        return SuggestedLevel(3, (*told, (RegisterFact.DECREE_OLDER, {})), (ToConfirm.SOP,))
    return SuggestedLevel(4, (*told, (RegisterFact.DECREE_THIS_YEAR, {})), (ToConfirm.SOP, ToConfirm.NO_OTHER_DUTY))


def procedure(facts: RegisterFacts) -> SuggestedLevel:
    """G2: what the register shows of the procedure; what the officer can explain is for the operator to hear."""
    if not facts.received:
        return SuggestedLevel(2, ((RegisterFact.EMPTY_REGISTER, {}),), (ToConfirm.EXPLAINS,), is_risk=True)
    told: Told = [(RegisterFact.RECEIVED, {"number": facts.received})]
    if facts.complete_files < facts.answered or not facts.answered:
        values = {"part": facts.complete_files, "whole": facts.answered}
        return SuggestedLevel(3, (*told, (RegisterFact.INCOMPLETE_FILES, values)), (ToConfirm.EXPLAINS,))
    return SuggestedLevel(
        4, (*told, (RegisterFact.COMPLETE_FILES, {"number": facts.complete_files})), (ToConfirm.EXPLAINS,)
    )


def means(facts: RegisterFacts) -> SuggestedLevel:
    """G3: which ways to complain are published and work."""
    if not facts.kinds:
        return SuggestedLevel(0, ((RegisterFact.NO_CONTACT, {}),), is_risk=True)
    told: Told = [(RegisterFact.CONTACTS, {"number": len(facts.kinds)})]
    if not facts.working_kinds:
        return SuggestedLevel(1, (*told, (RegisterFact.CONTACTS_FAILED, {})), is_risk=True)
    told.append(
        (RegisterFact.CONTACTS_TESTED if facts.is_tested else RegisterFact.CONTACTS_UNTESTED, {"day": facts.last_test})
    )
    if FACE not in facts.working_kinds or not facts.working_kinds & ELECTRONIC:
        return SuggestedLevel(2, tuple(told))
    told.append((RegisterFact.FACE_AND_ELECTRONIC, {}))
    if LAPOR not in facts.working_kinds:
        return SuggestedLevel(3, (*told, (RegisterFact.NO_LAPOR, {})))
    told.append((RegisterFact.LAPOR, {}))
    return (
        SuggestedLevel(4, tuple(told), (ToConfirm.VULNERABLE_FRIENDLY,))
        if facts.is_tested
        else SuggestedLevel(3, tuple(told))
    )


def settlement(facts: RegisterFacts) -> SuggestedLevel:
    """G4: the share settled on time; an empty register is a risk, at most level 2."""
    if not facts.received:
        if facts.is_tested:
            return SuggestedLevel(
                2,
                ((RegisterFact.EMPTY_REGISTER, {}), (RegisterFact.CONTACTS_TESTED, {"day": facts.last_test})),
                (),
                True,
            )
        return SuggestedLevel(1, ((RegisterFact.EMPTY_AND_UNTESTED, {}),), is_risk=True)
    told: Told = [(RegisterFact.RECEIVED, {"number": facts.received})]
    if facts.on_time is None:
        return SuggestedLevel(1, (*told, (RegisterFact.NOTHING_DUE, {})), is_risk=True)
    told.append((RegisterFact.ON_TIME, {"percent": facts.on_time}))
    are_told = facts.told >= facts.answered
    told.append(
        (RegisterFact.TOLD if are_told else RegisterFact.NOT_ALL_TOLD, {"part": facts.told, "whole": facts.answered})
    )
    told.append((RegisterFact.PUBLISHED if facts.is_published else RegisterFact.NOT_PUBLISHED, {}))
    return SuggestedLevel(_on_time_level(facts.on_time, are_told, facts.is_published), tuple(told))


def _on_time_level(percent: Decimal, are_told: bool, is_published: bool) -> int:
    if percent < 50:
        return 1
    if percent < 80 or not are_told:
        return 2
    return 4 if percent >= 95 and is_published else 3


def coaching(officer: OfficerFacts) -> SuggestedLevel:
    """G5: one officer's coaching in the last twelve months."""
    if not officer.was_ever_coached:
        return SuggestedLevel(0, ((RegisterFact.NEVER_COACHED, {}),), is_risk=True)
    if not officer.coached:
        return SuggestedLevel(1, ((RegisterFact.COACHED_LONG_AGO, {}),))
    told = ((RegisterFact.COACHED, {"number": officer.coached}),)
    if officer.coached == 1:
        return SuggestedLevel(2, told)
    return SuggestedLevel(3, told) if officer.coached < 4 else SuggestedLevel(4, told, (ToConfirm.APPLIES,))


def evaluation(facts: RegisterFacts) -> SuggestedLevel:
    """G6: reports on complaints and what came of them."""
    if not facts.reports:
        return SuggestedLevel(1 if facts.received else 0, ((RegisterFact.NO_REPORT, {}),), is_risk=True)
    told: Told = [(RegisterFact.REPORTS, {"number": facts.reports})]
    told.append(
        (
            RegisterFact.IMPROVEMENTS if facts.improvements else RegisterFact.NO_IMPROVEMENT,
            {"number": facts.improvements},
        )
    )
    if facts.reports == 1 and facts.quarters > 1:
        return SuggestedLevel(2, tuple(told), (ToConfirm.CAUSES,))
    is_quarterly = facts.quarters > 0 and facts.quarters_reported >= facts.quarters
    points = 4 if is_quarterly and facts.improvements else 3
    return SuggestedLevel(points, tuple(told), (ToConfirm.CAUSES,))


OF_UNIT: dict[str, Callable[[RegisterFacts], SuggestedLevel]] = {
    "G1": obligations,
    "G2": procedure,
    "G3": means,
    "G4": settlement,
    "G6": evaluation,
}
"""By indicator code."""

OF_OFFICER: dict[str, Callable[[OfficerFacts], SuggestedLevel]] = {"G5": coaching}
