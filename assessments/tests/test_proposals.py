"""What one instrument proposes to another of the same unit, and what becomes of it."""

from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from assessments.models import Answer, Assessment, Evidence
from assessments.selectors.crosswalk import candidates_of, proposals_of
from assessments.selectors.gaps import anchor
from assessments.selectors.scoring import score_of
from assessments.sentences.refusals import Refusal
from assessments.services.crosswalk import ProposalChoice, accept
from assessments.services.evidence import attach_file, attach_link, remove, reuse
from assessments.services.further import add_instrument
from assessments.services.results import refresh
from assessments.workflow import State
from conftest import fill, make_assessment, shipped_instrument
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.selectors.tree import tree_of
from instruments.services.loading import load_instrument
from instruments.versions import read, shipped
from instruments.versions.writing import as_yaml, content_of
from kspp.lib.errors import Refused
from kspp.tests.browser.files import document

pytestmark = pytest.mark.both_databases

GUESTBOOK = "https://kaur.example/maklumat"


def with_instrument(assessment, version, by, now):
    cycle = assessment.locus.cycle
    cycle.refresh_from_db()
    add_instrument(cycle=cycle, instrument=version, by=by, now=now, seen_version=cycle.version)
    return Assessment.objects.with_place().get(locus=assessment.locus, instrument=version)


@pytest.fixture
def other(assessment, pekppp, coordinator, now):
    """The empty PEKPPP checklist of the same unit."""
    return with_instrument(assessment, pekppp, coordinator, now)


def answer(assessment, code, points=None, subject=None, **more):
    node = tree_of(assessment.instrument).by_code[code]
    subjects = [s for s in assessment.locus.subjects.all() if s.scope == node.scope] if node.has_subjects else [None]
    for place in [subject] if subject else subjects:
        Answer.objects.update_or_create(
            assessment=assessment, indicator_id=node.pk, subject=place, defaults={"points": points, **more}
        )


def proposed(assessment):
    return {proposal.place: proposal for proposal in proposals_of(assessment)}


def attached(assessment, code, by, now, subject=None, link=GUESTBOOK):
    ref = subject.ref if subject else ""
    return attach_link(
        assessment=assessment, indicator_code=code, subject_ref=ref, url=link, name="Maklumat", by=by, now=now
    )


def taken(assessment, by, now, *choices):
    with transaction.atomic():
        locked = Assessment.objects.locked().get(pk=assessment.pk)
        return accept(assessment=locked, choices=choices, by=by, now=now)


def choice(proposal, **more):
    offered = tuple(item.evidence.pk for item in proposal.evidence)
    value = proposal.value if proposal.offers_answer else ""
    given = {"place": proposal.place, "value": value, "evidence": offered, "seen_version": proposal.current.version}
    return ProposalChoice(**{**given, **more})


# What is proposed


def test_a_unit_with_one_instrument_gets_no_proposals(assessment):
    fill(assessment)

    assert candidates_of(assessment) == []


def test_a_level_reached_there_is_proposed_in_proportion_rounded_down(assessment, other):
    answer(assessment, "G3", 3)
    answer(assessment, "P10", 3)

    found = proposed(other)

    assert (found["F26"].level, found["F26"].level_text) == (3, "Luring menyatu, dan daring.")
    assert found["F05"].level == 3
    assert found["F26"].sources[0].words == "KSPP 2023–2024 G3: tingkat 3 dari 4"


def test_an_own_version_that_numbers_otherwise_proposes_by_what_it_asks(assessment, other, coordinator, now, tmp_path):
    shipped_text = as_yaml(content_of(read(next(path for path in shipped() if path.stem == "kspp-2023-2024"))))
    text = shipped_text.replace("kspp-2023-2024", "kaur-2027").replace("code: G3", "code: baru-3")
    file = tmp_path / "kaur-2027.yaml"
    file.write_text(text.replace("code: G4", "code: G3").replace("code: baru-3", "code: G4"))
    load_instrument(file=read(file), by=None, now=now)
    own = with_instrument(assessment, InstrumentVersion.objects.get(code="kaur-2027"), coordinator, now)

    answer(own, "G4", 3)  # what the shipped version calls G3

    assert proposed(other)["F26"].sources[0].words.endswith("G4: tingkat 3 dari 4")
    assert (proposed(assessment)["G3"].level, "G4" in proposed(assessment)) == (3, False)


def test_several_observations_there_count_by_their_mean(assessment, other):
    first, second = assessment.locus.subjects.filter(scope="product")
    answer(assessment, "P09", 4, subject=first)
    answer(assessment, "P09", 3, subject=second)

    found = proposed(other)["F01"]

    assert found.level == 4  # 87.5 % of 5 is 4.375
    assert "rata-rata 87,50%" in found.sources[0].reached


def test_observations_on_the_same_level_are_named_by_it(assessment, other):
    answer(assessment, "P09", 4)

    assert proposed(other)["F01"].sources[0].reached == "tingkat 4 dari 4 pada 2 isian"


def test_nothing_is_proposed_from_half_an_observation(assessment, other):
    answer(assessment, "P09", 4, subject=assessment.locus.subjects.filter(scope="product").first())

    assert "F01" not in proposed(other)


