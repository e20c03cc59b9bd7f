"""Bringing in results the Ombudsman published: matched to governments and units, side by side, never corrected."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from django.db import IntegrityError, transaction

from accounts.models import User
from history.models import Chain, Event
from history.services import record
from instruments.models import InstrumentVersion
from kspp.lib.errors import Problem, Refused
from kspp.lib.tables import TableError, table_of
from official_results.importing import FigureKey, PrintedResult, figure_key, read_results, remarks
from official_results.importing.checks import Grades
from official_results.importing.results import RefusedRow
from official_results.models import OfficialImport, OfficialResult
from official_results.sentences import imports as sentences
from official_results.sentences.refusals import Refusal
from units.models import Government
from units.selectors import Directory, UnitNames, spoken_level

PUBLISHED = Path(__file__).parents[1] / "data" / "published-scores.csv"
IMPORTED = "official_result.imported"

Subject = tuple[int, str, int, str]
"""Government, key of the unit's name, year, family of instruments: what figures of several sources are about."""


class RowVerdict(StrEnum):
    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(slots=True)
class ImportRow:
    """What becomes of one row. `problems` say why it is refused, `notes` what does not agree; without the row.

    `printed` is None where the row cannot be read, and `written` then is what stands there; `government` is None where
    nobody knows whose it is.
    """

    row: int
    verdict: RowVerdict
    printed: PrintedResult | None = None
    government: Government | None = None
    written: RefusedRow | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ImportLook:
    """What a file brings, row by row. `new` are not yet stored rows; `written` says whether they were stored."""

    lines: list[ImportRow] = field(default_factory=list)
    new: list[OfficialResult] = field(default_factory=list)
    written: bool = False

    def of(self, verdict: RowVerdict) -> list[ImportRow]:
        return [line for line in self.lines if line.verdict is verdict]

    @property
    def known(self) -> int:
        return len(self.of(RowVerdict.KNOWN))

    @property
    def refused(self) -> list[str]:
        return [sentences.on_row(line.row, words) for line in self.lines for words in line.problems]

    @property
    def notes(self) -> list[str]:
        return [sentences.on_row(line.row, words) for line in self.lines for words in line.notes]

    @property
    def counts(self) -> dict[str, int]:
        counted = {verdict.value: len(self.of(verdict)) for verdict in RowVerdict}
        return {**counted, "notes": sum(1 for line in self.lines if line.notes)}

    @property
    def summary(self) -> str:
        refused = len(self.of(RowVerdict.REFUSED))
        return sentences.summary(len(self.new), self.known, refused, written=self.written)


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
    batch: OfficialImport | None = None,
) -> ImportLook:
    """Store every figure that is not here yet. With a refused row nothing is stored, unless `partial`.

    `governments`: those whose results may be brought in; None: all. `batch`: the upload this is the decision on. Raises
    Refused for a file that cannot be read. Eight statements to look, however many rows.
    """
    found = look(content=content, by=by, now=now, governments=governments, hold=not dry_run)
    if dry_run or not found.new or (found.refused and not partial):
        return found
    try:
        with transaction.atomic():
            rows = OfficialResult.objects.bulk_create(found.new)
    except IntegrityError:
        raise Refused(Refusal.AT_THE_SAME_TIME) from None
    found.written = True
    changes = {"rows": [0, len(rows)], "sha256": hashlib.sha256(content).hexdigest()}
    # A file that a command reads is no upload and belongs to the whole portal, whoever's figures are in it.
    subject = batch or OfficialImport(name=name)
    record(action=IMPORTED, subject=subject, by=by, now=now, name=name, changes=changes)
    return found


def load_published(*, now: datetime) -> ImportLook | None:
    """The figures that come with the portal. None where this file came in before, whatever became of its rows."""
    content = PUBLISHED.read_bytes()
    before = Event.objects.filter(chain=Chain.PLATFORM, action=IMPORTED, subject_name=PUBLISHED.name)
    if before.filter(changes__sha256=hashlib.sha256(content).hexdigest()).exists():
        return None
    return import_results(content=content, name=PUBLISHED.name, by=None, now=now, partial=True)


def look(
    *,
    content: bytes,
    by: User | None,
    now: datetime,
    governments: Collection[int] | None = None,
    hold: bool = False,
) -> ImportLook:
    """What a file would bring. Raises Refused for one that cannot be read.

    `hold`: until the transaction ends, other imports into the same governments wait, and then find these figures.
    """
    try:
        results, flaws = read_results(table_of(content))
    except TableError as error:
        raise Refused(Problem(error.fault, "file")) from error
    versions = InstrumentVersion.objects.prefetch_related("bands")
    instruments = {version.code: version for version in versions}
    lines = {result.row: ImportRow(result.row, RowVerdict.NEW, result) for result in results}
    for flaw in flaws:
        line = lines.setdefault(flaw.row, ImportRow(flaw.row, RowVerdict.REFUSED))
        line.problems.append(sentences.flaw(flaw))
        line.written = flaw.beside
    for remark in remarks(results, {code: _grades(version) for code, version in instruments.items()}):
        lines[remark.row].notes.append(sentences.remark(remark))
    found = ImportLook([lines[row] for row in sorted(lines)])
    _match(found, governments)
    if hold:
        _hold({line.government.pk for line in found.of(RowVerdict.NEW) if line.government})
    _sort_out(found, {code: version.family for code, version in instruments.items()}, by, now)
    return found


