"""Geometry of the charts, drawn by `templates/reports/charts/*.svg` on page and in PDF alike. Pure.

Every length is a string of view-box units, so that no template localises a decimal point. Scores are drawn on the
instrument's own scale (0-100 for KSPP); bands stand behind, labels at the mark, and colour never tells anything alone.
"""

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from kspp.lib.numbers import decimal_id
from reports.documents.content import PastFigure, ReportContent
from scoring.bands import spans
from scoring.graded import Graded, Trio
from scoring.instrument import Band

WIDTH = 640
PLOT_LEFT, PLOT_RIGHT = 206, 536
VALUE_LEFT = 552
TOP = 26
BAR = 12
LINE = 13
CHARS = 36
LETTER = 5.4
SHORT = 3
MARGIN_CHARS = 13
"""A grade always stands on its band; of longer names what fits beside the trend."""
ZONES = ("hijau", "kuning", "merah")
MARKS = {zone: f"var(--{zone}-mark)" for zone in ZONES} | {"": "var(--ink-soft)"}
SOFTS = {zone: f"var(--{zone}-soft)" for zone in ZONES} | {"": "var(--mist)"}
"""Names of the portal's colour tokens, as a browser reads them; for paper `rendering.document` puts the values in."""


@dataclass(frozen=True, slots=True)
class Stripe:
    """One band behind the plot, with the word that names it."""

    start: str
    length: str
    middle: str
    fill: str
    name: str
    lower: str
    zone: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """`lines` carry (y, text) of the wrapped label. `rest` is what blanks could still add; `before` is where last
    year's mark stands, from `before_top` down to `base`, empty without one.
    """

    lines: tuple[tuple[str, str], ...]
    y: str
    middle: str
    base: str
    length: str
    zone: str
    fill: str
    end: str
    rest: str
    axis: str
    before: str
    before_top: str
    value: str
    triangle: str
    square: str


