from django.urls import path

import units.converters  # noqa: F401  registers <pemda:…>
from assessments.views import checklist, crosswalk, cycles, evidence, explaining, further, moving, previewing, workflow

app_name = "assessments"

urlpatterns = [
    path("pemda/<pemda:code>/siklus/", cycles.cycles, name="cycles"),
    path("pemda/<pemda:code>/siklus/buka/", cycles.cycle_open, name="cycle_open"),
    path("siklus/<int:pk>/", cycles.cycle, name="cycle"),
    path("siklus/<int:pk>/penjelasan/", explaining.total, name="total"),
    path("siklus/<int:pk>/penjelasan.xlsx", explaining.total_xlsx, name="total_xlsx"),
    path("siklus/<int:pk>/penjelasan.json", explaining.total_as_json, name="total_json"),
    path("siklus/<int:pk>/ubah/", cycles.cycle_edit, name="cycle_edit"),
    path("siklus/<int:pk>/instrumen/", further.add, name="further_add"),
    path("siklus/<int:pk>/instrumen/lepas/", further.remove, name="further_remove"),
    path("siklus/<int:pk>/pindah/", moving.cycle_targets, name="cycle_targets"),
    path("siklus/<int:pk>/pindah/<int:target>/", moving.cycle_move, name="cycle_move"),
    path("siklus/<int:pk>/lokus/", cycles.loci, name="loci"),
    path("lokus/<int:pk>/sampel/", cycles.sample, name="sample"),
    path("penilaian/<int:pk>/", checklist.checklist, name="checklist"),
    path("penilaian/<int:pk>/jawaban/", checklist.save, name="answers"),
    path("penilaian/<int:pk>/baris/", checklist.row, name="row"),
    path("penilaian/<int:pk>/wawancara/", checklist.outcome, name="outcome"),
    path("penilaian/<int:pk>/kurang/", checklist.gaps, name="gaps"),
    path("penilaian/<int:pk>/penjelasan/", explaining.explanation, name="explanation"),
    path("penilaian/<int:pk>/penjelasan.xlsx", explaining.explanation_xlsx, name="explanation_xlsx"),
    path("penilaian/<int:pk>/penjelasan.json", explaining.explanation_as_json, name="explanation_json"),
    path("penilaian/<int:pk>/lembar-nilai.json", checklist.score_sheet, name="score_sheet"),
    path("penilaian/<int:pk>/pindah/", workflow.move, name="move"),
    path("penilaian/<int:pk>/riwayat/", workflow.history, name="history"),
    path("penilaian/<int:pk>/usulan/", crosswalk.proposals, name="proposals"),
    path("penilaian/<int:pk>/usulan/pakai/", crosswalk.take, name="proposals_take"),
    path("penilaian/<int:pk>/tinjau/", workflow.review, name="review"),
    path("penilaian/<int:pk>/bukti/", evidence.evidence_add, name="evidence_add"),
    path("penilaian/<int:pk>/bukti/pakai/", evidence.evidence_reuse, name="evidence_reuse"),
    path("penilaian/<int:pk>/bukti/panel/", checklist.evidence_panel, name="evidence_panel"),
    path("bukti/<int:pk>/", evidence.evidence, name="evidence"),
    path("bukti/<int:pk>/hapus/", evidence.evidence_remove, name="evidence_remove"),
    path("instrumen/<slug:code>/pratinjau/", previewing.preview, name="instrument_preview"),
]
