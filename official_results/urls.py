from django.urls import path

import units.converters  # noqa: F401  registers <pemda:…>
from official_results.views import files, government, honesty, imports, tables, unit_names

app_name = "official_results"

urlpatterns = [
    path("pemda/<pemda:code>/nilai-sendiri-dan-resmi/", honesty.government, name="honesty"),
    path("unit/<int:pk>/nilai-sendiri-dan-resmi/", honesty.unit, name="unit_honesty"),
    path("hasil-resmi/impor/", imports.official_imports, name="official_imports"),
    path("hasil-resmi/impor/templat.csv", imports.official_template, {"kind": "csv"}, name="official_template_csv"),
    path("hasil-resmi/impor/templat.xlsx", imports.official_template, {"kind": "xlsx"}, name="official_template_xlsx"),
    path("hasil-resmi/impor/<uuid:pk>/", imports.official_import, name="official_import"),
    path("hasil-resmi/impor/<uuid:pk>/muat/", imports.official_take, name="official_take"),
    path("hasil-resmi/impor/<uuid:pk>/batalkan/", imports.official_drop, name="official_drop"),
    path("pemda/<pemda:code>/hasil-resmi/unit/", unit_names.official_units, name="official_units"),
    path("hasil-resmi/", tables.official, name="official"),
    path("hasil-resmi/unduh.csv", files.official_file, {"kind": "csv"}, name="official_csv"),
    path("hasil-resmi/unduh.xlsx", files.official_file, {"kind": "xlsx"}, name="official_xlsx"),
    path("hasil-resmi/provinsi/<pemda:code>/", tables.official_province, name="official_province"),
    path("pemda/<pemda:code>/hasil-resmi/", government.official_government, name="official_government"),
]
