"""Platform staff read everything about assessments in the admin and rewrite none of it."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from assessments.models import Answer, Evidence
from assessments.services.loci import choose_loci
from conftest import fill, make_unit
from history.models import Event
from instruments.models import Indicator
from instruments.selectors.tree import tree_of
from official_results.models import OfficialResult

pytestmark = pytest.mark.both_databases

READABLE = [
    "instruments_instrumentversion",
    "instruments_dimension",
    "instruments_variable",
    "instruments_indicator",
    "assessments_assessmentcycle",
    "assessments_locus",
    "assessments_assessment",
    "assessments_answer",
    "assessments_evidence",
]


@pytest.fixture
def staff(client, platform_admin):
    User.objects.filter(pk=platform_admin.pk).update(is_superuser=False)
    client.force_login(platform_admin)
    return client


@pytest.fixture
def filled(assessment, coordinator, now):
    """A full checklist with one file attached; the row of every readable model by its name."""
    fill(assessment)
    answer = Answer.objects.filter(assessment=assessment).first()
    Evidence.objects.create(
        answer=answer,
        file=ContentFile(b"isi", name="sk.pdf"),
        name="SK tim.pdf",
        media_type="application/pdf",
        uploaded_at=now,
        uploaded_by=coordinator,
    )
    return {name: apps.get_model(*name.split("_")).objects.order_by("pk").first() for name in READABLE}


@pytest.mark.parametrize("name", READABLE)
def test_what_is_recorded_opens_and_cannot_be_changed_added_or_deleted(staff, filled, name):
    row = filled[name]
    before = type(row).objects.filter(pk=row.pk).values().get()
    change = reverse(f"admin:{name}_change", args=[row.pk])

    assert staff.get(reverse(f"admin:{name}_changelist")).status_code == 200
    page = staff.get(change)
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert staff.post(change, {"name": "Lain"}).status_code == 403
    assert staff.get(reverse(f"admin:{name}_add")).status_code == 403
    assert staff.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_a_published_instrument_is_read_from_the_root_to_the_levels(staff, instrument):
    indicator = Indicator.objects.select_related("variable__dimension").get(code="K1")
    steps = [
        ("instruments_instrumentversion", instrument.pk, indicator.variable.dimension.name),
        ("instruments_dimension", indicator.variable.dimension_id, indicator.variable.name),
        ("instruments_variable", indicator.variable_id, indicator.name),
        ("instruments_indicator", indicator.pk, indicator.levels.last().text),
    ]

    for name, pk, below in steps:
        page = staff.get(reverse(f"admin:{name}_change", args=[pk])).content.decode()
        assert below in page


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("assessments_locus", "mentiring", 0),
        ("assessments_locus", "disdukcapil", 1),
        ("assessments_assessment", "kaur", 1),
        ("instruments_indicator", "K1", 1),
    ],
)
def test_rows_are_searched_by_the_words_people_know(staff, assessment, name, words, found):
    answer = staff.get(reverse(f"admin:{name}_changelist"), {"q": words})

    assert (answer.context["cl"].result_count > 0) == bool(found)


def test_the_admin_shows_no_way_to_the_file_of_an_evidence(staff, filled):
    evidence = filled["assessments_evidence"]

    for address in (
        reverse("admin:assessments_evidence_change", args=[evidence.pk]),
        reverse("admin:assessments_answer_change", args=[evidence.answer_id]),
    ):
        page = staff.get(address).content.decode()
        assert evidence.name in page
        assert evidence.file.name not in page


def test_the_page_of_a_cycle_costs_the_same_for_any_number_of_loci(staff, cycle, kaur, coordinator, now):
    address = reverse("admin:assessments_assessmentcycle_change", args=[cycle.pk])
    units = [make_unit(kaur, f"Dinas {n}", "dinas-lain") for n in range(12)]
    staff.get(address)
    counts = []
    for version, chosen in enumerate((units[:1], units), 1):
        choose_loci(cycle=cycle, chosen=dict.fromkeys(chosen, "locus"), by=coordinator, now=now, seen_version=version)
        with CaptureQueriesContext(connection) as counted:
            assert staff.get(address).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_the_page_of_an_assessment_costs_the_same_for_any_number_of_answers(staff, assessment):
    address, counts = reverse("admin:assessments_assessment_change", args=[assessment.pk]), []
    fill(assessment, leave_blank=[i.code for i in tree_of(assessment.instrument).indicators()][1:])
    staff.get(address)
    for _ in range(2):
        with CaptureQueriesContext(connection) as counted:
            assert staff.get(address).status_code == 200
        counts.append(len(counted))
        Answer.objects.all().delete()
        fill(assessment)

    assert counts[0] == counts[1]


def test_an_official_result_is_entered_corrected_on_record_and_not_deleted(staff, platform_admin, kaur):
    typed = {
        "government": kaur.pk,
        "year": 2023,
        "instrument_code": "kspp-2023-2024",
        "score": "95.94",
        "source": "SK 418",
    }

    assert staff.post(reverse("admin:official_results_officialresult_add"), typed).status_code == 302
    result = OfficialResult.objects.get()
    change = reverse("admin:official_results_officialresult_change", args=[result.pk])
    assert staff.post(change, {**typed, "rank_national": 16}).status_code == 302

    events = Event.objects.filter(subject_type="official_results.officialresult").order_by("pk")
    assert [(event.action, event.government, event.actor) for event in events] == [
        ("official_result.created", kaur, platform_admin),
        ("official_result.changed", kaur, platform_admin),
    ]
    assert staff.get(reverse("admin:official_results_officialresult_delete", args=[result.pk])).status_code == 403


@pytest.mark.parametrize("role", ["coordinator", "head"])
def test_nobody_else_enters_even_with_the_staff_mark(request, client, assessment, role):
    user = request.getfixturevalue(role)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(user)

    assert client.get(reverse("admin:assessments_assessment_changelist")).status_code == 403


@pytest.mark.parametrize("app", ["instruments", "assessments", "official_results", "planning"])
def test_every_model_that_has_pages_of_its_own_is_registered(app):
    shown_within_others = {"phase", "subject", "level", "part", "band", "samplerule", "outcomefactor"}
    shown_within_others |= {"cycleinstrument"}
    registered = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == app}

    known = {model._meta.model_name for model in apps.get_app_config(app).get_models()}
    assert known - registered <= shown_within_others
