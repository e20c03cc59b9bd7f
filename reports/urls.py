"""Routes of reports and of the cockpit."""

from django.urls import path

import units.converters  # noqa: F401  registers <pemda:…>
from reports.dashboards import views as dashboard
from reports.documents.views import complaints, reports
from reports.suggestions import views as suggestions

app_name = "reports"

urlpatterns = [
    path("siklus/<int:pk>/dasbor/", dashboard.dashboard, name="dashboard"),
    path("siklus/<int:pk>/laporan/", reports.reports, name="reports"),
    path("siklus/<int:pk>/laporan/pesan/", reports.order, name="order"),
    path("pemda/<pemda:code>/laporan-pengaduan/", complaints.complaint_reports, name="complaint_reports"),
    path(
        "pemda/<pemda:code>/laporan-pengaduan/pesan/", complaints.order_complaint_report, name="order_complaint_report"
    ),
    path("pemda/<pemda:code>/register-pengaduan/", complaints.register, name="register"),
    path("pemda/<pemda:code>/register-pengaduan/xlsx/", complaints.register_sheet, name="register_sheet"),
    path("adu/<pemda:code>/standar/", complaints.standard, name="standard"),
    path("penilaian/<int:pk>/saran-pengaduan/", suggestions.suggestions, name="suggestions"),
    path("penilaian/<int:pk>/saran-pengaduan/simpan/", suggestions.suggestion, name="suggestion"),
    path("laporan/<uuid:pk>/", reports.report, name="report"),
    path("laporan/<uuid:pk>/kemajuan/", reports.progress, name="progress"),
    path("laporan/<uuid:pk>/unduh/", reports.download, name="download"),
    path("laporan/<uuid:pk>/cetak-ulang/", reports.reprint, name="reprint"),
    path("laporan/<uuid:pk>/coba-lagi/", reports.retry, name="retry"),
]
