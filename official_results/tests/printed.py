"""A name of a unit that nobody here goes by, as sources print it, and how it is linked."""

from accounts.models import User
from conftest import NOW
from official_results.models import OfficialResult
from official_results.services.unit_names import link_name
from units.models import Government, ServiceUnit

PRINTED = "PKM Mentiring"


def link(
    government: Government, by: User, unit: ServiceUnit | None, *, name: str = PRINTED, seen: int | None = None
) -> int:
    return link_name(government=government, name=name, unit=unit, seen=seen, by=by, now=NOW)


def links() -> dict[str, int | None]:
    """The unit of each printed name."""
    return dict(OfficialResult.objects.exclude(unit_name="").values_list("unit_name", "unit"))
