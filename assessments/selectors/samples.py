"""Who and what may be sampled in a locus, how many, and what of an earlier choice still stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.models import Answer, AssessmentCycle, Evidence, InstrumentVersion, Locus, Subject
from assessments.scoring.instrument import Scope
from assessments.sentences import cycles as sentences
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


def quotas(instrument: InstrumentVersion) -> dict[str, int]:
    """How many of each the instrument wants per unit: its number, else at least one of whatever it asks about.

    Scopes it neither samples nor asks about are left out.
    """
    spec = instrument.spec()
    asked = {indicator.scope for indicator in spec.indicators()}
    numbers = {s.value: spec.samples.get(Scope(s.value), int(Scope(s.value) in asked)) for s in Subject.Scope}
    return {scope: number for scope, number in numbers.items() if number}


def room(instrument: InstrumentVersion) -> dict[str, int]:
    """How many of each may be chosen: the instrument's number, or freely where it sets none."""
    samples = instrument.spec().samples
    return {scope: samples.get(Scope(scope), OPEN_PLACES) for scope in quotas(instrument)}


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


def carried_over(source: AssessmentCycle, instrument: InstrumentVersion, today: date) -> CarriedOver:
    loci = list(Locus.objects.filter(cycle=source).select_related("unit").prefetch_related("subjects"))
    at_hand = candidates([locus.unit for locus in loci], today)
    numbers = room(instrument)
    kept, left_out = [], []
    for locus in loci:
        if not locus.unit.is_active:
            left_out.append(sentences.unit_not_copied(locus.unit))
            continue
        sample, missing = _carried_sample(locus, at_hand, numbers)
        kept.append(CarriedLocus(locus.unit, locus.standing, sample))
        left_out.extend(missing)
    return CarriedOver(tuple(kept), tuple(left_out))


def _carried_sample(
    locus: Locus, at_hand: Candidates, numbers: Mapping[str, int]
) -> tuple[dict[str, list[Sampled]], list[str]]:
    sample: dict[str, list[Sampled]] = {scope: [] for scope in numbers}
    missing = []
    for subject in locus.subjects.all():
        scope, number = subject.scope, numbers.get(subject.scope, 0)
        available: dict[int | None, Sampled] = {row.pk: row for row in at_hand.get((locus.unit_id, scope), [])}
        row = available.get(target_of(subject))
        if row is None:
            missing.append(sentences.sample_not_copied(locus.unit, subject.name, scope))
        elif len(sample.get(scope, [])) >= number:
            missing.append(sentences.sample_beyond_number(locus.unit, subject.name, scope, number))
        else:
            sample[scope].append(row)
    return sample, missing
