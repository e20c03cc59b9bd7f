"""Lists of places, narrowed and counted in a fixed number of queries."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kspp.lib.names import name_key
from units.models import Government, Officer, ServiceProduct, ServiceUnit

LEVEL_WORDS = {
    "provinsi": Government.Level.PROVINSI,
    "prov": Government.Level.PROVINSI,
    "kabupaten": Government.Level.KABUPATEN,
    "kab": Government.Level.KABUPATEN,
    "kota": Government.Level.KOTA,
}


def matching_governments(rows: QuerySet[Government], *, text: str, level: str) -> QuerySet[Government]:
    """By name, other name or code; "kota bandung" and "kab. bandung" name the level in the text."""
    rows = rows.select_related("province").order_by("code")
    if level:
        rows = rows.filter(level=level)
    if not text:
        return rows
    first, _, rest = text.partition(" ")
    wanted = _named(text) | Q(code__startswith=text)
    spoken = LEVEL_WORDS.get(name_key(first))
    if spoken and name_key(rest):
        wanted |= Q(level=spoken) & _named(rest)
    return rows.filter(wanted).distinct()


def _named(text: str) -> Q:
    key = name_key(text)
    if not key:
        return Q(pk__in=[])
    return Q(name_key__contains=key) | Q(aliases__key__contains=key)


def matching_units(rows: QuerySet[ServiceUnit], *, text: str, kind: str) -> QuerySet[ServiceUnit]:
    """With `product_count` and `officer_count` of what is active. Active units come first."""
    rows = (
        rows.select_related("parent")
        .annotate(product_count=_active(ServiceProduct), officer_count=_active(Officer))
        .order_by("-is_active", "name")
    )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(name__icontains=text) if text else rows


def _active(model: type[ServiceProduct] | type[Officer]) -> Coalesce:
    counted = (
        model.objects.filter(unit=OuterRef("pk"), is_active=True)
        .order_by()
        .values("unit")
        .annotate(many=Count("pk"))
        .values("many")
    )
    return Coalesce(Subquery(counted), 0)
