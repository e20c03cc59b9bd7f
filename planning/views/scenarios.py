"""Scenarios: listed, opened, renamed, removed, compared, and turned into actions."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import Assessment, AssessmentCycle, Locus
from assessments.views.cycles import fetch_cycle
from assessments.views.trails import trail_of
from kspp.lib.form_pages import answer_form, form_shown, press
from kspp.lib.http import Trail, action, form_page, here, page
from kspp.lib.text import whole_number
from planning.forms.scenarios import RenameForm
from planning.models import Scenario
from planning.selectors import scenarios as selectors
from planning.sentences import scenarios as sentences
from planning.sentences.problems import PROBLEMS
from planning.services.scenarios import remove_scenario, rename_scenario
from planning.views.actions import fetch_locus, own_checklist
from planning.views.trails import way_up

VIEW, EDIT = Permission.PLAN_VIEW, Permission.PLAN_EDIT


def fetch_scenario(user: User, permission: Permission, pk: int) -> Scenario:
    """A removed one is gone for everybody."""
    rows = Scenario.objects.filter(removed_at=None).select_related("unit", "government", "instrument", "created_by")
    return fetch_for(user, permission, rows.select_related("cycle__government", "cycle__instrument"), pk=pk)


def sees_government(user: User, scenario: Scenario) -> bool:
    return scenario.unit is None or may(user, Permission.DASHBOARD_VIEW, scenario.government)


def scenarios_trail(cycle: AssessmentCycle, locus: Locus | None, user: User) -> Trail:
    """Down to the list this person may open."""
    above = trail_of(cycle, user) or [("Beranda", reverse("home"))]
    if locus is None:
        return [*above, ("Skenario", reverse("planning:cycle_scenarios", args=[cycle.pk]))]
    return [*above, (f"Skenario {locus.unit.name}", reverse("planning:unit_scenarios", args=[locus.pk]))]


def trail_to(scenario: Scenario, user: User) -> Trail:
    locus = Locus.objects.select_related("unit").filter(cycle=scenario.cycle_id, unit=scenario.unit_id).first()
    above = scenarios_trail(scenario.cycle, locus, user)
    return [*above, (scenario.name, scenario.get_absolute_url())]


@page
def cycle_scenarios(request: HttpRequest, pk: int) -> HttpResponse:
    return _list(request, fetch_cycle(actor(request), VIEW, pk), None)


@page
def unit_scenarios(request: HttpRequest, pk: int) -> HttpResponse:
    locus = fetch_locus(actor(request), VIEW, pk)
    return _list(request, locus.cycle, locus)


def _list(request: HttpRequest, cycle: AssessmentCycle, locus: Locus | None) -> HttpResponse:
    user = actor(request)
    own = own_checklist(cycle, locus)
    context = {
        "cycle": cycle,
        "locus": locus,
        "whatif": _whatif_url(cycle, locus, own),
        "ways": way_up(cycle, "scenarios", own) if own or not locus else [],
        "entries": selectors.entries_of(cycle, locus, user),
        "can_edit": may(user, EDIT, locus.unit if locus else cycle.government),
        "trail": here(scenarios_trail(cycle, locus, user)),
    }
    return render(request, "planning/scenarios.html", context)


def _whatif_url(cycle: AssessmentCycle, locus: Locus | None, own: Assessment | None) -> str:
    """Empty for a locus without a checklist."""
    if locus is None:
        return reverse("planning:cycle_whatif", args=[cycle.pk])
    return reverse("planning:whatif", args=[own.pk]) if own else ""


@page
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    user = actor(request)
    found = fetch_scenario(user, VIEW, pk)
    context = {
        "scenario": found,
        "opened": selectors.opened(found, sees_government=sees_government(user, found)),
        "others": selectors.others_of(found, user),
        "continue_url": _continue_url(found),
        "can_edit": may(user, EDIT, found.unit or found.government),
        "trail": here(trail_to(found, user)),
    }
    return render(request, "planning/scenario.html", context)


def _continue_url(found: Scenario) -> str:
    """The what-if page that starts from it; empty where its assessment is gone."""
    if found.unit_id is None:
        url = reverse("planning:cycle_whatif", args=[found.cycle_id])
        return f"{url}?instrumen={found.instrument_id}&skenario={found.pk}"
    rows = Assessment.objects.filter(locus__cycle=found.cycle_id, locus__unit=found.unit_id)
    own = rows.filter(instrument=found.instrument_id).first()
    return f"{reverse('planning:whatif', args=[own.pk])}?skenario={found.pk}" if own else ""


@form_page
def scenario_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_scenario(actor(request), EDIT, pk)
    initial = {"version": found.version, "name": found.name, "note": found.note}
    form = RenameForm(request.POST or None, initial=initial)
    show = form_shown(
        request,
        "planning/action_form.html",
        form,
        title="Ubah nama dan catatan",
        eyebrow=found.name,
        back=found.get_absolute_url(),
        owners=(),
        trail=[*trail_to(found, actor(request)), ("Ubah", "")],
    )
    write = partial(rename_scenario, scenario=found)
    return answer_form(request, form, write, show=show, words=PROBLEMS, said=sentences.CHANGED, to=found)


@action
def scenario_remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_scenario(actor(request), EDIT, pk)
    trail = trail_to(found, actor(request))
    write = partial(remove_scenario, scenario=found)
    return press(request, write, words=PROBLEMS, said=sentences.REMOVED, to=trail[-2][1])


@page
def scenario_compare(request: HttpRequest, pk: int) -> HttpResponse:
    user = actor(request)
    first = fetch_scenario(user, VIEW, pk)
    wanted = whole_number(request.GET.get("dengan", ""))
    second = fetch_scenario(user, VIEW, wanted) if wanted else None
    if second and (second.cycle_id, second.instrument_id) != (first.cycle_id, first.instrument_id):
        raise Http404
    seen = sees_government(user, first) and (second is None or sees_government(user, second))
    context = {
        "first": first,
        "second": second,
        "comparison": selectors.compared(first, second, sees_government=seen) if second else None,
        "others": selectors.others_of(first, user),
        "trail": [*trail_to(first, user), ("Bandingkan", "")],
    }
    return render(request, "planning/scenario_compare.html", context)
