"""Pages about a government's cycles, their loci and samples."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any
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
from assessments.sentences.refusals import PROBLEMS, Refusal
from assessments.services.cycles import change_cycle, open_cycle, plans_of
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from assessments.views.trails import trail_of
from directory.forms.places import UnitSearchForm
from kspp.lib.form_pages import answer_form, attempt, done, form_shown, typed
from kspp.lib.forms import plain_helper
from kspp.lib.http import form_page, here, page


def fetch_cycle(user: User, permission: Permission, pk: int) -> AssessmentCycle:
    return fetch_for(user, permission, AssessmentCycle.objects.with_place(), pk=pk)


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
    form = OpenCycleForm(*typed(request), government=government, today=today(), wanted=wanted)
    existing, status = None, 200
    if request.method == "POST":
        order = form.sent if form.is_valid() else {}
        given = {"government": government, "by": actor(request), "now": timezone.now(), **order}
        outcome = attempt(request, form, partial(open_cycle, **given), PROBLEMS)
        if outcome.stored is not None:
            return _opened(request, form, order, outcome.stored)
        if any(problem.code == Refusal.ALREADY_OPEN for problem in outcome.problems):
            existing = AssessmentCycle.objects.get(government=government, year=order["year"])
        if existing and _says_the_same(existing, order):
            messages.info(request, str(form.errors["year"][0]))
            return redirect(existing)
        status = outcome.status
    show = form_shown(
        request,
        "assessments/cycle_form.html",
        form,
        existing=existing,
        title="Buka siklus penilaian",
        button="Buka siklus",
        eyebrow=government.full_name,
        back=reverse("assessments:cycles", args=[government.code]),
        trail=[*trail_of(government, request.user), ("Buka siklus", "")],
    )
    return show(status)


def _opened(
    request: HttpRequest, form: OpenCycleForm, order: Mapping[str, Any], cycle: AssessmentCycle
) -> HttpResponse:
    answer = done(request, cycle.year, sentences.CYCLE_OPENED, cycle)
    if form.years_moved:
        messages.info(request, sentences.PHASES_MOVED.format(cycle.year))
    left_out = left_behind(order["copy_from"], cycle) if order["copy_from"] else []
    if left_out:
        messages.warning(request, sentences.not_copied(left_out))
    return answer


def left_behind(source: AssessmentCycle, cycle: AssessmentCycle) -> list[str]:
    """What of `source` did not come into the cycle copied from it, a sentence each."""
    versions = instruments_of(cycle)
    gone = [v for v in further_of(source) if v not in versions]
    return [
        *(sentences.further_not_copied(version.title) for version in gone),
        *carried_over(source, versions, today()).left_out,
    ]


def _says_the_same(cycle: AssessmentCycle, order: Mapping[str, Any]) -> bool:
    """The same order again, as after a double click."""
    return cycle.instrument_id == order["instrument"].pk and plans_of(cycle) == order["phases"]


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
    form = ChangeCycleForm(*typed(request), cycle=cycle)
    return answer_form(
        request,
        form,
        partial(change_cycle, cycle=cycle),
        show=form_shown(
            request,
            "assessments/cycle_form.html",
            form,
            existing=None,
            title=f"Ubah siklus {cycle.year}",
            button="Simpan",
            eyebrow=cycle.government.full_name,
            back=cycle.get_absolute_url(),
            trail=[*trail_of(cycle, request.user), ("Ubah", "")],
        ),
        words=PROBLEMS,
        said=lambda stored: sentences.CYCLE_CHANGED.format(stored.year),
        to=cycle,
    )


@form_page
def loci(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), Permission.CYCLE_MANAGE, pk)
    search = UnitSearchForm(request.GET)
    rows = selectors.unit_choices(cycle, search.chosen("q"), search.chosen("jenis"))
    form = LociForm(*typed(request), cycle=cycle, rows=rows)
    return answer_form(
        request,
        form,
        partial(choose_loci, cycle=cycle),
        show=form_shown(
            request,
            "assessments/loci.html",
            form,
            cycle=cycle,
            groups=form.groups(),
            add_url=units_url(cycle, actor(request)),
            search=search,
            helper=plain_helper(),
            is_narrowed=bool(search.chosen("q") or search.chosen("jenis")),
            trail=[*trail_of(cycle, request.user), ("Lokus", "")],
        ),
        words=PROBLEMS,
        said=sentences.LOCI_CHANGED,
        to=reverse("assessments:loci", args=[cycle.pk]) if request.GET else cycle,
    )


@form_page
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Locus.objects.select_related("unit", "cycle__government", "cycle__instrument")
    locus = fetch_for(actor(request), Permission.CYCLE_MANAGE, rows, pk=pk)
    form = SampleForm(*typed(request), locus=locus, today=today())
    answer = answer_form(
        request,
        form,
        partial(choose_sample, locus=locus),
        show=form_shown(
            request,
            "assessments/sample.html",
            form,
            locus=locus,
            groups=[_sample_group(locus, scope, fields, actor(request)) for scope, fields in form.groups()],
            closed=selectors.closed_sample(locus),
            trail=[*trail_of(locus.cycle, request.user), (f"Sampel {locus.unit}", "")],
        ),
        words=PROBLEMS,
        said=lambda _: sentences.SAMPLE_CHANGED.format(locus.unit),
        to=locus.cycle,
    )
    short = selectors.shortfalls(locus) if answer.status_code == HTTPStatus.FOUND else []
    if short:
        messages.warning(request, sentences.SAMPLE_SHORT.format(", ".join(short)))
    return answer


def _sample_group(locus: Locus, scope: str, fields: list[BoundField], user: User) -> dict[str, object]:
    """The lists of one scope. `add_url` is empty for who may not add to what they offer."""
    label = sentences.SAMPLE_NAMES[scope].capitalize()
    return {"label": label, "fields": fields, "add_url": add_url(scope, locus, user)}
