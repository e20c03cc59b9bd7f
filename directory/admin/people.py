"""People in the admin of platform staff."""

from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Membership, User
from directory.sentences import people as sentences
from directory.services import memberships as services
from history.admin import PlatformInline, RecordedAdmin
from kspp.lib.errors import Refused

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(Group)


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("user", "role", "government", "unit", "is_active")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        unit, government = cleaned.get("unit"), cleaned.get("government")
        if unit and government and unit.government_id != government.pk:
            self.add_error("unit", sentences.PROBLEMS[sentences.PersonRefusal.UNIT_ELSEWHERE])
        return cleaned


class MembershipInline(PlatformInline):
    """Roles are added here; an existing one is opened through its link."""

    model = Membership
    form = MembershipForm
    autocomplete_fields = ("government", "unit")
    fields = ("role", "government", "unit", "is_active")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """No passwords here: people set their own through the link of an invitation."""

    noun = "user"
    inline_nouns: ClassVar = {"membership": "membership"}
    form = UserForm
    inlines = (MembershipInline,)
    fields = ("email", "name", "is_active", "is_staff", "last_login", "invited_at", "date_joined")
    list_display = ("name", "email", "is_active", "is_staff", "last_login", "invited_at")
    list_filter = ("is_active", "is_staff", "memberships__role")
    search_fields = ("name", "email", "memberships__government__name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        dates = ("last_login", "invited_at", "date_joined")
        return ("email", *dates) if obj else dates

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


for brought_by_allauth in (EmailAddress, Authenticator):
    admin.site.unregister(brought_by_allauth)  # they would show secrets and write outside the history


@admin.register(Membership)
class MembershipAdmin(RecordedAdmin):
    noun = "membership"
    form = MembershipForm
    actions = ("invite_again",)
    list_display = ("user", "role", "government", "unit", "is_active", "created_at")
    list_filter = ("is_active", "role", "created_at")
    list_select_related = ("user", "government", "unit")
    search_fields = ("user__name", "user__email", "government__name", "government__code", "unit__name")
    autocomplete_fields = ("user", "government", "unit")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "role", "government", "unit") if obj else ()

    @admin.action(description="Kirim undangan")
    def invite_again(self, request: HttpRequest, chosen: QuerySet[Membership]) -> None:
        for membership in chosen.select_related("user"):
            try:
                services.resend_invitation(membership=membership, by=request.user, now=timezone.now())  # type: ignore[arg-type]
            except Refused as refusal:
                messages.error(request, f"{membership.user}: {' '.join(refusal.said_by(sentences.PROBLEMS))}")
            else:
                messages.success(request, sentences.RESENT.format(membership.user))
