"""The what-if page: what can be moved, grouped as the checklist is, and what the moves made so far lead to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.models import Assessment, AssessmentCycle
from instruments.models import InstrumentVersion
from instruments.selectors.tree import IndicatorNode, tree_of
from instruments.sentences.words import band_words
from official_results.selectors.rivals import newest_rivals, rank_words, yardstick_of
from planning.decisions.effort import IndicatorEffort
from planning.decisions.gains import CurrentObservation, Key, room_of, spots
from planning.decisions.steps import Step
from planning.selectors.efforts import ladders_for
from planning.selectors.improving import Sheets, counts, sheets_of
from planning.selectors.inputs import Withheld, withheld_of
from planning.selectors.outlook import StepsOutlook, TakenStep, UnitOutlook, outlook_of, unit_outlook
from planning.selectors.spots import ObservationTitle, where_of, where_words
from planning.sentences import scenarios as sentences
from planning.sentences.gains import SMALL, no_score, points_id, unanswered
from scoring.bands import next_band_up
from scoring.graded import Graded
from scoring.instrument import Band
from units.models import Government


@dataclass(frozen=True, slots=True)
class WhatIfInputs:
    """Everything a what-if needs, read once. `spots`: every observation, by assessment. Seven statements at most."""

    cycle: AssessmentCycle
    instrument: InstrumentVersion
    sheets: Sheets
    spots: Mapping[int, Sequence[CurrentObservation]]
    ladders: Mapping[str, IndicatorEffort]

    def assessment(self, pk: int | None) -> Assessment | None:
        """The one with this id, else the first there is."""
        found = self.sheets.get(pk or 0) or next(iter(self.sheets.values()), None)
        return found[0] if found else None


def inputs_of(cycle: AssessmentCycle, instrument: InstrumentVersion) -> WhatIfInputs:
    sheets, spec = sheets_of(cycle, instrument), instrument.spec()
    return WhatIfInputs(
        cycle=cycle,
        instrument=instrument,
        sheets=sheets,
        spots={pk: spots(spec, sheet) for pk, (_, sheet) in sheets.items()},
        ladders=ladders_for(cycle.government, instrument),
    )


@dataclass(frozen=True, slots=True)
class LevelOption:
    """One level to choose; an empty value means: as it is now."""

    value: str
    label: str
    is_now: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """One observation. `name` is its field, `figure` what its field holds where it is a figure.

    `best`: what its highest level would add to the unit, empty where nothing is left.
    """

    name: str
    who: str
    now: str
    options: tuple[LevelOption, ...]
    is_figure: bool
    figure: str
    highest: str
    best: str
    is_moved: bool
    problem: str


@dataclass(frozen=True, slots=True)
class WhatIfIndicator:
    """An indicator with the observations that are shown."""

    node: IndicatorNode
    dimension: str
    rows: tuple[WhatIfRow, ...]


@dataclass(frozen=True, slots=True)
class WhatIfFilter:
    """`dimension`: a code, empty for all. `every`: also what stands at its best, and what can only fall."""

    dimension: str = ""
    every: bool = False


def dimensions_of(inputs: WhatIfInputs) -> list[tuple[str, str]]:
    variables = tree_of(inputs.instrument).variables
    return list(dict.fromkeys((variable.dimension_code, variable.dimension_name) for variable in variables))


def groups_of(
    inputs: WhatIfInputs,
    assessment: Assessment,
    moves: Mapping[Key, Step],
    chosen: WhatIfFilter,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> list[WhatIfIndicator]:
    """`typed` and `problems` by the key of a step: what could not be read, and why."""
    by_code: dict[str, list[CurrentObservation]] = {}
    for spot in inputs.spots[assessment.pk]:
        by_code.setdefault(spot.indicator.code, []).append(spot)
    groups = []
    for variable in tree_of(inputs.instrument).variables:
        if chosen.dimension not in ("", variable.dimension_code):
            continue
        for node in variable.indicators:
            shown = [s for s in by_code.get(node.code, ()) if _is_shown(s, s.key in moves, chosen.every)]
            rows = tuple(_row(inputs, assessment, node, s, moves.get(s.key), typed, problems) for s in shown)
            if rows:
                groups.append(WhatIfIndicator(node, variable.dimension_name, rows))
    return groups


def _is_shown(spot: CurrentObservation, is_moved: bool, every: bool) -> bool:
    """An interview settled at zero cannot be moved at all."""
    return not spot.settled and (every or is_moved or bool(room_of(spot).reaches))


def _row(
    inputs: WhatIfInputs,
    assessment: Assessment,
    node: IndicatorNode,
    spot: CurrentObservation,
    move: Step | None,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> WhatIfRow:
    subject = spot.subject.id if spot.subject else None
    step = Step(assessment.pk, node.code, subject, spot.place, spot.now, spot.now or Fraction(0))
    reaches, is_figure = room_of(spot).reaches, not spot.kind.has_levels
    where = where_of(*inputs.sheets[assessment.pk], step)
    stands = spot.now if move is None else move.to
    figure = "" if stands is None else sentences.points_words(stands)
    return WhatIfRow(
        name=f"m:{step.key}",
        who=where.who,
        now=sentences.level_words(spot.now, spot.maximum, is_figure=is_figure),
        options=() if is_figure else _options(node, spot, move),
        is_figure=is_figure,
        figure=typed.get(step.key, figure),
        highest=sentences.points_words(spot.maximum),
        best=f"+{points_id(reaches[-1].gain)}" if reaches else "",
        is_moved=move is not None,
        problem=problems.get(step.key, ""),
    )


def _options(node: IndicatorNode, spot: CurrentObservation, move: Step | None) -> tuple[LevelOption, ...]:
    """The levels, and before them where the answer stands, if that is none of them."""
    levels = [Fraction(level.points) for level in node.levels]
    options = []
    if spot.now not in levels:
        label = "kosong" if spot.now is None else sentences.points_words(spot.now)
        options.append(LevelOption("", label, is_now=True, is_chosen=move is None))
    for level in levels:
        is_now = level == spot.now
        chosen = is_now if move is None else level == move.to
        options.append(LevelOption("" if is_now else str(level), str(level), is_now, chosen))
    return tuple(options)


@dataclass(frozen=True, slots=True)
class ScoreBeforeAfter:
    """One score before and after, with words. `lead`: which score it is.

    `blanks`: what leaves it without a score, also after the moves; `why` says so, as the predicate of the score.
    """

    lead: str
    before: Graded
    after: Graded
    ceiling: Graded
    moved: str
    bands: str
    climb: str
    blanks: tuple[Withheld, ...] = ()
    why: str = ""

    @property
    def changes_band(self) -> bool:
        return (self.before.zone, self.before.grade) != (self.after.zone, self.after.grade)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move that was made."""

    key: str
    where: ObservationTitle
    start: str
    to: str
    gain: str
    days: int


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """`sights`: the unit's score where the page is about one, the government's where this person may see it."""

    sights: tuple[ScoreBeforeAfter, ...]
    lines: tuple[MoveLine, ...]
    standing: int
    lost: tuple[str, ...]
    rank: tuple[str, ...]
    summary: str
    days: int

    @property
    def withheld(self) -> list[Withheld]:
        """What has to be filled in before everything here has a score."""
        return list(dict.fromkeys(each for sight in self.sights for each in sight.blanks))


