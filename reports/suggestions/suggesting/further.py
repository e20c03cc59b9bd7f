"""Opini 2026 (requirements that are met or not) and PEKPPP F-02 (indicators 25–28, levels 0–5). Pure.

None where the register cannot know: most documents of SP4N-LAPOR! lie outside it, and so does every SOP.
"""

from collections.abc import Callable

from reports.suggestions.suggesting.levels import (
    ELECTRONIC,
    FACE,
    LAPOR,
    RegisterFact,
    RegisterFacts,
    SuggestedLevel,
    ToConfirm,
    Told,
)

Rule = Callable[[RegisterFacts], SuggestedLevel | None]


def _met(
    fact: RegisterFact, to_confirm: tuple[ToConfirm, ...] = (ToConfirm.DOCUMENT,), **values: object
) -> SuggestedLevel:
    return SuggestedLevel(1, ((fact, values),), to_confirm)


def _not_met(fact: RegisterFact, **values: object) -> SuggestedLevel:
    return SuggestedLevel(0, ((fact, values),), is_risk=True)


def team_decree(facts: RegisterFacts) -> SuggestedLevel:
    """PG-01.1: a decree of the complaint team."""
    return _met(RegisterFact.DECREES, number=facts.decrees) if facts.decrees else _not_met(RegisterFact.DECREE_MISSING)


def decree_in_force(facts: RegisterFacts) -> SuggestedLevel:
    """PG-02.1: officers' decree in force this year."""
    if facts.decrees_in_force:
        return _met(RegisterFact.DECREE_THIS_YEAR if facts.decrees_this_year else RegisterFact.DECREE_OLDER)
    return _not_met(RegisterFact.DECREE_LAPSED if facts.decrees else RegisterFact.DECREE_MISSING)


def register_kept(facts: RegisterFacts) -> SuggestedLevel:
    """PG-03.1: an empty register counts only beside contacts that were tried."""
    if facts.received:
        return _met(RegisterFact.RECEIVED, (), number=facts.received)
    if facts.is_tested and facts.working_kinds:
        told: Told = [(RegisterFact.EMPTY_REGISTER, {}), (RegisterFact.CONTACTS_TESTED, {"day": facts.last_test})]
        return SuggestedLevel(1, tuple(told), is_risk=True)
    return _not_met(RegisterFact.EMPTY_AND_UNTESTED)


def follow_up(facts: RegisterFacts) -> SuggestedLevel | None:
    """PG-03.2: whoever complained was told what became of it."""
    if not facts.received:
        return None
    if not facts.answered:
        return _not_met(RegisterFact.NONE_ANSWERED, number=facts.received)
    values = {"part": facts.told, "whole": facts.answered}
    return (
        _met(RegisterFact.TOLD, (), **values)
        if facts.told >= facts.answered
        else _not_met(RegisterFact.NOT_ALL_TOLD, **values)
    )


def recap_of_settlement(facts: RegisterFacts) -> SuggestedLevel | None:
    """PG-05.1: the recap that is attached with the answer is itself the document."""
    if not facts.received:
        return None
    values = {"part": facts.answered, "whole": facts.received}
    return SuggestedLevel(1, ((RegisterFact.ANSWERED_OF, values), (RegisterFact.RECAP, {})))


def timeliness(facts: RegisterFacts) -> SuggestedLevel | None:
    """PG-06.1: the recap shows for each complaint whether it was on time."""
    if facts.on_time is None:
        return None
    return SuggestedLevel(1, ((RegisterFact.ON_TIME, {"percent": facts.on_time}), (RegisterFact.RECAP, {})))


def evaluation_reports(facts: RegisterFacts) -> SuggestedLevel:
    """PG-07.1: periodic, so one report is enough only while no second period has ended."""
    if not facts.reports:
        return _not_met(RegisterFact.NO_REPORT)
    if facts.reports == 1 and facts.quarters > 1:
        return _not_met(RegisterFact.REPORTS, number=1)
    return _met(RegisterFact.REPORTS, (ToConfirm.CAUSES,), number=facts.reports)


def lapor_shown(facts: RegisterFacts) -> SuggestedLevel | None:
    """PG-08.1: known only where the contact is entered; its absence here proves nothing."""
    return _met(RegisterFact.LAPOR, (ToConfirm.SCREENSHOT,)) if LAPOR in facts.working_kinds else None


def internal_channel(facts: RegisterFacts) -> SuggestedLevel | None:
    """PG-08.6: an own channel that works; one never tried proves nothing."""
    if facts.working_kinds - {LAPOR}:
        return _met(RegisterFact.INTERNAL_WORKS, (ToConfirm.SCREENSHOT,), number=len(facts.working_kinds - {LAPOR}))
    return _not_met(RegisterFact.NO_CONTACT) if not facts.kinds else None


