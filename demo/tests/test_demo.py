"""What the loaded demo holds. One load serves the whole file; it is flushed after the last test."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.core import serializers
from django.core.management import call_command
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission, Role
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence, ScoreSnapshot, Subject
from assessments.selectors.crosswalk import proposals_of
from assessments.selectors.further import instruments_of
from assessments.selectors.scoring import cycle_assessments, government_score
from assessments.workflow import State
from complaints.models import Complaint, Identity
from complaints.scope import powers
from complaints.services.persons import sealer
from demo.names import is_fictional
from demo.plan import closed_days, governments
from history.models import Chain, Event
from official_results.models import OfficialResult
from official_results.selectors.honesty import honesty_of_government
from reports.documents import tasks
from reports.models import Report
from units.models import Government, Officer, ServiceUnit

PASSWORD = "sandi-contoh-untuk-uji"
KAUR = "17.04"
LOCI = {"14.04": 6, "14.07": 6, "14.71": 6, "17.04": 8, "64.01": 7}
PUBLISHED = {
    ("14.04", 2021, "89.21"),
    ("14.71", 2022, "73.44"),
    ("17.04", 2023, "95.94"),
    ("64.01", 2023, "81.22"),
    ("14.04", 2023, "83.01"),
    ("14.07", 2023, "85.10"),
    ("14.71", 2023, "91.95"),
    ("17.04", 2024, "96.14"),
    ("14.71", 2024, "97.37"),
}
LOADED_SINCE = datetime(2025, 1, 1, tzinfo=UTC)
"""Events of a later time tell of the loading itself (instrument, reports), not of the demo's people."""

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def output(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """What the command printed. The load is committed; each test is undone on its own, the whole after the last."""
    printed = StringIO()
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("private")), pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "send", lambda report_id: None)
        with django_db_blocker.unblock():
            call_command("load_regions", stdout=StringIO())
            call_command("load_instruments", stdout=StringIO())
            call_command("load_official_results", stdout=StringIO())
            call_command("load_clocks", stdout=StringIO())
            call_command("load_demo", password=PASSWORD, stdout=printed)
        yield printed.getvalue()
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def demo(output: str, db: None) -> None:
    """Every test of this file sees the loaded demo."""


def of_government(code: str, year: int) -> list[Assessment]:
    return cycle_assessments(AssessmentCycle.objects.get(government__code=code, year=year))


def people_events() -> Iterator[Event]:
    return Event.objects.filter(at__lt=LOADED_SINCE).select_related("unit").iterator()


def test_each_government_has_its_loci_in_both_years() -> None:
    own = Assessment.objects.filter(instrument=F("locus__cycle__instrument"))
    loci = Counter(own.values_list("locus__cycle__government__code", "locus__cycle__year"))
    assert loci == {(code, year): number for code, number in LOCI.items() for year in (2023, 2024)}
    assert Counter(ServiceUnit.objects.values_list("government__code", flat=True)) == LOCI


def test_each_unit_has_a_full_sample_but_for_the_officer_who_left() -> None:
    wanted = {"product": 2, "official": 4, "complaint_officer": 2}
    short = [
        (assessment.unit.name, assessment.locus.cycle.year)
        for assessment in Assessment.objects.with_place()
        if Counter(assessment.locus.subjects.values_list("scope", flat=True)) != wanted
    ]
    assert short == [("Puskesmas Tenayan Raya", 2024)]


def test_checklists_are_shown_in_every_state() -> None:
    assert set(Assessment.objects.values_list("state", flat=True)) == set(State)


def test_the_showcase_holds_empty_half_filled_and_approved_side_by_side() -> None:
    rows = {a.unit.name: a for a in of_government(KAUR, 2024)}
    assert Counter(a.state for a in rows.values()) == {
        "draft": 2,
        "submitted": 1,
        "returned": 1,
        "revised": 1,
        "verified": 1,
        "approved": 2,
    }
    assert rows["Rumah Sakit Umum Daerah Kaur"].answered == 0
    half = rows["Puskesmas Mentiring"]
    assert half.state == State.DRAFT
    assert half.expected / 3 < half.answered < half.expected * 2 / 3


