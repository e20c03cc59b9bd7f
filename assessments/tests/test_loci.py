"""Pages on which loci and samples are chosen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Assessment, AssessmentCycle, Locus
from conftest import fill, make_unit
from history.models import Event
from units.models import ServiceUnit


@pytest.fixture
def choosing(cycle):
    return reverse("assessments:loci", args=[cycle.pk])


@pytest.fixture
def sampling(locus):
    return reverse("assessments:sample", args=[locus.pk])


def marked(*units, version=1, standing="locus"):
    return {"version": version, **{f"unit-{unit.pk}": standing for unit in units}}


def placed(locus, version=1, **more):
    data = {"version": version}
    for subject in locus.subjects.all():
        data[f"{subject.scope}-{subject.position}"] = subject.product_id or subject.officer_id
    return data | {key.replace("_at_", "-"): value for key, value in more.items()}


def order(locus, scope):
    return list(locus.subjects.filter(scope=scope).order_by("position").values_list("name", flat=True))


ROLES = [
    ("coordinator", 200),
    ("reviewer", 403),
    ("head", 403),
    ("operator", 403),
    ("platform_admin", 403),
    ("outsider", 404),
]


@pytest.mark.parametrize(("role", "status"), ROLES)
@pytest.mark.parametrize("page", ["choosing", "sampling"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_coordinator_chooses(request, signed_in, locus, role, status, page, method):
    user, address = request.getfixturevalue(role), request.getfixturevalue(page)

    answer = getattr(signed_in(user), method)(address, {})

    assert answer.status_code == (422 if method == "post" and status == 200 else status)
    assert Locus.objects.count() == 1
    assert locus.subjects.count() == 8


# Loci


def test_units_are_grouped_by_kind_and_marked_as_they_stand(signed_in, choosing, locus, puskesmas, coordinator):
    answer = signed_in(coordinator).get(choosing)

    groups = {kind: [(unit.name, standing) for unit, _, standing in units] for kind, units in answer.context["groups"]}
    assert groups == {
        "Dinas – kependudukan dan pencatatan sipil": [("Disdukcapil", "locus")],
        "Puskesmas": [("Puskesmas Mentiring", "")],
    }


def test_loci_are_chosen_from_the_page(signed_in, choosing, cycle, dukcapil, puskesmas, coordinator):
    asked = marked(dukcapil) | {f"unit-{puskesmas.pk}": "preparing"}

    answer = signed_in(coordinator).post(choosing, asked)

    assert answer.url == cycle.get_absolute_url()
    assert dict(cycle.loci.values_list("unit__name", "standing")) == {
        "Disdukcapil": "locus",
        "Puskesmas Mentiring": "preparing",
    }
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize("query", [{"q": "mentiring"}, {"jenis": "puskesmas"}])
def test_a_search_narrows_the_list_and_leaves_the_rest_as_it_stands(
    signed_in, choosing, locus, cycle, puskesmas, coordinator, query
):
    client = signed_in(coordinator)
    page = client.get(choosing, query)
    names = [unit.name for _, units in page.context["groups"] for unit, _, _ in units]

    answer = client.post(choosing, marked(puskesmas), query_params=query)

    assert names == ["Puskesmas Mentiring"]
    assert answer.url == choosing
    assert set(cycle.loci.values_list("unit__name", flat=True)) == {"Disdukcapil", "Puskesmas Mentiring"}


def test_a_search_without_a_match_says_so(signed_in, choosing, dukcapil, coordinator):
    assert "Tidak ada unit yang cocok" in signed_in(coordinator).get(choosing, {"q": "xyz"}).content.decode()


def test_a_government_without_units_is_shown_where_to_add_them(signed_in, choosing, kaur, coordinator):
    page = signed_in(coordinator).get(choosing).content.decode()

    assert reverse("directory:unit_create", args=[kaur.code]) in page


def test_an_inactive_unit_is_offered_only_while_it_is_a_locus(signed_in, choosing, locus, puskesmas, coordinator):
    ServiceUnit.objects.update(is_active=False)

    page = signed_in(coordinator).get(choosing).content.decode()

    assert "Disdukcapil" in page
    assert "Puskesmas Mentiring" not in page


def test_another_governments_unit_cannot_be_smuggled_in(signed_in, choosing, cycle, paser, dukcapil, coordinator):
    foreign = make_unit(paser, "Dinsos Paser", "sosial")

    answer = signed_in(coordinator).post(choosing, marked(dukcapil, foreign))

    assert answer.status_code == 302
    assert [locus.unit for locus in cycle.loci.all()] == [dukcapil]


def test_an_unknown_choice_is_refused(signed_in, choosing, cycle, dukcapil, coordinator):
    answer = signed_in(coordinator).post(choosing, marked(dukcapil, standing="semua"))

    assert answer.status_code == 422
    assert not cycle.loci.exists()


def test_a_refusal_is_said_and_what_was_marked_stays(
    signed_in, choosing, assessment, cycle, dukcapil, puskesmas, coordinator
):
    fill(assessment)
    asked = marked(puskesmas) | {f"unit-{dukcapil.pk}": ""}

    answer = signed_in(coordinator).post(choosing, asked)

    assert answer.status_code == 422
    assert "Disdukcapil tidak dapat dilepas" in answer.content.decode()
    assert {unit.name: standing for _, units in answer.context["groups"] for unit, _, standing in units} == {
        "Disdukcapil": "",
        "Puskesmas Mentiring": "locus",
    }
    assert [locus.unit for locus in cycle.loci.all()] == [dukcapil]


def test_a_stale_choice_is_shown_beside_what_is_stored(signed_in, choosing, cycle, dukcapil, puskesmas, coordinator):
    client = signed_in(coordinator)
    client.post(choosing, marked(dukcapil))

    stale = client.post(choosing, marked(puskesmas) | {f"unit-{dukcapil.pk}": ""})

    assert stale.status_code == 409
    assert stale.context["form"].differences == [
        ("Disdukcapil", "Lokus", "Tidak dipilih"),
        ("Puskesmas Mentiring", "Tidak dipilih", "Lokus"),
    ]
    assert "Sudah diubah orang lain" in stale.content.decode()
    assert [locus.unit for locus in cycle.loci.all()] == [dukcapil]
    version = stale.context["form"]["version"].value()
    again = client.post(choosing, marked(puskesmas, version=version) | {f"unit-{dukcapil.pk}": ""})
    assert again.status_code == 302
    assert [locus.unit for locus in cycle.loci.all()] == [puskesmas]


def test_a_double_click_chooses_once(signed_in, choosing, dukcapil, coordinator):
    client = signed_in(coordinator)

    assert [client.post(choosing, marked(dukcapil)).status_code for _ in "ab"] == [302, 302]
    assert Event.objects.filter(action="locus.added").count() == 1


def test_the_page_costs_the_same_for_any_number_of_units(signed_in, choosing, kaur, cycle, coordinator):
    client, counts = signed_in(coordinator), []
    for first, beyond in ((0, 5), (5, 200)):
        ServiceUnit.objects.bulk_create(
            ServiceUnit(government=kaur, name=f"Dinas {n:03}", kind="dinas-lain") for n in range(first, beyond)
        )
        with CaptureQueriesContext(connection) as counted:
            page = client.get(choosing)
        assert sum(len(units) for _, units in page.context["groups"]) == beyond
        counts.append(len(counted))

    assert counts[0] == counts[1] <= 8


# Samples


def test_the_sample_page_has_a_list_for_every_place(signed_in, sampling, dukcapil, coordinator):
    answer = signed_in(coordinator).get(sampling)

    assert [(group["fields"][0].name, len(group["fields"])) for group in answer.context["groups"]] == [
        ("product-1", 2),
        ("official-1", 4),
        ("complaint_officer-1", 2),
    ]
    assert "Pejabat 1 – Pelaksana" in answer.content.decode()


def test_the_sample_page_leads_to_adding_people_and_back(signed_in, sampling, dukcapil, coordinator):
    page = signed_in(coordinator).get(sampling).content.decode()

    for name in ("product_create", "officer_create"):
        assert f"{reverse(f'directory:{name}', args=[dukcapil.pk])}?next=%2Flokus%2F" in page


def test_a_sample_is_chosen_from_the_page(signed_in, sampling, locus, dukcapil, coordinator):
    newcomer = dukcapil.officers.create(duty="official", name="Pejabat Baru", post="Kepala Dinas")

    answer = signed_in(coordinator).post(sampling, placed(locus, official_at_1=newcomer.pk), follow=True)

    assert "Sampel Disdukcapil tersimpan." in answer.content.decode()
    assert order(locus, "official") == ["Pejabat Baru", "Pejabat 2", "Pejabat 3", "Pejabat 4"]


def test_an_incomplete_sample_is_kept_with_a_warning(signed_in, sampling, locus, coordinator):
    page = signed_in(coordinator).post(sampling, placed(locus, complaint_officer_at_1=""), follow=True).content.decode()

    assert "petugas pengaduan kurang 1 dari 2" in page
    assert list(locus.subjects.filter(scope="complaint_officer").values_list("name", "position")) == [("Petugas 2", 1)]


def test_the_same_person_in_two_places_is_answered_at_the_second(signed_in, sampling, locus, coordinator):
    first = locus.subjects.get(scope="official", position=1).officer_id

    answer = signed_in(coordinator).post(sampling, placed(locus, official_at_3=first))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["official-3"]
    assert "dipilih lebih dari sekali" in answer.content.decode()


def test_another_units_product_is_not_an_option(signed_in, sampling, locus, puskesmas, coordinator):
    answer = signed_in(coordinator).post(sampling, placed(locus, product_at_1=puskesmas.products.first().pk))

    assert answer.status_code == 422
    assert order(locus, "product") == ["Layanan A", "Layanan B"]


def test_a_person_who_left_is_marked_and_may_stay(signed_in, sampling, locus, dukcapil, coordinator):
    dukcapil.officers.filter(name="Pejabat 2").update(is_active=False)
    client = signed_in(coordinator)

    page = client.get(sampling).content.decode()
    answer = client.post(sampling, placed(locus, product_at_1=""))

    assert "Pejabat 2 – Pelaksana (tidak aktif lagi)" in page
    assert answer.status_code == 302
    assert "Pejabat 2" in order(locus, "official")


def test_swapping_two_people_on_the_page_moves_their_answers_along(signed_in, sampling, assessment, locus, coordinator):
    fill(assessment)
    first, second = locus.subjects.filter(scope="official").order_by("position")[:2]
    Answer.objects.filter(subject=first).update(points=1)

    signed_in(coordinator).post(
        sampling, placed(locus, official_at_1=second.officer_id, official_at_2=first.officer_id)
    )

    now_second = locus.subjects.get(scope="official", position=2)
    assert now_second.name == first.name
    assert set(Answer.objects.filter(subject=now_second).values_list("points", flat=True)) == {1}


def test_replacing_a_person_with_answers_is_refused_with_the_way_out(
    signed_in, sampling, assessment, locus, dukcapil, coordinator
):
    fill(assessment)
    newcomer = dukcapil.officers.create(duty="official", name="Pejabat Baru", post="Kepala Dinas")

    answer = signed_in(coordinator).post(sampling, placed(locus, official_at_1=newcomer.pk))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "responden pengganti" in page
    assert f'<option value="{newcomer.pk}" selected>' in page
    assert order(locus, "official")[0] == "Pejabat 1"


def test_a_handed_in_assessment_shows_why_its_sample_is_closed(signed_in, sampling, locus, coordinator):
    Assessment.objects.update(state="submitted")
    client = signed_in(coordinator)

    page = client.get(sampling).content.decode()
    answer = client.post(sampling, placed(locus, product_at_1=""))

    assert "Penilaian unit ini sudah diajukan." in page
    assert "Simpan sampel" not in page
    assert answer.status_code == 422
    assert locus.subjects.count() == 8


def test_a_stale_sample_is_shown_beside_what_is_stored(signed_in, sampling, locus, coordinator):
    client = signed_in(coordinator)
    client.post(sampling, placed(locus, product_at_1=""))
    asked = placed(locus, official_at_1="") | {"product-1": "", "product-2": ""}

    stale = client.post(sampling, asked)

    assert stale.status_code == 409
    assert ("Produk layanan 1", "Layanan B", "Belum dipilih") in stale.context["form"].differences
    assert order(locus, "product") == ["Layanan B"]
    again = client.post(sampling, asked | {"version": stale.context["form"]["version"].value()})
    assert again.status_code == 302
    assert order(locus, "product") == []


def test_a_double_click_samples_once(signed_in, sampling, locus, coordinator):
    client, asked = signed_in(coordinator), placed(locus, product_at_1="")

    assert [client.post(sampling, asked).status_code for _ in "ab"] == [302, 302]
    assert Event.objects.filter(action="sample.changed").count() == 1


def test_the_sample_page_needs_few_queries(signed_in, sampling, coordinator, django_assert_max_num_queries):
    client = signed_in(coordinator)
    client.get(sampling)

    with django_assert_max_num_queries(10):
        client.get(sampling)


def test_choosing_and_reading_agree_on_what_is_missing(signed_in, sampling, locus, cycle, coordinator):
    client = signed_in(coordinator)
    client.post(sampling, placed(locus, official_at_4="", official_at_3=""))

    row = client.get(AssessmentCycle.objects.get().get_absolute_url()).context["content"].loci[0]

    assert row.shortfalls == ["pejabat atau pelaksana kurang 2 dari 4"]
