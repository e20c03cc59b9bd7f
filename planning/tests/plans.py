"""What the tests of scenarios and actions share."""

import uuid
from datetime import date

from django.urls import reverse

from assessments.models import Answer
from assessments.services.results import refresh
from conftest import NOW
from planning.services.actions import add_action
from planning.services.scenarios import save_scenario


def keep(assessment, by, steps, *, whole=False, name="Menuju A", days=3):
    cycle = assessment.locus.cycle
    return save_scenario(
        government=cycle.government,
        cycle=cycle,
        unit=None if whole else assessment.unit,
        instrument=assessment.instrument,
        name=name,
        note="Rapat 3 Juni",
        asked={},
        steps=[{"assessment": pk, "indicator": code, "from": "2", "to": to, "days": days} for pk, code, to in steps],
        order_key=uuid.uuid4(),
        by=by,
        now=NOW,
    )


def page(name, pk):
    return reverse(f"planning:{name}", args=[pk])


def text(response):
    return " ".join(response.content.decode().split())


def answer_to(assessment, code, points, now=NOW):
    Answer.objects.filter(assessment=assessment, indicator__code=code).update(points=points)
    refresh(assessment, now)


def wanted(**more):
    return {"what": "Pasang maklumat", "owner_name": "Pejabat 1", "due_on": date(2024, 7, 1), **more}


def hand_made(filled, by, key="1", **more):
    return add_action(cycle=filled.locus.cycle, unit=filled.unit, values=wanted(**more), order_key=key, by=by, now=NOW)


def proposal(client, scenario):
    """What the page would send if nobody touched it."""
    response = client.get(page("scenario_actions", scenario.pk))
    data = {}
    for form in response.context["forms"]:
        for field in form:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = value.isoformat() if isinstance(value, date) else value
    return response, data
