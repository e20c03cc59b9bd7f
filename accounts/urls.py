from django.urls import path

import units.urls  # noqa: F401  (registers the converter of region codes)
from accounts import views

app_name = "accounts"
urlpatterns = [
    path("pemda/<pemda:code>/orang/", views.people, name="people"),
    path("pemda/<pemda:code>/orang/undang/", views.invite, name="invite"),
    path("keanggotaan/<int:pk>/", views.membership, name="membership"),
    path("keanggotaan/<int:pk>/nonaktifkan/", views.membership_deactivate, name="membership_deactivate"),
    path("keanggotaan/<int:pk>/aktifkan/", views.membership_reactivate, name="membership_reactivate"),
    path("keanggotaan/<int:pk>/undang-lagi/", views.membership_resend, name="membership_resend"),
    path("unit/<int:pk>/siapa/", views.who_can_see, name="who_can_see"),
]
