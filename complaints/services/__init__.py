from complaints.services.clocks import change_clock, create_local_clock, load_clocks, shape_problems
from complaints.services.days_off import change_day_off, create_day_off, load_days_off
from kspp.lib.errors import Refused
from kspp.lib.writing import Loaded

__all__ = [
    "Loaded",
    "Refused",
    "change_clock",
    "change_day_off",
    "create_day_off",
    "create_local_clock",
    "load_clocks",
    "load_days_off",
    "shape_problems",
]