def view_of(
    inputs: WhatIfInputs, steps: Sequence[Step], unit: Assessment | None, *, sees_government: bool
) -> WhatIfView:
    outlook = outlook_of(inputs.instrument, inputs.sheets, steps)
    blanks = blanks_of(inputs.instrument, inputs.sheets, inputs.spots, outlook)
    sights = []
    if unit is not None:
        sights.append(unit_sight(inputs.instrument, _of_unit(inputs, outlook, unit), blanks))
    if sees_government:
        sights.append(government_sight(inputs.cycle.government, inputs.instrument, outlook, blanks))
    return WhatIfView(
        sights=tuple(sights),
        lines=tuple(lines_of(inputs.sheets, outlook.taken)),
        standing=len(outlook.standing),
        lost=tuple(sentences.lost(where_words(inputs.sheets, each.step), each.code) for each in outlook.lost),
        rank=government_rank(inputs.cycle.government, inputs.instrument, outlook) if sees_government else (),
        summary=sentences.summary(len(outlook.taken), outlook.days),
        days=outlook.days,
    )


def blanks_of(
    instrument: InstrumentVersion,
    sheets: Sheets,
    stand: Mapping[int, Sequence[CurrentObservation]],
    outlook: StepsOutlook,
) -> list[Withheld]:
    """What leaves units without a score, also after the moves. `stand`: every observation, by assessment."""
    filled = {(each.step.assessment, each.step.spot) for each in outlook.taken}
    return list(withheld_of(instrument, [(sheets[pk][0], stand[pk]) for pk in sheets], filled))


