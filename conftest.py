"""The cast: the same people and places in every test. Kaur is ours, Paser is the neighbour who must see nothing."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import transaction

from accounts.models import Membership, User
from accounts.permissions import Role
from assessments.models import Answer, Assessment, AssessmentCycle, Locus, Subject
from assessments.services.results import refresh
from history.services import record
from instruments.models import InstrumentVersion
from instruments.models.versions import forget_specs
from instruments.selectors import tree
from instruments.services.loading import load_instrument
from instruments.versions import InstrumentFile, read, shipped
from kspp.testing.rows import Kept, kept
from units.models import Government, Officer, Province, ServiceProduct, ServiceUnit

pytest_plugins = ["kspp.testing.services", "kspp.testing.databases", "kspp.tests.fixtures"]
hypothesis.settings.register_profile(
    "shared processors", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("shared processors")

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


def make_kaur() -> Government:
    province = Province.objects.create(code="17", name="Bengkulu")
    return Government.objects.create(code="17.04", level="kabupaten", name="Kaur", province=province, seat="Bintuhan")


def make_paser() -> Government:
    province = Province.objects.create(code="64", name="Kalimantan Timur")
    return Government.objects.create(code="64.01", level="kabupaten", name="Paser", province=province)


@pytest.fixture
def kaur(db: None) -> Government:
    return make_kaur()


@pytest.fixture
def paser(db: None) -> Government:
    return make_paser()


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


@pytest.fixture(autouse=True)
def forget_cached_instruments() -> None:
    """Rows come and go under the same ids from test to test."""
    tree.forget()
    forget_specs()


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """Uploads and reports go to a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@cache
def shipped_file(code: str = "kspp-2023-2024") -> InstrumentFile:
    return next(read(path) for path in shipped() if path.stem == code)


LIBRARY: dict[str, Kept] = {}
"""Read, proven and loaded by the service once per process."""
FIRST_ID, ID_STEP = 1_000_000, 100_000
"""Ids that nothing else takes, the same in every test."""


def shipped_instrument(code: str) -> InstrumentVersion:
    """A shipped instrument, published, with the line that loading leaves in the history."""
    file = shipped_file(code)
    if InstrumentVersion.objects.filter(code=code).exists():
        load_instrument(file=file, by=None, now=NOW)
        return InstrumentVersion.objects.get(code=code)
    if code not in LIBRARY:
        with transaction.atomic():
            load_instrument(file=file, by=None, now=NOW)
            place = [path.stem for path in shipped()].index(code)
            LIBRARY[code] = kept(InstrumentVersion.objects.get(code=code), FIRST_ID + place * ID_STEP)
            transaction.set_rollback(True)
    LIBRARY[code].insert()
    version = InstrumentVersion.objects.get(code=code)
    record(action="instrument.loaded", subject=version, by=None, now=NOW, changes={"digest": ["", version.digest]})
    return version


@pytest.fixture
def instrument(db: None) -> InstrumentVersion:
    """The shipped kspp-2023-2024, published."""
    return shipped_instrument("kspp-2023-2024")


@pytest.fixture
def pekppp(db: None) -> InstrumentVersion:
    """The shipped pekppp-f02, published: the instrument most often prepared beside the Ombudsman's."""
    return shipped_instrument("pekppp-f02")


@pytest.fixture
def cycle(kaur: Government, instrument: InstrumentVersion) -> AssessmentCycle:
    return AssessmentCycle.objects.create(government=kaur, year=2024, instrument=instrument)


def make_assessment(cycle: AssessmentCycle, unit: ServiceUnit) -> Assessment:
    """The unit as a locus with a full sample and an empty checklist."""
    locus = Locus.objects.create(cycle=cycle, unit=unit)
    products = [
        Subject(locus=locus, scope="product", position=n, product=product, name=product.name)
        for n, product in enumerate(unit.products.all(), 1)
    ]
    officers = [
        Subject(locus=locus, scope=duty, position=n, officer=officer, name=officer.name, post=officer.post)
        for duty in ("official", "complaint_officer")
        for n, officer in enumerate(unit.officers.filter(duty=duty), 1)
    ]
    Subject.objects.bulk_create(products + officers)
    assessment = Assessment.objects.create(locus=locus, instrument=cycle.instrument)
    refresh(assessment, NOW)
    return assessment


@pytest.fixture
def assessment(cycle: AssessmentCycle, dukcapil: ServiceUnit) -> Assessment:
    return make_assessment(cycle, dukcapil)


@pytest.fixture
def locus(assessment: Assessment) -> Locus:
    return assessment.locus


def fill(assessment: Assessment, points: int = 3, leave_blank: tuple[str, ...] = ()) -> None:
    """Answer every indicator with `points` (surveys: five respondents; figures: 80 at most), no evidence or history."""
    instrument_tree = tree.tree_of(assessment.instrument)
    subjects = list(assessment.locus.subjects.all())
    answers = []
    for node in instrument_tree.indicators():
        if node.code in leave_blank:
            continue
        for subject in [s for s in subjects if s.scope == node.scope] if node.has_subjects else [None]:
            answer = Answer(assessment=assessment, indicator_id=node.pk, subject=subject)
            if node.kind.name == "levels":
                answer.points = points
            elif node.kind.name == "tally":
                answer.tally = {str(points): 5}
            else:
                answer.figure = min(80, node.asks.figure_maximum)
            answers.append(answer)
    Answer.objects.bulk_create(answers)
    refresh(assessment, NOW)
