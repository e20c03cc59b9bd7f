from django.urls import path, register_converter

from units import views


class GovernmentCode:
    """A region code: `17` for a province, `17.04` for a kabupaten or kota."""

    regex = r"[0-9]{2}(?:\.[0-9]{2})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(GovernmentCode, "pemda")

app_name = "units"
urlpatterns = [
    path("pemda/", views.governments, name="governments"),
    path("pemda/<pemda:code>/", views.government, name="government"),
    path("pemda/<pemda:code>/ubah/", views.government_edit, name="government_edit"),
    path("pemda/<pemda:code>/unit/", views.unit_list, name="unit_list"),
    path("pemda/<pemda:code>/unit/tambah/", views.unit_create, name="unit_create"),
    path("unit/<int:pk>/", views.unit, name="unit"),
    path("unit/<int:pk>/ubah/", views.unit_edit, name="unit_edit"),
    path("unit/<int:pk>/produk/tambah/", views.product_create, name="product_create"),
    path("produk/<int:pk>/", views.product_edit, name="product_edit"),
    path("unit/<int:pk>/petugas/tambah/", views.officer_create, name="officer_create"),
    path("petugas/<int:pk>/", views.officer_edit, name="officer_edit"),
]