@dataclass(frozen=True, slots=True)
class BarChart:
    title: str
    height: str
    floor: str
    depth: str
    ticks: str
    scale: str
    stripes: tuple[Stripe, ...]
    bars: tuple[Bar, ...]
    has_rest: bool
    has_before: bool


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    readings: Trio
    previous: Decimal | None = None

    @property
    def is_answered(self) -> bool:
        return self.readings.answered_only.score is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure on the strip: a filled triangle for ours, an outlined one for what it is compared with."""

    x: str
    text_x: str
    anchor: str
    text: str
    points: str


@dataclass(frozen=True, slots=True)
class Strip:
    title: str
    height: str
    stripes: tuple[Stripe, ...]
    ours: Mark | None
    others: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """`is_official` figures are squares, ours are discs. `text_y`: above, or below where it would hit something;
    the box lies behind it.
    """

    x: str
    y: str
    text_y: str
    text: str
    is_official: bool
    square: str
    box_x: str
    box_y: str
    box_width: str


@dataclass(frozen=True, slots=True)
class Trend:
    """`lines` are (points, is_official); a line ends where the next instrument does not compare."""

    title: str
    years: tuple[tuple[str, str], ...]
    stripes: tuple[Stripe, ...]
    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, bool], ...]
    has_official: bool


def bar_chart(title: str, rows: Sequence[BarRow], bands: Sequence[Band], scale: Decimal = Decimal(100)) -> BarChart:
    bars, y = [], TOP + 8
    for row in rows:
        bars.append(_bar(row, y, scale))
        y += _row_height(row)
    return BarChart(
        title=f"{title}: " + "; ".join(f"{row.label} {_value(row.readings.floor)}" for row in rows),
        height=_n(y + 18),
        floor=_n(y),
        depth=_n(y - 18),
        ticks=_n(y + 13),
        scale=_bound(scale),
        stripes=_stripes(bands, scale, PLOT_LEFT, PLOT_RIGHT),
        bars=tuple(bars),
        has_rest=any(bar.rest != "0" for bar in bars),
        has_before=any(bar.before for bar in bars),
    )


def strip(content: ReportContent) -> Strip:
    """The headline on the grading scale, with the previous and the official figure beside it."""
    scale, left, right = content.scale, 4, WIDTH - 4
    floor = content.readings.floor
    compared = [(p, f"{'resmi' if p.is_official else 'perkiraan'} {p.year}") for p in _compared(content)]
    others = [_mark(p.result.score, f"{name} {p.words}", 65, up=True, scale=scale) for p, name in compared]
    said = "; ".join(
        [f"Perkiraan {_value(floor)}", *(f"{name} {p.words} {p.result.grade}".strip() for p, name in compared)]
    )
    return Strip(
        title=f"Letak nilai pada skala 0–{_bound(scale)}: {said}",
        height="80" if others else "56",
        stripes=_stripes(content.bands, scale, left, right),
        ours=None if floor.score is None else _mark(floor.score, decimal_id(floor.score), 20, up=False, scale=scale),
        others=tuple(_apart(others)),
    )


def trend(content: ReportContent) -> Trend | None:
    """Own and official figures by year; None while there is nothing to compare."""
    now = PastFigure(content.year, False, content.readings.floor, content.instrument.title, True)
    ours = (now,) if content.answered else ()
    figures = [figure for figure in (*content.past, *ours) if figure.result.score is not None]
    if not content.past or not figures:
        return None
    years = list(range(min(f.year for f in figures), max(f.year for f in figures) + 1))
    places = {year: 60 + (WIDTH - 120) * (n + 0.5) / len(years) for n, year in enumerate(years)}
    lowest = {f.year: min(_score(other) for other in figures if other.year == f.year) for f in figures}
    times = Counter(figure.year for figure in figures)
    dots = {
        f: _dot(f, places, content.scale, is_below=times[f.year] > 1 and _score(f) == lowest[f.year]) for f in figures
    }
    return Trend(
        title="Nilai per tahun: " + "; ".join(_past_words(f) for f in figures),
        years=tuple((_n(x), str(year)) for year, x in places.items()),
        stripes=_levels(content.bands, content.scale),
        dots=tuple(dots.values()),
        lines=tuple((points, official) for official in (False, True) for points in _lines(dots, official)),
        has_official=any(f.is_official for f in figures),
    )


def _bar(row: BarRow, y: float, scale: Decimal) -> Bar:
    labels = _wrapped(row.label)
    floor, ceiling = row.readings.floor, row.readings.ceiling.score
    length = _at(floor.score or Decimal(0), scale) - PLOT_LEFT
    rest = max(_at(ceiling, scale) - PLOT_LEFT - length, 0) if ceiling is not None else 0
    middle = y + LINE * len(labels) / 2
    zone = floor.zone if row.is_answered else ""
    return Bar(
        lines=tuple((_n(y + LINE * n + 10), text) for n, text in enumerate(labels)),
        y=_n(middle - BAR / 2),
        middle=_n(middle + 4),
        base=_n(middle + BAR / 2 + 3),
        length=_n(length),
        zone=zone,
        fill=MARKS.get(zone, MARKS[""]),
        end=_n(PLOT_LEFT + length),
        rest=_n(rest),
        axis=_n(middle),
        before="" if row.previous is None else _n(_at(row.previous, scale)),
        before_top=_n(middle - BAR / 2 - 3),
        value=_value(floor) if row.is_answered else "belum diisi",
        triangle=f"M{VALUE_LEFT - 4},{_n(middle + 4)} h9 l-4.5,-8.5 Z",
        square=f"M{VALUE_LEFT - 3.5},{_n(middle - 4)} h8 v8 h-8 Z",
    )


def _row_height(row: BarRow) -> int:
    return LINE * len(_wrapped(row.label)) + 9


def _wrapped(label: str) -> list[str]:
    return textwrap.wrap(label, CHARS, max_lines=3, placeholder=" …") or [""]


def _stripes(bands: Sequence[Band], scale: Decimal, left: float, right: float) -> tuple[Stripe, ...]:
    """Bands from the lowest to the highest along a horizontal scale; unnamed where one of the names does not fit."""
    made = []
    names = band_names(bands)
    for row, upper in spans(bands, scale):
        start, end = _at(row.lower, scale, left, right), _at(upper, scale, left, right)
        fill = SOFTS.get(row.zone, SOFTS[""])
        stripe = Stripe(
            _n(start), _n(end - start), _n((start + end) / 2), fill, names[row.lower], _bound(row.lower), row.zone
        )
        made.append(stripe)
    fits = all(len(s.name) < SHORT or len(s.name) * LETTER < float(s.length) for s in made)
    return tuple(made if fits else (replace(stripe, name="") for stripe in made))


def band_names(bands: Sequence[Band]) -> dict[Decimal, str]:
    """By lower bound: the grade, else the label without the words that all labels begin with."""
    words = [(band.grade or band.label).split() for band in bands]
    shared = 0
    while bands and all(len(each) > shared + 1 and each[shared] == words[0][shared] for each in words):
        shared += 1
    return {band.lower: " ".join(each[shared:]) for band, each in zip(bands, words, strict=True)}


def _mark(score: Decimal | None, text: str, y: float, *, up: bool, scale: Decimal) -> Mark:
    x = _at(score or Decimal(0), scale, 4, WIDTH - 4)
    anchor = "start" if x < 90 else "end" if x > WIDTH - 90 else "middle"
    tip, base = (y - 12, y - 2) if up else (y + 12, y + 2)
    points = f"{_n(x)},{_n(tip)} L{_n(x - 6)},{_n(base)} L{_n(x + 6)},{_n(base)}"
    return Mark(_n(x), _n(min(max(x, 4), WIDTH - 4)), anchor, text, points)


def _apart(marks: list[Mark]) -> list[Mark]:
    """Two labels that would run into each other point away from each other."""
    if len(marks) != 2:
        return marks
    low, high = sorted(marks, key=lambda mark: float(mark.x))
    if float(high.x) - float(low.x) > 150:
        return marks
    low = Mark(low.x, _n(float(low.x) + 6), "end", low.text, low.points)
    high = Mark(high.x, _n(float(high.x) - 6), "start", high.text, high.points)
    return [low, high] if float(high.x) < WIDTH - 130 else _stacked(low, high)


def _stacked(low: Mark, high: Mark) -> list[Mark]:
    """At the right edge both end there, in one text."""
    return [
        Mark(low.x, low.text_x, "end", "", low.points),
        Mark(high.x, _n(WIDTH - 4), "end", f"{low.text} · {high.text}", high.points),
    ]


def _compared(content: ReportContent) -> list[PastFigure]:
    known = [content.previous, content.official]
    return [past for past in known if past and past.is_comparable and past.result.score is not None]


def _score(figure: PastFigure) -> Decimal:
    return figure.result.score or Decimal(0)


def _dot(figure: PastFigure, places: dict[int, float], scale: Decimal, *, is_below: bool) -> Dot:
    """The label stands above its dot, or below where another figure of the year stands higher."""
    x, y = places[figure.year], _height(_score(figure), scale)
    text_y = y + 17 if is_below else y - 9
    text = figure.words + (" resmi" if figure.is_official else "")
    square = f"M{_n(x - 4)},{_n(y - 4)} h8 v8 h-8 Z"
    width = len(text) * LETTER + 4
    box = _n(x - width / 2), _n(text_y - 9.5), _n(width)
    return Dot(_n(x), _n(y), _n(text_y), text, figure.is_official, square, *box)


def _lines(dots: dict[PastFigure, Dot], official: bool) -> list[str]:
    """Runs of years measured alike; a run of one has no line."""
    mine = [(figure, dot) for figure, dot in dots.items() if figure.is_official is official]
    runs = [list(run) for _, run in groupby(mine, key=lambda pair: pair[0].is_comparable or pair[0].instrument)]
    return [" L".join(f"{dot.x},{dot.y}" for _, dot in run) for run in runs if len(run) > 1]


def _levels(bands: Sequence[Band], scale: Decimal) -> tuple[Stripe, ...]:
    """Bands stacked from the bottom; `start` is the top edge of each and `middle` where its name stands."""
    made = []
    names = band_names(bands)
    for row, upper in spans(bands, scale):
        top, bottom = _height(upper, scale), _height(row.lower, scale)
        fill, middle = SOFTS.get(row.zone, SOFTS[""]), _n((top + bottom) / 2 + 4)
        name = textwrap.shorten(names[row.lower], MARGIN_CHARS, placeholder="…")
        made.append(Stripe(_n(top), _n(bottom - top), middle, fill, name, _bound(row.lower), row.zone, _n(bottom + 3)))
    return tuple(made)


def _past_words(figure: PastFigure) -> str:
    what = "hasil resmi" if figure.is_official else "perkiraan"
    return f"{figure.year} {what} {_printed(figure)}"


def _printed(past: PastFigure) -> str:
    """`95,94 A`, or `96` where the source said so."""
    return f"{past.words} {past.result.grade}".strip()


def _height(score: Decimal, scale: Decimal) -> float:
    return 160 - 150 * float(score) / float(scale)


def _at(score: Decimal, scale: Decimal, left: float = PLOT_LEFT, right: float = PLOT_RIGHT) -> float:
    return left + (right - left) * float(score) / float(scale)


def _bound(value: Decimal) -> str:
    """A band's bound or the end of the scale without idle zeros: 88 or 4,51."""
    return f"{value.normalize():f}".replace(".", ",")


def _value(result: Graded) -> str:
    """`78,72 B`."""
    return "belum ada" if result.score is None else f"{decimal_id(result.score)} {result.grade}".strip()


def _n(value: float) -> str:
    """At most one decimal, always with a point."""
    return f"{value:.1f}".removesuffix(".0")


def dimension_chart(content: ReportContent) -> BarChart:
    rows = [BarRow(d.name, d.readings, d.previous) for d in content.dimensions]
    return bar_chart("Nilai per dimensi", rows, content.bands, content.scale)


def unit_chart(content: ReportContent) -> BarChart:
    rows = [BarRow(u.name, u.readings, u.previous) for u in content.units]
    return bar_chart("Nilai per unit", rows, content.bands, content.scale)
