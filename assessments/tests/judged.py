"""A unit judged by any shipped instrument, with answers of every kind: high, low, blank, not applicable, refused."""

from assessments.models import Answer, Assessment, AssessmentCycle, Locus, Subject
from assessments.services.results import refresh
from conftest import NOW, shipped_instrument
from instruments.models import InstrumentVersion
from instruments.selectors.tree import IndicatorNode, tree_of
from instruments.versions import shipped
from units.models import Government, ServiceProduct, ServiceUnit

CODES = sorted(path.stem for path in shipped())
OUTCOMES = ("main", "substitute", "refused", "main")


def cycle_by(code: str, government: Government, year: int = 2024) -> AssessmentCycle:
    return AssessmentCycle.objects.create(government=government, year=year, instrument=shipped_instrument(code))


def judged(cycle: AssessmentCycle, unit: ServiceUnit, *, step: int = 1, is_whole: bool = False) -> Assessment:
    """`step` makes units differ; one answer in nine is left blank unless the checklist is to be whole."""
    locus = Locus.objects.create(cycle=cycle, unit=unit)
    _sample(locus, cycle.instrument, step)
    made = Assessment.objects.create(locus=locus, instrument=cycle.instrument)
    answer(made, step=step, is_whole=is_whole)
    return made


def _sample(locus: Locus, instrument: InstrumentVersion, step: int) -> None:
    """A product more for each step, so that a roll-up by products has something to weigh."""
    asked = {indicator.scope.value for indicator in instrument.spec().indicators()}
    products = list(locus.unit.products.all())
    products += [
        ServiceProduct.objects.get_or_create(unit=locus.unit, name=f"Layanan lain {n}")[0] for n in range(1, step)
    ]
    if "product" in asked:
        limit = next((n for scope, n in instrument.spec().samples.items() if scope == "product"), len(products))
        for n, product in enumerate(products[:limit], 1):
            Subject.objects.create(locus=locus, scope="product", position=n, product=product, name=product.name)
    for duty in asked & {"official", "complaint_officer"}:
        for n, officer in enumerate(locus.unit.officers.filter(duty=duty).order_by("pk"), 1):
            outcome = OUTCOMES[(n - 1) % len(OUTCOMES)] if duty == "official" else "main"
            Subject.objects.create(
                locus=locus,
                scope=duty,
                position=n,
                officer=officer,
                name=officer.name,
                post=officer.post,
                outcome=outcome,
            )


def answer(made: Assessment, *, step: int = 1, is_whole: bool = False) -> None:
    tree, subjects, rows, place = tree_of(made.instrument), list(made.locus.subjects.all()), [], 0
    for node in tree.indicators():
        for subject in [s for s in subjects if s.scope == node.scope] if node.has_subjects else [None]:
            place += 1
            if is_whole or place % 9:
                rows.append(_answer(made, node, subject, place * step))
            elif tree.not_applicable_allowed and place % 2:
                rows.append(
                    Answer(assessment=made, indicator_id=node.pk, subject=subject, not_applicable_reason="Tidak ada.")
                )
    Answer.objects.bulk_create(rows)
    refresh(made, NOW)


def _answer(made: Assessment, node: IndicatorNode, subject: Subject | None, place: int) -> Answer:
    row = Answer(assessment=made, indicator_id=node.pk, subject=subject)
    points = [level.points for level in node.levels]
    if node.kind.name == "levels":
        row.points = points[-1 - place % 2] if place % 5 else points[place % len(points)]
    elif node.kind.name == "tally":
        row.tally = {str(points[-1]): 3 + place % 3, str(points[0]): 1 + place % 2}
    else:
        row.figure = node.asks.figure_maximum * (70 + place % 25) / 100
    return row
