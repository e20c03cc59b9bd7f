from django.urls import path

import units.urls  # noqa: F401  registers <pemda:…>
from assessments.views import checklist, cycles, editor, evidence, exchange, explaining, library, moving, workflow

app_name = "assessments"

urlpatterns = [
    path("pemda/<pemda:code>/siklus/", cycles.cycles, name="cycles"),
    path("pemda/<pemda:code>/siklus/buka/", cycles.cycle_open, name="cycle_open"),
    path("siklus/<int:pk>/", cycles.cycle, name="cycle"),
    path("siklus/<int:pk>/penjelasan/", explaining.total, name="total"),
    path("siklus/<int:pk>/ubah/", cycles.cycle_edit, name="cycle_edit"),
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
    path("penilaian/<int:pk>/lembar-nilai.json", checklist.score_sheet, name="score_sheet"),
    path("penilaian/<int:pk>/pindah/", workflow.move, name="move"),
    path("penilaian/<int:pk>/riwayat/", workflow.history, name="history"),
    path("penilaian/<int:pk>/tinjau/", workflow.review, name="review"),
    path("penilaian/<int:pk>/bukti/", evidence.evidence_add, name="evidence_add"),
    path("penilaian/<int:pk>/bukti/panel/", checklist.evidence_panel, name="evidence_panel"),
    path("bukti/<int:pk>/", evidence.evidence, name="evidence"),
    path("bukti/<int:pk>/hapus/", evidence.evidence_remove, name="evidence_remove"),
    path("instrumen/templat.xlsx", exchange.instrument_template, name="instrument_template"),
    path("instrumen/templat.yaml", exchange.instrument_template_text, name="instrument_template_text"),
    path("instrumen/unggah/", exchange.instrument_upload_national, name="instrument_upload_national"),
    path("instrumen/<slug:code>/unduh.xlsx", exchange.instrument_workbook, name="instrument_workbook"),
    path("instrumen/<slug:code>/unduh.yaml", exchange.instrument_file, name="instrument_file"),
    path("instrumen/<slug:code>/unggah/", exchange.instrument_replace, name="instrument_replace"),
    path("pemda/<pemda:code>/instrumen/unggah/", exchange.instrument_upload, name="instrument_upload"),
]

urlpatterns += [
    path("instrumen/", library.library, name="library"),
    path("instrumen/<slug:code>/", library.instrument, name="instrument"),
    path("instrumen/<slug:code>/banding/", library.comparison, name="instrument_comparison"),
    path("instrumen/<slug:code>/riwayat/", library.history, name="instrument_history"),
    path("instrumen/<slug:code>/pratinjau/", library.preview, name="instrument_preview"),
    path("instrumen/<slug:code>/salin/", library.clone, name="instrument_clone"),
    path("instrumen/<slug:code>/terbitkan/", library.publish, name="instrument_publish"),
    path("instrumen/<slug:code>/hentikan/", library.retire, name="instrument_retire"),
    path("instrumen/<slug:code>/buang/", library.discard, name="instrument_discard"),
    path("instrumen/<slug:code>/sunting/", editor.draft, name="draft"),
    path("instrumen/<slug:code>/sunting/urutan/", editor.arrange, name="draft_arrange"),
    path("instrumen/<slug:code>/sunting/judul/", editor.head, name="draft_head"),
    path("instrumen/<slug:code>/sunting/komponen/", editor.parts, name="draft_parts"),
    path("instrumen/<slug:code>/sunting/sampel/", editor.samples, name="draft_samples"),
    path("instrumen/<slug:code>/sunting/wawancara/", editor.outcomes, name="draft_outcomes"),
    path("instrumen/<slug:code>/sunting/rentang/", editor.bands, name="draft_bands"),
    path("instrumen/<slug:code>/sunting/bobot/", editor.weights, name="draft_weights"),
    path("instrumen/<slug:code>/sunting/bobot/<str:ref>/", editor.weights, name="draft_indicator_weights"),
    path("instrumen/<slug:code>/sunting/dimensi/", editor.dimension_create, name="draft_dimension_create"),
    path("instrumen/<slug:code>/sunting/dimensi/<str:ref>/", editor.dimension, name="draft_dimension"),
    path(
        "instrumen/<slug:code>/sunting/dimensi/<str:ref>/variabel/",
        editor.variable_create,
        name="draft_variable_create",
    ),
    path("instrumen/<slug:code>/sunting/variabel/<str:ref>/", editor.variable, name="draft_variable"),
    path(
        "instrumen/<slug:code>/sunting/variabel/<str:ref>/indikator/",
        editor.indicator_create,
        name="draft_indicator_create",
    ),
    path("instrumen/<slug:code>/sunting/indikator/<str:ref>/", editor.indicator, name="draft_indicator"),
]
