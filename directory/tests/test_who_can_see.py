import pytest
from django.urls import reverse

from accounts.models import Membership, User
from accounts.permissions import ROLE_PERMISSIONS, UNIT_ROLES, Permission, Role
from accounts.scope import may, units_for
from conftest import make_unit, person
from directory.selectors import access_to
from directory.sentences.people import PERMISSION_WORDS

pytestmark = pytest.mark.both_databases


@pytest.fixture
def everybody(kaur, paser, dukcapil, puskesmas, platform_admin):
    """Every role in both governments and both units, somebody with two roles, and people whose access ended."""
    for role in Role:
        if role == Role.PLATFORM_ADMIN:
            continue
        in_unit = role in UNIT_ROLES
        strange = make_unit(paser, f"Unit {role}", "lainnya") if in_unit else None
        person(f"{role}@paser.example", role, paser, strange)
        for unit in (dukcapil, puskesmas) if in_unit else (None,):
            person(f"{role}-{unit}@kaur.example".replace(" ", ""), role, kaur, unit)
    double = person("dua@kaur.example", Role.SECRETARY, kaur)
    Membership.objects.create(user=double, role=Role.UNIT_OPERATOR, government=kaur, unit=dukcapil)
    ended = person("lama@kaur.example", Role.COORDINATOR, kaur)
    ended.memberships.update(is_active=False)
    disabled = person("mati@kaur.example", Role.COORDINATOR, kaur)
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    User.objects.create_user("sendiri@kaur.example", name="Tanpa Peran")
    return [User.objects.get(pk=pk) for pk in User.objects.values_list("pk", flat=True)]


def test_the_page_says_of_everybody_and_every_permission_what_the_checks_say(everybody, dukcapil, puskesmas):
    for unit in (dukcapil, puskesmas):
        told = {access.user_id: access.permissions for access in access_to(unit)}
        for user in everybody:
            for permission in Permission:
                answer = permission in told.get(user.pk, ())
                assert answer == may(user, permission, unit), (user.email, permission)
                assert answer == units_for(user, permission).filter(pk=unit.pk).exists(), (user.email, permission)


def test_only_people_with_some_right_are_named(everybody, dukcapil):
    named = {access.user_id for access in access_to(dukcapil)}
    assert named == {user.pk for user in everybody if any(may(user, p, dukcapil) for p in Permission)}
    assert all(access.permissions for access in access_to(dukcapil))


def test_somebody_with_two_roles_is_named_once_with_both_reasons(everybody, dukcapil):
    double = User.objects.get(email="dua@kaur.example")
    (access,) = [access for access in access_to(dukcapil) if access.user_id == double.pk]
    assert [(grant.role, grant.because) for grant in access.grants] == [
        ("Sekretaris Daerah", "berperan untuk seluruh Kabupaten Kaur"),
        ("Operator unit", "bertugas di Disdukcapil"),
    ]


def test_it_takes_one_query_for_any_number_of_people(everybody, dukcapil, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(access_to(dukcapil)) > 9


def test_every_permission_has_its_words_and_every_role_may_see_a_unit():
    assert set(PERMISSION_WORDS) == set(Permission)
    assert all(Permission.UNIT_VIEW in granted for granted in ROLE_PERMISSIONS.values())


def test_the_page_names_person_role_reason_and_rights(client, operator, coordinator, platform_admin, dukcapil):
    client.force_login(operator)
    page = client.get(reverse("directory:who_can_see", args=[dukcapil.pk])).content.decode()
    assert "<strong>Operator unit</strong>: bertugas di Disdukcapil." in page
    assert "<strong>Koordinator (Bagian Organisasi)</strong>: berperan untuk seluruh Kabupaten Kaur." in page
    assert "<strong>Admin platform</strong>: mengelola seluruh portal." in page
    assert "mengisi penilaian mandiri" in page
    assert coordinator.email not in page


def test_the_neighbour_and_another_unit_may_not_ask(client, outsider, operator, puskesmas):
    for user, status in ((outsider, 404), (operator, 403)):
        client.force_login(user)
        assert client.get(reverse("directory:who_can_see", args=[puskesmas.pk])).status_code == status