def _grades(version: InstrumentVersion) -> Grades:
    return Grades([band.spec() for band in version.bands.all()], version.clause)


def _match(found: ImportLook, allowed: Collection[int] | None) -> None:
    directory = Directory()
    for line in found.of(RowVerdict.NEW):
        assert line.printed is not None
        government = _find(directory, line.printed)
        if isinstance(government, str):
            _refuse(line, government)
            continue
        line.government = government
        if not directory.called(line.printed.government):
            line.notes.append(sentences.by_code(line.printed.government, government.full_name))
        if allowed is not None and government.pk not in allowed:
            _refuse(line, sentences.not_yours(government.full_name))


def _hold(governments: Collection[int]) -> None:
    """Always in this order, so that two imports of the same figures in another order do not lock each other up."""
    rows = Government.objects.select_for_update(no_key=True).filter(pk__in=governments).order_by("pk")
    list(rows.values_list("pk"))


def _refuse(line: ImportRow, words: str) -> None:
    line.verdict = RowVerdict.REFUSED
    line.problems.append(words)


def _find(directory: Directory, printed: PrintedResult) -> Government | str:
    """The government, or why it cannot be told."""
    named = directory.called(printed.government)
    if printed.code:
        coded = directory.coded(printed.code)
        if coded is None:
            return sentences.unknown_code(printed.code)
        spoken, _ = spoken_level(printed.government)
        if coded not in named if named else spoken not in ("", coded.level):
            return sentences.other_code(printed.code, coded.full_name, printed.government)
        named = [coded]
    fitting = [government for government in named if printed.level in ("", government.level)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return sentences.ambiguous(printed.government, [government.full_name for government in fitting])
    if named:
        return sentences.other_level(named[0].full_name, printed.level)
    return sentences.unknown(printed.government, directory.near(printed.government, printed.level))


def _sort_out(found: ImportLook, families: Mapping[str, str], by: User | None, now: datetime) -> None:
    """Into what is new, what is here already, and what contradicts its own source.

    Another instrument is another figure; sources disagree where they print two of one family.
    """
    lines = found.of(RowVerdict.NEW)
    here = {line.government.pk for line in lines if line.government}
    stored, names = _stored(here), UnitNames(here)
    said: dict[Subject, set[Decimal]] = defaultdict(set)
    for (pk, figure), score in stored.items():
        said[_subject(pk, figure, families)].add(score)
    for line in lines:
        result, government = line.printed, line.government
        assert result is not None
        assert government is not None
        figure = figure_key(result.unit, result.year, result.instrument, result.source)
        printed = stored.get((government.pk, figure))
        if printed == result.score:
            line.verdict = RowVerdict.KNOWN
            continue
        if printed is not None:
            _refuse(line, sentences.stored_differs(str(printed), str(result.score)))
            continue
        scores = said[_subject(government.pk, figure, families)]
        others = sorted(str(score) for score in scores - {result.score})
        if others:
            line.notes.append(sentences.conflicting(str(result.score), others))
        stored[government.pk, figure] = result.score
        scores.add(result.score)
        found.new.append(_row(result, government, names, by, now))
    _strangers(found.of(RowVerdict.NEW), names)


def _subject(government: int, figure: FigureKey, families: Mapping[str, str]) -> Subject:
    unit, year, instrument, _ = figure
    return government, unit, year, families.get(instrument, instrument)


def _stored(governments: Collection[int]) -> dict[tuple[int, FigureKey], Decimal]:
    """The score of each figure by its government."""
    rows = OfficialResult.objects.filter(government__in=governments)
    found = rows.values_list("government", "unit_name", "year", "instrument_code", "source", "score")
    return {(pk, figure_key(unit, year, code, source)): score for pk, unit, year, code, source, score in found}


def _strangers(lines: Sequence[ImportRow], names: UnitNames) -> None:
    """Tell of units that nobody here goes by the name of: their figures stand apart from our own."""
    for line in lines:
        if line.printed is None or line.government is None or not line.printed.unit:
            continue
        place, name = line.government.pk, line.printed.unit
        if names.units(place) and not names.called(place, name):
            line.notes.append(sentences.unknown_unit(name, [unit.name for unit in names.near(place, name)]))


def _row(
    result: PrintedResult,
    government: Government,
    names: UnitNames,
    by: User | None,
    now: datetime,
) -> OfficialResult:
    return OfficialResult(
        government=government,
        province=result.province,
        unit_name=result.unit,
        unit=names.called(government.pk, result.unit) if result.unit else None,
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
