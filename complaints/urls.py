from django.urls import path

import units.urls  # noqa: F401  registers <pemda:…>
from complaints.views import calendar as calendar_views

app_name = "complaints"

urlpatterns = [
    path("pemda/<pemda:code>/hari-libur/", calendar_views.calendar, name="calendar"),
    path("pemda/<pemda:code>/hari-libur/tambah/", calendar_views.day_off_create, name="day_off_create"),
    path("pemda/<pemda:code>/hari-libur/<int:pk>/", calendar_views.day_off_edit, name="day_off_edit"),
    path("pemda/<pemda:code>/tenggat/", calendar_views.clocks, name="clocks"),
    path("pemda/<pemda:code>/tenggat/tambah/", calendar_views.clock_create, name="clock_create"),
    path("pemda/<pemda:code>/tenggat/<int:pk>/", calendar_views.clock_edit, name="clock_edit"),
]
