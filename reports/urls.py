"""Routes of reports and of the cockpit."""

from django.urls import path

from reports.views import dashboard, reports

app_name = "reports"

urlpatterns = [
    path("siklus/<int:pk>/dasbor/", dashboard.dashboard, name="dashboard"),
    path("siklus/<int:pk>/laporan/", reports.reports, name="reports"),
    path("siklus/<int:pk>/laporan/pesan/", reports.order, name="order"),
    path("laporan/<uuid:pk>/", reports.report, name="report"),
    path("laporan/<uuid:pk>/kemajuan/", reports.progress, name="progress"),
    path("laporan/<uuid:pk>/unduh/", reports.download, name="download"),
    path("laporan/<uuid:pk>/cetak-ulang/", reports.reprint, name="reprint"),
    path("laporan/<uuid:pk>/coba-lagi/", reports.retry, name="retry"),
]
