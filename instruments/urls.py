from django.urls import path

import units.converters  # noqa: F401  registers <pemda:…>
from instruments.forms.editor import HeadForm, SectionForm
from instruments.forms.editor_lists import (
    BandsForm,
    DimensionWeightsForm,
    IndicatorWeightsForm,
    OutcomesForm,
    PartsForm,
    SamplesForm,
)
from instruments.forms.editor_tree import (
    DimensionForm,
    IndicatorForm,
    NewDimensionForm,
    NewIndicatorForm,
    NewVariableForm,
    VariableForm,
)
from instruments.views import editor, exchange, library

app_name = "instruments"

urlpatterns = [
    path("instrumen/templat.xlsx", exchange.instrument_template, name="instrument_template"),
    path("instrumen/templat.yaml", exchange.instrument_template_text, name="instrument_template_text"),
    path("instrumen/unggah/", exchange.instrument_upload_national, name="instrument_upload_national"),
    path("instrumen/<slug:code>/unduh.xlsx", exchange.instrument_workbook, name="instrument_workbook"),
    path("instrumen/<slug:code>/unduh.yaml", exchange.instrument_file, name="instrument_file"),
    path("instrumen/<slug:code>/unggah/", exchange.instrument_replace, name="instrument_replace"),
    path("pemda/<pemda:code>/instrumen/unggah/", exchange.instrument_upload, name="instrument_upload"),
    path("instrumen/", library.library, name="library"),
    path("instrumen/<slug:code>/", library.instrument, name="instrument"),
    path("instrumen/<slug:code>/banding/", library.comparison, name="instrument_comparison"),
    path("instrumen/<slug:code>/riwayat/", library.history, name="instrument_history"),
    path("instrumen/<slug:code>/salin/", library.clone, name="instrument_clone"),
    path("instrumen/<slug:code>/terbitkan/", library.publish, name="instrument_publish"),
    path("instrumen/<slug:code>/hentikan/", library.retire, name="instrument_retire"),
    path("instrumen/<slug:code>/buang/", library.discard, name="instrument_discard"),
    path("instrumen/<slug:code>/sunting/", editor.draft, name="draft"),
    path("instrumen/<slug:code>/sunting/urutan/", editor.arrange, name="draft_arrange"),
]

DRAFT = "instrumen/<slug:code>/sunting/"
SECTIONS: tuple[tuple[str, type[SectionForm], str], ...] = (
    ("judul/", HeadForm, "draft_head"),
    ("komponen/", PartsForm, "draft_parts"),
    ("sampel/", SamplesForm, "draft_samples"),
    ("wawancara/", OutcomesForm, "draft_outcomes"),
    ("rentang/", BandsForm, "draft_bands"),
    ("bobot/", DimensionWeightsForm, "draft_weights"),
    ("bobot/<str:ref>/", IndicatorWeightsForm, "draft_indicator_weights"),
    ("dimensi/", NewDimensionForm, "draft_dimension_create"),
    ("dimensi/<str:ref>/", DimensionForm, "draft_dimension"),
    ("dimensi/<str:ref>/variabel/", NewVariableForm, "draft_variable_create"),
    ("variabel/<str:ref>/", VariableForm, "draft_variable"),
    ("variabel/<str:ref>/indikator/", NewIndicatorForm, "draft_indicator_create"),
    ("indikator/<str:ref>/", IndicatorForm, "draft_indicator"),
)
"""One view for every section of a draft; the form makes the difference."""
urlpatterns += [
    path(f"{DRAFT}{rest}", editor.section, {"form_class": form}, name=name) for rest, form, name in SECTIONS
]
