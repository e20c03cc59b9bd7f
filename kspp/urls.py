from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from kspp.health import healthz
from kspp.views import gallery
from reports.dashboards.views import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("galeri/", gallery, name="gallery"),
    path("admin/", admin.site.urls),
    path("akun/email/", RedirectView.as_view(pattern_name="mfa_index"), name="account_email_closed"),
    path("akun/", include("allauth.urls")),
    path("", include("directory.urls")),
    path("", include("instruments.urls")),
    path("", include("assessments.urls")),
    path("", include("official_results.urls")),
    path("", include("planning.urls")),
    path("", include("complaints.urls")),
    path("", include("reports.urls")),
]
