"""Opini 2026 (requirements that are met or not) and PEKPPP F-02 (indicators 25–28, levels 0–5). Pure.

None where the register cannot know: most documents of SP4N-LAPOR! lie outside it, and so does every SOP.
"""

from collections.abc import Callable

from reports.suggestions.suggesting.levels import ELECTRONIC, FACE, LAPOR, Confirm, Fact, RegisterFacts, Suggested, Told

Rule = Callable[[RegisterFacts], Suggested | None]


def _met(fact: Fact, to_confirm: tuple[Confirm, ...] = (Confirm.DOCUMENT,), **values: object) -> Suggested:
    return Suggested(1, ((fact, values),), to_confirm)


def _not_met(fact: Fact, **values: object) -> Suggested:
    return Suggested(0, ((fact, values),), is_risk=True)


def team_decree(facts: RegisterFacts) -> Suggested:
    """PG-01.1: a decree of the complaint team."""
    return _met(Fact.DECREES, number=facts.decrees) if facts.decrees else _not_met(Fact.DECREE_MISSING)


def decree_in_force(facts: RegisterFacts) -> Suggested:
    """PG-02.1: officers' decree in force this year."""
    if facts.decrees_in_force:
        return _met(Fact.DECREE_THIS_YEAR if facts.decrees_this_year else Fact.DECREE_OLDER)
    return _not_met(Fact.DECREE_LAPSED if facts.decrees else Fact.DECREE_MISSING)


def register_kept(facts: RegisterFacts) -> Suggested:
    """PG-03.1: an empty register counts only beside contacts that were tried."""
    if facts.received:
        return _met(Fact.RECEIVED, (), number=facts.received)
    if facts.is_tested and facts.working_kinds:
        told: Told = [(Fact.EMPTY_REGISTER, {}), (Fact.CONTACTS_TESTED, {"day": facts.last_test})]
        return Suggested(1, tuple(told), is_risk=True)
    return _not_met(Fact.EMPTY_AND_UNTESTED)


def follow_up(facts: RegisterFacts) -> Suggested | None:
    """PG-03.2: whoever complained was told what became of it."""
    if not facts.received:
        return None
    if not facts.answered:
        return _not_met(Fact.NONE_ANSWERED, number=facts.received)
    values = {"part": facts.told, "whole": facts.answered}
    return _met(Fact.TOLD, (), **values) if facts.told >= facts.answered else _not_met(Fact.NOT_ALL_TOLD, **values)


def recap_of_settlement(facts: RegisterFacts) -> Suggested | None:
    """PG-05.1: the recap that is attached with the answer is itself the document."""
    if not facts.received:
        return None
    values = {"part": facts.answered, "whole": facts.received}
    return Suggested(1, ((Fact.ANSWERED_OF, values), (Fact.RECAP, {})))


def timeliness(facts: RegisterFacts) -> Suggested | None:
    """PG-06.1: the recap shows for each complaint whether it was on time."""
    if facts.on_time is None:
        return None
    return Suggested(1, ((Fact.ON_TIME, {"percent": facts.on_time}), (Fact.RECAP, {})))


def evaluation_reports(facts: RegisterFacts) -> Suggested:
    """PG-07.1: periodic, so one report is enough only while no second period has ended."""
    if not facts.reports:
        return _not_met(Fact.NO_REPORT)
    if facts.reports == 1 and facts.quarters > 1:
        return _not_met(Fact.REPORTS, number=1)
    return _met(Fact.REPORTS, (Confirm.CAUSES,), number=facts.reports)


def lapor_shown(facts: RegisterFacts) -> Suggested | None:
    """PG-08.1: known only where the contact is entered; its absence here proves nothing."""
    return _met(Fact.LAPOR, (Confirm.SCREENSHOT,)) if LAPOR in facts.working_kinds else None


def internal_channel(facts: RegisterFacts) -> Suggested | None:
    """PG-08.6: an own channel that works; one never tried proves nothing."""
    if facts.working_kinds - {LAPOR}:
        return _met(Fact.INTERNAL_WORKS, (Confirm.SCREENSHOT,), number=len(facts.working_kinds - {LAPOR}))
    return _not_met(Fact.NO_CONTACT) if not facts.kinds else None


def training(facts: RegisterFacts) -> Suggested:
    """PG-09.1: guidance of the unit's complaint officers in the last twelve months."""
    return _met(Fact.COACHED, number=facts.coached) if facts.coached else _not_met(Fact.NOT_COACHED)


def face_to_face(facts: RegisterFacts) -> Suggested | None:
    """F25 counts facilities: the register knows of the place and of officers with a decree, not of the rest."""
    if FACE not in facts.working_kinds:
        return None
    told: Told = [(Fact.FACE_TO_FACE, {})]
    if not facts.decrees_in_force:
        return Suggested(1, tuple(told), (Confirm.FACILITIES,))
    return Suggested(2, (*told, (Fact.OFFICERS, {"number": facts.decrees_in_force})), (Confirm.FACILITIES,))


def media(facts: RegisterFacts) -> Suggested | None:
    """F26: whether the place stands apart from the front office is for the operator to see, so the lower level."""
    if not facts.officers and not facts.kinds:
        return Suggested(0, ((Fact.NO_OFFICER, {}), (Fact.NO_CONTACT, {})), is_risk=True)
    if FACE not in facts.working_kinds:
        return None
    if facts.working_kinds & ELECTRONIC:
        told: Told = [(Fact.FACE_AND_ELECTRONIC, {})]
        told += [(Fact.LAPOR, {})] if LAPOR in facts.working_kinds else []
        return Suggested(3, tuple(told), (Confirm.SEPARATE,))
    return Suggested(1, ((Fact.FACE_TO_FACE, {}),), (Confirm.SEPARATE,))


def accountability(facts: RegisterFacts) -> Suggested | None:
    """F27: filed, reported, evaluated, acted upon, published; each step stands on the one before."""
    if not facts.received:
        return None
    told: Told = [(Fact.RECEIVED, {"number": facts.received})]
    if not facts.reports:
        return Suggested(1, (*told, (Fact.NO_REPORT, {})))
    told.append((Fact.REPORTS, {"number": facts.reports}))
    if facts.reports == 1 and facts.quarters > 1:
        return Suggested(2, tuple(told), (Confirm.CAUSES,))
    told.append((Fact.IMPROVEMENTS if facts.improvements else Fact.NO_IMPROVEMENT, {"number": facts.improvements}))
    if not facts.improvements:
        return Suggested(3, tuple(told), (Confirm.CAUSES,))
    told.append((Fact.PUBLISHED if facts.is_published else Fact.NOT_PUBLISHED, {}))
    return Suggested(5 if facts.is_published else 4, tuple(told), (Confirm.CAUSES,))


def settled(facts: RegisterFacts) -> Suggested | None:
    """F28: the share that was answered, through SP4N-LAPOR! where any came that way."""
    if not facts.received:
        return None
    if not facts.answered:
        return Suggested(0, ((Fact.NONE_ANSWERED, {"number": facts.received}),), is_risk=True)
    if not facts.lapor_received:
        told: Told = [(Fact.ANSWERED_OF, {"part": facts.answered, "whole": facts.received}), (Fact.NO_LAPOR_CASE, {})]
        return Suggested(2 if 2 * facts.answered >= facts.received else 1, tuple(told))
    percent = 100 * facts.lapor_answered / facts.lapor_received
    level = 5 if percent >= 90 else 4 if percent >= 50 else 3
    return Suggested(level, ((Fact.LAPOR_ANSWERED, {"part": facts.lapor_answered, "whole": facts.lapor_received}),))


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
