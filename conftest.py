"""The cast: the same people and places in every test. Kaur is ours, Paser is the neighbour who must see nothing."""

from datetime import UTC, datetime

import pytest

from accounts.models import Membership, User
from accounts.permissions import Role
from units.models import Government, Officer, Province, ServiceProduct, ServiceUnit

NOW = datetime(2024, 6, 3, 3, 0, tzinfo=UTC)
PASSWORD = "sandi-uji-yang-panjang"


def person(email: str, role: Role, government: Government | None, unit: ServiceUnit | None = None) -> User:
    user = User.objects.create_user(email, PASSWORD, name=email.split("@")[0].replace(".", " ").title())
    Membership.objects.create(user=user, role=role, government=government, unit=unit)
    return user


def make_unit(government: Government, name: str, kind: str) -> ServiceUnit:
    """A unit with two products, four officials and two complaint officers: a full KSPP sample."""
    unit = ServiceUnit.objects.create(government=government, name=name, kind=kind)
    ServiceProduct.objects.bulk_create([ServiceProduct(unit=unit, name=f"Layanan {x}") for x in "AB"])
    Officer.objects.bulk_create(
        [Officer(unit=unit, duty=Officer.Duty.OFFICIAL, name=f"Pejabat {n}", post="Pelaksana") for n in range(1, 5)]
        + [
            Officer(unit=unit, duty=Officer.Duty.COMPLAINT_OFFICER, name=f"Petugas {n}", post="Pengelola pengaduan")
            for n in (1, 2)
        ]
    )
    return unit


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def kaur(db: None) -> Government:
    province = Province.objects.create(code="17", name="Bengkulu")
    return Government.objects.create(code="17.04", level="kabupaten", name="Kaur", province=province, seat="Bintuhan")


@pytest.fixture
def paser(db: None) -> Government:
    province = Province.objects.create(code="64", name="Kalimantan Timur")
    return Government.objects.create(code="64.01", level="kabupaten", name="Paser", province=province)


@pytest.fixture
def dukcapil(kaur: Government) -> ServiceUnit:
    return make_unit(kaur, "Disdukcapil", ServiceUnit.Kind.DUKCAPIL)


@pytest.fixture
def puskesmas(kaur: Government) -> ServiceUnit:
    return make_unit(kaur, "Puskesmas Mentiring", ServiceUnit.Kind.PUSKESMAS)


@pytest.fixture
def coordinator(kaur: Government) -> User:
    return person("koordinator@kaur.example", Role.COORDINATOR, kaur)


@pytest.fixture
def operator(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("operator@kaur.example", Role.UNIT_OPERATOR, kaur, dukcapil)


@pytest.fixture
def reviewer(kaur: Government) -> User:
    return person("peninjau@kaur.example", Role.REVIEWER, kaur)


@pytest.fixture
def assistant(kaur: Government) -> User:
    return person("asisten@kaur.example", Role.ASSISTANT, kaur)


@pytest.fixture
def secretary(kaur: Government) -> User:
    return person("sekda@kaur.example", Role.SECRETARY, kaur)


@pytest.fixture
def head(kaur: Government) -> User:
    return person("bupati@kaur.example", Role.HEAD, kaur)


@pytest.fixture
def outsider(paser: Government) -> User:
    """The coordinator of another government: whatever is Kaur's does not exist for this user."""
    return person("koordinator@paser.example", Role.COORDINATOR, paser)


@pytest.fixture
def platform_admin(db: None) -> User:
    user = person("admin@portal.example", Role.PLATFORM_ADMIN, None)
    user.is_staff = user.is_superuser = True
    user.save()
    return user
