"""Adding a further instrument to a cycle and taking it off again."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse

from accounts.permissions import Permission
from accounts.scope import actor
from assessments.models import AssessmentCycle
from assessments.selectors.cycles import instruments_for
from assessments.selectors.further import further_of
from assessments.sentences import cycles as sentences
from assessments.sentences.refusals import PROBLEMS
from assessments.services.further import add_instrument, remove_instrument
from assessments.views.cycles import fetch_cycle, show_cycle
from instruments.models import InstrumentVersion
from instruments.sentences.words import short_title
from kspp.lib.form_pages import INVALID, press
from kspp.lib.forms import VERSION_MISSING
from kspp.lib.http import action
from kspp.lib.text import whole_number

LONGEST_CODE = 60


@action
def add(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), Permission.CYCLE_MANAGE, pk)
    code = request.POST.get("instrument", "").replace("\0", "")[:LONGEST_CODE]
    instrument = instruments_for(cycle.government).filter(code=code).first()
    return _changed(request, cycle, instrument, add_instrument, sentences.FURTHER_ADDED)


@action
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), Permission.CYCLE_MANAGE, pk)
    code = request.POST.get("instrument", "").replace("\0", "")[:LONGEST_CODE]
    known = InstrumentVersion.objects.filter(code=code, assessments__locus__cycle=cycle).first()
    instrument = next((v for v in further_of(cycle) if v.code == code), known)
    return _changed(request, cycle, instrument, remove_instrument, sentences.FURTHER_REMOVED)


def _changed(
    request: HttpRequest,
    cycle: AssessmentCycle,
    instrument: InstrumentVersion | None,
    change: Callable[..., AssessmentCycle],
    said: str,
) -> HttpResponse:
    version = whole_number(request.POST.get("version", ""))
    if instrument is None or version is None:
        problem = sentences.NO_INSTRUMENT if instrument is None else VERSION_MISSING
        return show_cycle(request, cycle, problems=[problem], status=INVALID)
    return press(
        request,
        partial(change, cycle=cycle, instrument=instrument, seen_version=version),
        words=PROBLEMS,
        said=lambda _: said.format(short_title(instrument.title)),
        to=cycle,
        show=lambda problems, status: show_cycle(
            request, fetch_cycle(actor(request), Permission.CYCLE_MANAGE, cycle.pk), problems=problems, status=status
        ),
        changed=sentences.FURTHER_CHANGED,
    )
