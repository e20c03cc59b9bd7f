"""Published results: the country, a province, a government. Open to whoever may see official results anywhere."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor
from kspp.lib.http import other_query, page
from kspp.lib.numbers import decimal_id
from kspp.lib.text import whole_number
from official_results.forms.tables import OfficialForm
from official_results.selectors import tables as selectors
from official_results.selectors.figures import known_years
from official_results.selectors.tables import ResultsFilter, ResultsOrder, YearResults
from official_results.sentences import ranking as sentences
from units.models import Province

VIEW, IMPORT = Permission.OFFICIAL_VIEW, Permission.OFFICIAL_IMPORT
PAGE_SIZE = 25


@page
def official(request: HttpRequest) -> HttpResponse:
    own = viewer(request)
    years = known_years()
    chosen = asked_year(request.GET, years)
    if chosen is None:
        return render(request, "official_results/empty.html", {"can_import": _can_import(request)})
    year, form, asked = asked_of(request.GET, chosen)
    found = selectors.matching(year, asked)
    page_obj = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    context = {
        "year": year,
        "form": form,
        "tabs": _tabs(years, year.year, asked.level),
        "coverage": sentences.coverage(year.year, len(year.known), year.there_are, year.level),
        "among": sentences.among(len(year.known), year.level),
        "own_lines": _own_lines(year, own),
        "rows": selectors.rows_of(year, list(page_obj.object_list), own),
        "found": len(found),
        "is_narrowed": bool(asked.text or asked.province or asked.zone or asked.word),
        "meant": selectors.meant(asked.text) if asked.text and not found else [],
        "page_obj": page_obj,
        "query": other_query(request),
        "can_import": _can_import(request),
        "province": _province_link(year, asked.province),
    }
    return render(request, "official_results/national.html", context)


@page
def official_province(request: HttpRequest, code: str) -> HttpResponse:
    own = viewer(request)
    province = get_object_or_404(Province, code=code)
    years = known_years()
    chosen = asked_year(request.GET, years)
    if chosen is None:
        return render(request, "official_results/empty.html", {"can_import": _can_import(request)})
    year, form, asked = asked_of(request.GET, chosen)
    rows = selectors.province_rows(year, province.code, own)
    known = sum(1 for row in rows if row.known)
    title = f"Provinsi {province.name}"
    context = {
        "title": title,
        "year": year,
        "form": form.only("tingkat", "instrumen"),
        "trail": [("Hasil resmi", reverse("official_results:official")), (title, "")],
        "rows": rows,
        "tabs": _tabs(years, year.year, asked.level),
        "coverage": sentences.coverage(year.year, known, len(rows), year.level, f" di {title}"),
        "among": sentences.ranked_twice(known, len(year.known), year.level, title),
    }
    return render(request, "official_results/province.html", context)


def viewer(request: HttpRequest) -> set[int]:
    """The governments this person belongs to with the right to see official results. Without the right: 403."""
    user = actor(request)
    if not user.has(VIEW):
        raise PermissionDenied
    return _own(user)


def _own(user: User) -> set[int]:
    return {m.government_id for m in user.memberships_with(VIEW) if m.government_id is not None}


def _can_import(request: HttpRequest) -> bool:
    return actor(request).has(IMPORT)


def asked_year(query: QueryDict, years: Sequence[int]) -> int | None:
    """The newest where the address names none that is known."""
    asked = whole_number(query.get("tahun", ""))
    return asked if asked in years else next(iter(years), None)


def asked_of(query: QueryDict, year: int) -> tuple[YearResults, OfficialForm, ResultsFilter]:
    level = query.get("tingkat", "")
    level = level if level in sentences.LEVELS else ""
    shown = selectors.year_of(year, level, query.get("instrumen", ""), selectors.load_measures())
    form = OfficialForm({**query.dict(), "tahun": str(year)})
    provinces = {place.province: place.province_name for place in shown.places.values()}
    form.offer("provinsi", [("", "Semua provinsi"), *sorted(provinces.items(), key=lambda pair: pair[1])])
    form.offer("zona", [("", "Semua zona"), *((zone, f"Zona {zone}") for zone in selectors.zones_of(shown))])
    form.offer("kategori", [("", "Semua"), *((word, word) for word in selectors.words_of(shown))])
    families = [(measure.family, measure.title) for measure in shown.families]
    form.offer("instrumen", families)
    asked = ResultsFilter(
        level=level,
        family=shown.measure.family,
        text=form.chosen("q"),
        province=form.chosen("provinsi"),
        zone=form.chosen("zona"),
        word=form.chosen("kategori"),
    )
    return shown, form, replace(asked, order=ResultsOrder.NAME if form.chosen("urut") else ResultsOrder.RANK)


def _tabs(years: Sequence[int], current: int, level: str) -> list[dict[str, object]]:
    more = f"&tingkat={level}" if level else ""
    return [{"label": str(year), "url": f"?tahun={year}{more}", "current": year == current} for year in years]


def _own_lines(year: YearResults, own: set[int]) -> list[tuple[str, str]]:
    """A sentence and an address for each government of this person that has a figure here."""
    lines = []
    for pk in sorted(own & year.known.keys()):
        place, main = year.places[pk], year.known[pk].main
        score = decimal_id(main.score, main.decimals)
        words = sentences.own(place.full_name, score, year.ranks[pk], len(year.known), year.level)
        lines.append((words, f"{reverse('official_results:official_government', args=[place.code])}?tahun={year.year}"))
    return lines


def _province_link(year: YearResults, code: str) -> tuple[str, str] | None:
    name = next((place.province_name for place in year.places.values() if place.province == code), "")
    return (
        (name, f"{reverse('official_results:official_province', args=[code])}?tahun={year.year}")
        if name and code
        else None
    )
