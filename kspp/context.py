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
        {"label": label, "url": url, "current": _current(request.path, url, below)}
        for label, url, below in _places(user, government, unit)
    ]
    return {"navigation": items, "current_government": unit or government}


def _current(path: str, url: str, below: tuple[str, ...]) -> str:
    """The value of aria-current: this very page, a page below it, or neither. The dashboard is where home leads."""
    if path == url or (url == reverse("home") and path.endswith("/dasbor/")):
        return "page"
    return "true" if path.startswith(below) and not path.endswith("/dasbor/") else ""


Place = tuple[str, str, tuple[str, ...]]
"""Label, address, and how the addresses of the pages below it begin."""


def _places(user: User, government: Government | None, unit: ServiceUnit | None) -> Iterator[Place]:
    yield "Beranda", reverse("home"), ()
    if user.has(Permission.PLATFORM_MANAGE):
        yield "Pemerintah daerah", reverse("directory:governments"), ("/pemda/",)
        yield "Galeri", reverse("gallery"), ()
        yield "Admin", reverse("admin:index"), ()
    if government:
        yield from _places_of(user, government)
    if unit:
        yield "Unit saya", unit.get_absolute_url(), (unit.get_absolute_url(),)
    yield from _places_for_all(user, government)


def _places_of(user: User, government: Government) -> Iterator[Place]:
    code = government.code
    if may(user, Permission.CYCLE_VIEW, government):
        cycles = reverse("assessments:cycles", args=[code])
        own = (reverse("official_results:honesty", args=[code]), f"{government.get_absolute_url()}hari-kerja/")
        below = ("/siklus/", "/lokus/", "/penilaian/", "/laporan/", "/skenario/", "/tindakan/")
        yield "Siklus", cycles, (cycles, *own, *below)
    if any(m.government_id == government.pk for m in user.memberships_with(Permission.COMPLAINT_VIEW)):
        complaints = reverse("complaints:complaints", args=[code])
        yield "Pengaduan", complaints, (complaints, "/pengaduan/")
    if may(user, Permission.UNIT_VIEW, government):
        units = reverse("directory:unit_list", args=[code])
        yield "Unit", units, (units, "/unit/", "/produk/", "/petugas/")
    if may(user, Permission.PEOPLE_MANAGE, government):
        people = reverse("directory:people", args=[code])
        yield "Orang", people, (people, "/keanggotaan/")


def _places_for_all(user: User, government: Government | None) -> Iterator[Place]:
    """What belongs to no government alone."""
    if user.has(Permission.INSTRUMENT_VIEW):
        own = (reverse("instruments:instrument_upload", args=[government.code]),) if government else ()
        yield "Instrumen", reverse("instruments:library"), ("/instrumen/", *own)
    if user.has(Permission.OFFICIAL_VIEW):
        own = (reverse("official_results:official_government", args=[government.code]),) if government else ()
        yield "Hasil resmi", reverse("official_results:official"), ("/hasil-resmi/", *own)
