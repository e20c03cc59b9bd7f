"""Evidence arriving at the same moment, on PostgreSQL: SQLite would hide what goes wrong."""

import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from accounts.models import User
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence
from assessments.services import evidence as services
from assessments.services.evidence import add_link
from conftest import make_assessment
from instruments.selectors.tree import tree_of
from kspp.testing.racing import at_once
from kspp.tests.upload_files import files_in, pdf, picture, sent
from units.models import ServiceUnit

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("media")]


def test_the_same_upload_arriving_at_once_is_one_row(
    transactional_db: None, add: Callable[..., Evidence], media: Path
) -> None:
    key = uuid.uuid4()
    results = at_once(*[lambda: add(key=key)] * 4)
    assert {type(result) for result in results} == {Evidence}
    assert len({result.pk for result in results}) == Evidence.objects.count() == len(files_in(media)) == 1


def test_one_key_used_for_two_assessments_at_once_loses_neither(
    transactional_db: None,
    assessment: Assessment,
    operator: User,
    now: datetime,
    cycle: AssessmentCycle,
    puskesmas: ServiceUnit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other, key, meeting = make_assessment(cycle, puskesmas), uuid.uuid4(), threading.Barrier(2)
    code = assessment.instrument.dimensions.first().variables.first().indicators.first().code
    keep, looked = Evidence.save, threading.local()

    def both_have_looked(evidence: Evidence, **options: object) -> None:
        if not getattr(looked, "once", False):
            looked.once = True
            meeting.wait(10)
        keep(evidence, **options)

    monkeypatch.setattr(Evidence, "save", both_have_looked)

    def attach(target: Assessment) -> Callable[[], Evidence]:
        return lambda: services.attach_file(
            assessment=target,
            indicator_code=code,
            subject_ref=subject_for(target, code),
            upload=sent(pdf()),
            upload_key=key,
            by=operator,
            now=now,
        )

    results = at_once(attach(assessment), attach(other))
    assert {type(result) for result in results} == {Evidence}
    assert set(Evidence.objects.values_list("answer__assessment", "upload_key")) in (
        {(assessment.pk, key), (other.pk, None)},
        {(assessment.pk, None), (other.pk, key)},
    )


def test_the_limit_holds_when_files_arrive_at_once(
    transactional_db: None, add: Callable[..., Evidence], answer: Answer, operator: User, now: datetime, media: Path
) -> None:
    for number in range(9):
        add_link(answer=answer, url=f"https://contoh.example/{number}", name="", by=operator, now=now)
    contents = [picture("PNG", (50 + n, 40)) for n in range(4)]
    results = at_once(*[lambda content=content: add(content, "foto.png") for content in contents])
    assert sorted(type(result).__name__ for result in results) == ["Evidence", "Refused", "Refused", "Refused"]
    assert Evidence.objects.kept().count() == 10
    assert len(files_in(media)) == 1


def subject_for(assessment: Assessment, code: str) -> str:
    """The ref of the first subject the indicator is asked of; nothing when it is asked of the unit."""
    node = tree_of(assessment.instrument).by_code[code]
    subjects = [s for s in assessment.locus.subjects.all() if s.scope == node.scope]
    return subjects[0].ref if node.has_subjects else ""
