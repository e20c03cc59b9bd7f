from django.urls import path

import units.converters  # noqa: F401  registers <pemda:…>
from planning.views import actions, actions_from, efforts, gains, planner, scenarios, whatif

app_name = "planning"

urlpatterns = [
    path("penilaian/<int:pk>/andai/", whatif.unit, name="whatif"),
    path("penilaian/<int:pk>/andai/simpan/", whatif.unit_keep, name="whatif_keep"),
    path("siklus/<int:pk>/andai/", whatif.government, name="cycle_whatif"),
    path("siklus/<int:pk>/andai/simpan/", whatif.government_keep, name="cycle_whatif_keep"),
    path("siklus/<int:pk>/skenario/", scenarios.cycle_scenarios, name="cycle_scenarios"),
    path("lokus/<int:pk>/skenario/", scenarios.unit_scenarios, name="unit_scenarios"),
    path("skenario/<int:pk>/", scenarios.scenario, name="scenario"),
    path("skenario/<int:pk>/ubah/", scenarios.scenario_edit, name="scenario_edit"),
    path("skenario/<int:pk>/hapus/", scenarios.scenario_remove, name="scenario_remove"),
    path("skenario/<int:pk>/banding/", scenarios.scenario_compare, name="scenario_compare"),
    path("skenario/<int:pk>/tindakan/", actions_from.plan, name="scenario_actions"),
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