def test_the_showcase_prepares_three_units_for_a_second_instrument() -> None:
    cycle = AssessmentCycle.objects.get(government__code=KAUR, year=2024)
    _own, further = instruments_of(cycle)
    assert further.code == "pekppp-f02"
    rows = {a.unit.name: a for a in cycle_assessments(cycle, further)}
    assert len(rows) == LOCI[KAUR]
    begun = {name: row for name, row in rows.items() if row.answered}
    assert len(begun) == 3
    finished = [row for row in begun.values() if row.answered == row.expected]
    assert [row.unit.name for row in finished] == ["Dinas Kependudukan dan Pencatatan Sipil"]
    assert Decimal("3") < finished[0].floor < Decimal("4.8"), "five is the most"
    assert all(proposals_of(row) for name, row in begun.items() if row is not finished[0])
    assert {c.government.code for c in AssessmentCycle.objects.exclude(further=None).select_related("government")} == {
        KAUR
    }


def test_some_draft_is_filled_completely() -> None:
    drafts = Assessment.objects.filter(state=State.DRAFT)
    assert any(draft.answered == draft.expected for draft in drafts)


def test_returned_checklists_carry_a_remark_on_every_answer_to_repair() -> None:
    for assessment in Assessment.objects.filter(state=State.RETURNED):
        remarks = Answer.objects.filter(assessment=assessment, review="returned").values_list("review_note", flat=True)
        assert len(remarks) >= 3
        assert all(remarks)


def test_every_score_that_was_handed_over_is_kept() -> None:
    told = Counter(Event.objects.filter(action__in=["assessment.submit", "assessment.verify"]).values_list("action"))
    kept = Counter(ScoreSnapshot.objects.values_list("moment", flat=True))
    assert kept["submitted"] == told[("assessment.submit",)]
    assert kept["verified"] == told[("assessment.verify",)]
    assert kept["approved"] == Assessment.objects.filter(state=State.APPROVED).count()


def test_the_review_lowered_some_indicators_of_the_showcase() -> None:
    page = honesty_of_government(Government.objects.get(code=KAUR))
    assert page.measure.count >= 3
    assert page.measure.lowered
    assert page.indicators
    assert page.outlook is not None
    assert page.outlook.forecast.figure is None, "two official years are too few for a forecast"


def test_stored_results_equal_the_recomputed_ones() -> None:
    said = StringIO()
    call_command("recompute", "--check", stdout=said)
    assert "74 penilaian diperiksa, 0 berbeda" in said.getvalue()


def test_the_history_is_whole() -> None:
    said = StringIO()
    call_command("verify_history", stdout=said)
    assert f"{Event.objects.count()} events" in said.getvalue()


def test_each_governments_history_runs_forward_in_time() -> None:
    for chain in Chain.objects.exclude(key=Chain.PLATFORM):
        times = list(chain.events.order_by("sequence").values_list("at", flat=True))
        assert times == sorted(times)


def test_people_work_in_office_hours_on_working_days() -> None:
    for event in people_events():
        zone = ZoneInfo(event.unit.time_zone if event.unit else "Asia/Jakarta")
        local = event.at.astimezone(zone)
        last_weekday = 5 if event.unit and event.unit.six_day_week else 4
        assert event.unit is None or local.weekday() <= max(last_weekday, 4), event
        assert 7 <= local.hour < 18, event
        assert local.date() not in closed_days(), event


def test_nobody_verified_or_approved_an_own_checklist() -> None:
    for assessment in Assessment.objects.filter(state__in=[State.VERIFIED, State.APPROVED]):
        events = list(Event.objects.about(assessment).values_list("action", "actor"))
        filled = {actor for action, actor in events if action in ("answer.saved", "assessment.submit")}
        judged = {actor for action, actor in events if action in ("assessment.verify", "assessment.approve")}
        assert judged
        assert not filled & judged


