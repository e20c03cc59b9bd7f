from django.urls import path

import units.converters  # noqa: F401  registers <pemda:…>
from directory.views import people, places

app_name = "directory"

urlpatterns = [
    path("pemda/", places.governments, name="governments"),
    path("pemda/<pemda:code>/", places.government, name="government"),
    path("pemda/<pemda:code>/ubah/", places.government_edit, name="government_edit"),
    path("pemda/<pemda:code>/unit/", places.unit_list, name="unit_list"),
    path("pemda/<pemda:code>/unit/tambah/", places.unit_create, name="unit_create"),
    path("unit/<int:pk>/", places.unit, name="unit"),
    path("unit/<int:pk>/ubah/", places.unit_edit, name="unit_edit"),
    path("unit/<int:pk>/produk/tambah/", places.product_create, name="product_create"),
    path("produk/<int:pk>/", places.product_edit, name="product_edit"),
    path("unit/<int:pk>/petugas/tambah/", places.officer_create, name="officer_create"),
    path("petugas/<int:pk>/", places.officer_edit, name="officer_edit"),
    path("pemda/<pemda:code>/orang/", people.people, name="people"),
    path("pemda/<pemda:code>/orang/undang/", people.invite, name="invite"),
    path("keanggotaan/<int:pk>/", people.membership, name="membership"),
    path("keanggotaan/<int:pk>/nonaktifkan/", people.membership_deactivate, name="membership_deactivate"),
    path("keanggotaan/<int:pk>/aktifkan/", people.membership_reactivate, name="membership_reactivate"),
    path("keanggotaan/<int:pk>/undang-lagi/", people.membership_resend, name="membership_resend"),
    path("unit/<int:pk>/siapa/", people.who_can_see, name="who_can_see"),
]
