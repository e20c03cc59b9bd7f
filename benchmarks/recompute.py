"""Recomputing every stored result of the country from its answers, on a private PostgreSQL.

    python -m benchmarks.recompute [--governments 552] [--units 8]

Fills every government with answered assessments of kspp-2023-2024 and runs `recompute --check` over all of them. The
floor is the bare reading of the same rows in the same run: assessments, subjects and answers as tuples, nothing
computed. Wall clock includes PostgreSQL; CPU is this process alone.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.portal import prepare

if TYPE_CHECKING:
    from assessments.models import Answer, Locus, Subject
    from instruments.models import InstrumentVersion
    from units.models import ServiceUnit

CODE, YEAR = "kspp-2023-2024", 2024
ROWS = 5000


def fill(governments: int, units: int) -> None:
    """Loci with full samples; answers differ from unit to unit. Results are computed by the command itself, once."""
    from django.core.management import call_command

    from assessments.models import Answer
    from instruments.models import InstrumentVersion

    for command in ("load_regions", "load_instruments"):
        call_command(command, stdout=StringIO())
    instrument = InstrumentVersion.objects.get(code=CODE)
    loci = _loci(instrument, governments, units)
    answers = _answers(instrument, loci, _subjects(loci))
    while batch := list(islice(answers, ROWS)):
        Answer.objects.bulk_create(batch)


def _loci(instrument: "InstrumentVersion", governments: int, units: int) -> "list[Locus]":
    from assessments.models import AssessmentCycle, Locus
    from units.models import Government, ServiceUnit

    places = Government.objects.order_by("code")[:governments]
    cycles = AssessmentCycle.objects.bulk_create(
        AssessmentCycle(government=place, year=YEAR, instrument=instrument) for place in places
    )
    offices = ServiceUnit.objects.bulk_create(
        ServiceUnit(government=place, name=f"Unit {n}", kind="dinas") for place in places for n in range(units)
    )
    cycle_of = {cycle.government_id: cycle for cycle in cycles}
    return Locus.objects.bulk_create(Locus(cycle=cycle_of[unit.government_id], unit=unit) for unit in offices)


def _subjects(loci: "list[Locus]") -> "dict[int, list[Subject]]":
    """The sample of each locus, by its id."""
    from assessments.models import Subject

    named = _named([locus.unit for locus in loci])
    subjects = Subject.objects.bulk_create(
        (
            Subject(locus=locus, scope=scope, position=n, name=f"{scope} {n}", **who)
            for locus in loci
            for scope, people in named[locus.unit_id].items()
            for n, who in enumerate(people, 1)
        ),
        batch_size=ROWS,
    )
    found: dict[int, list[Subject]] = {}
    for subject in subjects:
        found.setdefault(subject.locus_id, []).append(subject)
    return found


def _answers(
    instrument: "InstrumentVersion", loci: "list[Locus]", subjects: "dict[int, list[Subject]]"
) -> "Iterator[Answer]":
    from assessments.models import Answer, Assessment
    from instruments.selectors.tree import tree_of

    nodes = list(tree_of(instrument).indicators())
    assessments = Assessment.objects.bulk_create(Assessment(locus=locus, instrument=instrument) for locus in loci)
    return (
        Answer(assessment=assessment, indicator_id=node.pk, subject=subject, **value(node.kind.name, place, number))
        for place, assessment in enumerate(assessments)
        for number, node in enumerate(nodes)
        for subject in ([s for s in subjects[assessment.locus_id] if s.scope == node.scope] or [None])
    )


def _named(offices: "Iterable[ServiceUnit]") -> dict[int, dict[str, list[dict[str, int]]]]:
    """Who and what is sampled in each unit: scope to the fields of its subjects."""
    from units.models import Officer, ServiceProduct

    rows: dict[str, list[ServiceProduct | Officer]] = {
        "product": ServiceProduct.objects.bulk_create(
            ServiceProduct(unit=unit, name=f"Layanan {n}") for unit in offices for n in range(2)
        )
    }
    for duty, number in (("official", 4), ("complaint_officer", 2)):
        rows[duty] = Officer.objects.bulk_create(
            Officer(unit=unit, duty=duty, name=f"Petugas {n}") for unit in offices for n in range(number)
        )
    named: dict[int, dict[str, list[dict[str, int]]]] = {}
    for scope, found in rows.items():
        field = "product_id" if scope == "product" else "officer_id"
        for row in found:
            named.setdefault(row.unit_id, {}).setdefault(scope, []).append({field: row.pk})
    return named


def value(kind: str, place: int, number: int) -> dict[str, object]:
    level = (place * 7 + number * 3) % 5
    if kind == "levels":
        return {"points": level}
    return {"tally": {str(level): 3, str(4 - level): 2}} if kind == "tally" else {"figure": 70 + place % 30}


def bare() -> None:
    """The same rows, read and thrown away."""
    from assessments.models import Answer, Assessment, Subject

    for rows in (
        Assessment.objects.values_list("pk", "locus", "instrument", "floor", "answered_only", "ceiling", "result"),
        Subject.objects.values_list("pk", "locus", "scope", "position", "name", "outcome"),
        Answer.objects.values_list(
            "pk", "assessment", "indicator", "subject", "points", "figure", "tally", "not_applicable_reason"
        ),
    ):
        for _ in rows.iterator(chunk_size=ROWS):
            pass


def timed(name: str, work: Callable[[], object], number: int) -> float:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:<34}{wall:>9.1f} s {cpu:>9.1f} s CPU {1000 * wall / number:>9.2f} ms each")
    return wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--governments", type=int, default=552)
    parser.add_argument("--units", type=int, default=8)
    options = parser.parse_args()
    from kspp.testing.services import Services

    services = Services(tempfile.mkdtemp(prefix="kspp-pg-", dir="/tmp"))
    services.start()
    try:
        os.environ["DATABASE_URL"] = f"postgres://portal@/postgres?host={services.postgres_dir}"
        prepare()
        from django.core.management import call_command

        from assessments.models import Answer, Assessment

        fill(options.governments, options.units)
        number = Assessment.objects.count()
        print(f"{number} assessments, {Answer.objects.count()} answers")
        timed("first recompute, stores everything", lambda: call_command("recompute", stdout=StringIO()), number)
        floor = timed("bare reading of the same rows", bare, number)
        ours = timed(
            "recompute --check", lambda: call_command("recompute", "--check", stdout=StringIO(), verbosity=1), number
        )
        floor = min(floor, timed("bare reading again", bare, number))
        print(f"ratio to the bare reading: {ours / floor:.1f}")
    finally:
        services.stop()


if __name__ == "__main__":
    main()
