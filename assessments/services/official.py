"""Bringing in results the Ombudsman published: matched to governments and units, side by side, never corrected."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches

from django.db import IntegrityError, transaction

from accounts.models import User
from assessments.importing import Printed, read_results, remarks
from assessments.importing.checks import Grades
from assessments.models import InstrumentVersion, OfficialResult
from assessments.sentences import official as sentences
from assessments.services.errors import Refused
from history.services import record
from kspp.lib.names import name_key
from kspp.lib.tables import TableError, table_of
from units.models import Government, GovernmentAlias, ServiceUnit

Key = tuple[int, str, int]
"""Government, unit's name, year."""


@dataclass(slots=True)
class Import:
    """What a file brings. `refused` and `notes` are sentences; `written` says whether the new rows were stored."""

    new: list[OfficialResult] = field(default_factory=list)
    known: int = 0
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    written: bool = False

    @property
    def summary(self) -> str:
        return sentences.summary(len(self.new), self.known, len(self.refused), written=self.written)


@transaction.atomic
def import_results(
    *,
    content: bytes,
    name: str,
    by: User | None,
    now: datetime,
    dry_run: bool = False,
    partial: bool = False,
    governments: Collection[int] | None = None,
) -> Import:
    """Store every figure that is not here yet. With a refused row nothing is stored, unless `partial`.

    `governments`: those whose results may be brought in; None: all. Raises Refused for a file that cannot be read. Six
    statements to look, however many rows.
    """
    try:
        results, flaws = read_results(table_of(content))
    except TableError as error:
        raise Refused([sentences.TABLE_FAULTS[error.fault]]) from error
    found = Import(refused=[sentences.flaw(flaw) for flaw in flaws])
    found.notes = [sentences.remark(remark) for remark in remarks(results, _grades())]
    matched = _matched(results, governments, found)
    _sort_out(matched, found, by, now)
    if dry_run or not found.new or (found.refused and not partial):
        return found
    try:
        with transaction.atomic():
            rows = OfficialResult.objects.bulk_create(found.new)
    except IntegrityError:
        raise Refused([sentences.AT_THE_SAME_TIME]) from None
    found.written = True
    changes = {"rows": [0, len(rows)], "sha256": hashlib.sha256(content).hexdigest()}
    record(action="official_result.imported", subject=rows[0], by=by, now=now, name=name, changes=changes)
    return found


def _grades() -> dict[str, Grades]:
    versions = InstrumentVersion.objects.prefetch_related("bands")
    return {version.code: Grades([band.spec() for band in version.bands.all()], version.clause) for version in versions}


def _matched(
    results: Iterable[Printed], allowed: Collection[int] | None, found: Import
) -> list[tuple[Printed, Government]]:
    directory, matched = _Directory(), []
    for result in results:
        government = directory.find(result)
        if isinstance(government, str):
            found.refused.append(government)
        elif allowed is not None and government.pk not in allowed:
            found.refused.append(sentences.not_yours(result.row, government.full_name))
        else:
            matched.append((result, government))
    return matched


class _Directory:
    """All governments by code and by every name they go by. Two queries."""

    def __init__(self) -> None:
        self.by_code = {government.code: government for government in Government.objects.all()}
        by_pk = {government.pk: government for government in self.by_code.values()}
        self.by_name: dict[str, dict[int, Government]] = defaultdict(dict)
        for government in by_pk.values():
            for key in (government.name_key, name_key(government.full_name)):
                self.by_name[key][government.pk] = government
        for pk, key in GovernmentAlias.objects.values_list("government", "key"):
            self.by_name[key][pk] = by_pk[pk]

    def find(self, result: Printed) -> Government | str:
        """The government, or why it cannot be told."""
        if result.code:
            named = [self.by_code[result.code]] if result.code in self.by_code else []
        else:
            named = list(self.by_name.get(name_key(result.government), {}).values())
        fitting = [government for government in named if result.level in ("", government.level)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return sentences.ambiguous(result.row, result.government, [g.full_name for g in fitting])
        if named:
            return sentences.other_level(result.row, named[0].full_name, result.level)
        return sentences.unknown(result.row, result.government, self._near(result))

    def _near(self, result: Printed) -> list[str]:
        pool = {g.name: g.full_name for g in self.by_code.values() if not result.level or g.level == result.level}
        return [pool[name] for name in get_close_matches(result.government, pool, n=3, cutoff=0.75)]


def _sort_out(matched: Sequence[tuple[Printed, Government]], found: Import, by: User | None, now: datetime) -> None:
    """Into what is new, what is here already, and what contradicts its own source."""
    here = {government.pk for _, government in matched}
    stored: dict[Key, dict[str, Decimal]] = defaultdict(dict)
    for pk, unit, year, source, score in OfficialResult.objects.filter(government__in=here).values_list(
        "government", "unit_name", "year", "source", "score"
    ):
        stored[pk, unit, year][source] = score
    units = _units(here)
    for result, government in matched:
        sources = stored[government.pk, result.unit, result.year]
        printed = sources.get(result.source)
        if printed == result.score:
            found.known += 1
            continue
        if printed is not None:
            found.refused.append(sentences.stored_differs(result.row, str(printed), str(result.score)))
            continue
        others = sorted({str(score) for score in sources.values() if score != result.score})
        if others:
            found.notes.append(sentences.conflicting(result.row, str(result.score), others))
        sources[result.source] = result.score
        found.new.append(_row(result, government, units, by, now))


def _units(governments: Collection[int]) -> Mapping[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    rows = ServiceUnit.objects.filter(government__in=governments).values_list("government", "name", "pk")
    for government, name, pk in rows:
        found[government, name_key(name)].append(pk)
    return found


def _row(
    result: Printed,
    government: Government,
    units: Mapping[tuple[int, str], list[int]],
    by: User | None,
    now: datetime,
) -> OfficialResult:
    ours = units.get((government.pk, name_key(result.unit)), []) if result.unit else []
    return OfficialResult(
        government=government,
        province=result.province,
        unit_name=result.unit,
        unit_id=ours[0] if len(ours) == 1 else None,
        year=result.year,
        instrument_code=result.instrument,
        score=result.score,
        decimals=result.decimals,
        zone=result.zone,
        grade=result.grade,
        label=result.label,
        rank_national=result.rank_national,
        complete_set=result.complete_set,
        source=result.source,
        imported_at=now,
        imported_by=by,
    )
