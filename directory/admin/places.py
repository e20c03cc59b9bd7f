"""Places in the admin of platform staff."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from history.admin import PlatformInline, PlatformOnly, RecordedAdmin, manages_platform
from units.models import Government, GovernmentAlias, Officer, Province, ServiceProduct, ServiceUnit


@admin.register(Province)
class ProvinceAdmin(PlatformOnly, admin.ModelAdmin):
    """Filled by `load_regions`; here to be looked at and searched."""

    list_display = ("code", "name")
    search_fields = ("code", "name")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AliasInline(PlatformInline):
    model = GovernmentAlias
    can_delete = True
    show_change_link = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return manages_platform(request)


@admin.register(Government)
class GovernmentAdmin(RecordedAdmin):
    noun = "government"
    inline_nouns: ClassVar = {"governmentalias": "alias"}
    inlines = (AliasInline,)
    list_display = ("code", "full_name", "level", "province", "signatory_name")
    list_display_links = ("code", "full_name")
    list_filter = ("level", "province")
    list_select_related = ("province",)
    search_fields = ("code", "name", "aliases__name")
    autocomplete_fields = ("province",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(ServiceUnit)
class ServiceUnitAdmin(RecordedAdmin):
    noun = "unit"
    list_display = ("name", "government", "kind", "parent", "is_active")
    list_filter = ("is_active", "kind", "time_zone", "government__province")
    list_select_related = ("government", "parent")
    search_fields = ("name", "aliases__name", "government__name", "government__code")
    autocomplete_fields = ("government", "parent")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("government",) if obj else ()


class UnitPartAdmin(RecordedAdmin):
    """What belongs to one unit and stays with it."""

    list_select_related = ("unit__government",)
    autocomplete_fields = ("unit",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("unit",) if obj else ()

    @admin.display(description="pemerintah daerah", ordering="unit__government__name")
    def government(self, row: Any) -> Government:
        return row.unit.government


@admin.register(ServiceProduct)
class ServiceProductAdmin(UnitPartAdmin):
    noun = "product"
    list_display = ("name", "unit", "government", "is_active")
    list_filter = ("is_active", "unit__kind")
    search_fields = ("name", "unit__name", "unit__government__name")


@admin.register(Officer)
class OfficerAdmin(UnitPartAdmin):
    noun = "officer"
    list_display = ("name", "duty", "post", "unit", "government", "serves_until", "is_active")
    list_filter = ("is_active", "duty", "unit__kind")
    search_fields = ("name", "post", "decree_number", "unit__name", "unit__government__name")
