"""The complaint register of a unit beside the indicators of its checklist."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, QuerySet

from assessments.models import Answer, Assessment, Subject
from assessments.selectors.scoring import answers_of, subjects_of
from complaints.figures import Figures
from complaints.models import Coaching, Complaint, Contact, ContactTest, Message
from complaints.selectors.figures import figures, received_between
from instruments.selectors.tree import IndicatorNode, tree_of
from reports.models import Report
from reports.suggestions.suggesting import OFFICER_RULES, UNIT_RULES, OfficerFacts, RegisterFacts, SuggestedLevel
from scoring.instrument import Scope
from units.models import Officer, ServiceUnit

YEAR = timedelta(days=365)
WORKS = (ContactTest.Result.ANSWERED, ContactTest.Result.SLOW)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One place of the checklist. `current` is None while nothing is answered; `version` 0 likewise."""

    indicator: IndicatorNode
    subject: Subject | None
    suggested: SuggestedLevel
    level_text: str
    current: int | None
    version: int
    note: str

    @property
    def is_taken(self) -> bool:
        return self.current == self.suggested.points

    @property
    def ref(self) -> str:
        return self.subject.ref if self.subject else ""

    @property
    def place(self) -> str:
        """Names it on the page and in the form."""
        return f"{self.indicator.code}-{self.subject.pk}" if self.subject else self.indicator.code


@dataclass(frozen=True, slots=True)
class SuggestionRules:
    """Of one family of instruments, by code of the indicator."""

    of_unit: Mapping[str, Callable[[RegisterFacts], SuggestedLevel | None]]
    of_officer: Mapping[str, Callable[[OfficerFacts], SuggestedLevel]]


@dataclass(frozen=True, slots=True)
class SuggestionPeriod:
    first: date
    last: date


def period_of(assessment: Assessment, today: date) -> SuggestionPeriod:
    """The year of the cycle as far as it has come."""
    year = assessment.locus.cycle.year
    return SuggestionPeriod(date(year, 1, 1), max(date(year, 1, 1), min(today, date(year, 12, 31))))


def suggestions_of(assessment: Assessment, today: date) -> list[Suggestion]:
    """In the order of the instrument; empty for one without indicators about complaints. 17 queries at most."""
    tree, family = tree_of(assessment.instrument), assessment.instrument.family
    rules = SuggestionRules(UNIT_RULES.get(family, {}), OFFICER_RULES.get(family, {}))
    nodes = [node for node in tree.indicators() if node.code in rules.of_unit or node.code in rules.of_officer]
    if not nodes:
        return []
    subjects = subjects_of(assessment)
    facts = facts_of(assessment.unit, period_of(assessment, today), today)
    coached = _coached(subjects, today)
    stored = {(answer.indicator_id, answer.subject_id): answer for answer in answers_of(assessment)}
    found = []
    for node in nodes:
        for subject in _subjects(node, subjects):
            answer = stored.get((node.pk, subject.pk if subject else None))
            suggested = _suggested(node, subject, rules, facts, coached)
            if suggested is not None and suggested.points in {level.points for level in node.levels}:
                found.append(_suggestion(node, subject, suggested, answer))
    return found


def _subjects(node: IndicatorNode, subjects: list[Subject]) -> Iterator[Subject | None]:
    if node.scope is not Scope.COMPLAINT_OFFICER:
        yield None
    else:
        yield from (subject for subject in subjects if subject.scope == node.scope)


def _suggested(
    node: IndicatorNode,
    subject: Subject | None,
    rules: SuggestionRules,
    facts: RegisterFacts,
    coached: dict[int, OfficerFacts],
) -> SuggestedLevel | None:
    """None where the register cannot know."""
    if node.code in rules.of_officer:
        officer = subject.officer_id if subject else None
        return rules.of_officer[node.code](coached.get(officer or 0, OfficerFacts(0, False)))
    return rules.of_unit[node.code](facts)


def _suggestion(
    node: IndicatorNode, subject: Subject | None, suggested: SuggestedLevel, answer: Answer | None
) -> Suggestion:
    texts = {level.points: level.text for level in node.levels}
    return Suggestion(
        indicator=node,
        subject=subject,
        suggested=suggested,
        level_text=texts.get(suggested.points, ""),
        current=answer.points if answer else None,
        version=answer.version if answer else 0,
        note=answer.note if answer else "",
    )


def facts_of(unit: ServiceUnit, period: SuggestionPeriod, today: date) -> RegisterFacts:
    """14 queries at most, however long the register."""
    found = figures(unit.government, unit, period.first, period.last, today)
    rows = received_between(unit.government, unit, period.first, period.last)
    return RegisterFacts(
        today=today,
        received=found.received,
        on_time=found.on_time.percent,
        answered=found.answered,
        improvements=found.improvements,
        **_files(rows),
        **_officers(unit, today),
        **_contacts(unit, today),
        **_reports(unit, period, found),
        coached=Coaching.objects.filter(unit=unit, held_on__gt=today - YEAR, held_on__lte=today).count(),
    )


