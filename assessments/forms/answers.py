"""Reading answers from a form. Field names carry the place: `K1.official-1.points`, `O6..figure`.

A code may hold dots itself (`1.2..points`); what follows it holds none, so names are read from their end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.answering import GivenAnswer, fingerprint
from assessments.sentences import checklist as words
from assessments.sentences.refusals import Refusal
from assessments.services.answers import SentAnswer
from instruments.selectors.tree import IndicatorNode, InstrumentTree
from kspp.lib.errors import Refused
from scoring.kinds import Unreadable

NOTE_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """A row as sent; `error` is the sentence for it when it cannot be read. `raw` keeps what was typed."""

    row: SentAnswer
    raw: Mapping[str, str]
    error: str = ""


def read_entries(tree: InstrumentTree, data: Mapping[str, str]) -> list[AnswerEntry]:
    """Every row the form sent that was touched. Raises Refused when it names no row, or one that does not exist."""
    entries = []
    places = [name.removesuffix(".seen") for name in data if name.endswith(".seen")]
    if not places:
        raise Refused(Refusal.NO_ROW)
    for place in places:
        code, _, subject = place.rpartition(".")
        if code not in tree.by_code:
            raise Refused(Refusal.UNKNOWN_INDICATOR)
        entry = _entry(tree, tree.by_code[code], subject, data)
        if entry:
            entries.append(entry)
    return entries


def rows_of(entries: list[AnswerEntry]) -> list[SentAnswer]:
    """All of them, or none: raises Refused while one says what is wrong with it."""
    if any(entry.error for entry in entries):
        raise Refused(Refusal.ROW_UNREADABLE)
    return [entry.row for entry in entries]


def _entry(tree: InstrumentTree, indicator: IndicatorNode, subject: str, data: Mapping[str, str]) -> AnswerEntry | None:
    prefix = f"{indicator.code}.{subject}."
    raw = {name.removeprefix(prefix): value.strip() for name, value in data.items() if name.startswith(prefix)}
    version, seen, about = [*raw["seen"].split(":"), "", ""][:3]
    is_number = version.isascii() and version.isdigit() and len(version) < 10
    ref = f"{subject[:40]}.{about[:20]}" if subject else ""
    row = SentAnswer(indicator, ref, GivenAnswer(), int(version) if is_number else 0)
    if not is_number:
        return AnswerEntry(row, raw, words.VERSION_MISSING)
    try:
        given = _given(tree, indicator, raw)
    except ValueError as error:
        return AnswerEntry(row, raw, str(error))
    return None if seen == fingerprint(given) else AnswerEntry(replace(row, given=given), raw)


def _given(tree: InstrumentTree, indicator: IndicatorNode, raw: Mapping[str, str]) -> GivenAnswer:
    note = raw.get("note", "").replace("\r\n", "\n").replace("\x00", "")
    if len(note) > NOTE_LENGTH:
        raise ValueError(words.NOTE_TOO_LONG)
    reason = raw.get("reason", "").replace("\x00", "")[:250]
    if reason and not tree.not_applicable_allowed:
        raise ValueError(words.NOT_APPLICABLE_REFUSED)
    if reason:
        return GivenAnswer(note=note, not_applicable_reason=reason)
    try:
        return GivenAnswer.saying(indicator.kind.parse(indicator.asks, raw), note)
    except Unreadable as unreadable:
        raise ValueError(words.unreadable(unreadable)) from unreadable
