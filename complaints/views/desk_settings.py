"""The page on which a government decides about its complaint desk."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import fetch_government
from complaints.forms.desk_settings import DeskSettingsForm
from complaints.selectors.desk_settings import settings_of
from complaints.services.desk_settings import change_desk_settings
from complaints.views.case_frame import desk_trail
from complaints.views.rows import answer_row
from kspp.lib.form_pages import typed
from kspp.lib.http import form_page


@form_page
def desk_settings(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.COMPLAINT_SETTINGS, code)
    return answer_row(
        request,
        DeskSettingsForm(*typed(request), instance=settings_of(government)),
        partial(change_desk_settings, government=government),
        title="Pengaturan pengaduan",
        eyebrow=government.full_name,
        lead="Berlaku bagi semua unit. Perubahan berlaku juga bagi pengaduan yang sedang ditangani.",
        said="Pengaturan pengaduan tersimpan.",
        back=reverse("complaints:desk_settings", args=[government.code]),
        trail=desk_trail(request, government, ("Pengaturan", "")),
    )
