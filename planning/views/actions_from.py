"""One step from a scenario to dated actions with owners: proposed on one page, edited there, made once."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from accounts.scope import actor
from assessments.views.cycles import today
from kspp.lib.errors import Problem
from kspp.lib.form_pages import INVALID, press
from kspp.lib.http import form_page
from planning.forms.actions import ProposalForm, UntilForm
from planning.models import Scenario
from planning.selectors.proposals import ActionProposals, proposals_of, usual_until
from planning.sentences import actions as sentences
from planning.sentences.problems import PROBLEMS, Code
from planning.services.actions import PlannedAction, plan_actions
from planning.views.actions import board_url
from planning.views.scenarios import fetch_scenario, trail_to


@form_page
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    scenario = fetch_scenario(actor(request), Permission.PLAN_EDIT, pk)
    usual, place = usual_until(scenario.cycle, today()), scenario.government_id
    until = UntilForm(request.GET, government=place, today=today(), usual=usual)
    proposals = proposals_of(scenario, today(), until.day)
    posted = request.POST if request.method == "POST" else None
    forms = [ProposalForm(posted, proposal=row, owners=proposals.owners) for row in proposals.rows]
    show = partial(_page, request, scenario, proposals, forms, until)
    if posted is None:
        return show()
    sent = [form for form in forms if form.is_sent]
    chosen = [form for form in sent if form.is_taken]
    if sent and not chosen:
        return show([Problem(Code.NOTHING_CHOSEN).said_by(PROBLEMS)], INVALID)
    if [form for form in chosen if not form.is_valid()]:
        return show([], INVALID)
    return press(
        request,
        partial(plan_actions, scenario=scenario, planned=[_planned(form) for form in chosen]),
        words=PROBLEMS,
        said=lambda made: sentences.made(len(made)),
        to=board_url(scenario),
        show=show,
    )


def _planned(form: ProposalForm) -> PlannedAction:
    """Whatever of the page has become an action meanwhile is not made again."""
    step = form.proposal.step
    return PlannedAction(step.key, form.proposal.unit, step.indicator, form.values)


def _page(
    request: HttpRequest,
    scenario: Scenario,
    proposals: ActionProposals,
    forms: list[ProposalForm],
    until: UntilForm,
    problems: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    used = {form.proposal.unit.pk: form.proposal.unit for form in forms}
    context = {
        "scenario": scenario,
        "proposals": proposals,
        "forms": forms,
        "until": until,
        "left": sentences.until(proposals.until, proposals.working_days),
        "crowded": sentences.crowded(proposals.crowded, proposals.working_days),
        "problems": problems,
        "has_mistakes": status == INVALID,
        "owners": [(unit, proposals.owners.of_unit(unit)) for unit in used],
        "board": board_url(scenario),
        "trail": [*trail_to(scenario, actor(request)), ("Jadikan tindakan", "")],
    }
    return render(request, "planning/scenario_actions.html", context, status=status)
