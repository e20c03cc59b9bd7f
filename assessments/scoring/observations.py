"""Which observations an indicator has in a sheet, and what each is worth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring.instrument import SUBJECT_SCOPES, Indicator, Instrument, Scope
from assessments.scoring.readings import Exact
from assessments.scoring.sheet import MAIN_OUTCOME, Answer, Measure, Sheet, Subject, measure_of


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing to observe. `value` is on the scale and None while blank; `full` is what full points would bring.

    `factor` is already in both. `answer` is what `value` came from. `subject` is None for scopes without subjects and
    for a product, official or officer whom the sample asks for but nobody has named yet.
    """

    measure: Measure
    maximum: Decimal | None
    subject: Subject | None
    answer: Answer | None
    factor: Decimal
    value: Fraction | None
    full: Fraction

    @property
    def exact(self) -> Exact:
        return Exact(self.value or Fraction(0), self.value, self.full if self.value is None else self.value)


@dataclass(frozen=True, slots=True)
class Book:
    """A sheet opened for reading by indicator."""

    instrument: Instrument
    answers: Mapping[tuple[str, str | None], Answer]
    subjects: Mapping[Scope, tuple[Subject, ...]]

    @classmethod
    def of(cls, instrument: Instrument, sheet: Sheet) -> "Book":
        answers = {(answer.indicator, answer.subject): answer for answer in sheet.answers}
        subjects = {scope: tuple(s for s in sheet.subjects if s.scope is scope) for scope in SUBJECT_SCOPES}
        return cls(instrument, answers, subjects)

    def observations(self, indicator: Indicator) -> tuple[Observation, ...]:
        """All expected observations, blanks included; empty when the indicator does not apply."""
        whole = self.answers.get((indicator.code, None))
        if whole is not None and whole.not_applicable:
            return ()
        if indicator.scope in SUBJECT_SCOPES:
            return tuple(self._one_for_each(indicator))
        return (self._observe(indicator, whole),)

    def _one_for_each(self, indicator: Indicator) -> Iterator[Observation]:
        """At least one: an indicator does not vanish because nobody was named and no number was set."""
        present = self.subjects[indicator.scope]
        for subject in present:
            answer = self.answers.get((indicator.code, subject.id))
            if answer is None or not answer.not_applicable:
                yield self._observe(indicator, answer, subject)
        wanted = max(self.instrument.samples.get(indicator.scope, 0), 1)
        for _ in range(wanted - len(present)):
            yield self._observe(indicator, None)

    def _observe(self, indicator: Indicator, answer: Answer | None, subject: Subject | None = None) -> Observation:
        factor = self._factor(subject)
        full = Fraction(self.instrument.scale) * Fraction(factor)
        share = _share(indicator, answer)
        return Observation(
            measure=measure_of(indicator),
            maximum=indicator.maximum,
            subject=subject,
            answer=answer,
            factor=factor,
            value=Fraction(0) if not factor else None if share is None else full * share,
            full=full,
        )

    def _factor(self, subject: Subject | None) -> Decimal:
        """Only interviews with officials have one; at factor 0 (refused, absent) the observation is settled: zero."""
        if subject is None or subject.scope is not Scope.OFFICIAL:
            return Decimal(1)
        if subject.outcome == MAIN_OUTCOME:
            return self.instrument.outcome_factors.get(MAIN_OUTCOME, Decimal(1))
        return self.instrument.outcome_factors[subject.outcome]


def responses(answer: Answer | None) -> int:
    """Survey respondents counted in an answer."""
    return 0 if answer is None else sum(answer.tally.values())


def _share(indicator: Indicator, answer: Answer | None) -> Fraction | None:
    """The part of a perfect observation that was reached, 0-1; None while blank. The sheet has been checked."""
    if answer is None:
        return None
    if answer.figure is not None:
        return Fraction(answer.figure) / 100
    if indicator.maximum is None:
        return None
    if answer.points is not None:
        return Fraction(answer.points) / Fraction(indicator.maximum)
    respondents = responses(answer)
    if not respondents:
        return None
    reached = sum(level * count for level, count in answer.tally.items())
    return Fraction(reached, respondents) / Fraction(indicator.maximum)
