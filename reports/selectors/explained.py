"""The assessments' explanation of a figure as the lines of a report's annex."""

from collections.abc import Iterator, Sequence

from assessments.content import Explanation, Figure, Line
from assessments.scoring.explanation import Kind
from assessments.sentences.explaining import provenance_words
from kspp.lib.numbers import half_up
from reports.content import ExplainedLine, Graded, Trio


def annex_of(explanation: Explanation) -> tuple[ExplainedLine, ...]:
    """A unit's down to its indicators with the observations in few words, a government's down to the dimensions."""
    is_unit = bool(explanation.about.unit)
    shown = explanation if is_unit else explanation.without_answers()
    return tuple(_line(depth, line) for depth, line in shown.top.walk() if line.kind is not Kind.OBSERVATION)


def rules_of(explanation: Explanation) -> tuple[str, ...]:
    floor = explanation.standings[0]
    return (*explanation.rules, *(sentence for sentence in (floor.rounding, floor.position) if sentence))


def _line(depth: int, line: Line) -> ExplainedLine:
    floor = line.figures[0]
    return ExplainedLine(
        depth=depth,
        kind=str(line.kind),
        code=line.code if line.kind is Kind.INDICATOR else "",
        name=line.name,
        weight=half_up(floor.weight),
        score=floor.score,
        words=floor.words,
        arithmetic=floor.arithmetic,
        readings=Trio(*(_graded(figure) for figure in line.figures)) if line.is_graded else None,
        observed=(*_observed(line.children), *line.remarks) if line.kind is Kind.INDICATOR else (),
        provenance=provenance_words(line),
    )


def _graded(figure: Figure) -> Graded:
    band = figure.band
    return Graded(figure.score, band.zone, band.grade, band.label) if band else Graded(figure.score)


def _observed(lines: Sequence[Line]) -> Iterator[str]:
    """What was answered alike stands in one sentence."""
    alike: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        alike.setdefault((line.answer, line.arithmetic), []).append(line.name)
    for (answer, arithmetic), names in alike.items():
        counted = (f"{name} (×{names.count(name)})" if names.count(name) > 1 else name for name in dict.fromkeys(names))
        yield f"{', '.join(counted)}: {'; '.join(filter(None, (answer, arithmetic)))}"
