"""Charts of published figures: a government's years, and how all scores of a year are spread. Pure.

Lengths are strings of view-box units, as in the other charts. Scores always stand on the whole scale; bands are those
of the instrument the figure was measured with, so they change where the instrument does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from kspp.lib.numbers import decimal_id
from official_results.ranking import ScoreColumn
from scoring.bands import spans
from scoring.instrument import Band

WIDTH, LEFT, RIGHT = 640, 44, 596
TOP, BOTTOM = 10, 170
SLOT, WIDE_SLOT, FEW = 70, 120, 5
"""Between two years, wider where there are few: room for a label beside the letter of a band. Many years scroll."""
LETTER = 6.2
APART = 14
"""Between two labels of one year."""
SOFTS = {zone: f"var(--{zone}-soft)" for zone in ("hijau", "kuning", "merah")} | {"": "var(--mist)"}


@dataclass(frozen=True, slots=True)
class ChartedResult:
    """One figure of one year; `is_main` ranks and is on the line. `family` compares only with itself.

    `since` and `until`: the years of that family, where they are known.
    """

    year: int
    score: Decimal
    decimals: int
    family: str
    scale: Decimal
    bands: tuple[Band, ...]
    is_main: bool = True
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class FamilyBackground:
    """A band behind the years of one family."""

    x: str
    y: str
    width: str
    height: str
    fill: str
    name: str
    name_y: str
    name_x: str


@dataclass(frozen=True, slots=True)
class ResultDot:
    square: str
    text: str
    x: str
    text_y: str
    box_x: str
    box_y: str
    box_width: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class InstrumentBreak:
    """Where the instrument changed: nothing is drawn across."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class ResultTrend:
    title: str
    years: tuple[tuple[str, str], ...]
    fields: tuple[FamilyBackground, ...]
    lines: tuple[str, ...]
    dots: tuple[ResultDot, ...]
    breaks: tuple[InstrumentBreak, ...]
    ticks: tuple[tuple[str, str], ...]
    width: str


@dataclass(frozen=True, slots=True)
class SpreadBar:
    x: str
    y: str
    width: str
    height: str
    count: str
    text_x: str
    text_y: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ScoreSpread:
    """`rows` say the same as the bars: which scores, how many, whether ours is among them."""

    title: str
    rows: tuple[tuple[str, int, bool], ...]
    bars: tuple[SpreadBar, ...]
    fields: tuple[FamilyBackground, ...]
    ticks: tuple[tuple[str, str], ...]
    own_x: str
    own_text: str
    own_anchor: str
    triangle: str


def trend(figures: Sequence[ChartedResult]) -> ResultTrend | None:
    """`figures` by year; years of which nothing is known keep their place. None without any."""
    if not figures:
        return None
    years = list(range(figures[0].year, figures[-1].year + 1))
    slot = WIDE_SLOT if len(years) < FEW else SLOT
    places = {year: LEFT + slot * (n + 0.5) for n, year in enumerate(years)}
    mains = [figure for figure in figures if figure.is_main]
    runs = [list(run) for _, run in groupby(mains, key=lambda figure: figure.family)]
    return ResultTrend(
        title="Hasil resmi per tahun: " + "; ".join(f"{f.year} {_words(f)}" for f in figures),
        years=tuple((_n(x), str(year)) for year, x in places.items()),
        fields=tuple(field for run in runs for field in _fields(run, places, slot)),
        lines=tuple(points for run in runs for points in _stretches(run, places)),
        dots=tuple(_dots(figures, places)),
        breaks=tuple(
            InstrumentBreak(_n(_turn(a[-1], b[0], places, slot)), "instrumen berganti") for a, b in pairwise(runs)
        ),
        ticks=_scale_ticks(mains[-1].scale),
        width=_n(LEFT + slot * len(years) + LEFT),
    )


def spread(columns: Sequence[ScoreColumn], own: ChartedResult, what: str) -> ScoreSpread:
    """How many governments (`what`) scored how much, our own column apart from the others by its outline."""
    scale, highest = own.scale, max(column.count for column in columns)
    bars = tuple(_bar(column, highest, scale) for column in columns if column.count)
    x = _across(own.score, scale)
    said = "; ".join(f"{_bound(c.lower)}–{_bound(c.upper)}: {c.count}" for c in columns if c.count)
    return ScoreSpread(
        title=f"Sebaran nilai {what}: {said}. Nilai sendiri {_words(own)}",
        rows=tuple((_span(c, scale), c.count, c.is_own) for c in columns if c.count),
        bars=bars,
        fields=_stripes(own.bands, scale),
        ticks=tuple((_n(_across(scale * n / 10, scale)), _bound(scale * n / 10)) for n in range(11)),
        own_x=_n(x),
        own_text=_words(own),
        own_anchor="end" if x > WIDTH - 120 else "start" if x < 120 else "middle",
        triangle=f"M{_n(x)},{BOTTOM + 2} l-6,10 h12 Z",
    )


