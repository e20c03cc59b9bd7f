"""One step from a scenario to dated actions with owners: proposed on one page, edited there, made once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor
from assessments.views.cycles import today
from instruments.services.errors import Refused
from kspp.lib.form_pages import INVALID
from kspp.lib.http import form_page
from planning.forms.actions import ProposalForm, UntilForm
from planning.models import Scenario
from planning.selectors.proposals import Proposals, proposals_of, usual_until
from planning.sentences import actions as sentences
from planning.services.actions import Planned, plan_actions
from planning.views.actions import board_url
from planning.views.scenarios import fetch_scenario, trail_to


@form_page
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    scenario = fetch_scenario(actor(request), Permission.PLAN_EDIT, pk)
    usual, place = usual_until(scenario.cycle, today()), scenario.government_id
    until = UntilForm(request.GET, government=place, today=today(), usual=usual)
    proposals = proposals_of(scenario, today(), until.day)
    if request.method != "POST":
        forms = [ProposalForm(proposal=row, owners=proposals.owners) for row in proposals.rows]
        return _page(request, scenario, proposals, forms, until)
    forms = [ProposalForm(request.POST, proposal=row, owners=proposals.owners) for row in proposals.rows]
    sent = [form for form in forms if form.is_sent]
    chosen = [form for form in sent if form.is_taken]
    problems = [] if chosen or not sent else [sentences.NOTHING_CHOSEN]
    if not problems and not [form for form in chosen if not form.is_valid()]:
        try:
            return _made(request, scenario, chosen)
        except Refused as refusal:
            problems = refusal.problems
    return _page(request, scenario, proposals, forms, until, problems, INVALID)


def _made(request: HttpRequest, scenario: Scenario, chosen: list[ProposalForm]) -> HttpResponse:
    """Whatever of the page has become an action meanwhile is not made again."""
    rows = [(form.proposal.step, form.proposal.unit, form.wanted) for form in chosen]
    planned = [Planned(step.key, unit, step.indicator, wanted) for step, unit, wanted in rows]
    made = plan_actions(scenario=scenario, planned=planned, by=actor(request), now=timezone.now())
    messages.success(request, sentences.made(len(made)))
    return redirect(board_url(scenario))


def _page(
    request: HttpRequest,
    scenario: Scenario,
    proposals: Proposals,
    forms: list[ProposalForm],
    until: UntilForm,
    problems: list[str] | None = None,
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
        "problems": problems or [],
        "has_mistakes": status == INVALID,
        "owners": [(unit, proposals.owners.of_unit(unit)) for unit in used],
        "board": board_url(scenario),
        "trail": [*trail_to(scenario, actor(request)), ("Jadikan tindakan", "")],
    }
    return render(request, "planning/scenario_actions.html", context, status=status)
