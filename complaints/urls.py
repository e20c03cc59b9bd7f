from django.urls import path

import units.urls  # noqa: F401  registers <pemda:…>
from complaints import views

app_name = "complaints"

urlpatterns = [
    path("pemda/<pemda:code>/hari-libur/", views.calendar, name="calendar"),
    path("pemda/<pemda:code>/hari-libur/tambah/", views.day_off_create, name="day_off_create"),
    path("pemda/<pemda:code>/hari-libur/<int:pk>/", views.day_off_edit, name="day_off_edit"),
    path("pemda/<pemda:code>/tenggat/", views.clocks, name="clocks"),
    path("pemda/<pemda:code>/tenggat/tambah/", views.clock_create, name="clock_create"),
    path("pemda/<pemda:code>/tenggat/<int:pk>/", views.clock_edit, name="clock_edit"),
]
