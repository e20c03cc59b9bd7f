from django.urls import path

import units.urls  # noqa: F401  registers <pemda:…>
from assessments.views import actions, checklist, cycles, efforts, evidence, explaining, gains, planner, workflow

app_name = "assessments"

urlpatterns = [
    path("pemda/<pemda:code>/siklus/", cycles.cycles, name="cycles"),
    path("pemda/<pemda:code>/siklus/buka/", cycles.cycle_open, name="cycle_open"),
    path("siklus/<int:pk>/", cycles.cycle, name="cycle"),
    path("siklus/<int:pk>/penjelasan/", explaining.total, name="total"),
    path("siklus/<int:pk>/ubah/", cycles.cycle_edit, name="cycle_edit"),
    path("siklus/<int:pk>/lokus/", cycles.loci, name="loci"),
    path("lokus/<int:pk>/sampel/", cycles.sample, name="sample"),
    path("penilaian/<int:pk>/", checklist.checklist, name="checklist"),
    path("penilaian/<int:pk>/jawaban/", checklist.save, name="answers"),
    path("penilaian/<int:pk>/baris/", checklist.row, name="row"),
    path("penilaian/<int:pk>/wawancara/", checklist.outcome, name="outcome"),
    path("penilaian/<int:pk>/kurang/", checklist.gaps, name="gaps"),
    path("penilaian/<int:pk>/penjelasan/", explaining.explanation, name="explanation"),
    path("penilaian/<int:pk>/lembar-nilai.json", checklist.score_sheet, name="score_sheet"),
    path("penilaian/<int:pk>/pindah/", workflow.move, name="move"),
    path("penilaian/<int:pk>/riwayat/", workflow.history, name="history"),
    path("penilaian/<int:pk>/tinjau/", workflow.review, name="review"),
    path("penilaian/<int:pk>/bukti/", evidence.evidence_add, name="evidence_add"),
    path("penilaian/<int:pk>/bukti/panel/", checklist.evidence_panel, name="evidence_panel"),
    path("bukti/<int:pk>/", evidence.evidence, name="evidence"),
    path("bukti/<int:pk>/hapus/", evidence.evidence_remove, name="evidence_remove"),
    path("siklus/<int:pk>/tindakan/", actions.cycle_actions, name="cycle_actions"),
    path("siklus/<int:pk>/tindakan/tambah/", actions.cycle_action_add, name="cycle_action_add"),
    path("lokus/<int:pk>/tindakan/", actions.unit_actions, name="unit_actions"),
    path("lokus/<int:pk>/tindakan/tambah/", actions.unit_action_add, name="unit_action_add"),
    path("tindakan/<int:pk>/", actions.one_action, name="action"),
    path("tindakan/<int:pk>/ubah/", actions.action_edit, name="action_edit"),
    path("tindakan/<int:pk>/keadaan/", actions.action_move, name="action_move"),
    path("pemda/<pemda:code>/hari-kerja/<int:pk>/", efforts.efforts, name="efforts"),
    path("penilaian/<int:pk>/peluang/", gains.unit, name="gains"),
    path("siklus/<int:pk>/peluang/", gains.government, name="cycle_gains"),
    path("penilaian/<int:pk>/rencana/", planner.unit, name="planner"),
    path("penilaian/<int:pk>/rencana/simpan/", planner.unit_keep, name="planner_keep"),
    path("siklus/<int:pk>/rencana/", planner.government, name="cycle_planner"),
    path("siklus/<int:pk>/rencana/simpan/", planner.government_keep, name="cycle_planner_keep"),
]
