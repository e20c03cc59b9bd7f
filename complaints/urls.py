from django.urls import path

import units.urls  # noqa: F401  registers <pemda:…>
from complaints.views import calendar as calendar_views
from complaints.views import identity as identity_views
from complaints.views import cases, entry, identity, lists, public, public_follow

app_name = "complaints"

urlpatterns = [
    path("pemda/<pemda:code>/hari-libur/", calendar_views.calendar, name="calendar"),
    path("pemda/<pemda:code>/hari-libur/tambah/", calendar_views.day_off_create, name="day_off_create"),
    path("pemda/<pemda:code>/hari-libur/<int:pk>/", calendar_views.day_off_edit, name="day_off_edit"),
    path("pemda/<pemda:code>/tenggat/", calendar_views.clocks, name="clocks"),
    path("pemda/<pemda:code>/tenggat/tambah/", calendar_views.clock_create, name="clock_create"),
    path("pemda/<pemda:code>/tenggat/<int:pk>/", calendar_views.clock_edit, name="clock_edit"),
    path("adu/<pemda:code>/", public.public_government, name="public_government"),
    path("adu/<pemda:code>/<int:pk>/", public.public_unit, name="public_unit"),
    path("adu/terkirim/", public.sent, name="sent"),
    path("lacak/", public_follow.follow_enter, name="follow_enter"),
    path("lacak/buka/<str:code>/", public_follow.follow_link, name="follow_link"),
    path("lacak/pengaduan/", public_follow.follow, name="follow"),
    path("lacak/pengaduan/tutup/", public_follow.follow_leave, name="follow_leave"),
    path("lacak/pengaduan/lampiran/<int:pk>/", public_follow.follow_attachment, name="follow_attachment"),
    path("lacak/pengaduan/<slug:act>/", public_follow.follow_act, name="follow_act"),
    path("pemda/<pemda:code>/pengaduan/", lists.complaints, name="complaints"),
    path("pemda/<pemda:code>/pengaduan/catat/", entry.record, name="record"),
    path("pemda/<pemda:code>/pengaduan/massal/", lists.bulk, name="bulk"),
    path("pengaduan/<int:pk>/", cases.complaint, name="complaint"),
    path("pengaduan/<int:pk>/langkah/<slug:move>/", cases.move, name="move"),
    path("pengaduan/<int:pk>/pesan/", cases.message, name="message"),
    path("pengaduan/<int:pk>/catatan/", cases.note, name="note"),
    path("pengaduan/<int:pk>/tenggat/<int:clock>/", cases.extend, name="extend"),
    path("pengaduan/<int:pk>/lampiran/", cases.attach, name="attach"),
    path("pengaduan/<int:pk>/lampiran/<int:attachment>/", cases.attachment, name="attachment"),
    path("pengaduan/<int:pk>/gabung/", cases.link, name="link"),
    path("pengaduan/<int:pk>/pecah/", cases.split, name="split"),
    path("pengaduan/<int:pk>/data/", cases.facts, name="facts"),
    path("pengaduan/<int:pk>/petugas/", cases.assign, name="assign"),
    path("pengaduan/<int:pk>/tanda-terima/", entry.receipt, name="receipt"),
    path("pengaduan/<int:pk>/kode-baru/", entry.new_code, name="new_code"),
    path("pengaduan/<int:pk>/identitas/", identity.identity, name="identity"),
    path("pengaduan/<int:pk>/identitas/ubah/", identity.identity_correct, name="identity_correct"),
    path("pengaduan/<int:pk>/data-pribadi/", identity.person, name="person"),
    path("pengaduan/<int:pk>/data-pribadi/salinan/", identity.person_export, name="person_export"),
    path("pengaduan/<int:pk>/data-pribadi/hapus/", identity.person_erase, name="person_erase"),
    path("pemda/<pemda:code>/data-pribadi/", identity.person_search, name="person_search"),
    path("pemda/<pemda:code>/pengaduan/orang/", identity_views.person_search, name="person_search"),
    path("pengaduan/<int:pk>/identitas/", identity_views.identity, name="identity"),
    path("pengaduan/<int:pk>/identitas/ubah/", identity_views.identity_correct, name="identity_correct"),
    path("pengaduan/<int:pk>/data-pribadi/", identity_views.person, name="person"),
    path("pengaduan/<int:pk>/data-pribadi/salinan/", identity_views.person_export, name="person_export"),
    path("pengaduan/<int:pk>/data-pribadi/hapus/", identity_views.person_erase, name="person_erase"),
]
