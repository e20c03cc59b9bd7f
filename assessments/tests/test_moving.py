"""A running cycle goes on in a corrected version; what was answered before stays as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from assessments.carrying import Obstacle
from assessments.models import Answer, Assessment, Evidence, Locus, Subject
from assessments.selectors.checklist import checklist_of
from assessments.selectors.cycles import cycle_page, cycle_rows
from assessments.selectors.moving import move_plan, origin_of, targets_of
from assessments.selectors.proof import differences
from assessments.selectors.scoring import score_of
from assessments.sentences.refusals import PROBLEMS, Refusal
from assessments.services import answers as answer_services
from assessments.services import evidence as evidence_services
from assessments.services.cycles import change_cycle, plans_of
from assessments.services.loci import choose_loci
from assessments.services.moves import move_assessment, took_part
from assessments.services.moving import move_cycle
from assessments.services.samples import choose_sample
from assessments.tests.moving import corrected, moved
from assessments.workflow import Move, State, find
from conftest import NOW, fill, make_assessment
from history.models import Event
from history.services import record
from instruments.models import InstrumentVersion
from instruments.selectors.tree import tree_of
from instruments.services import drafts
from kspp.lib.errors import Conflict, Refused
from reports.dashboards.selectors.home import home_of
from reports.documents.selectors.orders import subjects_to_order

pytestmark = pytest.mark.both_databases


@pytest.fixture
def target(instrument: InstrumentVersion) -> InstrumentVersion:
    return corrected(instrument)


@pytest.fixture
def filled(assessment: Assessment, operator: User) -> Assessment:
    """Full at level 4, which the corrected fourth indicator no longer has; the first with evidence and a mark."""
    fill(assessment, 4)
    first = answer_to(assessment, 0)
    first.note, first.review, first.updated_by = "Foto di loket", Answer.Review.CONFIRMED, operator
    first.save()
    second = answer_to(assessment, 1)
    second.review, second.review_note = Answer.Review.CONFIRMED, "Sesuai"
    second.save()
    piece = Evidence(answer=first, name="foto.pdf", size=8, sha256="ab", uploaded_at=NOW, uploaded_by=operator)
    piece.file.save("x", ContentFile(b"%PDF-1.4"))
    Evidence.objects.create(
        answer=first, name="hilang", link="https://a.example", uploaded_at=NOW, uploaded_by=operator, removed_at=NOW
    )
    return assessment


def codes(instrument: InstrumentVersion) -> list[str]:
    return [node.code for node in tree_of(instrument).variables[0].indicators]


def answer_to(assessment: Assessment, place: int) -> Answer:
    return assessment.answers.filter(indicator__code=codes(assessment.instrument)[place]).first()


def frozen(assessment: Assessment) -> dict[str, object]:
    """Everything about an assessment that must stay as it was."""
    row = Assessment.objects.filter(pk=assessment.pk).values().get()
    kept = {name: row[name] for name in row if name not in ("superseded_by_id", "version", "result")}
    answers = list(Answer.objects.filter(assessment=assessment).order_by("pk").values())
    evidence = list(Evidence.objects.filter(answer__assessment=assessment).order_by("pk").values())
    return {**kept, "answers": answers, "evidence": evidence, "exact": row["result"]["exact"]}


def test_the_plan_says_what_is_kept_moved_and_left(filled: Assessment, target: InstrumentVersion) -> None:
    plan = move_plan(filled.locus.cycle, target)
    old = codes(filled.instrument)
    assert plan.mapping[old[0]] == "X1"
    assert plan.mapping[old[1]] == old[1]
    assert plan.mapping[old[2]] == ""
    unit = plan.units[0]
    assert unit.moved == sum(each.target.code == "X1" for each in unit.carried) > 0
    left = {(each.indicator.code, each.obstacle) for each in unit.left}
    assert left == {(old[2], Obstacle.NO_COUNTERPART), (old[3], Obstacle.LEVEL)}
    assert plan.counts == (unit.kept, unit.moved, len(unit.left))
    assert sum(plan.counts) == filled.answers.count()
    assert unit.pieces == 1
    assert [row.indicator.code for row in plan.rows if not row.is_plain] == old[:4]


def test_the_score_it_foretells_is_the_score_it_gets(filled, target, coordinator) -> None:
    plan = move_plan(filled.locus.cycle, target)
    moved(filled.locus.cycle, target, coordinator)
    new = Assessment.objects.get(instrument=target)
    assert (plan.units[0].assessment.floor, plan.units[0].after) == (filled.floor, new.floor)
    assert new.floor != filled.floor
    page = cycle_page(new.locus.cycle, NOW.date())
    assert page.headline.result.score == plan.government.after.readings.floor.rounded
    assert differences(new) == {}


def test_nothing_of_the_old_assessment_changes(filled, target, coordinator) -> None:
    before = frozen(filled)
    moved(filled.locus.cycle, target, coordinator)
    assert frozen(filled) == before
    filled.refresh_from_db()
    assert filled.superseded_by == Assessment.objects.get(instrument=target)
    assert differences(filled) == {}


def test_answers_evidence_and_marks_go_along(filled, target, coordinator, operator) -> None:
    moved(filled.locus.cycle, target, coordinator)
    new = Assessment.objects.get(instrument=target)
    first, second = answer_to(new, 0), answer_to(new, 1)
    assert (first.indicator.code, first.points, first.note) == ("X1", 4, "Foto di loket")
    assert (first.review, first.updated_by) == (Answer.Review.CONFIRMED, operator)
    assert (second.review, second.review_note) == ("", "Sesuai"), "other words were confirmed"
    piece = Evidence.objects.get(answer=first)
    old = Evidence.objects.get(answer__assessment=filled, removed_at=None)
    assert (piece.reused_from, piece.file.name, piece.sha256, piece.uploaded_by) == (old, old.file.name, "ab", operator)
    assert piece.file.read() == b"%PDF-1.4"


def test_it_goes_back_to_draft_and_says_why(filled, target, coordinator) -> None:
    Assessment.objects.filter(pk=filled.pk).update(state=State.APPROVED)
    moved(filled.locus.cycle, target, coordinator)
    new = Assessment.objects.get(instrument=target)
    assert (new.state, Assessment.objects.get(pk=filled.pk).state) == (State.DRAFT, State.APPROVED)
    origin = origin_of(new)
    assert (origin.event.reason, origin.assessment_id) == ("Salah cetak diperbaiki", filled.pk)
    assert origin.event.changes["state"] == ["approved", "draft"]
    assert origin_of(filled) is None
    told = dict(
        Event.objects.filter(action__in=["assessment.superseded", "cycle.moved"]).values_list("action", "reason")
    )
    assert told == dict.fromkeys(["assessment.superseded", "cycle.moved"], "Salah cetak diperbaiki")


def test_twice_is_once(filled, target, coordinator) -> None:
    cycle = filled.locus.cycle
    plan = move_plan(cycle, target)
    for _ in range(2):
        moved(cycle, target, coordinator, mapping=plan.mapping, seen=plan.seen)
    cycle.refresh_from_db()
    assert (cycle.instrument, cycle.version) == (target, 2)
    assert Event.objects.filter(action="cycle.moved").count() == 1
    assert Assessment.objects.filter(locus=filled.locus).count() == 2


def test_a_plan_that_is_no_longer_true_is_a_conflict(filled, target, coordinator, operator) -> None:
    cycle = filled.locus.cycle
    seen = move_plan(cycle, target).seen
    answer = answer_to(filled, 5)
    Answer.objects.filter(pk=answer.pk).update(points=1, version=9)
    with pytest.raises(Conflict) as caught, transaction.atomic():
        moved(cycle, target, coordinator, seen=seen)
    assert caught.value.row.seen != seen
    cycle.refresh_from_db()
    assert cycle.instrument != target
    assert Assessment.objects.count() == 1


def test_the_mapping_is_a_persons_choice(filled, target, coordinator) -> None:
    old = codes(filled.instrument)
    moved(filled.locus.cycle, target, coordinator, mapping={old[0]: "", old[2]: "X1"})
    new = Assessment.objects.get(instrument=target)
    assert not Evidence.objects.filter(answer__assessment=new).exists()
    assert answer_to(new, 0).points == filled.answers.filter(indicator__code=old[2]).first().points


@pytest.mark.parametrize(("place", "code", "words"), [(2, "X1", "sudah dipakai"), (2, "TIDAK-ADA", "tidak ada")])
def test_an_impossible_mapping_is_refused(filled, target, coordinator, place, code, words) -> None:
    cycle = filled.locus.cycle
    mapping = {codes(filled.instrument)[place]: code}
    seen = move_plan(cycle, target, mapping).seen
    with pytest.raises(Refused) as caught, transaction.atomic():
        move_cycle(cycle=cycle, target=target, mapping=mapping, reason="x", seen=seen, by=coordinator, now=NOW)
    assert words in caught.value.said_by(PROBLEMS)[0]
    assert Assessment.objects.count() == 1


def test_a_reason_is_needed(filled, target, coordinator) -> None:
    with pytest.raises(Refused, match=Refusal.MOVE_UNREASONED), transaction.atomic():
        moved(filled.locus.cycle, target, coordinator, reason="  ")


def test_only_published_versions_of_the_family_are_targets(cycle, instrument, target, kaur, paser) -> None:
    assert list(targets_of(cycle)) == [target]
    own = drafts.clone_instrument(source=instrument, owner=kaur, code="kaur-1", title="x", by=None, now=NOW)
    theirs = drafts.clone_instrument(source=instrument, owner=paser, code="paser-1", title="x", by=None, now=NOW)
    drafts.publish_draft(version=theirs, by=None, now=NOW, seen_version=1)
    assert list(targets_of(cycle)) == [target]
    own = drafts.publish_draft(version=own, by=None, now=NOW, seen_version=1)
    assert list(targets_of(cycle)) == [own, target]
    drafts.retire_instrument(version=own, by=None, now=NOW, reason="x")
    other = drafts.clone_instrument(source=instrument, owner=None, code="lain-1", title="x", by=None, now=NOW)
    content = drafts.source_content(other) | {"family": "lain"}
    drafts.save_draft(version=other, content=content, by=None, now=NOW, seen_version=1)
    drafts.publish_draft(version=other, by=None, now=NOW, seen_version=2)
    assert list(targets_of(cycle)) == [target]


def test_there_is_no_way_back_into_a_version_that_was_left(filled, target, coordinator, instrument) -> None:
    cycle = moved(filled.locus.cycle, target, coordinator)
    assert list(targets_of(cycle)) == []
    with pytest.raises(Refused, match=Refusal.NOT_A_TARGET), transaction.atomic():
        moved(cycle, instrument, coordinator)
    third = corrected_again(instrument)
    cycle = moved(cycle, third, coordinator)
    assert cycle.instrument == third
    assert Assessment.objects.filter(superseded_by=None).get().instrument == third


def corrected_again(source: InstrumentVersion) -> InstrumentVersion:
    draft = drafts.clone_instrument(source=source, owner=None, code="kspp-koreksi-2", title="Lagi", by=None, now=NOW)
    return drafts.publish_draft(version=draft, by=None, now=NOW, seen_version=1)


@pytest.fixture
def closed(filled, target, coordinator) -> Assessment:
    moved(filled.locus.cycle, target, coordinator)
    return Assessment.objects.locked().get(pk=filled.pk)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_no_move_of_the_workflow_touches_what_was_continued(closed, coordinator, reviewer, state, move) -> None:
    closed.state = state
    with pytest.raises(Refused, match=Refusal.SUPERSEDED):
        move_assessment(assessment=closed, move=move, reason="x", seen_version=closed.version, by=coordinator, now=NOW)


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(Refused), transaction.atomic():
        yield


def test_nobody_fills_reviews_or_adds_to_what_was_continued(closed, operator, reviewer) -> None:
    Assessment.objects.filter(pk=closed.pk).update(state=State.SUBMITTED)
    submitted = Assessment.objects.locked().get(pk=closed.pk)
    answer = closed.answers.first()
    with refused():
        answer_services.save_answers(assessment=closed, rows=[], by=operator, now=NOW)
    with refused():
        answer_services.review_answer(
            assessment=submitted, answer=answer, review="confirmed", note="", seen_version=1, by=reviewer, now=NOW
        )
    with refused():
        evidence_services.add_link(answer=answer, url="https://x.example", name="x", by=operator, now=NOW)
    with refused():
        evidence_services.remove(evidence=Evidence.objects.kept().first(), by=operator, now=NOW)


def test_four_eyes_remember_who_worked_before_the_move(filled, target, coordinator, assistant) -> None:
    record(action="assessment.submit", subject=filled, by=assistant, now=NOW, unit=filled.unit)
    moved(filled.locus.cycle, target, coordinator)
    new = Assessment.objects.get(instrument=target)
    assert took_part(new, assistant, find(Move.VERIFY, State.SUBMITTED))
    assert not took_part(new, coordinator, find(Move.VERIFY, State.SUBMITTED))


def test_the_sample_goes_on_changing_and_the_old_figure_stays(closed, coordinator, operator, dukcapil) -> None:
    new = Assessment.objects.locked().get(pk=closed.superseded_by_id)
    official = Subject.objects.filter(locus=new.locus, scope="official").first()
    answer_services.set_outcome(
        assessment=new, subject_ref=official.ref, outcome="refused", seen_version=1, by=operator, now=NOW
    )
    assert differences(new) == {}
    assert differences(closed) == {}
    assert score_of(closed).readings.floor.rounded == closed.floor
    assert next(checklist_of(closed).rows()).subject_name == next(checklist_of(new).rows()).subject_name
    call_command("recompute", "--check", stdout=StringIO())


def test_the_sample_may_change_though_the_old_assessment_is_closed(closed, coordinator, dukcapil) -> None:
    Assessment.objects.filter(pk=closed.pk).update(state=State.APPROVED)
    locus = closed.locus
    officers = {duty: list(dukcapil.officers.filter(duty=duty)) for duty in ("official", "complaint_officer")}
    changed = choose_sample(
        locus=locus,
        products=list(dukcapil.products.all()),
        officials=officers["official"][::-1],
        complaint_officers=officers["complaint_officer"],
        by=coordinator,
        now=NOW,
        seen_version=locus.version,
    )
    assert changed.version == locus.version + 1
    assert differences(Assessment.objects.get(pk=closed.pk)) == {}


def test_a_locus_that_was_never_begun_can_be_let_go_after_the_move(cycle, assessment, target, coordinator) -> None:
    moved(cycle, target, coordinator)
    cycle.refresh_from_db()
    choose_loci(cycle=cycle, chosen={}, seen_version=cycle.version, by=coordinator, now=NOW)
    assert not Assessment.objects.exists()


def test_no_list_shows_it_twice(closed, coordinator, operator, kaur) -> None:
    cycle = closed.locus.cycle
    cycle.refresh_from_db()
    new = Assessment.objects.get(pk=closed.superseded_by_id)
    assert [row.assessment for row in cycle_page(cycle, NOW.date()).loci] == [new]
    assert cycle_rows(kaur)[0].headline.result.score == new.floor
    assert list(home_of(operator).checklists) == [new]
    assert [value for value, _ in subjects_to_order(cycle, coordinator)] == ["seluruh", str(new.pk)]


def test_nothing_else_changes_the_instrument_of_a_cycle_with_loci(filled, target, coordinator) -> None:
    cycle = filled.locus.cycle
    with pytest.raises(Refused, match=Refusal.LOCI_FIX_INSTRUMENT), transaction.atomic():
        change_cycle(
            cycle=cycle,
            year=cycle.year,
            instrument=target,
            standing=cycle.standing,
            standing_reason="",
            phases=plans_of(cycle),
            oversight_received=None,
            oversight_completed=None,
            by=coordinator,
            now=NOW,
            seen_version=cycle.version,
        )


def test_an_instrument_that_interviews_nobody_takes_over_too(filled, instrument, coordinator) -> None:
    Subject.objects.filter(locus=filled.locus, scope="official").update(outcome="refused")
    draft = drafts.clone_instrument(source=instrument, owner=None, code="tanpa-1", title="x", by=None, now=NOW)
    content = drafts.source_content(draft)
    for dimension in content["dimensions"]:
        for variable in dimension["variables"]:
            for row in variable["indicators"]:
                row["scope"] = "unit" if row["scope"] == "official" else row["scope"]
    content["outcome_factors"] = []
    content["samples"] = [row for row in content["samples"] if row["scope"] != "official"]
    drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=1)
    target = drafts.publish_draft(version=draft, by=None, now=NOW, seen_version=2)
    plan = move_plan(filled.locus.cycle, target)
    assert {left.obstacle for left in plan.units[0].left} == {Obstacle.SCOPE}
    moved(filled.locus.cycle, target, coordinator)
    assert differences(Assessment.objects.get(instrument=target)) == {}


def test_the_plan_takes_as_many_queries_for_one_unit_as_for_many(
    filled, target, puskesmas, django_assert_num_queries
) -> None:
    cycle = filled.locus.cycle
    move_plan(cycle, target)
    with django_assert_num_queries(4):
        move_plan(cycle, target)
    fill(make_assessment(cycle, puskesmas), 2)
    with django_assert_num_queries(4):
        assert len(move_plan(cycle, target).units) == 2


def test_every_locus_goes_along_those_that_only_prepare_too(filled, target, puskesmas, coordinator) -> None:
    cycle = filled.locus.cycle
    other = make_assessment(cycle, puskesmas)
    Locus.objects.filter(pk=other.locus_id).update(standing=Locus.Standing.PREPARING)
    moved(cycle, target, coordinator)
    assert Assessment.objects.filter(instrument=target, superseded_by=None).count() == 2
    assert Assessment.objects.exclude(instrument=target).filter(superseded_by=None).count() == 0