def _of_unit(inputs: WhatIfInputs, outlook: StepsOutlook, unit: Assessment) -> UnitOutlook:
    sheet = inputs.sheets[unit.pk][1]
    found = next((each for each in outlook.units if each.assessment.pk == unit.pk), None)
    return found or unit_outlook(unit, inputs.instrument, sheet, sheet, ())


def unit_sight(instrument: InstrumentVersion, found: UnitOutlook, blanks: Iterable[Withheld]) -> ScoreBeforeAfter:
    own = [each for each in blanks if each.assessment == found.assessment]
    why = unanswered(list(dict.fromkeys(f"{each.node.code} {each.node.name}" for each in own)))
    return _sight(found.assessment.unit.name, found, instrument.spec().unit_bands(), own, why)


def government_sight(
    government: Government, instrument: InstrumentVersion, outlook: StepsOutlook, blanks: Iterable[Withheld]
) -> ScoreBeforeAfter:
    counted = [each for each in blanks if counts(each.assessment)]
    why = no_score(list(dict.fromkeys(each.assessment.unit.name for each in counted)))
    return _sight(government.full_name, outlook, instrument.spec().bands, counted, why)


def _sight(
    lead: str, found: UnitOutlook | StepsOutlook, bands: Sequence[Band], blanks: Sequence[Withheld], why: str
) -> ScoreBeforeAfter:
    """`blanks` and `why`: for a score that is missing."""
    before, after = found.before, found.after
    up = next_band_up(after.score, bands)
    return ScoreBeforeAfter(
        lead=lead,
        before=before,
        after=after,
        ceiling=found.ceiling,
        moved=sentences.moved_words(before.score, after.score),
        bands=sentences.band_change((before.zone, before.grade), (after.zone, after.grade)),
        climb=sentences.climb(up.missing, band_words(up.band)) if up else "",
        blanks=tuple(blanks) if after.score is None else (),
        why=why if after.score is None else "",
    )


def government_rank(government: Government, instrument: InstrumentVersion, outlook: StepsOutlook) -> tuple[str, ...]:
    """Three statements."""
    yardstick = yardstick_of(government, instrument)
    return rank_words(yardstick, newest_rivals(yardstick), outlook.before.score, outlook.after.score)


def lines_of(sheets: Sheets, taken: Iterable[TakenStep]) -> list[MoveLine]:
    return [
        MoveLine(
            key=each.step.key,
            where=where_of(*sheets[each.step.assessment], each.step),
            start=_level(each.spot, each.step.start),
            to=_level(each.spot, each.step.to),
            gain=sentences.signed(each.gain) if abs(each.gain) >= SMALL else sentences.slight(each.gain),
            days=each.step.days,
        )
        for each in taken
    ]


def _level(spot: CurrentObservation, points: Fraction | None) -> str:
    return sentences.level_words(points, is_figure=not spot.kind.has_levels)
