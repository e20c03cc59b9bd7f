"""What every page needs: whose pages these are, and where this person may go."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from units.models import Government, ServiceUnit


def page(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": [], "current_government": None}
    government = next((m.government for m in user.active_memberships() if m.government), None)
    unit = next((m.unit for m in user.active_memberships() if m.unit), None)
    items = [
        {"label": label, "url": url, "current": request.path == url} for label, url in _places(user, government, unit)
    ]
    return {"navigation": items, "current_government": unit or government}


def _places(user: User, government: Government | None, unit: ServiceUnit | None) -> Iterator[tuple[str, str]]:
    yield "Beranda", reverse("home")
    if user.has(Permission.PLATFORM_MANAGE):
        yield "Pemerintah daerah", reverse("units:governments")
        yield "Galeri", reverse("gallery")
        yield "Admin", reverse("admin:index")
    if government:
        code = government.code
        if may(user, Permission.CYCLE_VIEW, government):
            yield "Siklus", reverse("assessments:cycles", args=[code])
        if may(user, Permission.UNIT_VIEW, government):
            yield "Unit", reverse("units:unit_list", args=[code])
        if may(user, Permission.PEOPLE_MANAGE, government):
            yield "Orang", reverse("accounts:people", args=[code])
    if unit:
        yield "Unit saya", unit.get_absolute_url()
