"""Who may be asked to do something for a unit: accounts that reach it, and its officers."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Membership, User
from accounts.permissions import Role
from units.models import Government, Officer


@dataclass(frozen=True, slots=True)
class Owner:
    """`text` names one person among those offered; `unit` None: of the government as a whole."""

    text: str
    role: str
    unit: int | None
    user: User | None


class Owners:
    """Those offered, and who a typed name means."""

    def __init__(self, rows: Collection[Owner]) -> None:
        self.rows = tuple(rows)
        self._by_text = {row.text.casefold(): row for row in reversed(self.rows)}

    def named(self, text: str) -> User | None:
        """The account behind a name as it was offered; None for everybody else."""
        found = self._by_text.get(text.casefold())
        return found.user if found else None

    def of_unit(self, unit: int) -> tuple[Owner, ...]:
        """The unit's own people first, its operator before them."""
        own = [row for row in self.rows if row.unit == unit]
        return (*own, *(row for row in self.rows if row.unit is None))

    def usual(self, unit: int) -> str:
        """Who is proposed: the unit's operator, else its first officer, else whoever comes first."""
        return next((row.text for row in self.of_unit(unit)), "")


def owners_of(government: Government, units: Collection[int], today: date) -> Owners:
    """Two queries, however many units."""
    memberships = Membership.objects.filter(
        Q(unit=None) | Q(unit__in=units), government=government, is_active=True, user__is_active=True
    )
    accounts = list(memberships.select_related("user").order_by("user__name", "pk"))
    accounts.sort(key=lambda m: m.role != Role.UNIT_OPERATOR)
    officers = Officer.objects.serving(today).filter(unit__in=units).order_by("name", "pk")
    people = {m.user_id: m.user for m in accounts}
    twins = Counter(user.name.casefold() for user in people.values())
    rows: dict[tuple[str, int | None], Owner] = {}
    for m in accounts:
        name = m.user.name if twins[m.user.name.casefold()] == 1 else f"{m.user.name} ({m.user.email})"
        rows.setdefault((name, m.unit_id), Owner(name, m.get_role_display(), m.unit_id, m.user))
    for officer in officers:
        rows.setdefault((officer.name, officer.unit_id), Owner(officer.name, officer.post, officer.unit_id, None))
    return Owners(rows.values())
