"""The admin of platform staff: opened by the permission table, written into history, nothing that matters deleted."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from accounts.permissions import Permission
from history import sentences
from history.models import Event
from history.services import record


class PlatformOnly:
    """Every right in the admin follows from Permission.PLATFORM_MANAGE. Nothing may be deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return manages_platform(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return manages_platform(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return manages_platform(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return manages_platform(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def manages_platform(request: HttpRequest) -> bool:
    return request.user.is_staff and request.user.has(Permission.PLATFORM_MANAGE)


class PlatformInline(PlatformOnly, admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = True


class RecordedAdmin(PlatformOnly, admin.ModelAdmin):
    """Writes go to history under the model's `noun`, those of the inlines under theirs (by model name)."""

    noun: ClassVar[str]
    inline_nouns: ClassVar[dict[str, str]] = {}
    list_per_page = 50
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not form.changed_data:
            return
        if change and hasattr(obj, "version"):
            stored = type(obj)._base_manager.select_for_update(no_key=True).get(pk=obj.pk)
            obj.version = stored.version + 1
        super().save_model(request, obj, form, change)
        self.tell(request, obj, self.noun, "changed" if change else "created", changes_in(form))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        noun = self.inline_nouns[formset.model._meta.model_name]
        removed = [(inner.instance, inner.instance.pk) for inner in formset.deleted_forms if inner.instance.pk]
        super().save_formset(request, form, formset, change)
        forms = {id(inner.instance): inner for inner in formset.forms}
        for row in formset.new_objects:
            self.tell(request, row, noun, "created", changes_in(forms[id(row)]))
        for row, _ in formset.changed_objects:
            self.tell(request, row, noun, "changed", changes_in(forms[id(row)]))
        for row, key in removed:
            row.pk = key
            self.tell(request, row, noun, "removed", {})

    def tell(self, request: HttpRequest, row: Any, noun: str, verb: str, changes: dict[str, Any]) -> None:
        action, by = f"{noun}.{verb}", request.user
        record(action=action, subject=row, by=by, now=timezone.now(), changes=changes)  # type: ignore[arg-type]


def changes_in(form: Any) -> dict[str, Any]:
    return {name: [plain(form.initial.get(name)), plain(form.cleaned_data.get(name))] for name in form.changed_data}


def plain(value: Any) -> Any:
    """Rows by their key, as the form's initial value has them."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Iterable) and not isinstance(value, str | dict):
        return [plain(item) for item in value]
    return value


@admin.register(Event)
class EventAdmin(PlatformOnly, admin.ModelAdmin):
    """Completely read-only."""

    list_display = ("at", "actor_name", "told", "subject_name", "government", "unit")
    list_display_links = ("at",)
    list_filter = ("at", "action", "subject_type")
    list_select_related = ("government", "unit")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("actor_name", "subject_name", "subject_id", "government__name", "unit__name", "request_id")

    @admin.display(description="tindakan", ordering="action")
    def told(self, event: Event) -> str:
        return sentences.told(event.action)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
