"""Which observations an indicator has in a sheet, and what each is worth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scoring.instrument import SUBJECT_SCOPES, AppliesTo, Indicator, Instrument, Scope
from scoring.kinds import Kind, kind_of
from scoring.readings import ExactReadings
from scoring.sheet import MAIN_OUTCOME, Answer, Sheet, Subject


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing to observe. `value` is on the scale and None while blank; `full` is what full points would bring.

    `maximum`: points of the highest level, or the highest figure. Value and full are scale x factor x the part reached.
    `answer` is what `value` came from, blank where there is none. `subject` is None for scopes without subjects and for
    a product, official or officer whom the sample asks for but nobody has named yet.
    """

    indicator: Indicator
    kind: Kind
    maximum: Decimal
    scale: Decimal
    factor: Decimal
    subject: Subject | None
    answer: Answer
    value: Fraction | None
    full: Fraction

    @property
    def scope(self) -> Scope:
        return self.indicator.scope

    @property
    def exact(self) -> ExactReadings:
        return ExactReadings(self.value or Fraction(0), self.value, self.full if self.value is None else self.value)


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet opened for reading by indicator."""

    instrument: Instrument
    answers: Mapping[tuple[str, str | None], Answer]
    subjects: Mapping[Scope, tuple[Subject, ...]]

    @classmethod
    def of(cls, instrument: Instrument, sheet: Sheet) -> "OpenedSheet":
        answers = {(answer.indicator, answer.subject): answer for answer in sheet.answers}
        subjects = {scope: tuple(s for s in sheet.subjects if s.scope is scope) for scope in SUBJECT_SCOPES}
        return cls(instrument, answers, subjects)

    def observations(self, indicator: Indicator) -> tuple[Observation, ...]:
        """All expected observations, blanks included; empty when the indicator does not apply."""
        if indicator.applies_to is AppliesTo.MINISTRY:
            return ()
        whole = self._answer(indicator)
        if whole.not_applicable:
            return ()
        if indicator.scope in SUBJECT_SCOPES:
            return tuple(self._one_for_each(indicator))
        return (self._observe(indicator, whole),)

    def _answer(self, indicator: Indicator, subject: Subject | None = None) -> Answer:
        key = (indicator.code, subject.id if subject else None)
        return self.answers.get(key) or Answer(*key)

    def _one_for_each(self, indicator: Indicator) -> Iterator[Observation]:
        """At least one: an indicator does not vanish because nobody was named and no number was set."""
        present = self.subjects[indicator.scope]
        for subject in present:
            answer = self._answer(indicator, subject)
            if not answer.not_applicable:
                yield self._observe(indicator, answer, subject)
        wanted = max(self.instrument.samples.get(indicator.scope, 0), 1)
        for _ in range(wanted - len(present)):
            yield self._observe(indicator, Answer(indicator.code))

    def _observe(self, indicator: Indicator, answer: Answer, subject: Subject | None = None) -> Observation:
        scale, factor = self.instrument.scale, self._factor(subject)
        full = _product(scale, factor)
        kind = kind_of(indicator)
        share = kind.share(indicator, answer) if factor else Fraction(0)
        return Observation(
            indicator=indicator,
            kind=kind,
            maximum=kind.maximum(indicator),
            scale=scale,
            factor=factor,
            subject=subject,
            answer=answer,
            value=None if share is None else full * share,
            full=full,
        )

    def _factor(self, subject: Subject | None) -> Decimal:
        """Only interviews with officials have one; at factor 0 (refused, absent) the observation is settled: zero."""
        if subject is None or subject.scope is not Scope.OFFICIAL:
            return Decimal(1)
        if subject.outcome == MAIN_OUTCOME:
            return self.instrument.outcome_factors.get(MAIN_OUTCOME, Decimal(1))
        return self.instrument.outcome_factors[subject.outcome]


@lru_cache(maxsize=1000)
def _product(scale: Decimal, factor: Decimal) -> Fraction:
    return Fraction(scale) * Fraction(factor)