def training(facts: RegisterFacts) -> SuggestedLevel:
    """PG-09.1: guidance of the unit's complaint officers in the last twelve months."""
    return _met(RegisterFact.COACHED, number=facts.coached) if facts.coached else _not_met(RegisterFact.NOT_COACHED)


def face_to_face(facts: RegisterFacts) -> SuggestedLevel | None:
    """F25 counts facilities: the register knows of the place and of officers with a decree, not of the rest."""
    if FACE not in facts.working_kinds:
        return None
    told: Told = [(RegisterFact.FACE_TO_FACE, {})]
    if not facts.decrees_in_force:
        return SuggestedLevel(1, tuple(told), (ToConfirm.FACILITIES,))
    return SuggestedLevel(
        2, (*told, (RegisterFact.OFFICERS, {"number": facts.decrees_in_force})), (ToConfirm.FACILITIES,)
    )


def media(facts: RegisterFacts) -> SuggestedLevel | None:
    """F26: whether the place stands apart from the front office is for the operator to see, so the lower level."""
    if not facts.officers and not facts.kinds:
        return SuggestedLevel(0, ((RegisterFact.NO_OFFICER, {}), (RegisterFact.NO_CONTACT, {})), is_risk=True)
    if FACE not in facts.working_kinds:
        return None
    if facts.working_kinds & ELECTRONIC:
        told: Told = [(RegisterFact.FACE_AND_ELECTRONIC, {})]
        told += [(RegisterFact.LAPOR, {})] if LAPOR in facts.working_kinds else []
        return SuggestedLevel(3, tuple(told), (ToConfirm.SEPARATE,))
    return SuggestedLevel(1, ((RegisterFact.FACE_TO_FACE, {}),), (ToConfirm.SEPARATE,))


def accountability(facts: RegisterFacts) -> SuggestedLevel | None:
    """F27: filed, reported, evaluated, acted upon, published; each step stands on the one before."""
    if not facts.received:
        return None
    told: Told = [(RegisterFact.RECEIVED, {"number": facts.received})]
    if not facts.reports:
        return SuggestedLevel(1, (*told, (RegisterFact.NO_REPORT, {})))
    told.append((RegisterFact.REPORTS, {"number": facts.reports}))
    if facts.reports == 1 and facts.quarters > 1:
        return SuggestedLevel(2, tuple(told), (ToConfirm.CAUSES,))
    told.append(
        (
            RegisterFact.IMPROVEMENTS if facts.improvements else RegisterFact.NO_IMPROVEMENT,
            {"number": facts.improvements},
        )
    )
    if not facts.improvements:
        return SuggestedLevel(3, tuple(told), (ToConfirm.CAUSES,))
    told.append((RegisterFact.PUBLISHED if facts.is_published else RegisterFact.NOT_PUBLISHED, {}))
    return SuggestedLevel(5 if facts.is_published else 4, tuple(told), (ToConfirm.CAUSES,))


def settled(facts: RegisterFacts) -> SuggestedLevel | None:
    """F28: the share that was answered, through SP4N-LAPOR! where any came that way."""
    if not facts.received:
        return None
    if not facts.answered:
        return SuggestedLevel(0, ((RegisterFact.NONE_ANSWERED, {"number": facts.received}),), is_risk=True)
    if not facts.lapor_received:
        told: Told = [
            (RegisterFact.ANSWERED_OF, {"part": facts.answered, "whole": facts.received}),
            (RegisterFact.NO_LAPOR_CASE, {}),
        ]
        return SuggestedLevel(2 if 2 * facts.answered >= facts.received else 1, tuple(told))
    percent = 100 * facts.lapor_answered / facts.lapor_received
    level = 5 if percent >= 90 else 4 if percent >= 50 else 3
    return SuggestedLevel(
        level, ((RegisterFact.LAPOR_ANSWERED, {"part": facts.lapor_answered, "whole": facts.lapor_received}),)
    )


OPINI: dict[str, Rule] = {
    "PG-01.1": team_decree,
    "PG-02.1": decree_in_force,
    "PG-03.1": register_kept,
    "PG-03.2": follow_up,
    "PG-05.1": recap_of_settlement,
    "PG-06.1": timeliness,
    "PG-07.1": evaluation_reports,
    "PG-08.1": lapor_shown,
    "PG-08.6": internal_channel,
    "PG-09.1": training,
}
"""PG-01.2 (an SOP), PG-04.1 (somebody's supervision) and the other papers of PG-08 are not in any register."""

PEKPPP: dict[str, Rule] = {"F25": face_to_face, "F26": media, "F27": accountability, "F28": settled}