def test_a_second_load_says_so_in_one_sentence_and_changes_nothing() -> None:
    models = (User, Membership, Government, ServiceUnit, AssessmentCycle, Answer, Evidence, Event, Report)
    before = [model.objects.count() for model in models]
    said = StringIO()
    call_command("load_demo", password=PASSWORD, stdout=said)
    assert said.getvalue().count("\n") == 1
    assert "tidak dimuat" in said.getvalue()
    assert [model.objects.count() for model in models] == before


def test_the_official_results_of_its_governments_are_the_shipped_ones_with_their_source() -> None:
    stored = list(OfficialResult.objects.filter(government__code__in=LOCI).select_related("government"))
    assert {(r.government.code, r.year, str(r.score)) for r in stored} == PUBLISHED
    printed = re.compile(r"https://\S+|press: [A-Z]\w+( \w+)*, \d{4}-\d\d-\d\d")
    assert all(printed.fullmatch(r.source) for r in stored), "an address, or a newspaper with its date"


def test_own_totals_lie_near_the_official_ones_without_repeating_them() -> None:
    for official in OfficialResult.objects.filter(government__code__in=LOCI, year=2023):
        cycle = AssessmentCycle.objects.get(government=official.government_id, year=2023)
        own = government_score(cycle, cycle_assessments(cycle)).readings.floor.rounded
        assert own is not None
        assert Decimal("0.01") <= abs(own - official.score) < 6, cycle


def test_complaints_are_the_weak_dimension() -> None:
    means = Counter()
    for assessment in Assessment.objects.filter(locus__cycle__year=2023):
        for dimension in assessment.result["dimensions"]:
            means[dimension["code"]] += Decimal(dimension["floor"]["score"])
    assert min(means, key=means.__getitem__) == "pengaduan"


def test_interviews_went_in_every_way() -> None:
    officials = Subject.objects.filter(scope="official")
    assert set(officials.values_list("outcome", flat=True)) == {"main", "substitute", "refused", "absent"}


def test_every_person_is_recognisably_fictional() -> None:
    names = [
        *User.objects.values_list("name", flat=True),
        *Officer.objects.values_list("name", flat=True),
        *Subject.objects.exclude(scope="product").values_list("name", flat=True),
        *Government.objects.exclude(signatory_name="").values_list("signatory_name", flat=True),
    ]
    assert len(names) > 300
    assert [name for name in names if not is_fictional(name)] == []


def test_every_address_and_mailbox_is_an_example() -> None:
    for place in (*Government.objects.exclude(address=""), *ServiceUnit.objects.all()):
        assert place.address.startswith("Jalan Contoh Nomor "), place
    assert all(email.endswith(".demo") for email in User.objects.values_list("email", flat=True))
    assert all(".example/" in link for link in Evidence.objects.exclude(link="").values_list("link", flat=True))


def test_every_role_is_played_in_every_government() -> None:
    played = set(Membership.objects.exclude(government=None).values_list("government__code", "role"))
    assert played == {(code, role) for code in LOCI for role in set(Role) - {Role.PLATFORM_ADMIN}}
    operated = Membership.objects.filter(role=Role.UNIT_OPERATOR).values_list("unit", flat=True)
    assert set(operated) == set(ServiceUnit.objects.values_list("pk", flat=True))
    admin = User.objects.get(is_superuser=True)
    assert admin.is_staff
    assert admin.memberships.get().role == Role.PLATFORM_ADMIN


def test_the_password_is_printed_once_and_stored_as_a_hash_only(output: str) -> None:
    assert output.count(PASSWORD) == 1
    assert User.objects.first().check_password(PASSWORD)
    assert all(user.has_usable_password() for user in User.objects.all())
    for model in (User, Membership, Event):
        assert PASSWORD not in serializers.serialize("json", model.objects.all())


