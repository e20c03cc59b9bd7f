"""Exchanging the keys: what an older key sealed is sealed and indexed anew with the first one."""

from dataclasses import dataclass, field

from django.db import transaction

from complaints.models import Identity, ImportBatch
from complaints.selectors.persons import sealer
from complaints.services.persons import index_words
from kspp.lib.sealing import Unreadable

BATCH = 200


@dataclass(slots=True)
class ResealCount:
    """`unreadable` are ids of rows that no key opens; they are left as they are."""

    resealed: int = 0
    current: int = 0
    unreadable: list[str] = field(default_factory=list)


def reseal_identities(*, dry_run: bool) -> ResealCount:
    """Safe to stop and to start again: what is sealed with the first key counts as done."""
    tally, last = ResealCount(), 0
    while True:
        with transaction.atomic():
            rows = list(Identity.objects.select_for_update(no_key=True).filter(pk__gt=last).order_by("pk")[:BATCH])
            for row in rows:
                _reseal_identity(row, tally, dry_run=dry_run)
        if not rows:
            return tally
        last = rows[-1].pk


def reseal_imports(*, dry_run: bool) -> ResealCount:
    """Rows of imports that wait to be taken."""
    tally = ResealCount()
    for pk in list(ImportBatch.objects.exclude(sealed_rows="").order_by("checked_at").values_list("pk", flat=True)):
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
            if batch.sealed_rows:
                _reseal_import(batch, tally, dry_run=dry_run)
    return tally


def _reseal_identity(identity: Identity, tally: ResealCount, *, dry_run: bool) -> None:
    content = _out_of_date(identity.pk, identity.sealed, tally)
    if content is not None and not dry_run:
        identity.sealed = sealer().seal(content)
        identity.save(update_fields=["sealed"])
        index_words(identity, content)


def _reseal_import(batch: ImportBatch, tally: ResealCount, *, dry_run: bool) -> None:
    content = _out_of_date(batch.pk, batch.sealed_rows, tally)
    if content is not None and not dry_run:
        batch.sealed_rows = sealer().seal(content)
        batch.save(update_fields=["sealed_rows"])


def _out_of_date(pk: object, token: str, tally: ResealCount) -> dict[str, str] | None:
    """What is to be sealed anew; None for what is current, and for what no key opens."""
    if sealer().is_current(token):
        tally.current += 1
        return None
    try:
        content = sealer().open(token)
    except Unreadable:
        tally.unreadable.append(str(pk))
        return None
    tally.resealed += 1
    return content
