"""What people do with one checklist: each act once, through the services the pages use."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from assessments.answering import GivenAnswer
from assessments.models import Answer, Assessment, Evidence, Subject
from assessments.selectors.scoring import subjects_of
from assessments.services.answers import SentAnswer, review_answer, save_answers, set_outcome
from assessments.services.evidence import add_file, add_link
from assessments.services.moves import move_assessment
from assessments.workflow import Move
from demo import files
from demo.believable import BelievableUnit
from demo.bulk import save_at_once
from demo.plan import remarks
from instruments.selectors.tree import IndicatorNode, InstrumentTree, tree_of
from scoring.instrument import Scope

LINKED = 0.3
"""Share of screenshots that are given as a link."""
WITHOUT_INTERVIEW = ("refused", "absent")


@dataclass(frozen=True, slots=True)
class ChecklistPlace:
    """One place of the checklist to be answered."""

    indicator: IndicatorNode
    subject: Subject | None

    @property
    def key(self) -> str:
        return self.subject.key if self.subject else ""

    @property
    def is_interview(self) -> bool:
        return self.indicator.scope is Scope.OFFICIAL


@dataclass(slots=True)
class DemoChecklist:
    """One unit's checklist of one year. `site` is the host its links point to; `written` collects names of files.

    `is_detailed`: the history has every single answer.
    """

    assessment_id: int
    place: str
    office: BelievableUnit
    random: Random
    evidence: float
    site: str
    is_detailed: bool
    written: list[str] = field(default_factory=list)

    def sittings(self) -> list[list[ChecklistPlace]]:
        """The checklist in the portions people work in: a dimension at a time; interviews apart from facilities."""
        assessment = Assessment.objects.with_place().get(pk=self.assessment_id)
        portions: dict[str, list[ChecklistPlace]] = {}
        for spot in self._spots(tree_of(assessment.instrument), assessment):
            dimension = spot.indicator.section.partition("-")[0]
            portions.setdefault(f"{dimension} {spot.is_interview}", []).append(spot)
        return list(portions.values())

    def fill(self, spots: Sequence[ChecklistPlace], by: User, now: datetime) -> None:
        """Answers and, for some indicators, the evidence at hand."""
        rows = [SentAnswer(spot.indicator, _ref(spot.subject), self.office.answer(spot.indicator), 0) for spot in spots]
        save = save_answers if self.is_detailed else save_at_once
        with self._locked() as assessment:
            answers = save(assessment=assessment, rows=rows, by=by, now=now)
        supported: set[str] = set()
        for row, answer in zip(rows, answers, strict=True):
            claims_points = bool(answer.points or answer.figure or answer.tally or answer.chosen)
            code = row.indicator.code
            if claims_points and code not in supported and self.random.random() < self.evidence:
                supported.add(code)
                self.attach(answer, row.indicator, by, now)

    def interview(self, key: str, outcome: str, by: User, now: datetime) -> None:
        with self._locked() as assessment:
            subject = next(s for s in subjects_of(assessment) if s.key == key)
            set_outcome(
                assessment=assessment,
                subject_ref=subject.ref,
                outcome=outcome,
                seen_version=subject.version,
                by=by,
                now=now,
            )

    def correct(self, number: int, by: User, now: datetime) -> None:
        """Somebody looks again and finds that some answers were not quite right."""
        with self._locked() as assessment:
            nodes = tree_of(assessment.instrument).by_pk
            stored = [a for a in self._answers(assessment) if nodes[a.indicator_id].kind.name == "levels"]
            chosen = self.random.sample(stored, min(number, len(stored)))
            rows = [self._row(answer, nodes[answer.indicator_id], "corrected") for answer in chosen]
            save_answers(assessment=assessment, rows=rows, by=by, now=now)

    def move(self, move: Move, by: User, now: datetime, reason: str = "") -> None:
        with self._locked() as assessment:
            seen = assessment.version
            move_assessment(assessment=assessment, move=move, reason=reason, seen_version=seen, by=by, now=now)

    def confirm(self, by: User, now: datetime) -> None:
        """The reviewer marks what was compared with its evidence."""
        with self._locked() as assessment:
            supported = Evidence.objects.kept().filter(answer__assessment=assessment).values_list("answer", flat=True)
            for answer in self._answers(assessment).filter(pk__in=list(supported)):
                self._review(assessment, answer, Answer.Review.CONFIRMED, "confirmed", by, now)

    def send_back(self, number: int, by: User, now: datetime) -> None:
        """Remarks on single answers, then the whole checklist returns to the unit."""
        with self._locked() as assessment:
            stored = list(self._answers(assessment).filter(points__gte=2))
            for answer in self.random.sample(stored, number):
                self._review(assessment, answer, Answer.Review.RETURNED, "returned", by, now)
        self.move(Move.RETURN, by, now, self.random.choice(remarks()["reasons"]))

    def repair(self, by: User, now: datetime) -> None:
        """What the reviewer remarked on is answered anew: one half with further evidence, the other a level lower."""
        with self._locked() as assessment:
            nodes = tree_of(assessment.instrument).by_pk
            stored = list(self._answers(assessment).filter(review=Answer.Review.RETURNED))
            rows = [self._row(answer, nodes[answer.indicator_id], "repaired") for answer in stored]
            rows[1::2] = [_a_level_lower(row, answer) for row, answer in zip(rows, stored, strict=True)][1::2]
            answers = save_answers(assessment=assessment, rows=rows, by=by, now=now)
        for answer in answers[::2]:
            self.attach(answer, nodes[answer.indicator_id], by, now)

    def attach(self, answer: Answer, indicator: IndicatorNode, by: User, now: datetime) -> None:
        """One of the kinds of evidence the instrument names: a photo, a document or a page on the web."""
        kind = self.random.choice(indicator.evidence_kinds or ("Dokumen pendukung",))
        name = f"{kind} - {answer.subject or self.place}"
        if kind.startswith("Tangkapan layar") and self.random.random() < LINKED:
            url = f"https://{self.site}/layanan/{indicator.code.lower()}-{answer.pk}"
            add_link(answer=answer, url=url, name=name, by=by, now=now)
            return
        is_seen = kind.startswith(("Foto", "Tangkapan layar"))
        made = files.photo if is_seen else files.document
        upload = SimpleUploadedFile(name, made(f"{kind} {answer.version}", self.place))
        evidence = add_file(answer=answer, upload=upload, upload_key=None, by=by, now=now)
        self.written.append(str(evidence.file.name))

    @contextmanager
    def _locked(self) -> Iterator[Assessment]:
        with transaction.atomic():
            yield Assessment.objects.locked().get(pk=self.assessment_id)

    def _spots(self, tree: InstrumentTree, assessment: Assessment) -> Iterator[ChecklistPlace]:
        subjects = subjects_of(assessment)
        for indicator in tree.indicators():
            if indicator.has_subjects:
                yield from (ChecklistPlace(indicator, s) for s in subjects if s.scope == indicator.scope)
            else:
                yield ChecklistPlace(indicator, None)

    def _answers(self, assessment: Assessment) -> QuerySet[Answer]:
        return Answer.objects.filter(assessment=assessment).select_related("subject").order_by("pk")

    def _row(self, answer: Answer, indicator: IndicatorNode, why: str) -> SentAnswer:
        """The answer improved a little, with a note that says why."""
        given = replace(self.office.answer(indicator, lifted=4), note=self.random.choice(remarks()[why]))
        return SentAnswer(indicator, _ref(answer.subject), given, answer.version)

    def _review(
        self, assessment: Assessment, answer: Answer, review: str, remark: str, by: User, now: datetime
    ) -> None:
        review_answer(
            assessment=assessment,
            answer=answer,
            review=review,
            note=self.random.choice(remarks()[remark]),
            seen_version=answer.version,
            by=by,
            now=now,
        )


def _a_level_lower(row: SentAnswer, answer: Answer) -> SentAnswer:
    """The remark was right: what was claimed cannot be shown."""
    note = "Tingkat disesuaikan dengan keadaan setelah diperiksa bersama Inspektorat."
    return replace(row, given=GivenAnswer(points=(answer.points or 1) - 1, note=note))


def _ref(subject: Subject | None) -> str:
    return subject.ref if subject else ""