def _files(rows: QuerySet[Complaint, Complaint]) -> dict[str, Any]:
    """How many of the answered ones the complainant was told, and how many have every step on file; how many came
    through SP4N-LAPOR!, and how many of those were answered."""
    answers = Message.objects.filter(kind=Message.Kind.ANSWER, is_from_complainant=False)
    answered, lapor = Q(answered_at__isnull=False), Q(channel=Complaint.Channel.LAPOR)
    told = answered & Q(pk__in=answers.values("complaint"))
    whole = told & Q(verified_at__isnull=False) & ~Q(classification="") & ~Q(outcome="")
    counted = rows.order_by().aggregate(
        told=Count("pk", filter=told),
        complete_files=Count("pk", filter=whole),
        lapor_received=Count("pk", filter=lapor),
        lapor_answered=Count("pk", filter=lapor & answered),
    )
    return dict(counted)


def _officers(unit: ServiceUnit, today: date) -> dict[str, Any]:
    officers = list(Officer.objects.filter(unit=unit, duty=Officer.Duty.COMPLAINT_OFFICER, is_active=True))
    serving = [o for o in officers if (o.serves_until is None or o.serves_until >= today) and _has_begun(o, today)]
    with_decree = [officer for officer in officers if officer.decree_number]
    in_force = [officer for officer in serving if officer.decree_number]
    return {
        "officers": len(serving),
        "decrees": len(with_decree),
        "decrees_in_force": len(in_force),
        "decrees_this_year": sum(bool(o.serves_from and o.serves_from.year == today.year) for o in in_force),
    }


def _has_begun(officer: Officer, today: date) -> bool:
    return officer.serves_from is None or officer.serves_from <= today


def _contacts(unit: ServiceUnit, today: date) -> dict[str, Any]:
    """The unit's own contacts and its government's. One that was never tried is published but proves nothing."""
    contacts = Contact.objects.filter(Q(unit=unit) | Q(unit=None, government=unit.government_id), is_active=True)
    last: dict[int, ContactTest] = {}
    tests = ContactTest.objects.filter(contact__in=contacts, tested_on__lte=today).order_by("tested_on", "pk")
    for test in tests:
        last[test.contact_id] = test
    found = list(contacts)
    working = {contact.kind for contact in found if contact.pk in last and last[contact.pk].result in WORKS}
    return {
        "kinds": frozenset(contact.kind for contact in found),
        "working_kinds": frozenset(working),
        "last_test": max((test.tested_on for test in last.values()), default=None),
    }


def _reports(unit: ServiceUnit, period: SuggestionPeriod, found: Figures) -> dict[str, Any]:
    ready = Report.objects.filter(
        Q(unit=unit) | Q(unit=None),
        government=unit.government_id,
        state=Report.State.READY,
        reprint_of=None,
        period_from__lte=period.last,
        period_until__gte=period.first,
    )
    spans: list[tuple[str, date, date]] = list(ready.values_list("kind", "period_from", "period_until"))  # type: ignore[arg-type]
    evaluations = {(first, last) for kind, first, last in spans if kind == Report.Kind.COMPLAINTS}
    quarters = list(_ended_quarters(period))
    reported = [q for q in quarters if any(q.first <= first and last <= q.last for first, last in evaluations)]
    return {
        "is_published": any(kind == Report.Kind.PUBLICATION for kind, _, _ in spans),
        "reports": len(evaluations),
        "quarters_reported": len(reported),
        "quarters": len(quarters),
    }


def _ended_quarters(period: SuggestionPeriod) -> Iterator[SuggestionPeriod]:
    year = period.first.year
    starts = [date(year, month, 1) for month in (1, 4, 7, 10)] + [date(year + 1, 1, 1)]
    for first, following in pairwise(starts):
        last = following - timedelta(days=1)
        if last <= period.last:
            yield SuggestionPeriod(first, last)


def _coached(subjects: list[Subject], today: date) -> dict[int, OfficerFacts]:
    officers = [subject.officer_id for subject in subjects if subject.officer_id]
    rows = Coaching.objects.filter(officers__in=officers, held_on__lte=today)
    counted = rows.values("officers").annotate(
        ever=Count("pk", distinct=True), recent=Count("pk", filter=Q(held_on__gt=today - YEAR), distinct=True)
    )
    return {row["officers"]: OfficerFacts(row["recent"], row["ever"] > 0) for row in counted}
