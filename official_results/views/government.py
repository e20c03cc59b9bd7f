"""One government's published results. Open to whoever may see official results anywhere: they are published."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import may
from directory.views.places import trail_of
from kspp.lib.http import Trail, page
from kspp.lib.numbers import decimal_id
from kspp.lib.text import whole_number
from official_results import charts as charts
from official_results.selectors.figures import MeasuringInstrument, PublishedFigure
from official_results.selectors.government import GovernmentResults, story_of
from official_results.selectors.unit_names import unit_links
from official_results.sentences import ranking as sentences
from official_results.sentences import unit_names as unit_sentences
from official_results.views.tables import viewer
from units.models import Government

MOST_NAMES = 10
"""Unknown names that are shown; the page where they are linked has all."""


@page
def official_government(request: HttpRequest, code: str) -> HttpResponse:
    own = viewer(request)
    government = get_object_or_404(Government.objects.select_related("province"), code=code)
    asked = whole_number(request.GET.get("tahun", ""))
    story = story_of(government, asked, own, request.GET.get("instrumen", ""))
    trail: Trail = [("Hasil resmi", reverse("official_results:official")), (str(government), "")]
    if may(request.user, Permission.GOVERNMENT_VIEW, government):
        trail = [*trail_of(government, request.user), ("Hasil resmi", "")]
    kept = f"&instrumen={story.only.family}" if story.only else ""
    context = {
        "government": government,
        "story": story,
        "trail": trail,
        "kept": kept,
        "tabs": [{"label": str(y), "url": f"?tahun={y}{kept}", "current": y == story.year} for y in story.years],
        "trend": charts.trend(_printed(story)),
        "lines": story.lines[::-1],
        **_standing_context(story),
        **_unknown_context(request, government, story.figures),
    }
    return render(request, "official_results/government.html", context)


def _unknown_context(
    request: HttpRequest, government: Government, found: Sequence[PublishedFigure]
) -> dict[str, object]:
    """Names of units that nobody here goes by, for those who belong to the government: which units it has is theirs."""
    if not may(request.user, Permission.OFFICIAL_VIEW, government):
        return {"unknown": "", "unknown_names": (), "can_link": False}
    links = unit_links(government, found)
    names = links.unknown if links.units else ()
    return {
        "unknown": unit_sentences.unknown_names(len(names)) if names else "",
        "unknown_names": names[:MOST_NAMES],
        "can_link": may(request.user, Permission.OFFICIAL_IMPORT, government) and bool(names or links.chosen),
    }


def _printed(story: GovernmentResults) -> list[charts.ChartedResult]:
    """On one scale, that of the chosen year: of each year the figures that are measured on it."""
    newest = story.line or next(reversed(story.lines), None)
    found = [line.on(newest.measure.scale) for line in story.lines] if newest else []
    return [
        _drawn(figure, each.measure, is_main=figure is each.known.main)
        for each in found
        if each
        for figure in (each.known.main, *each.known.others)
    ]


def _drawn(figure: PublishedFigure, measure: MeasuringInstrument, *, is_main: bool) -> charts.ChartedResult:
    bands = measure.bands
    return charts.ChartedResult(
        figure.year,
        figure.score,
        figure.decimals,
        measure.family,
        measure.scale,
        bands,
        is_main,
        measure.since,
        measure.until,
    )


def _standing_context(story: GovernmentResults) -> dict[str, object]:
    line, standing = story.line, story.standing
    if line is None or standing is None:
        return {"spread": None, "headline": "", "among": "", "distribution": ""}
    main, place = line.known.main, story.government
    what = f"{sentences.PLACES[place.level]} {line.year}"
    return {
        "spread": charts.spread(standing.columns, _drawn(main, line.measure, is_main=True), what),
        "headline": sentences.own(
            f"Hasil resmi {line.year}",
            decimal_id(main.score, main.decimals),
            standing.rank,
            standing.count,
            place.level,
        ),
        "among": sentences.among(standing.count, place.level),
        "distribution": sentences.distribution(
            place.full_name, standing.above, standing.alike, standing.count, place.level
        ),
    }