def test_from_one_answer_each_subject_gets_its_proposal(assessment, other):
    answer(other, "F05", 5)

    found = proposed(assessment)

    assert [p.level for place, p in found.items() if place.startswith("P10-")] == [4, 4]


def test_evidence_is_offered_where_no_level_may_be(assessment, other, operator, now):
    attached(assessment, "S8", operator, now)
    answer(assessment, "S8", 4)

    found = proposed(other)["F16"]

    assert (found.level, found.figure) == (None, None)
    assert [item.evidence.link for item in found.evidence] == [GUESTBOOK]


def test_the_same_file_is_offered_once(assessment, other, operator, now):
    for subject in assessment.locus.subjects.filter(scope="product"):
        attached(assessment, "P10", operator, now, subject)

    assert len(proposed(other)["F05"].evidence) == 1


def test_an_answered_place_with_evidence_gets_no_proposal(assessment, other, operator, now):
    answer(assessment, "G3", 3)
    attached(assessment, "G3", operator, now)
    answer(other, "F26", 1)
    assert proposed(other)["F26"].offers_answer is False

    attached(other, "F26", operator, now, link="https://kaur.example/lain")

    assert "F26" not in proposed(other)


def test_removed_evidence_is_not_offered(assessment, other, operator, now):
    remove(evidence=attached(assessment, "S8", operator, now), by=operator, now=now)

    assert "F16" not in proposed(other)


def test_other_units_offer_nothing(assessment, other, puskesmas, operator, now):
    fill(make_assessment(assessment.locus.cycle, puskesmas))

    assert proposed(other) == {}


def test_a_checklist_that_went_on_in_a_corrected_version_offers_nothing(assessment, other):
    answer(assessment, "G3", 3)
    Assessment.objects.filter(pk=assessment.pk).update(superseded_by=other)

    assert candidates_of(other) == []


# Figures


@pytest.mark.parametrize("code", ["skm", "skm-0111"])
def test_a_finished_survey_gives_its_index_as_the_exact_figure(assessment, coordinator, now, code):
    survey = with_instrument(assessment, shipped_instrument(code), coordinator, now)
    fill(survey, 3)

    found = proposed(assessment)["O6"]

    assert found.figure == score_of(survey).readings.floor.rounded
    assert found.value == str(found.figure)


def test_an_unfinished_survey_gives_no_figure(assessment, coordinator, now):
    survey = with_instrument(assessment, shipped_instrument("skm"), coordinator, now)
    fill(survey, 3, leave_blank=("U9",))

    assert "O6" not in proposed(assessment)


def test_a_figure_passes_between_equal_scales(assessment, coordinator, now):
    opini = with_instrument(assessment, shipped_instrument("opini-2025"), coordinator, now)
    answer(assessment, "O6", figure=Decimal("84.17"))

    assert proposed(opini)["OU2"].figure == Decimal("84.17")
    assert proposed(opini)["OU2"].sources[0].reached == "angka 84,17"


def test_a_figure_on_another_scale_is_not_proposed(assessment, other):
    answer(assessment, "O6", figure=Decimal("84.17"))

    assert "F03-U" not in proposed(other)


def test_requirements_are_met_only_by_full_marks_and_missed_by_none(assessment, coordinator, now):
    opini = with_instrument(assessment, shipped_instrument("opini-2026"), coordinator, now)
    answer(assessment, "P02", 4)
    answer(assessment, "P03", 2)
    answer(assessment, "P04", 0)

    found = proposed(opini)

    assert (found[anchor("PR-02.1")].level, found[anchor("PR-02.2")].level) == (1, 1)
    assert anchor("PR-03.1") not in found
    assert found[anchor("PR-04.1")].level == 0


def test_of_two_instruments_the_more_careful_level_is_proposed(assessment, other, coordinator, now):
    opini = with_instrument(assessment, shipped_instrument("opini-2026"), coordinator, now)
    answer(assessment, "P10", 4)
    answer(assessment, "P11", 0)
    answer(other, "F05", 5)

    assert anchor("PR-12.1") in proposed(opini)
    assert proposed(opini)[anchor("PR-12.1")].level == 1
    answer(assessment, "P10", 0)
    assert proposed(opini)[anchor("PR-12.1")].level == 0
    assert [s.name for s in proposed(opini)[anchor("PR-12.1")].sources] == ["KSPP 2023–2024 P10, P11"]


def test_it_asks_four_times_however_much_there_is(assessment, other, operator, now, django_assert_num_queries):
    with django_assert_num_queries(4):
        candidates_of(other)
    fill(assessment, 3)
    for n in range(5):
        attached(assessment, "S8", operator, now, link=f"https://kaur.example/{n}")

    with django_assert_num_queries(4):
        candidates_of(other)


# Taking


