"""Published results in the admin, and the files they came from."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from history.admin import ReadOnlyAdmin, RecordedAdmin
from official_results.models import OfficialImport, OfficialResult
from units.selectors import UnitNames


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
