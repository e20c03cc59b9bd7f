"""Plans in the admin."""

from django.contrib import admin

from history.admin import ReadOnlyAdmin
from planning.models import Action, Scenario, StepEffort


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
