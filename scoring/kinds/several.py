"""Which of several things are there; how many decides the level: of ten facilities five give level 4."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from scoring.codes import FieldCode, SheetCode
from scoring.instrument import Indicator
from scoring.kinds.base import Changes, Kind, Raw, Texts, Unreadable, meaning, short
from scoring.sheet import Answer, AnswerMeasure

NOTHING = "nothing"
"""The field that says that none is there: without it an empty form would be both blank and zero."""


class Several(Kind):
    name = "several"
    measure = AnswerMeasure.CHOSEN

    def asks(self, indicator: Indicator) -> bool:
        return bool(indicator.things)

    def problem(self, indicator: Indicator, answer: Answer) -> SheetCode | None:
        chosen = answer.chosen or ()
        fits = len(set(chosen)) == len(chosen) and set(chosen) <= {thing.code for thing in indicator.things}
        return None if fits else SheetCode.THING_UNKNOWN

    def points(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        if answer.chosen is None:
            return None
        passed = sum(len(answer.chosen) >= needed for needed in indicator.at_least)
        return Fraction(indicator.minimum + passed)

    def named(self, answer: Answer) -> set[int | str]:
        return set(answer.chosen or ())

    def takes(self, indicator: Indicator, other: Indicator) -> bool:
        return indicator.at_least == other.at_least

    def fields(self, answer: Answer) -> dict[str, str]:
        if answer.chosen is None:
            return {}
        return {field_of(code): "1" for code in answer.chosen} or {NOTHING: "1"}

    def parse(self, indicator: Indicator, raw: Raw) -> Answer:
        chosen = tuple(thing.code for thing in indicator.things if raw.get(field_of(thing.code)))
        if chosen and raw.get(NOTHING):
            raise Unreadable(FieldCode.SOMETHING_AND_NOTHING, indicator)
        return Answer(indicator.code, chosen=chosen if chosen or raw.get(NOTHING) else None)

    def words(self, indicator: Indicator, answer: Answer) -> str:
        if answer.chosen is None:
            return ""
        level = f"tingkat {self.points(indicator, answer)} dari {short(self.maximum(indicator))}"
        return f"{len(answer.chosen)} dari {len(indicator.things)} hal: {level}"

    def told(self, indicator: Indicator, answer: Answer, texts: Texts) -> str:
        level = int(self.points(indicator, answer) or 0)
        return f"{self.words(indicator, answer)}{meaning(texts, level)}. Ada: {names(indicator, answer.chosen or ())}"

    def kept(self, indicator: Indicator, changes: Changes) -> Changes:
        lists = changes.get(self.measure, [])
        said: list[object] = [names(indicator, each) if isinstance(each, list) else None for each in lists]
        return {**changes, str(self.measure): said} if said else changes

    def sum(self, indicator: Indicator, answer: Answer) -> str:
        return f"{self.points(indicator, answer)}/{short(self.maximum(indicator))}"

    def moved(self, indicator: Indicator, answer: Answer, to: Fraction) -> Answer:
        """As few things change as will do: the first that are missing come, the last that are there go."""
        steps = int(to) - indicator.minimum
        least = indicator.at_least[steps - 1] if steps else 0
        most = indicator.at_least[steps] - 1 if steps < len(indicator.at_least) else len(indicator.things)
        codes = [thing.code for thing in indicator.things]
        present = [code for code in codes if code in (answer.chosen or ())][:most]
        missing = [code for code in codes if code not in present][: max(least - len(present), 0)]
        chosen = {*present, *missing}
        return replace(answer, chosen=tuple(code for code in codes if code in chosen))


def names(indicator: Indicator, chosen: Collection[str]) -> str:
    return "; ".join(thing.text for thing in indicator.things if thing.code in chosen) or "tidak satu pun"


def field_of(thing: str) -> str:
    return f"thing-{thing}"
