from kspp.lib.errors import Conflict, Refused
from kspp.lib.writing import Loaded
from units.services.people import change_officer, change_product, create_officer, create_product
from units.services.places import change_government, change_unit, create_unit
from units.services.regions import load_regions

__all__ = [
    "Conflict",
    "Loaded",
    "Refused",
    "change_government",
    "change_officer",
    "change_product",
    "change_unit",
    "create_officer",
    "create_product",
    "create_unit",
    "load_regions",
]
