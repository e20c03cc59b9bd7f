"""Documents about complaints: what they say, how they are numbered and ordered, who gets them, and nobody in them."""

import re
import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint, Contact
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.workflow import Move
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Refused
from kspp.testing.racing import at_once
from reports.documents import services, tasks
from reports.documents.complaint_sentences import EMPTY, period
from reports.documents.rendering import work
from reports.documents.sentences import OrderRefusal
from reports.models import Report
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.django_db
Kind = Report.Kind
YEAR = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture(autouse=True)
def nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "send", lambda report_id: None)


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("admin.pengaduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def answered(kaur, dukcapil, admin, officer) -> Complaint:
    with_clocks()
    complaint = complain(kaur, dukcapil, person=PERSON, subject="Antrean panjang")
    step(complaint, Move.VERIFY, admin, classification="non_supervisory", unit=dukcapil)
    step(complaint, Move.START, officer)
    return step(complaint, Move.ANSWER, officer, text="Sudah.", outcome="proven", improvement="Loket ditambah.")


def order(kind: Kind, government: Government, by: User, *, unit=None, span=YEAR, key=None) -> Report:
    return services.order_complaint_report(
        kind=kind,
        government=government,
        unit=unit,
        period=None if kind is Kind.POSTER else span,
        order_key=key or uuid.uuid4(),
        by=by,
        now=NOW,
    )


def printed(report: Report) -> str:
    work.render(report.pk)
    report.refresh_from_db()
    assert report.state == Report.State.READY, report.error
    with report.file.open("rb") as file:
        pages = PdfReader(BytesIO(file.read())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("kind", [Kind.COMPLAINTS, Kind.PUBLICATION, Kind.REGISTER])
def test_a_document_tells_the_register_and_nobody(kaur, answered, admin, kind) -> None:
    text = printed(order(kind, kaur, admin))
    assert "Disdukcapil" in text
    assert "Tahun 2024" in text
    for secret in (*PERSON.values(), answered.story):
        assert secret not in text
    assert ("Loket ditambah" in text) == (kind is Kind.COMPLAINTS)
    assert (answered.number in text) == (kind is not Kind.PUBLICATION)


def test_an_empty_register_is_called_a_risk(kaur, admin) -> None:
    assert "risiko, bukan keberhasilan" in printed(order(Kind.COMPLAINTS, kaur, admin))
    assert "risiko, bukan keberhasilan" in printed(order(Kind.REGISTER, kaur, admin))
    assert "risiko" in EMPTY


def test_a_poster_fits_one_page_with_channels_officers_limits_and_address(kaur, dukcapil, admin) -> None:
    with_clocks()
    Contact.objects.create(government=kaur, unit=dukcapil, kind="phone", value="0739 000000", hours="08.00–15.00")
    report = order(Kind.POSTER, kaur, admin, unit=dukcapil)
    text = printed(report)
    assert report.pages == 1
    for words in ("0739 000000", "Petugas 1", "14 hari kerja", f"/adu/17.04/{dukcapil.pk}/", "Ombudsman"):
        assert words in text


def test_the_unit_of_a_report_sees_only_its_own_complaints(kaur, dukcapil, puskesmas, answered, admin) -> None:
    other = complain(kaur, puskesmas, subject="Obat habis")
    text = printed(order(Kind.REGISTER, kaur, admin, unit=puskesmas))
    assert other.number in text
    assert answered.number not in text


def test_each_kind_has_its_own_numbers(kaur, dukcapil, admin) -> None:
    numbers = [order(kind, kaur, admin, unit=dukcapil).number for kind in Kind if kind is not Kind.READINESS]
    assert numbers == [f"001/{series}/17.04/2024" for series in ("ADU", "REG", "PUB", "PST")]
    assert order(Kind.REGISTER, kaur, admin).number == "002/REG/17.04/2024"


def test_one_order_makes_one_report_and_a_key_serves_one_order(kaur, paser, admin) -> None:
    key = uuid.uuid4()
    first = order(Kind.REGISTER, kaur, admin, key=key)
    assert order(Kind.REGISTER, kaur, admin, key=key).pk == first.pk
    for kind, government in ((Kind.COMPLAINTS, kaur), (Kind.REGISTER, paser)):
        with pytest.raises(Refused, match=OrderRefusal.ORDER_KEY_USED):
            order(kind, government, admin, key=key)


@pytest.mark.django_db(transaction=True)
def test_one_key_in_two_governments_at_once_is_refused_in_one(kaur, paser, admin) -> None:
    key = uuid.uuid4()
    outcomes = at_once(
        lambda: order(Kind.REGISTER, kaur, admin, key=key), lambda: order(Kind.REGISTER, paser, admin, key=key)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "Report"]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": Kind.REGISTER},
        {"kind": Kind.READINESS},
        {"kind": Kind.POSTER},
        {"kind": Kind.REGISTER, "period_from": YEAR[1], "period_until": YEAR[0]},
        {"kind": Kind.POSTER, "period_from": YEAR[0], "period_until": YEAR[1]},
    ],
)
def test_the_database_refuses_a_report_about_nothing(kaur, admin, wrong) -> None:
    row = Report(government=kaur, number="1", order_key=uuid.uuid4(), ordered_by=admin, ordered_at=NOW, sent_at=NOW)
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_pages_are_for_those_with_the_right_and_show_their_rows(
    client: Client, kaur, dukcapil, answered, officer, admin
) -> None:
    whole, ours = order(Kind.REGISTER, kaur, admin), order(Kind.REGISTER, kaur, admin, unit=dukcapil)
    client.force_login(officer)
    page = client.get(reverse("reports:complaint_reports", args=["17.04"]))
    assert [report.pk for report in page.context["page_obj"]] == [ours.pk]
    assert client.get(whole.get_absolute_url()).status_code == 403
    assert client.get(ours.get_absolute_url()).status_code == 200


