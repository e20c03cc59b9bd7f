"""Prove that every stored result equals the result recomputed from its answers, or mend those that do not."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment
from assessments.selectors.proof import UNSUPPORTED, differences, recomputed
from assessments.services.results import refresh
from assessments.workflow import State
from history.services import record
from instruments.models import InstrumentVersion
from instruments.selectors.documents import has_drifted

Key = tuple[str, int]
"""Instrument and year."""


@dataclass(frozen=True, slots=True)
class DifferingResult:
    """A stored result that does not follow from its answers."""

    assessment: Assessment
    fields: tuple[str, ...]
    is_frozen: bool
    is_mended: bool

    @property
    def key(self) -> Key:
        return key_of(self.assessment)


@dataclass(slots=True)
class RecomputeFindings:
    drifted: list[str]
    checked: Counter[Key] = field(default_factory=Counter)
    wrong: list[DifferingResult] = field(default_factory=list)


class Command(BaseCommand):
    help = (
        "Recompute every assessment of every cycle and instrument from its answers. --check only compares and exits"
        " with 1 on any difference; without it the stored results are brought up to date. Approved assessments, and"
        " those carried on in a corrected version, are frozen and never rewritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--json", action="store_true", help="print the outcome for machines")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        outcome = RecomputeFindings([v.code for v in InstrumentVersion.objects.order_by("code") if has_drifted(v)])
        for assessment, changes in recomputed():
            outcome.checked[key_of(assessment)] += 1
            if changes and (wrong := _looked_at_again(assessment.pk, mend=not check)):
                outcome.wrong.append(wrong)
        lines = [json.dumps(as_json(outcome), indent=1)] if options["json"] else told(outcome)
        self.stdout.write("\n".join(lines))
        if outcome.drifted:
            raise CommandError(f"Isi instrumen tidak sama lagi dengan sidiknya: {', '.join(outcome.drifted)}.")
        if check and outcome.wrong:
            raise CommandError(f"{len(outcome.wrong)} hasil tersimpan tidak sama dengan hasil hitung ulang.")


def key_of(assessment: Assessment) -> Key:
    return assessment.instrument.code, assessment.locus.cycle.year


def _looked_at_again(pk: int, *, mend: bool) -> DifferingResult | None:
    """Under its lock: an answer saved between two reads is no difference."""
    with transaction.atomic():
        assessment = Assessment.objects.locked().get(pk=pk)
        changes = differences(assessment)
        if not changes:
            return None
        is_frozen = assessment.state == State.APPROVED or assessment.superseded_by_id is not None
        if is_mended := mend and not is_frozen and UNSUPPORTED not in changes:
            refresh(assessment, assessment.last_activity_at or timezone.now())
            record(
                action="assessment.recomputed",
                subject=assessment,
                by=None,
                now=timezone.now(),
                unit=assessment.unit,
                changes=changes,
            )
        return DifferingResult(assessment, tuple(sorted(changes)), is_frozen, is_mended)


def told(outcome: RecomputeFindings) -> list[str]:
    wrong = Counter(each.key for each in outcome.wrong)
    differing = [f"{w.assessment} ({w.assessment.instrument.code}): {', '.join(w.fields)}" for w in outcome.wrong]
    by_key = [f"{code} {year}: {n} diperiksa, {wrong[code, year]} berbeda" for (code, year), n in _sorted(outcome)]
    total, different = outcome.checked.total(), len(outcome.wrong)
    end = f"{total} penilaian diperiksa, {different} berbeda; instrumen berubah: {len(outcome.drifted)}."
    return [*differing, *by_key, end]


def as_json(outcome: RecomputeFindings) -> dict[str, object]:
    wrong = Counter(each.key for each in outcome.wrong)
    return {
        "checked": outcome.checked.total(),
        "different": len(outcome.wrong),
        "drifted": outcome.drifted,
        "instruments": [
            {"instrument": code, "year": year, "checked": n, "different": wrong[code, year]}
            for (code, year), n in _sorted(outcome)
        ],
        "differences": [
            {
                "assessment": each.assessment.pk,
                "government": each.assessment.government.code,
                "unit": each.assessment.unit.name,
                "instrument": each.key[0],
                "year": each.key[1],
                "fields": list(each.fields),
                "frozen": each.is_frozen,
                "mended": each.is_mended,
            }
            for each in outcome.wrong
        ],
    }


def _sorted(outcome: RecomputeFindings) -> list[tuple[Key, int]]:
    return sorted(outcome.checked.items())
