"""Assessments in the admin of platform staff: everything readable, nothing rewritten past services and history."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.models import (
    Action,
    Answer,
    Assessment,
    AssessmentCycle,
    Band,
    CycleInstrument,
    Dimension,
    Evidence,
    Indicator,
    InstrumentVersion,
    Level,
    Locus,
    OfficialImport,
    OfficialResult,
    OutcomeFactor,
    Part,
    Phase,
    SampleRule,
    Scenario,
    ScoreSnapshot,
    StepEffort,
    Subject,
    Variable,
)
from history.admin import PlatformInline, PlatformOnly, RecordedAdmin
from units.models import Government, ServiceUnit
from units.selectors import UnitNames


class ReadOnly(PlatformOnly):
    """Shown as text, so that no form field and no list of choices is ever made."""

    def get_readonly_fields(self: Any, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or [field.name for field in self.model._meta.fields if not field.primary_key]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False


class ReadOnlyInline(ReadOnly, PlatformInline):
    pass


class BranchAdmin(ReadOnlyAdmin):
    """Reached from the row above it in the tree, so it needs no line of its own on the front page."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


# Instruments: they come from reviewed files (`load_instruments`), and a changed instrument is a new version.


class LevelInline(ReadOnlyInline):
    model = Level
    fields = ("points", "text")
    show_change_link = False


class IndicatorInline(ReadOnlyInline):
    model = Indicator
    fields = ("code", "name", "scope", "weight", "name_provenance", "weight_provenance", "levels_provenance")


class VariableInline(ReadOnlyInline):
    model = Variable
    fields = ("position", "code", "name")


class DimensionInline(ReadOnlyInline):
    model = Dimension
    fields = ("position", "code", "name", "weight", "weight_provenance")


class PartInline(ReadOnlyInline):
    model = Part
    fields = ("code", "name", "weight", "weight_provenance")


class BandInline(ReadOnlyInline):
    model = Band
    fields = ("lower", "zone", "grade", "label", "provenance")
    show_change_link = False


class SampleRuleInline(ReadOnlyInline):
    model = SampleRule
    fields = ("scope", "number", "per", "provenance")
    show_change_link = False


class OutcomeFactorInline(ReadOnlyInline):
    model = OutcomeFactor
    fields = ("outcome", "factor", "provenance")
    show_change_link = False


@admin.register(InstrumentVersion)
class InstrumentVersionAdmin(ReadOnlyAdmin):
    list_display = ("code", "title", "family", "status", "owner")
    list_filter = ("status", "family")
    list_select_related = ("owner",)
    search_fields = ("code", "title", "owner__name")
    inlines = (PartInline, DimensionInline, BandInline, SampleRuleInline, OutcomeFactorInline)


@admin.register(Dimension)
class DimensionAdmin(BranchAdmin):
    list_display = ("code", "name", "weight", "version")
    list_select_related = ("version",)
    inlines = (VariableInline,)


@admin.register(Variable)
class VariableAdmin(BranchAdmin):
    list_display = ("code", "name", "dimension")
    list_select_related = ("dimension",)
    inlines = (IndicatorInline,)


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "scope", "weight", "version")
    list_filter = ("variable__dimension__version", "scope", "name_provenance", "levels_provenance")
    list_select_related = ("variable__dimension__version",)
    search_fields = ("code", "name", "levels__text")
    inlines = (LevelInline,)

    @admin.display(description="instrumen", ordering="variable__dimension__version__code")
    def version(self, indicator: Indicator) -> InstrumentVersion:
        return indicator.variable.dimension.version


# Cycles and assessments.


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
    fields = ("indicator", "subject", "points", "figure", "tally", "note", "review", "updated_at", "updated_by")

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


@admin.register(OfficialResult)
class OfficialResultAdmin(RecordedAdmin):
    """Typed in from what was published; told in the history, never deleted."""

    noun = "official_result"
    list_display = ("government", "unit_name", "year", "score", "zone", "grade", "rank_national", "source")
    list_display_links = ("government", "unit_name")
    list_filter = ("year", "zone", "instrument_code")
    list_select_related = ("government",)
    search_fields = ("government__name", "government__code", "unit_name", "source")
    autocomplete_fields = ("government",)
    exclude = ("unit", "decimals", "complete_set")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("government",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Linked by its printed name, as an import would, where that was typed or corrected."""
        if "unit_name" in form.changed_data:
            names = UnitNames([obj.government_id])
            obj.unit = names.called(obj.government_id, obj.unit_name) if obj.unit_name else None
        super().save_model(request, obj, form, change)


@admin.register(OfficialImport)
class OfficialImportAdmin(ReadOnlyAdmin):
    fields = ("name", "government", "state", "sha256", "summary", "uploaded_at", "uploaded_by", "decided_at")
    list_display = ("name", "government", "state", "uploaded_at", "uploaded_by")
    list_filter = ("state",)
    list_select_related = ("government", "uploaded_by")
    search_fields = ("name", "sha256", "government__name")


@admin.register(ScoreSnapshot)
class ScoreSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("assessment", "moment", "floor", "taken_at")
    list_filter = ("moment",)
    list_select_related = ("assessment__locus__unit", "assessment__locus__cycle")


# The way up.


@admin.register(StepEffort)
class StepEffortAdmin(ReadOnlyAdmin):
    list_display = ("government", "instrument", "indicator_code", "points", "days")
    list_select_related = ("government", "instrument")
    search_fields = ("government__name", "indicator_code")


@admin.register(Scenario)
class ScenarioAdmin(ReadOnlyAdmin):
    list_display = ("name", "government", "unit", "created_at", "created_by", "removed_at")
    list_select_related = ("government", "unit", "created_by")
    search_fields = ("name", "government__name", "unit__name")


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ("what", "unit", "owner_name", "due_on", "state")
    list_filter = ("state",)
    list_select_related = ("unit",)
    search_fields = ("what", "owner_name", "unit__name")
