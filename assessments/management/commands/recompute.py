"""Prove that every stored result equals the result recomputed from its answers, or mend those that do not."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, InstrumentVersion
from assessments.selectors.proof import differences, has_drifted
from assessments.services.results import refresh
from assessments.workflow import State
from history.services import record


class Command(BaseCommand):
    help = (
        "Recompute every assessment from its answers. --check only compares and exits with 1 on any difference; "
        "without it the stored results are brought up to date. Approved and superseded ones are frozen and never "
        "rewritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        drifted = [version.code for version in InstrumentVersion.objects.all() if has_drifted(version)]
        wrong = self._assessments(mend=not check)
        total = Assessment.objects.count()
        self.stdout.write(f"{total} penilaian diperiksa, {wrong} berbeda; instrumen berubah: {len(drifted)}.")
        if drifted:
            raise CommandError(f"Isi instrumen tidak sama lagi dengan sidiknya: {', '.join(drifted)}.")
        if check and wrong:
            raise CommandError(f"{wrong} hasil tersimpan tidak sama dengan hasil hitung ulang.")

    def _assessments(self, *, mend: bool) -> int:
        wrong = 0
        for pk in Assessment.objects.order_by("pk").values_list("pk", flat=True).iterator():
            with transaction.atomic():
                assessment = Assessment.objects.locked().get(pk=pk)
                changes = differences(assessment)
                if not changes:
                    continue
                wrong += 1
                self.stdout.write(f"{assessment}: {', '.join(sorted(changes))}")
                if mend and assessment.state != State.APPROVED and assessment.superseded_by_id is None:
                    refresh(assessment, assessment.last_activity_at or timezone.now())
                    record(
                        action="assessment.recomputed",
                        subject=assessment,
                        by=None,
                        now=timezone.now(),
                        unit=assessment.unit,
                        changes=changes,
                    )
        return wrong
