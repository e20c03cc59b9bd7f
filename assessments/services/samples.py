"""The products and people a locus is assessed on. An answer stays with whom it is about, wherever that one moves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Assessment, Locus, Subject
from assessments.selectors.further import instruments_of
from assessments.selectors.samples import Sampled, candidates, closed_by, room, target_of, written_answers
from assessments.sentences.refusals import Refusal
from assessments.services.results import refresh
from history.services import record
from instruments.models import InstrumentVersion
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import change, compare
from units.models import Officer, ServiceProduct

Key = tuple[str, int | None]

ASIDE = 1000
"""Added to the position of subjects on the move, so that a swap never has two on one place."""


@transaction.atomic
def choose_sample(
    *,
    locus: Locus,
    products: Sequence[ServiceProduct],
    officials: Sequence[Officer],
    complaint_officers: Sequence[Officer],
    by: User | None,
    now: datetime,
    seen_version: int,
) -> Locus:
    """Make these the whole sample of the locus, in this order, and bring its stored results in step.

    Fewer than the instrument wants are allowed; the missing ones count as blanks.
    """
    locus = _locked(locus)
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(locus=locus, superseded_by=None)
    assessments = list(rows.select_related("instrument").order_by("pk"))
    wanted: dict[str, Sequence[Sampled]] = {
        Subject.Scope.PRODUCT.value: list(products),
        Subject.Scope.OFFICIAL.value: list(officials),
        Subject.Scope.COMPLAINT_OFFICER.value: list(complaint_officers),
    }
    before = sample_names(locus)
    if _keys_of(wanted) == [(s.scope, target_of(s)) for s in _subjects(locus)]:
        return locus
    compare(locus, seen_version)
    closed = closed_by(assessments)
    if closed:
        raise Refused(*closed)
    instruments = instruments_of(locus.cycle)
    place_sample(locus=locus, wanted=wanted, instruments=instruments, today=timezone.localdate(now))
    for assessment in assessments:
        refresh(assessment, now)
    changes = change(locus, {}, seen_version, beside={"sample": [before, sample_names(locus)]})
    record(action="sample.changed", subject=locus, by=by, now=now, changes=changes)
    return locus


def place_sample(
    *, locus: Locus, wanted: Mapping[str, Sequence[Sampled]], instruments: Sequence[InstrumentVersion], today: date
) -> None:
    """Rows only: no version, no history, no result. Call inside the transaction that does the rest.

    `instruments`: all those of the cycle, which share the sample.
    """
    current = {(subject.scope, target_of(subject)): subject for subject in _subjects(locus)}
    leaving = [subject for key, subject in current.items() if key not in _keys_of(wanted)]
    problems = _choice_problems(locus, wanted, current, instruments, today) + _leaving_problems(leaving)
    if problems:
        raise Refused(*problems)
    Answer.objects.filter(subject__in=leaving).delete()
    Subject.objects.filter(pk__in=[subject.pk for subject in leaving]).delete()
    _move(_moves(wanted, current))
    Subject.objects.bulk_create(
        _new_subject(locus, scope, place, row)
        for scope, rows in wanted.items()
        for place, row in enumerate(rows, 1)
        if (scope, row.pk) not in current
    )


def sample_names(locus: Locus) -> dict[str, list[str]]:
    """Names by scope in order, as the history shows them."""
    names: dict[str, list[str]] = {}
    for subject in _subjects(locus):
        names.setdefault(subject.scope, []).append(subject.name)
    return names


def _locked(locus: Locus) -> Locus:
    rows = Locus.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "cycle__instrument")
    return rows.get(pk=locus.pk)


def _subjects(locus: Locus) -> list[Subject]:
    order = list(Subject.Scope.values)
    return sorted(Subject.objects.filter(locus=locus), key=lambda s: (order.index(s.scope), s.position))


def _keys_of(wanted: Mapping[str, Sequence[Sampled]]) -> list[Key]:
    return [(scope, row.pk) for scope, rows in wanted.items() for row in rows]


def _choice_problems(
    locus: Locus,
    wanted: Mapping[str, Sequence[Sampled]],
    current: Mapping[Key, Subject],
    instruments: Sequence[InstrumentVersion],
    today: date,
) -> list[Problem]:
    """Whoever is already in the sample may stay, also after leaving the post; newcomers must be active in the unit."""
    at_hand, numbers, problems = candidates([locus.unit], today), room(*instruments), []
    for scope, rows in wanted.items():
        if len(rows) > numbers.get(scope, 0):
            facts = {"scope": scope, "number": numbers.get(scope, 0)}
            problems.append(Problem(Refusal.TOO_MANY, facts=facts))
        available = {row.pk for row in at_hand.get((locus.unit_id, scope), [])}
        seen: set[int] = set()
        for row in rows:
            if row.pk in seen:
                problems.append(Problem(Refusal.CHOSEN_TWICE, facts={"name": row.name}))
            elif row.pk not in available and (scope, row.pk) not in current:
                problems.append(Problem(Refusal.NOT_AVAILABLE, facts={"name": row.name, "scope": scope}))
            seen.add(row.pk)
    return problems


def _leaving_problems(leaving: Sequence[Subject]) -> list[Problem]:
    answered = set(written_answers().filter(subject__in=leaving).values_list("subject_id", flat=True))
    codes = {Subject.Scope.PRODUCT.value: Refusal.PRODUCT_HAS_ANSWERS}
    return [
        Problem(codes.get(subject.scope, Refusal.PERSON_HAS_ANSWERS), facts={"name": subject.name})
        for subject in leaving
        if subject.pk in answered
    ]


def _moves(wanted: Mapping[str, Sequence[Sampled]], current: Mapping[Key, Subject]) -> list[tuple[Subject, int]]:
    places = {(scope, row.pk): place for scope, rows in wanted.items() for place, row in enumerate(rows, 1)}
    return [(s, places[key]) for key, s in current.items() if key in places and places[key] != s.position]


def _move(moves: Sequence[tuple[Subject, int]]) -> None:
    Subject.objects.filter(pk__in=[subject.pk for subject, _ in moves]).update(position=F("position") + ASIDE)
    for subject, place in moves:
        Subject.objects.filter(pk=subject.pk).update(position=place)


def _new_subject(locus: Locus, scope: str, place: int, row: Sampled) -> Subject:
    if isinstance(row, ServiceProduct):
        return Subject(locus=locus, scope=scope, position=place, product=row, name=row.name)
    return Subject(locus=locus, scope=scope, position=place, officer=row, name=row.name, post=row.post)
