"""Random instruments with random consistent sheets."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from scoring.instrument import SUBJECT_SCOPES, Dimension, Formula, Indicator, Instrument, Part, Scope, Variable
from scoring.kinds import kind_of
from scoring.sheet import Answer, AnswerMeasure, Sheet, Subject
from scoring.tests.examples import BANDS, OUTCOMES

weights = st.decimals("0.01", 40, places=2)
scopes = st.sampled_from(list(Scope))


@st.composite
def instruments(draw):
    shape = draw(
        st.lists(st.lists(st.lists(scopes, min_size=1, max_size=3), min_size=1, max_size=2), min_size=1, max_size=3)
    )
    has_parts = len(shape) > 1 and draw(st.booleans())
    parts = tuple(Part(f"P{n}", "", draw(weights)) for n in range(2)) if has_parts else ()
    formula = draw(st.sampled_from(list(Formula))) if not parts else Formula.WEIGHTED_DIMENSIONS
    dimensions = []
    for d, variables in enumerate(shape):
        variables_of = []
        for v, members in enumerate(variables):
            indicators = tuple(_indicator(draw, f"D{d}V{v}I{i}", scope) for i, scope in enumerate(members))
            variables_of.append(Variable(f"D{d}V{v}", "", indicators))
        printed = _printed_total(draw, variables_of) if len(shape) == 1 else None
        part = f"P{d % 2}" if parts else ""
        dimensions.append(Dimension(f"D{d}", "", draw(weights), tuple(variables_of), part, printed))
    samples = draw(st.dictionaries(st.sampled_from(sorted(SUBJECT_SCOPES)), st.integers(0, 4)))
    scale = draw(st.sampled_from([Decimal(100), Decimal(5)]))
    return Instrument(
        "acak", "Acak", tuple(dimensions), BANDS, samples, OUTCOMES, scale=scale, formula=formula, parts=parts
    )


def _printed_total(draw, variables):
    """None, or a total the weights fall short of a little, as nine times 0.111 falls short of 1."""
    made = sum((indicator.weight for variable in variables for indicator in variable.indicators), Decimal(0))
    return draw(st.sampled_from([None, made, made + Decimal("0.5")]))


def _indicator(draw, code, scope):
    maximum = None if scope is Scope.SECONDARY else Decimal(draw(st.integers(1, 5)))
    highest = draw(st.sampled_from([Decimal(100), Decimal(5)]))
    return Indicator(code, code, scope, draw(weights), maximum, draw(st.integers(0, 1)), highest)


@st.composite
def scored(draw, *, not_applicable=True, outcomes=tuple(OUTCOMES), blanks=True):
    """An instrument and a sheet it accepts."""
    instrument = draw(instruments())
    subjects = tuple(
        Subject(f"{scope}-{n}", scope, f"{scope} {n}", draw(st.sampled_from(outcomes)))
        for scope in sorted(SUBJECT_SCOPES)
        for n in range(draw(st.integers(0 if blanks else max(1, instrument.samples.get(scope, 0)), 4)))
    )
    kinds = ["value"] * 3 + ["blank"] * blanks + ["n/a"] * not_applicable
    answers = []
    for indicator in instrument.indicators():
        about = [s.id for s in subjects if s.scope is indicator.scope] if indicator.scope in SUBJECT_SCOPES else [None]
        for subject in about:
            kind = draw(st.sampled_from(kinds))
            if kind != "blank":
                answers.append(_answer(draw, indicator, subject, kind))
    return instrument, Sheet(subjects, tuple(answers))


def _answer(draw, indicator, subject, kind):
    blank = Answer(indicator.code, subject)
    if kind == "n/a":
        return replace(blank, not_applicable=True)
    if kind_of(indicator).measure is AnswerMeasure.FIGURE:
        return replace(blank, figure=draw(st.decimals(0, indicator.figure_maximum, places=2)))
    levels = st.integers(indicator.minimum, int(indicator.maximum))
    if kind_of(indicator).measure is AnswerMeasure.TALLY:
        return replace(blank, tally=draw(st.dictionaries(levels, st.integers(1, 30), min_size=1)))
    return replace(blank, points=draw(levels))
