"""The library in the admin: instruments come from reviewed files, and a changed one is a new version."""

from django.contrib import admin

from history.admin import BranchAdmin, ReadOnlyAdmin, ReadOnlyInline
from instruments.models import (
    Band,
    Dimension,
    Indicator,
    InstrumentVersion,
    Level,
    OutcomeFactor,
    Part,
    SampleRule,
    Variable,
)


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
