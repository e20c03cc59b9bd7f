"""The assessments' explanation of a figure as the lines of a report's annex."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assessments.content import Explanation, ExplanationLine, ReadingFigure
from kspp.lib.numbers import half_up
from reports.documents.content import ExplainedLine
from reports.documents.sentences import NOT_FILLED
from scoring.explanation import NodeKind
from scoring.graded import Graded, Trio


def annex_of(explanation: Explanation) -> tuple[ExplainedLine, ...]:
    """A unit's down to its indicators with the observations in few words, a government's down to the dimensions."""
    is_unit = bool(explanation.about.unit)
    shown = explanation if is_unit else explanation.without_answers()
    lines = replace(shown.top, children=_joined(shown.top)).walk()
    return tuple(_line(depth, line) for depth, line in lines if line.kind is not NodeKind.OBSERVATION)


def _joined(line: ExplanationLine) -> tuple[ExplanationLine, ...]:
    """A part that is one dimension is said once, as that dimension with the part's weight."""
    below = (replace(child, children=_joined(child)) for child in line.children)
    return tuple(
        _instead(child, child.children[0]) if child.kind is NodeKind.PART and len(child.children) == 1 else child
        for child in below
    )


def _instead(part: ExplanationLine, only: ExplanationLine) -> ExplanationLine:
    figures = (replace(own, weight=above.weight) for own, above in zip(only.figures, part.figures, strict=True))
    return replace(only, figures=tuple(figures), provenance=part.provenance)


def rules_of(explanation: Explanation) -> tuple[str, ...]:
    """Of the version, and of this figure: how it was rounded and where it stands, once anything is answered."""
    floor = explanation.standings[0]
    of_figure = (floor.rounding, floor.position) if explanation.answered else ()
    return (*explanation.rules, *(sentence for sentence in of_figure if sentence))


def _line(depth: int, line: ExplanationLine) -> ExplainedLine:
    floor, answered_only, _ = line.figures
    is_blank = floor.score is not None and answered_only.score is None
    is_told_in_full = depth == 0 or (line.differs and answered_only.score is not None)
    return ExplainedLine(
        depth=depth,
        kind=str(line.kind),
        code=line.code if line.kind is NodeKind.INDICATOR else "",
        name=line.name,
        weight=half_up(floor.weight),
        score=None if is_blank else floor.score,
        words=NOT_FILLED if is_blank else floor.words,
        arithmetic="" if is_blank else floor.arithmetic,
        readings=Trio(*map(_graded, line.figures)).told() if line.is_graded and is_told_in_full else None,
        observed=(*(() if is_blank else _observed(line.children)), *line.remarks)
        if line.kind is NodeKind.INDICATOR
        else (),
        provenance=_origin(line.provenance),
    )


def _origin(provenance: Sequence[tuple[str, str]]) -> str:
    """In few words: `rumusan resmi; bobot, tingkat perkiraan`, or the one word for everything."""
    by_word: dict[str, list[str]] = {}
    for what, word in provenance:
        by_word.setdefault(word, []).append(what)
    if len(by_word) < 2:
        return "".join(by_word) if len(provenance) < 2 else f"semuanya {''.join(by_word)}"
    return "; ".join(f"{', '.join(whats)} {word}" for word, whats in by_word.items())


def _graded(figure: ReadingFigure) -> Graded:
    return Graded.at(figure.score, figure.band)


def _observed(lines: Sequence[ExplanationLine]) -> Iterator[str]:
    """What was answered alike stands in one sentence; who was observed, where that is not the unit as such."""
    alike: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        alike.setdefault((line.answer, line.arithmetic), []).append(line.name)
    for (answer, arithmetic), names in alike.items():
        counted = (f"{name} (×{names.count(name)})" if names.count(name) > 1 else name for name in dict.fromkeys(names))
        said = "; ".join(filter(None, (answer, arithmetic)))
        yield f"{', '.join(counted)}: {said}" if len(lines) > 1 or lines[0].about else said
