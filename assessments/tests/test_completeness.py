"""What counts as missing: each rule by itself, then the list a page shows."""

import pytest

from assessments.completeness import ProblemCode
from assessments.models import Answer, Assessment, Evidence, Subject
from assessments.selectors.gaps import gaps_of
from assessments.services.results import refresh
from conftest import NOW, fill

pytestmark = pytest.mark.django_db


def codes(assessment: Assessment) -> dict[ProblemCode, list[str]]:
    found: dict[ProblemCode, list[str]] = {}
    for gap in gaps_of(assessment):
        found.setdefault(gap.code, []).append(f"{gap.indicator} {gap.subject}".strip())
    return found


def test_an_empty_checklist_lacks_every_observation_once(assessment: Assessment) -> None:
    found = codes(assessment)
    assert set(found) == {ProblemCode.UNANSWERED}
    assert len(found[ProblemCode.UNANSWERED]) == assessment.expected == 69
    assert "K1 Pejabat 1" in found[ProblemCode.UNANSWERED]


def test_points_without_evidence_are_advice_and_never_block(assessment: Assessment) -> None:
    fill(assessment, 3)
    gaps = gaps_of(assessment)
    assert {gap.code for gap in gaps} == {ProblemCode.EVIDENCE_MISSING}
    assert len(gaps) == 38
    assert not any(gap.is_blocking for gap in gaps)


def test_no_points_need_no_evidence(assessment: Assessment) -> None:
    fill(assessment, 0)
    assert [gap.indicator for gap in gaps_of(assessment)] == ["O6"]


def test_evidence_on_any_subject_is_evidence_for_the_indicator_until_removed(
    assessment: Assessment, operator: object
) -> None:
    fill(assessment, 3)
    answer = Answer.objects.filter(indicator__code="P10").first()
    piece = Evidence.objects.create(
        answer=answer, link="https://contoh.example/maklumat", name="Maklumat", uploaded_at=NOW, uploaded_by=operator
    )
    assert "P10" not in codes(assessment)[ProblemCode.EVIDENCE_MISSING]
    piece.removed_at = NOW
    piece.save()
    assert "P10" in codes(assessment)[ProblemCode.EVIDENCE_MISSING]


def test_a_short_sample_is_one_gap_and_blocks(assessment: Assessment) -> None:
    Subject.objects.filter(locus=assessment.locus, scope="product", position=2).delete()
    refresh(assessment, NOW)
    (gap,) = [gap for gap in gaps_of(assessment) if gap.code == ProblemCode.SUBJECT_MISSING]
    assert gap.is_blocking
    assert gap.sentence == "Sampel produk layanan baru 1 dari 2. Lengkapi pilihannya."
    assert gap.url == f"/lokus/{assessment.locus_id}/sampel/"


def test_a_small_survey_is_advice(assessment: Assessment) -> None:
    fill(assessment, 4)
    Answer.objects.filter(indicator__code="M1").update(tally={"4": 2})
    gap = next(gap for gap in gaps_of(assessment) if gap.code == ProblemCode.SURVEY_SMALL)
    assert (gap.indicator, gap.is_blocking) == ("M1", False)
    assert gap.sentence == "Baru 2 dari 5 responden."


def test_a_returned_answer_blocks_until_it_changes(assessment: Assessment) -> None:
    fill(assessment, 3)
    Answer.objects.filter(indicator__code="S4").update(review="returned")
    assert codes(assessment)[ProblemCode.RETURNED] == ["S4"]


def test_blocking_gaps_come_first(assessment: Assessment) -> None:
    fill(assessment, 3, leave_blank=("G6",))
    order = [gap.is_blocking for gap in gaps_of(assessment)]
    assert order == sorted(order, reverse=True)
    assert order[0]
