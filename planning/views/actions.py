"""The action plan: the board of a cycle or a unit, one action, and what may be done with it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import Assessment, AssessmentCycle, Locus
from assessments.selectors.owners import owners_of
from assessments.views.cycles import fetch_cycle, today
from assessments.views.trails import trail_of
from history.models import Event
from history.selectors import timeline
from kspp.lib.form_pages import CONFLICT, Show, answer_form, form_shown, typed
from kspp.lib.http import Trail, action, form_page, here, other_query, page
from kspp.lib.text import whole_number
from planning.forms.actions import ActionForm, ChangeActionForm, MoveForm, NewActionForm
from planning.models import Action, Scenario
from planning.selectors import actions as selectors
from planning.sentences import actions as sentences
from planning.sentences.problems import PROBLEMS
from planning.services.actions import add_action, change_action, move_action
from planning.views.trails import way_up

VIEW, EDIT = Permission.PLAN_VIEW, Permission.PLAN_EDIT


def fetch_action(user: User, permission: Permission, pk: int) -> Action:
    rows = Action.objects.select_related("unit", "owner", "cycle__government", "cycle__instrument", "scenario")
    return fetch_for(user, permission, rows, pk=pk)


def fetch_locus(user: User, permission: Permission, pk: int) -> Locus:
    rows = Locus.objects.select_related("unit__government", "cycle__government", "cycle__instrument")
    return fetch_for(user, permission, rows, pk=pk)


def own_checklist(cycle: AssessmentCycle, locus: Locus | None) -> Assessment | None:
    """A locus's checklist by the cycle's own instrument."""
    return Assessment.objects.filter(locus=locus, instrument=cycle.instrument_id).first() if locus else None


def plan_trail(cycle: AssessmentCycle, locus: Locus | None, user: User) -> Trail:
    """Down to the board this person may open."""
    above = trail_of(cycle, user) or [("Beranda", reverse("home"))]
    if locus is None or may(user, VIEW, cycle.government):
        above = [*above, ("Rencana aksi", reverse("planning:cycle_actions", args=[cycle.pk]))]
    if locus is not None:
        above = [*above, (locus.unit.name, reverse("planning:unit_actions", args=[locus.pk]))]
    return above


def board_url(scenario: Scenario) -> str:
    """The board on which the actions of a scenario stand."""
    if scenario.unit_id is None:
        return reverse("planning:cycle_actions", args=[scenario.cycle_id])
    locus = Locus.objects.get(cycle=scenario.cycle_id, unit=scenario.unit_id)
    return reverse("planning:unit_actions", args=[locus.pk])


@page
def cycle_actions(request: HttpRequest, pk: int) -> HttpResponse:
    return _board(request, fetch_cycle(actor(request), VIEW, pk), None)


@page
def unit_actions(request: HttpRequest, pk: int) -> HttpResponse:
    locus = fetch_locus(actor(request), VIEW, pk)
    return _board(request, locus.cycle, locus)


def _board(request: HttpRequest, cycle: AssessmentCycle, locus: Locus | None) -> HttpResponse:
    user, place = actor(request), locus.unit if locus else cycle.government
    narrowing, own = _narrowing(request), own_checklist(cycle, locus)
    board = selectors.board_of(cycle, locus, narrowing, user, today(), request.GET.get("halaman"))
    context = {
        "cycle": cycle,
        "locus": locus,
        "place": place,
        "board": board,
        "narrowing": narrowing,
        "states": selectors.CHOICES.items(),
        "query": other_query(request),
        "back": request.get_full_path(),
        "ways": way_up(cycle, "actions", own) if own or not locus else [],
        "can_edit": may(user, EDIT, place),
        "trail": here(plan_trail(cycle, locus, user)),
    }
    return render(request, "planning/actions.html", context)


def _narrowing(request: HttpRequest) -> selectors.ActionFilter:
    """What cannot be read narrows nothing."""
    state = request.GET.get("keadaan", "")
    owner = request.GET.get("pemilik", "").replace("\x00", "")[:120]
    state = state if state in selectors.CHOICES else selectors.OPEN_STATE
    return selectors.ActionFilter(state, whole_number(request.GET.get("unit", "")), owner)


@page
def one_action(request: HttpRequest, pk: int) -> HttpResponse:
    return _action_page(request, fetch_action(actor(request), VIEW, pk))


def _action_page(
    request: HttpRequest, shown: Action, *, note: str = "", problems: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    user = actor(request)
    locus = Locus.objects.select_related("unit").filter(cycle=shown.cycle_id, unit=shown.unit_id).first()
    context = {
        "action": shown,
        "row": selectors.rows_of([shown], today())[0],
        "problems": problems,
        "note": note,
        "is_stale": status == CONFLICT,
        "can_edit": may(user, EDIT, shown.unit),
        "timeline": timeline(Event.objects.about(shown), number=request.GET.get("halaman")),
        "trail": [*plan_trail(shown.cycle, locus, user), (shown.what[:60], "")],
    }
    return render(request, "planning/action.html", context, status=status)


@action
def action_move(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_action(actor(request), EDIT, pk)
    form = MoveForm(*typed(request))
    return answer_form(
        request,
        form,
        partial(move_action, action=found),
        show=partial(_not_moved, request, pk, form),
        words=PROBLEMS,
        said=lambda moved: sentences.MOVED.format(moved.get_state_display()),
        to=back_to(request, found.get_absolute_url()),
    )


def _not_moved(request: HttpRequest, pk: int, form: MoveForm, status: int) -> HttpResponse:
    stored = fetch_action(actor(request), EDIT, pk)
    problems = [*form.non_field_errors(), *form["note"].errors, *form["state"].errors]
    if status == CONFLICT:
        last = Event.objects.about(stored).order_by("-pk").first()
        who = [last.actor_name] if last else []
        problems = [sentences.conflict(stored.get_state_display(), who)]
    return _action_page(request, stored, note=form["note"].value() or "", problems=problems, status=status)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where the form came from, if that is a page of ours."""
    wanted = request.POST.get("back", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else otherwise


@form_page
def action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_action(actor(request), EDIT, pk)
    owners = owners_of(found.cycle.government, [found.unit_id], today())
    form = ChangeActionForm(request.POST or None, owners=owners, action=found)
    back = found.get_absolute_url()
    trail = [*plan_trail(found.cycle, None, actor(request)), (found.what[:60], back), ("Ubah", "")]
    return answer_form(
        request,
        form,
        partial(change_action, action=found),
        show=_form_shown(request, form, title="Ubah tindakan", eyebrow=found.unit.name, back=back, trail=trail),
        words=PROBLEMS,
        said=sentences.CHANGED,
        to=found,
    )


@form_page
def cycle_action_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _add(request, fetch_cycle(actor(request), EDIT, pk), None)


@form_page
def unit_action_add(request: HttpRequest, pk: int) -> HttpResponse:
    locus = fetch_locus(actor(request), EDIT, pk)
    return _add(request, locus.cycle, locus)


def _add(request: HttpRequest, cycle: AssessmentCycle, locus: Locus | None) -> HttpResponse:
    loci = [locus] if locus else list(Locus.objects.filter(cycle=cycle).select_related("unit"))
    units = [each.unit for each in loci]
    owners = owners_of(cycle.government, [unit.pk for unit in units], today())
    form = NewActionForm(request.POST or None, owners=owners, units=units)
    trail = plan_trail(cycle, locus, actor(request))
    place = {"eyebrow": locus.unit.name if locus else cycle.government.full_name, "back": trail[-1][1]}
    return answer_form(
        request,
        form,
        partial(add_action, cycle=cycle),
        show=_form_shown(request, form, title="Tambah tindakan", trail=[*trail, ("Tambah", "")], **place),
        words=PROBLEMS,
        said=lambda made: sentences.added(made.due_on),
        to=lambda made: made,
    )


def _form_shown(request: HttpRequest, form: ActionForm, **context: Any) -> Show:
    return form_shown(request, "planning/action_form.html", form, owners=form.owners.rows, **context)