def test_the_table_names_the_showcases_people_and_the_other_coordinators(output: str) -> None:
    listed = {word for word in output.split() if "@" in word}
    expected = set(User.objects.filter(memberships__government__code=KAUR).values_list("email", flat=True))
    expected |= set(User.objects.filter(memberships__role=Role.COORDINATOR).values_list("email", flat=True))
    assert listed == expected | {"admin@portal.demo"}
    assert max(map(len, output.splitlines())) <= 90


def test_evidence_is_kept_as_real_files_with_their_checksum() -> None:
    files = Evidence.objects.exclude(file="")
    assert {e.media_type for e in files} == {"application/pdf", "image/jpeg"}
    assert files.count() > 150
    assert Evidence.objects.exclude(link="").exists()
    for evidence in files[:20]:
        with evidence.file.open() as file:
            assert len(file.read()) == evidence.size


def test_two_reports_of_the_showcase_are_ready() -> None:
    reports = list(Report.objects.select_related("cycle__government", "assessment"))
    assert {(r.cycle.government.code, r.cycle.year, r.state) for r in reports} == {(KAUR, 2024, "ready")}
    assert sorted(r.assessment is None for r in reports) == [False, True]
    for report in reports:
        with report.file.open() as file, pikepdf.open(file) as document:
            assert len(document.pages) == report.pages > 1
        assert "Kaur" in json.dumps(report.content)


def test_the_showcases_history_has_every_answer() -> None:
    for assessment in of_government(KAUR, 2024):
        told = Event.objects.about(assessment).filter(action="answer.saved", changes__has_key="answer")
        answers = set(
            Answer.objects.filter(assessment=assessment).exclude(updated_at=None).values_list("pk", flat=True)
        )
        assert {event.changes["answer"] for event in told} == answers


def test_everybody_who_filled_in_anything_stands_in_the_history() -> None:
    for assessment in Assessment.objects.filter(answered__gt=0):
        told = set(Event.objects.about(assessment).filter(action="answer.saved").values_list("actor", flat=True))
        assert set(Answer.objects.filter(assessment=assessment).values_list("updated_by", flat=True)) <= told


def test_the_plan_and_the_portal_agree_on_what_was_reached() -> None:
    drafts = {"empty", "started", "half", "full"}
    for plan in governments():
        for year in (2023, 2024):
            stored = {a.unit.name: a.state for a in of_government(plan.code, year)}
            for unit in plan.units:
                reached = unit.states[year]
                assert stored[unit.name] == ("draft" if reached in drafts else reached), (plan.code, unit.key)


def test_every_government_has_complaints_in_every_state() -> None:
    for plan in governments():
        states = set(Complaint.objects.filter(government__code=plan.code).values_list("state", flat=True))
        assert states == set(Complaint.State.values), plan.code


def test_some_complaints_are_near_their_deadline_and_some_past_it() -> None:
    today = timezone.localdate()
    for plan in governments():
        ours = Complaint.objects.filter(government__code=plan.code)
        assert ours.open().filter(due_on__lt=today).exists(), plan.code
        assert ours.open().filter(due_on__range=(today, today + timedelta(days=7))).exists(), plan.code


def test_complainants_are_fictional_and_only_their_seal_is_stored() -> None:
    persons = [sealer().open(row.sealed) for row in Identity.objects.all()]
    assert len(persons) > 20
    assert all(is_fictional(person["name"]) and person["email"].endswith("@warga.example") for person in persons)
    assert not Identity.objects.filter(complaint__secrecy=Complaint.Secrecy.ANONYMOUS).exists()


def test_complaints_came_in_before_the_load_and_were_handled_by_their_own_unit() -> None:
    assert not Complaint.objects.filter(received_at__gt=timezone.now()).exists()
    for complaint in Complaint.objects.exclude(officer=None).select_related("officer", "unit"):
        assert Permission.COMPLAINT_HANDLE.value in powers(complaint.officer, complaint)