def test_an_order_from_the_page_is_checked(client: Client, kaur, dukcapil, puskesmas, officer) -> None:
    client.force_login(officer)
    url = reverse("reports:order_complaint_report", args=["17.04"])
    good = {"order_key": str(uuid.uuid4()), "kind": "register", "unit": dukcapil.pk, "span": "quarter"}
    for wrong in (
        {"unit": ""},
        {"unit": puskesmas.pk},
        {"kind": "readiness"},
        {"span": "own", "first": "2024-05-01"},
        {"span": "own", "first": "2024-05-02", "last": "2024-05-01"},
        {"span": "own", "first": "1990-01-01", "last": "2024-05-01"},
        {"order_key": "x"},
    ):
        assert client.post(url, good | wrong).status_code == 422, wrong
    assert not Report.objects.exists()
    assert client.post(url, good).status_code == 302
    assert Event.objects.filter(action="report.ordered").count() == 1


def test_screen_and_spreadsheet_show_the_same_lines_without_persons(client: Client, kaur, answered, officer) -> None:
    complain(kaur, answered.unit, subject='=HYPERLINK("http://x")', person=PERSON)
    client.force_login(officer)
    query = {"first": "2024-01-01", "last": "2024-12-31"}
    page = client.get(reverse("reports:register", args=["17.04"]), query)
    sheet = client.get(reverse("reports:register_sheet", args=["17.04"]), query)
    rows = list(load_workbook(BytesIO(sheet.content)).active.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [line.number for line in page.context["lines"]]
    assert rows[1][6].data_type == "s"
    for secret in PERSON.values():
        assert secret not in page.content.decode()
        assert all(secret not in str(cell.value) for row in rows for cell in row)


def test_the_register_costs_the_same_for_one_and_for_fifty(client: Client, kaur, dukcapil, officer) -> None:
    client.force_login(officer)
    url = reverse("reports:register", args=["17.04"]) + "?first=2024-01-01&last=2024-12-31"

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    complain(kaur, dukcapil)
    one = cost()
    for n in range(49):
        complain(kaur, dukcapil, now=NOW + timedelta(minutes=n))
    assert cost() == one <= 14


def test_the_public_standard_shows_what_was_published_and_nothing_before(client: Client, kaur, answered, admin) -> None:
    url = reverse("reports:standard", args=["17.04"])
    assert "belum dipublikasikan" in client.get(url).content.decode()
    report = order(Kind.PUBLICATION, kaur, admin)
    printed(report)
    text = client.get(url).content.decode()
    assert report.number in text
    assert "100,00%" in text
    assert client.get("/adu/99.99/standar/").status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "Triwulan III 2026"),
        (date(2026, 10, 1), date(2026, 10, 31), "Oktober 2026"),
        (date(2026, 1, 1), date(2026, 6, 30), "Semester I 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "Tahun 2026"),
        (date(2026, 2, 1), date(2026, 4, 30), "1 Februari 2026 sampai 30 April 2026"),
    ],
)
def test_periods_have_their_names(first: date, last: date, words: str) -> None:
    assert period(first, last) == words