def _fields(run: Sequence[ChartedResult], places: dict[int, float], slot: float) -> list[FamilyBackground]:
    """The bands of the run's newest figure, from half a slot before its first year to half a slot behind its last."""
    left, right = places[run[0].year] - slot / 2 + 3, places[run[-1].year] + slot / 2 - 3
    last, made = run[-1], []
    for band, upper in spans(last.bands, last.scale):
        top, bottom = _height(upper, last.scale), _height(band.lower, last.scale)
        made.append(
            FamilyBackground(
                x=_n(left),
                y=_n(top),
                width=_n(right - left),
                height=_n(bottom - top),
                fill=SOFTS.get(band.zone, SOFTS[""]),
                name=band.grade,
                name_y=_n((top + bottom) / 2 + 4),
                name_x=_n(left + 4),
            )
        )
    return made


def _turn(last: ChartedResult, first: ChartedResult, places: dict[int, float], slot: float) -> float:
    """Before the new family's first year or behind the old one's last, also where those years have no figure."""
    for year in (first.since, last.until + 1 if last.until else None):
        if year and last.year < year <= first.year:
            return places[year] - slot / 2
    return (places[last.year] + places[first.year]) / 2


def _stretches(run: Sequence[ChartedResult], places: dict[int, float]) -> list[str]:
    """Lines through years that follow each other; a year without a figure leaves a gap."""
    stretches: list[list[ChartedResult]] = []
    for figure in run:
        if stretches and stretches[-1][-1].year == figure.year - 1:
            stretches[-1].append(figure)
        else:
            stretches.append([figure])
    return [
        " L".join(f"{_n(places[f.year])},{_n(_height(f.score, f.scale))}" for f in stretch)
        for stretch in stretches
        if len(stretch) > 1
    ]


def _dots(figures: Sequence[ChartedResult], places: dict[int, float]) -> list[ResultDot]:
    """Labels stand above; of one year, the lower figures' below."""
    made = []
    for year, group in groupby(figures, key=lambda figure: figure.year):
        below = 0.0
        for place, figure in enumerate(sorted(group, key=lambda figure: figure.score, reverse=True)):
            x, y = places[year], _height(figure.score, figure.scale)
            text_y = y - 9 if place == 0 else max(y + 17, below)
            below = text_y + APART
            text = _words(figure)
            width = len(text) * LETTER + 4
            square = f"M{_n(x - 4)},{_n(y - 4)} h8 v8 h-8 Z"
            box = _n(x - width / 2), _n(text_y - 9.5), _n(width)
            made.append(ResultDot(square, text, _n(x), _n(text_y), *box, figure.is_main))
    return made


def _bar(column: ScoreColumn, highest: int, scale: Decimal) -> SpreadBar:
    left, right = _across(column.lower, scale), _across(column.upper, scale)
    height = (BOTTOM - TOP - 20) * column.count / highest
    return SpreadBar(
        x=_n(left + 1),
        y=_n(BOTTOM - height),
        width=_n(right - left - 2),
        height=_n(height),
        count=str(column.count),
        text_x=_n((left + right) / 2),
        text_y=_n(BOTTOM - height - 4),
        is_own=column.is_own,
    )


def _stripes(bands: Sequence[Band], scale: Decimal) -> tuple[FamilyBackground, ...]:
    made = []
    for band, upper in spans(bands, scale):
        left, right = _across(band.lower, scale), _across(upper, scale)
        fill, middle = SOFTS.get(band.zone, SOFTS[""]), _n((left + right) / 2)
        box = _n(left), str(TOP), _n(right - left), str(BOTTOM - TOP)
        made.append(FamilyBackground(*box, fill, band.grade, str(TOP - 4), middle))
    return tuple(made)


def _scale_ticks(scale: Decimal) -> tuple[tuple[str, str], ...]:
    return tuple((_n(_height(scale * n / 4, scale)), _bound(scale * n / 4)) for n in range(5))


def _words(figure: ChartedResult) -> str:
    return decimal_id(figure.score, figure.decimals)


def _height(score: Decimal, scale: Decimal) -> float:
    return BOTTOM - (BOTTOM - TOP) * float(score) / float(scale)


def _across(score: Decimal, scale: Decimal) -> float:
    return LEFT + (RIGHT - LEFT) * float(score) / float(scale)


def _span(column: ScoreColumn, scale: Decimal) -> str:
    middle = "sampai" if column.upper == scale else "sampai di bawah"
    return f"{_bound(column.lower)} {middle} {_bound(column.upper)}"


def _bound(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
