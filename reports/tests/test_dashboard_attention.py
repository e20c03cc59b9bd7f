"""The rules of what needs a call today, with plain values and a fixed day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments.workflow import State
from reports.dashboards import sentences as sentences
from reports.dashboards.attention import (
    IDLE_AFTER,
    WARN_BEFORE,
    Concern,
    ConcernKind,
    PhaseDays,
    WatchedAssessment,
    concerns,
)
from scoring.graded import Graded

TODAY = date(2024, 6, 20)
RUNNING = PhaseDays("Pengisian", TODAY - timedelta(days=19), TODAY + timedelta(days=30))
GREEN = Graded(Decimal("90"), "hijau", "A", "Kualitas Tertinggi")
RED = Graded(Decimal("45.2"), "merah", "D", "Kualitas Rendah")
BUSY = WatchedAssessment(
    assessment=1,
    name="Disdukcapil",
    state=State.DRAFT,
    is_preparing=False,
    answered=10,
    expected=69,
    total=GREEN,
    last_activity=TODAY,
    state_since=TODAY,
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def kinds(*places: WatchedAssessment, phases: tuple[PhaseDays, ...] = (RUNNING,)) -> list[ConcernKind]:
    return [concern.kind for concern in concerns(places, phases, TODAY)]


def only(*places: WatchedAssessment, phases: tuple[PhaseDays, ...] = (RUNNING,)) -> Concern:
    (concern,) = concerns(places, phases, TODAY)
    return concern


def said(concern: Concern) -> str:
    return f"{sentences.concern_name(concern)} {sentences.concern(concern)}"


def test_a_unit_that_works_needs_no_call():
    assert kinds(BUSY) == []


@pytest.mark.parametrize(("days", "expected"), [(IDLE_AFTER - 1, []), (IDLE_AFTER, [ConcernKind.IDLE])])
def test_a_unit_stands_still_after_seven_days(days, expected):
    assert kinds(replace(BUSY, last_activity=ago(days))) == expected


def test_standing_still_is_told_with_its_day_and_progress():
    concern = only(replace(BUSY, last_activity=ago(12)))
    assert (concern.on, said(concern)) == (
        ago(12),
        "Disdukcapil tidak ada kegiatan selama 12 hari; terisi 10 dari 69.",
    )


def test_nothing_is_late_before_the_first_phase_or_without_phases():
    idle = replace(BUSY, last_activity=ago(40))
    future = PhaseDays("Pengisian", TODAY + timedelta(days=1), TODAY + timedelta(days=9))
    assert kinds(idle, phases=()) == []
    assert kinds(idle, phases=(future,)) == []


def test_a_unit_without_any_answer_counts_from_the_start_of_the_phase():
    untouched = replace(BUSY, answered=0, last_activity=None, state_since=None, total=Graded())
    concern = only(untouched)
    assert (concern.kind, concern.on) == (ConcernKind.NOT_STARTED, RUNNING.starts_on)
    assert said(concern) == "Disdukcapil belum mulai mengisi; tahap Pengisian berjalan selama 19 hari."


def test_a_returned_checklist_waits_since_it_was_returned():
    concern = only(replace(BUSY, state=State.RETURNED, state_since=ago(10)))
    assert said(concern) == "Disdukcapil dikembalikan dengan catatan 10 hari lalu dan belum diajukan kembali."


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REVISED])
def test_a_submitted_checklist_waits_for_review_also_outside_every_phase(state):
    concern = only(replace(BUSY, state=state, state_since=ago(4)), phases=())
    assert said(concern) == "Disdukcapil menunggu tinjauan selama 4 hari."


def test_a_verified_checklist_waits_for_approval():
    concern = only(replace(BUSY, state=State.VERIFIED, state_since=TODAY))
    assert said(concern) == "Disdukcapil sudah diverifikasi dan menunggu persetujuan sejak hari ini."


def test_a_day_nobody_recorded_is_said_to_be_unknown():
    concern = only(replace(BUSY, state=State.RETURNED, state_since=None))
    assert concern.on is None
    assert "pada tanggal yang tidak tercatat" in said(concern)


def test_an_approved_unit_needs_nothing():
    assert kinds(replace(BUSY, state=State.APPROVED, last_activity=ago(90))) == []


@pytest.mark.parametrize(
    ("left", "words"), [(0, "berakhir hari ini"), (1, "berakhir besok"), (WARN_BEFORE, "berakhir 14 hari lagi")]
)
def test_the_end_of_a_phase_is_announced_with_who_is_behind(left, words):
    phase = replace(RUNNING, ends_on=TODAY + timedelta(days=left))
    done = replace(BUSY, name="Dinsos", state=State.APPROVED)
    concern = only(BUSY, done, phases=(phase,))
    assert said(concern) == f"Tahap Pengisian {words}; 1 dari 2 lokus belum mengajukan: Disdukcapil."


def test_the_end_of_a_phase_is_not_announced_too_early_or_when_all_have_submitted():
    later = replace(RUNNING, ends_on=TODAY + timedelta(days=WARN_BEFORE + 1))
    soon = replace(RUNNING, ends_on=TODAY)
    assert kinds(BUSY, phases=(later,)) == []
    assert kinds(replace(BUSY, state=State.APPROVED), phases=(soon,)) == []


def test_a_schedule_that_is_over_names_those_still_open():
    phases = (PhaseDays("Pengisian", ago(60), ago(30)), PhaseDays("Peninjauan", ago(29), ago(5)))
    places = [replace(BUSY, name=f"Unit {n}") for n in range(6)]
    concern = only(*places, phases=phases)
    assert said(concern) == (
        "Tahap Peninjauan adalah tahap terakhir dan berakhir 5 hari lalu;"
        " 6 dari 6 lokus belum mengajukan: Unit 0, Unit 1, Unit 2, dan 3 lainnya."
    )


def test_the_lowest_unit_is_named_unless_it_is_green_or_alone():
    low = replace(BUSY, name="Puskesmas", total=RED)
    assert kinds(low) == []
    assert kinds(BUSY, replace(BUSY, name="Dinsos")) == []
    assert said(only(BUSY, low)) == "Puskesmas mempunyai nilai perkiraan terendah: 45,20, zona merah, kategori D."


def test_a_unit_that_only_prepares_is_neither_behind_nor_lowest():
    preparing = replace(BUSY, name="Dinsos", is_preparing=True, total=RED, last_activity=ago(90))
    phase = replace(RUNNING, ends_on=TODAY)
    assert kinds(replace(BUSY, state=State.APPROVED), preparing, phases=(phase,)) == []


def test_the_most_urgent_comes_first_and_of_a_kind_the_longest_wait():
    places = [
        replace(BUSY, name="Lama", state=State.SUBMITTED, state_since=ago(9)),
        replace(BUSY, name="Baru", state=State.SUBMITTED, state_since=ago(1)),
        replace(BUSY, name="Kembali", state=State.RETURNED, state_since=ago(2)),
        replace(BUSY, name="Diam", last_activity=ago(8)),
    ]
    found = concerns(places, (replace(RUNNING, ends_on=TODAY),), TODAY)
    assert [sentences.concern_name(c) for c in found] == ["Tahap Pengisian", "Kembali", "Diam", "Lama", "Baru"]


def test_every_kind_has_its_sentence():
    assert set(sentences.CONCERNS) == set(ConcernKind)
