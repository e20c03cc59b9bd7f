"""Which indicator of a corrected version takes over from which, and whether an answer may go along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.answering import GivenAnswer
from instruments.versions.alike import ALIKE, likeness, plain_name
from scoring.instrument import Indicator, Scope
from scoring.kinds import Kind, kind_of


@dataclass(frozen=True, slots=True)
class AskedIndicator:
    """What an indicator asks. `texts`: what an answer can name, levels by points and things by code."""

    asks: Indicator
    texts: Mapping[int | str, str]

    @property
    def code(self) -> str:
        return self.asks.code

    @property
    def name(self) -> str:
        return self.asks.name

    @property
    def scope(self) -> Scope:
        return self.asks.scope

    @property
    def kind(self) -> Kind:
        return kind_of(self.asks)

    def takes(self, other: "AskedIndicator") -> bool:
        """Whether answers to `other` are of the sort that this asks for."""
        same = (self.scope, self.kind) == (other.scope, other.kind)
        return same and self.kind.takes(self.asks, other.asks)


class Obstacle(StrEnum):
    """Why an answer stays behind."""

    NO_COUNTERPART = "no_counterpart"
    SCOPE = "scope"
    MEASURE = "measure"
    LEVEL = "level"
    NOT_APPLICABLE = "not_applicable"


class MappingProblem(StrEnum):
    """What is wrong with a mapping somebody chose."""

    UNKNOWN = "unknown"
    TWICE = "twice"


Mapped = Mapping[str, str]
"""Code in the earlier version to code in the later one; empty where nothing takes over."""


def proposed(before: Sequence[AskedIndicator], after: Sequence[AskedIndicator]) -> dict[str, str]:
    """Every code of `before` once. Each code of `after` takes over from one at most.

    One of the same code and name; else the one that alone carries the name (codes were renumbered); else the one of
    the same code (reworded); else the most similar name that asks for the same sort of answer.
    """
    mapped: dict[str, str] = {}
    free = {asked.code: asked for asked in after}
    for step in (_same, _same_name, _same_code):
        for asked in before:
            found = "" if asked.code in mapped else step(asked, before, free)
            if found:
                mapped[asked.code] = found
                del free[found]
    mapped |= _alike([asked for asked in before if asked.code not in mapped], list(free.values()))
    return {asked.code: mapped.get(asked.code, "") for asked in before}


def slips(
    mapping: Mapped, before: Sequence[AskedIndicator], after: Sequence[AskedIndicator]
) -> Iterator[tuple[str, MappingProblem]]:
    """Codes of `before` with what is wrong about their counterpart."""
    known, taken = {asked.code for asked in after}, set[str]()
    for asked in before:
        code = mapping.get(asked.code, "")
        if code and code not in known:
            yield asked.code, MappingProblem.UNKNOWN
        elif code in taken:
            yield asked.code, MappingProblem.TWICE
        elif code:
            taken.add(code)


def obstacle(
    given: GivenAnswer, before: AskedIndicator, after: AskedIndicator | None, *, not_applicable_allowed: bool
) -> Obstacle | None:
    """Why this answer cannot be that to `after`; None when it can."""
    if after is None:
        return Obstacle.NO_COUNTERPART
    if before.scope != after.scope:
        return Obstacle.SCOPE
    if not after.takes(before):
        return Obstacle.MEASURE
    if given.not_applicable_reason and not not_applicable_allowed:
        return Obstacle.NOT_APPLICABLE
    return None if before.kind.named(given.answer()) <= after.texts.keys() else Obstacle.LEVEL


def reads_the_same(given: GivenAnswer, before: AskedIndicator, after: AskedIndicator) -> bool:
    """Whether whoever confirmed this answer confirmed the same words."""
    named = before.kind.named(given.answer())
    texts = all(before.texts.get(each) == after.texts.get(each) for each in named)
    return plain_name(before.name) == plain_name(after.name) and texts


def _same(asked: AskedIndicator, before: Sequence[AskedIndicator], free: Mapping[str, AskedIndicator]) -> str:
    twin = free.get(asked.code)
    return asked.code if twin and plain_name(twin.name) == plain_name(asked.name) else ""


def _same_name(asked: AskedIndicator, before: Sequence[AskedIndicator], free: Mapping[str, AskedIndicator]) -> str:
    name = plain_name(asked.name)
    found = [twin.code for twin in free.values() if plain_name(twin.name) == name and twin.takes(asked)]
    is_alone = sum(plain_name(other.name) == name for other in before) == 1
    return found[0] if len(found) == 1 and is_alone else ""


def _same_code(asked: AskedIndicator, before: Sequence[AskedIndicator], free: Mapping[str, AskedIndicator]) -> str:
    return asked.code if asked.code in free else ""


def _alike(before: Sequence[AskedIndicator], after: Sequence[AskedIndicator]) -> Iterator[tuple[str, str]]:
    """Best pairs first, each of both sides once."""
    pairs = [
        (ratio, old.code, new.code)
        for old in before
        for new in after
        if new.takes(old)
        for ratio in [likeness(plain_name(old.name), plain_name(new.name))]
        if ratio >= ALIKE
    ]
    used: set[tuple[str, str]] = set()
    for _, old, new in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if ("old", old) not in used and ("new", new) not in used:
            used |= {("old", old), ("new", new)}
            yield old, new
