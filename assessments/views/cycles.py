"""Pages about a government's cycles, their loci and samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, fetch_government, may
from assessments.forms.cycles import ChangeCycleForm, LociForm, OpenCycleForm, SampleForm
from assessments.models import AssessmentCycle, Locus, Subject
from assessments.selectors import cycles as selectors
from assessments.selectors.further import further_of, instruments_of
from assessments.selectors.moving import movable
from assessments.selectors.samples import carried_over
from assessments.sentences import cycles as sentences
from assessments.services.cycles import AlreadyOpen, change_cycle, open_cycle, plans_of
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from assessments.views.trails import trail_of
from directory.forms.places import UnitSearchForm
from instruments.services.errors import Conflict, Refused
from kspp.lib.forms import plain_helper, show_conflict
from kspp.lib.http import form_page, here, page
from units.models import Government

INVALID, CONFLICT = 422, 409


def fetch_cycle(user: User, permission: Permission, pk: int) -> AssessmentCycle:
    return fetch_for(user, permission, AssessmentCycle.objects.with_place(), pk=pk)


@dataclass(frozen=True, slots=True)
class SampleGroup:
    """The lists of one scope. `add_url` is empty for who may not add to what they offer."""

    scope: str
    fields: list[BoundField]
    add_url: str

    @property
    def label(self) -> str:
        return sentences.SAMPLE_NAMES[self.scope].capitalize()


def add_url(scope: str, locus: Locus, user: User) -> str:
    """Where a missing product or officer is entered, and the way back to the sample."""
    is_product = scope == Subject.Scope.PRODUCT
    if not may(user, Permission.UNIT_EDIT if is_product else Permission.OFFICER_EDIT, locus.unit):
        return ""
    url = reverse("directory:product_create" if is_product else "directory:officer_create", args=[locus.unit_id])
    return f"{url}?{urlencode({'next': reverse('assessments:sample', args=[locus.pk])})}"


def units_url(cycle: AssessmentCycle, user: User) -> str:
    may_add = may(user, Permission.UNIT_EDIT, cycle.government)
    return reverse("directory:unit_create", args=[cycle.government.code]) if may_add else ""


def today() -> date:
    return timezone.localdate()


@page
def cycles(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(actor(request), Permission.CYCLE_VIEW, code)
    context = {
        "government": government,
        "rows": selectors.cycle_rows(government),
        "can_manage": may(actor(request), Permission.CYCLE_MANAGE, government),
        "can_view_dashboard": may(actor(request), Permission.DASHBOARD_VIEW, government),
        "trail": here(trail_of(government, request.user)),
    }
    return render(request, "assessments/cycles.html", context)


@form_page
def cycle_open(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(actor(request), Permission.CYCLE_MANAGE, code)
    wanted = request.GET.get("instrumen", "").replace("\0", "")
    form = OpenCycleForm(request.POST or None, government=government, today=today(), wanted=wanted)
    existing, status = None, 200
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid():
                return _opened(request, government, form)
        except AlreadyOpen as refusal:
            existing = refusal.cycle
            if _says_the_same(existing, form):
                messages.info(request, sentences.already_open(existing.year))
                return redirect(existing)
            form.add_error("year", refusal.problems[0])
        except Refused as refusal:
            form.add_error(None, refusal.problems)
    context = {
        "form": form,
        "existing": existing,
        "is_stale": False,
        "title": "Buka siklus penilaian",
        "button": "Buka siklus",
        "eyebrow": government.full_name,
        "back": reverse("assessments:cycles", args=[government.code]),
        "trail": [*trail_of(government, request.user), ("Buka siklus", "")],
    }
    return render(request, "assessments/cycle_form.html", context, status=status)


def _opened(request: HttpRequest, government: Government, form: OpenCycleForm) -> HttpResponse:
    values = form.values
    cycle = open_cycle(government=government, by=actor(request), now=timezone.now(), **values)
    messages.success(request, sentences.CYCLE_OPENED.format(cycle.year))
    if form.years_moved:
        messages.info(request, sentences.PHASES_MOVED.format(cycle.year))
    if values["copy_from"]:
        left_out = left_behind(values["copy_from"], cycle)
        if left_out:
            messages.warning(request, sentences.not_copied(left_out))
    return redirect(cycle)


def left_behind(source: AssessmentCycle, cycle: AssessmentCycle) -> list[str]:
    """What of `source` did not come into the cycle copied from it, a sentence each."""
    versions = instruments_of(cycle)
    gone = [v for v in further_of(source) if v not in versions]
    return [
        *(sentences.further_not_copied(version.title) for version in gone),
        *carried_over(source, versions, today()).left_out,
    ]


def _says_the_same(cycle: AssessmentCycle, form: OpenCycleForm) -> bool:
    """The same order again, as after a double click."""
    values = form.values
    return cycle.instrument_id == values["instrument"].pk and plans_of(cycle) == values["phases"]


@page
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    return show_cycle(request, fetch_cycle(actor(request), Permission.CYCLE_VIEW, pk))


def show_cycle(
    request: HttpRequest, cycle: AssessmentCycle, *, problems: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    """`problems`: what stood against the change that was asked for on this page."""
    government, content = cycle.government, selectors.cycle_page(cycle, today())
    can_manage = may(actor(request), Permission.CYCLE_MANAGE, government)
    instruments = [cycle.instrument, *(block.instrument for block in content.further)]
    context = {
        "cycle": cycle,
        "problems": problems,
        "title": f"Siklus penilaian {cycle.year}",
        "content": content,
        "oversight": sentences.oversight(cycle.oversight),
        "can_manage": can_manage,
        "can_open_checklist": may(actor(request), Permission.ASSESSMENT_VIEW, government),
        "can_see_plan": may(actor(request), Permission.PLAN_VIEW, government),
        "movable": movable(cycle, instruments) if can_manage else set(),
        "can_view_dashboard": may(actor(request), Permission.DASHBOARD_VIEW, government),
        "trail": here(trail_of(cycle, request.user)),
    }
    return render(request, "assessments/cycle.html", context, status=status)


@form_page
def cycle_edit(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), Permission.CYCLE_MANAGE, pk)
    form = ChangeCycleForm(request.POST or None, cycle=cycle)
    status = 200
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid():
                seen = form.cleaned_data["version"]
                stored = change_cycle(
                    cycle=cycle, seen_version=seen, by=actor(request), now=timezone.now(), **form.values
                )
                messages.success(request, sentences.CYCLE_CHANGED.format(stored.year))
                return redirect(stored)
        except Conflict:
            status, stored = CONFLICT, fetch_cycle(actor(request), Permission.CYCLE_MANAGE, pk)
            show_conflict(form, stored.version, form.compared_with(stored))
        except Refused as refusal:
            form.add_error(None, refusal.problems)
    context = {
        "form": form,
        "existing": None,
        "is_stale": status == CONFLICT,
        "title": f"Ubah siklus {cycle.year}",
        "button": "Simpan",
        "eyebrow": cycle.government.full_name,
        "back": cycle.get_absolute_url(),
        "trail": [*trail_of(cycle, request.user), ("Ubah", "")],
    }
    return render(request, "assessments/cycle_form.html", context, status=status)


@form_page
def loci(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), Permission.CYCLE_MANAGE, pk)
    search = UnitSearchForm(request.GET)
    rows = selectors.unit_choices(cycle, search.chosen("q"), search.chosen("jenis"))
    form = LociForm(request.POST or None, cycle=cycle, rows=rows)
    status = 200
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid():
                return _loci_chosen(request, cycle, form)
        except Conflict:
            status, stored = CONFLICT, fetch_cycle(actor(request), Permission.CYCLE_MANAGE, pk)
            show_conflict(form, stored.version, form.compared_with(selectors.current_choice(stored)))
        except Refused as refusal:
            form.add_error(None, refusal.problems)
    context = {
        "cycle": cycle,
        "form": form,
        "groups": form.groups(),
        "is_stale": status == CONFLICT,
        "add_url": units_url(cycle, actor(request)),
        "search": search,
        "helper": plain_helper(),
        "is_narrowed": bool(search.chosen("q") or search.chosen("jenis")),
        "trail": [*trail_of(cycle, request.user), ("Lokus", "")],
    }
    return render(request, "assessments/loci.html", context, status=status)


def _loci_chosen(request: HttpRequest, cycle: AssessmentCycle, form: LociForm) -> HttpResponse:
    choose_loci(
        cycle=cycle,
        chosen=form.chosen(selectors.current_choice(cycle)),
        seen_version=form.cleaned_data["version"],
        by=actor(request),
        now=timezone.now(),
    )
    messages.success(request, sentences.LOCI_CHANGED)
    return redirect("assessments:loci", cycle.pk) if request.GET else redirect(cycle)


@form_page
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Locus.objects.select_related("unit", "cycle__government", "cycle__instrument")
    locus = fetch_for(actor(request), Permission.CYCLE_MANAGE, rows, pk=pk)
    form = SampleForm(request.POST or None, locus=locus, places=selectors.places(locus, today()))
    status = 200
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid():
                return _sample_chosen(request, locus, form)
        except Conflict:
            status, stored = CONFLICT, rows.get(pk=pk)
            show_conflict(form, stored.version, form.compared_with(selectors.places(stored, today())))
        except Refused as refusal:
            form.add_error(None, refusal.problems)
    context = {
        "locus": locus,
        "form": form,
        "groups": [
            SampleGroup(scope, fields, add_url(scope, locus, actor(request))) for scope, fields in form.groups()
        ],
        "is_stale": status == CONFLICT,
        "closed": selectors.closed_sample(locus),
        "trail": [*trail_of(locus.cycle, request.user), (f"Sampel {locus.unit}", "")],
    }
    return render(request, "assessments/sample.html", context, status=status)


def _sample_chosen(request: HttpRequest, locus: Locus, form: SampleForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    locus = choose_sample(locus=locus, seen_version=version, by=actor(request), now=timezone.now(), **form.chosen())
    messages.success(request, sentences.SAMPLE_CHANGED.format(locus.unit))
    short = selectors.shortfalls(locus)
    if short:
        messages.warning(request, sentences.SAMPLE_SHORT.format(", ".join(short)))
    return redirect(locus.cycle)
