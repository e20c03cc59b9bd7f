"""What tests of the checklists and of all that rests on them share."""

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence
from assessments.services.evidence import add_file
from conftest import NOW, fill, make_assessment
from instruments.models import InstrumentVersion
from instruments.services import drafts
from kspp.tests.upload_files import pdf, sent
from official_results.tests.past import official
from official_results.tests.printed import PRINTED
from planning.models import Scenario
from planning.selectors.inputs import PlanningInputs, government_inputs
from planning.tests.plans import keep
from units.models import Government, ServiceUnit


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def as_coordinator(signed_in: Callable[[User], Client], coordinator: User) -> Client:
    return signed_in(coordinator)


@pytest.fixture
def as_operator(signed_in: Callable[[User], Client], operator: User) -> Client:
    return signed_in(operator)


@pytest.fixture
def editing(cycle: AssessmentCycle) -> str:
    return reverse("assessments:cycle_edit", args=[cycle.pk])


@pytest.fixture
def draft(instrument: InstrumentVersion, kaur: Government, coordinator: User) -> InstrumentVersion:
    return drafts.clone_instrument(
        source=instrument, owner=kaur, code="kaur-2026", title="Kisi-kisi Kaur 2026", by=coordinator, now=NOW
    )


@pytest.fixture
def answer(assessment: Assessment) -> Answer:
    indicator = assessment.instrument.dimensions.first().variables.first().indicators.first()
    return Answer.objects.create(assessment=assessment, indicator=indicator, points=3)


@pytest.fixture
def add(answer: Answer, operator: User, now: datetime) -> Callable[..., Evidence]:
    def add_to(content: bytes = pdf(), name: str = "maklumat.pdf", key: uuid.UUID | None = None) -> Evidence:
        return add_file(answer=answer, upload=sent(content, name), upload_key=key, by=operator, now=now)

    return add_to


@pytest.fixture
def filled(assessment: Assessment) -> Assessment:
    fill(assessment, 2)
    return assessment


@pytest.fixture
def scenario(filled: Assessment, coordinator: User) -> Scenario:
    """Two steps up, and one down."""
    return keep(filled, coordinator, [(filled.pk, "S3", "4"), (filled.pk, "S1", "3"), (filled.pk, "S2", "1")])


@pytest.fixture
def two(assessment: Assessment, puskesmas: ServiceUnit, cycle: AssessmentCycle) -> tuple[Assessment, Assessment]:
    """One unit full, the other lower and with gaps."""
    fill(assessment, 3)
    other = make_assessment(cycle, puskesmas)
    fill(other, 2, leave_blank=("S1", "P08", "O6"))
    return assessment, other


@pytest.fixture
def inputs(two: tuple[Assessment, Assessment], cycle: AssessmentCycle) -> PlanningInputs:
    return government_inputs(cycle, cycle.instrument)


@pytest.fixture
def printed(kaur: Government, puskesmas: ServiceUnit, dukcapil: ServiceUnit) -> Government:
    """The same unit in two years, once spelled otherwise, and a name that is one of ours."""
    official(kaur, 2022, "80.10", PRINTED)
    official(kaur, 2023, "86.00", "PKM  MENTIRING")
    official(kaur, 2023, "82.00", "Disdukcapil")
    return kaur
