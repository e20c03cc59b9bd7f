"""Who and what may be sampled in a locus, how many, and what of an earlier choice still stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.models import Answer, Assessment, AssessmentCycle, Evidence, Locus, Subject
from assessments.sentences import cycles as sentences
from assessments.sentences.refusals import Refusal
from instruments.models import InstrumentVersion
from kspp.lib.errors import Problem
from scoring.instrument import Scope
from units.models import Officer, ServiceProduct, ServiceUnit

Sampled = ServiceProduct | Officer
Candidates = Mapping[tuple[int, str], list[Sampled]]

_NOTHING_WRITTEN = Q(points=None, figure=None, tally={}, note="", not_applicable_reason="", review_note="")


def written_answers() -> QuerySet[Answer]:
    """Answers in which somebody said anything, or to which a file or link was ever attached."""
    return Answer.objects.filter(~_NOTHING_WRITTEN | Exists(Evidence.objects.filter(answer=OuterRef("pk"))))


def target_of(subject: Subject) -> int | None:
    """The id of the product or officer behind a subject."""
    return subject.product_id or subject.officer_id


OPEN_PLACES = 30
"""How many may be chosen where the instrument asks about each product or person but sets no number."""


def quotas(*instruments: InstrumentVersion) -> dict[str, int]:
    """How many of each is wanted per unit: the instrument's number, else at least one of whatever it asks about.

    Of several instruments the largest. Scopes that none samples or asks about are left out.
    """
    numbers = {scope.value: 0 for scope in Subject.Scope}
    for spec in (instrument.spec() for instrument in instruments):
        asked = {indicator.scope for indicator in spec.indicators()}
        for scope in numbers:
            numbers[scope] = max(numbers[scope], spec.samples.get(Scope(scope), int(Scope(scope) in asked)))
    return {scope: number for scope, number in numbers.items() if number}


def room(*instruments: InstrumentVersion) -> dict[str, int]:
    """How many of each may be chosen: the largest number an instrument sets, or freely where none sets one.

    A number that one of them sets binds all, since a product more would be one more in that instrument's mean.
    """
    samples = [instrument.spec().samples for instrument in instruments]
    return {
        scope: max((s[Scope(scope)] for s in samples if Scope(scope) in s), default=OPEN_PLACES)
        for scope in quotas(*instruments)
    }


def closed_by(assessments: Iterable[Assessment]) -> list[Problem]:
    """Why the sample these share cannot be changed now: one that counts on it has left the unit's hands."""
    found = (a for a in assessments if not a.is_editable and a.superseded_by_id is None and quotas(a.instrument))
    return [Problem(Refusal.SAMPLE_CLOSED, facts={"state": a.get_state_display()}) for a in found]


def candidates(units: Iterable[ServiceUnit], today: date) -> Candidates:
    """Active products and serving officers by unit and scope, in order of their names. Two queries."""
    found: dict[tuple[int, str], list[Sampled]] = defaultdict(list)
    unit_ids = [unit.pk for unit in units]
    for product in ServiceProduct.objects.filter(unit__in=unit_ids, is_active=True):
        found[product.unit_id, Subject.Scope.PRODUCT.value].append(product)
    for officer in Officer.objects.serving(today).filter(unit__in=unit_ids):
        found[officer.unit_id, officer.duty].append(officer)
    return found


@dataclass(frozen=True, slots=True)
class CarriedLocus:
    unit: ServiceUnit
    standing: str
    sample: Mapping[str, list[Sampled]]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What a new cycle takes from an earlier one, and a sentence for each thing it cannot take."""

    loci: tuple[CarriedLocus, ...]
    left_out: tuple[str, ...]


def carried_over(source: AssessmentCycle, instruments: Sequence[InstrumentVersion], today: date) -> CarriedOver:
    """`instruments`: all those of the new cycle."""
    loci = list(Locus.objects.filter(cycle=source).select_related("unit").prefetch_related("subjects"))
    at_hand = candidates([locus.unit for locus in loci], today)
    numbers = room(*instruments)
    kept, left_out = [], []
    unasked: set[str] = set()
    for locus in loci:
        if not locus.unit.is_active:
            left_out.append(sentences.unit_not_copied(locus.unit))
            continue
        sample, missing = _carried_sample(locus, at_hand, numbers)
        kept.append(CarriedLocus(locus.unit, locus.standing, sample))
        left_out.extend(missing)
        unasked |= {subject.scope for subject in locus.subjects.all()} - numbers.keys()
    if unasked:
        left_out.insert(0, sentences.sample_not_asked(unasked))
    return CarriedOver(tuple(kept), tuple(left_out))


def _carried_sample(
    locus: Locus, at_hand: Candidates, numbers: Mapping[str, int]
) -> tuple[dict[str, list[Sampled]], list[str]]:
    """Whoever the instruments do not ask about stays behind without a word about each."""
    sample: dict[str, list[Sampled]] = {scope: [] for scope in numbers}
    beyond: dict[str, list[str]] = defaultdict(list)
    missing = []
    for subject in locus.subjects.all():
        scope = subject.scope
        if scope not in numbers:
            continue
        available: dict[int | None, Sampled] = {row.pk: row for row in at_hand.get((locus.unit_id, scope), [])}
        row = available.get(target_of(subject))
        if row is None:
            missing.append(sentences.sample_not_copied(locus.unit, subject.name, scope))
        elif len(sample[scope]) >= numbers[scope]:
            beyond[scope].append(subject.name)
        else:
            sample[scope].append(row)
    missing += [sentences.sample_beyond_number(locus.unit, names, s, numbers[s]) for s, names in beyond.items()]
    return sample, missing