def test_an_accepted_answer_is_an_ordinary_unreviewed_answer(assessment, other, operator, now):
    answer(assessment, "G3", 3)

    (outcome,) = taken(other, operator, now, choice(proposed(other)["F26"]))

    stored = Answer.objects.get(assessment=other)
    assert outcome.problems == ()
    assert (stored.points, stored.version, stored.review, stored.updated_by) == (3, 1, "", operator)
    other.refresh_from_db()
    assert other.answered == 1
    saved, told = Event.objects.about(other).filter(actor=operator).order_by("pk")
    assert (saved.action, told.action) == ("answer.saved", "proposal.accepted")
    assert told.reason == "Usulan dari KSPP 2023–2024 G3: tingkat 3 dari 4"


def test_the_evidence_comes_with_it_on_the_same_stored_file(assessment, other, operator, now, settings, tmp_path):
    original = attach_file(
        assessment=assessment, indicator_code="G3", subject_ref="", upload=upload(), upload_key=None,
        by=operator, now=now,
    )  # fmt: skip
    answer(assessment, "G3", 4)

    taken(other, operator, now, choice(proposed(other)["F26"]))

    copy = Evidence.objects.get(answer__assessment=other)
    assert (copy.file.name, copy.sha256, copy.size) == (original.file.name, original.sha256, original.size)
    assert copy.reused_from == original
    remove(evidence=original, by=operator, now=now)
    with default_storage.open(copy.file.name) as stored:
        assert stored.read(4) == b"%PDF"
    assert Evidence.objects.kept().get(answer__assessment=other) == copy


def upload():
    return SimpleUploadedFile("sk.pdf", document(), "application/pdf")


def test_the_same_acceptance_twice_has_one_effect(assessment, other, operator, now):
    attached(assessment, "G3", operator, now)
    answer(assessment, "G3", 3)
    same = choice(proposed(other)["F26"])

    taken(other, operator, now, same)
    before = Event.objects.count()
    (outcome,) = taken(other, operator, now, same)

    assert outcome.problems == ()
    assert Answer.objects.get(assessment=other).version == 1
    assert Evidence.objects.filter(answer__assessment=other).count() == 1
    assert Event.objects.count() == before


def test_a_note_already_written_is_kept(assessment, other, operator, now):
    answer(assessment, "G3", 3)
    answer(other, "F26", None, note="Kanal pindah bulan depan.", version=1)

    taken(other, operator, now, choice(proposed(other)["F26"]))

    stored = Answer.objects.get(assessment=other)
    assert (stored.points, stored.note, stored.version) == (3, "Kanal pindah bulan depan.", 2)


def test_conflicts_are_told_row_by_row_and_leave_the_others_alone(assessment, other, operator, now):
    answer(assessment, "G3", 3)
    answer(assessment, "G6", 4)
    found = proposed(other)
    choices = [choice(found["F26"]), choice(found["F27"])]
    answer(other, "F26", 1, version=1)

    first, second = taken(other, operator, now, *choices)

    assert (first.place, first.is_conflict, bool(first.problems)) == ("F26", True, True)
    assert second.problems == ()
    assert Answer.objects.get(assessment=other, indicator__code="F26").points == 1
    assert Answer.objects.get(assessment=other, indicator__code="F27").points == 5


def test_a_proposal_that_changed_meanwhile_is_a_conflict(assessment, other, operator, now):
    answer(assessment, "G3", 3)
    seen = choice(proposed(other)["F26"])
    answer(assessment, "G3", 4)

    (outcome,) = taken(other, operator, now, seen)

    assert outcome.is_conflict
    assert not Answer.objects.filter(assessment=other).exists()


@pytest.mark.parametrize("place", ["F99", "", "F01", "K1-official-1", "9" * 60])
def test_a_place_without_a_proposal_is_a_conflict(assessment, other, operator, now, place):
    (outcome,) = taken(other, operator, now, ProposalChoice(place, "1", (), 0))

    assert outcome.is_conflict


def test_evidence_that_is_not_offered_is_refused(assessment, other, puskesmas, operator, now):
    stranger = make_assessment(assessment.locus.cycle, puskesmas)
    foreign = attached(stranger, "G3", operator, now)
    answer(assessment, "G3", 3)

    (outcome,) = taken(other, operator, now, choice(proposed(other)["F26"], evidence=(foreign.pk,)))

    assert outcome.is_conflict
    assert not Answer.objects.filter(assessment=other, points__isnull=False).exists()
    with pytest.raises(Refused):
        reuse(assessment=other, indicator_code="F26", subject_ref="", evidence=foreign, by=operator, now=now)


def test_a_closed_checklist_takes_nothing(assessment, other, operator, now):
    answer(assessment, "G3", 3)
    seen = choice(proposed(other)["F26"])
    Assessment.objects.filter(pk=other.pk).update(state=State.SUBMITTED)

    (outcome,) = taken(other, operator, now, seen)

    assert not outcome.is_conflict
    assert [problem.code for problem in outcome.problems] == [Refusal.CLOSED]


def test_stored_results_follow(assessment, other, operator, now):
    fill(assessment, 4)
    taken(other, operator, now, *(choice(p) for p in proposals_of(other)))

    other.refresh_from_db()
    assert other.answered_only == score_of(other).readings.answered_only.rounded > 0
    before = other.answered_only
    refresh(other, now)
    assert other.answered_only == before
