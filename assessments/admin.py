"""Assessments in the admin of platform staff: everything readable, nothing rewritten past services and history."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.models import (
    Answer,
    Assessment,
    AssessmentCycle,
    CycleInstrument,
    Evidence,
    Locus,
    Phase,
    ScoreSnapshot,
    Subject,
)
from history.admin import BranchAdmin, ReadOnlyAdmin, ReadOnlyInline
from units.models import Government, ServiceUnit


class PhaseInline(ReadOnlyInline):
    model = Phase
    fields = ("position", "name", "starts_on", "ends_on")
    show_change_link = False


class LocusInline(ReadOnlyInline):
    model = Locus
    fields = ("unit", "standing")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("unit", "cycle")


class CycleInstrumentInline(ReadOnlyInline):
    model = CycleInstrument
    fields = ("instrument", "added_at")
    show_change_link = False


@admin.register(AssessmentCycle)
class AssessmentCycleAdmin(ReadOnlyAdmin):
    list_display = ("year", "government", "instrument", "standing")
    list_filter = ("year", "standing", "instrument", "government__province")
    list_select_related = ("government", "instrument")
    search_fields = ("government__name", "government__code", "year")
    inlines = (PhaseInline, CycleInstrumentInline, LocusInline)


class SubjectInline(ReadOnlyInline):
    model = Subject
    fields = ("scope", "position", "name", "post", "outcome")
    show_change_link = False


class AssessmentInline(ReadOnlyInline):
    model = Assessment
    fields = ("instrument", "state", "floor", "zone", "grade", "answered", "expected")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("instrument", "locus__unit", "locus__cycle")


@admin.register(Locus)
class LocusAdmin(ReadOnlyAdmin):
    list_display = ("unit", "cycle", "standing")
    list_filter = ("standing", "cycle__year", "unit__kind")
    list_select_related = ("unit", "cycle__government")
    search_fields = ("unit__name", "cycle__government__name", "cycle__government__code")
    inlines = (SubjectInline, AssessmentInline)


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = (
        "indicator",
        "subject",
        "points",
        "figure",
        "tally",
        "chosen",
        "note",
        "review",
        "updated_at",
        "updated_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("indicator", "subject", "updated_by")


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("unit", "government", "year", "state", "floor", "zone", "grade", "answered", "expected")
    list_filter = ("state", "zone", "locus__cycle__year", "instrument")
    list_select_related = ("locus__unit", "locus__cycle__government")
    search_fields = ("locus__unit__name", "locus__cycle__government__name", "locus__cycle__government__code")
    inlines = (AnswerInline,)

    @admin.display(description="unit", ordering="locus__unit__name")
    def unit(self, assessment: Assessment) -> ServiceUnit:
        return assessment.unit

    @admin.display(description="pemerintah daerah", ordering="locus__cycle__government__name")
    def government(self, assessment: Assessment) -> Government:
        return assessment.government

    @admin.display(description="tahun", ordering="locus__cycle__year")
    def year(self, assessment: Assessment) -> int:
        return assessment.locus.cycle.year


class EvidenceInline(ReadOnlyInline):
    """Without the file itself, which is only handed out by the page that checks who asks."""

    model = Evidence
    fields = ("name", "link", "media_type", "size", "uploaded_at", "uploaded_by", "removed_at")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("uploaded_by")


@admin.register(Answer)
class AnswerAdmin(BranchAdmin):
    list_display = ("pk", "indicator", "subject", "updated_at")
    list_select_related = ("indicator", "subject")
    inlines = (EvidenceInline,)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    fields = ("answer", "name", "link", "media_type", "size", "sha256", "uploaded_at", "uploaded_by", "removed_at")
    list_display = ("name", "media_type", "size", "uploaded_at", "uploaded_by", "removed_at")
    list_filter = ("media_type", "uploaded_at", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("uploaded_by",)
    search_fields = ("name", "sha256", "answer__assessment__locus__unit__name")


@admin.register(ScoreSnapshot)
class ScoreSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("assessment", "moment", "floor", "taken_at")
    list_filter = ("moment",)
    list_select_related = ("assessment__locus__unit", "assessment__locus__cycle")
