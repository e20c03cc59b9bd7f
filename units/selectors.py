"""Lists of places, narrowed and counted in a fixed number of queries; governments by whatever they are called."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kspp.lib.names import name_key
from units.models import Government, GovernmentAlias, Officer, ServiceProduct, ServiceUnit, UnitAlias

LEVEL_WORDS = {
    "provinsi": Government.Level.PROVINSI,
    "prov": Government.Level.PROVINSI,
    "pemprov": Government.Level.PROVINSI,
    "kabupaten": Government.Level.KABUPATEN,
    "kab": Government.Level.KABUPATEN,
    "pemkab": Government.Level.KABUPATEN,
    "kota": Government.Level.KOTA,
    "pemkot": Government.Level.KOTA,
}
GOVERNMENT_WORDS = ("pemerintah", "pemda")
SUGGESTED, ALIKE, UNITS_ALIKE = 3, 0.75, 0.6
MOST_GUESSES = 50
"""Guessing takes milliseconds a name; a file may hold thousands of wrong ones."""


class Directory:
    """All governments by code and by every name they go by. Two queries."""

    def __init__(self) -> None:
        self._by_code = {row.code: row for row in Government.objects.select_related("province")}
        by_pk = {row.pk: row for row in self._by_code.values()}
        self._by_name: dict[str, dict[int, Government]] = defaultdict(dict)
        for row in by_pk.values():
            for key in (row.name_key, name_key(row.full_name)):
                self._by_name[key][row.pk] = row
        for pk, key in GovernmentAlias.objects.values_list("government", "key"):
            self._by_name[key][pk] = by_pk[pk]
        self._guesses: dict[tuple[str, str], list[str]] = {}

    def coded(self, code: str) -> Government | None:
        return self._by_code.get(code)

    def called(self, name: str) -> Sequence[Government]:
        """Everybody who goes by this name: twins, whatever their level, unless the name says it ("Kab. Bogor")."""
        level, bare = spoken_level(name)
        found = self._by_name.get(name_key(name)) or {
            pk: row for pk, row in self._by_name.get(name_key(bare), {}).items() if level in ("", row.level)
        }
        return list(found.values())

    def near(self, name: str, level: str = "") -> list[str]:
        """Full names spelled much like `name`, the likeliest first."""
        spoken, name = spoken_level(name)
        level = level or spoken
        if (name, level) not in self._guesses:
            if len(self._guesses) >= MOST_GUESSES:
                return []
            pool = {g.name: g.full_name for g in self._by_code.values() if level in ("", g.level)}
            pool |= {full: full for full in pool.values()}
            found = [pool[alike] for alike in get_close_matches(name, pool, n=2 * SUGGESTED, cutoff=ALIKE)]
            self._guesses[name, level] = list(dict.fromkeys(found))[:SUGGESTED]
        return self._guesses[name, level]


class UnitNames:
    """Units of some governments by every name they go by: their own, else what others print. Two queries."""

    def __init__(self, governments: Collection[int]) -> None:
        self._units: dict[int, dict[int, ServiceUnit]] = defaultdict(dict)
        self._own: dict[tuple[int, str], list[ServiceUnit]] = defaultdict(list)
        self._others: dict[tuple[int, str], ServiceUnit] = {}
        self._spellings: dict[int, dict[str, ServiceUnit]] = defaultdict(dict)
        self._guesses: dict[tuple[int, str], list[ServiceUnit]] = {}
        self.aliases: dict[int, list[UnitAlias]] = defaultdict(list)
        aliases = list(UnitAlias.objects.filter(government__in=governments))
        for unit in ServiceUnit.objects.filter(government__in=governments).order_by("name"):
            self._units[unit.government_id][unit.pk] = unit
            self._own[unit.government_id, name_key(unit.name)].append(unit)
            self._spellings[unit.government_id][unit.name.casefold()] = unit
        for alias in aliases:
            alias.unit = unit = self._units[alias.government_id][alias.unit_id]
            self.aliases[alias.government_id].append(alias)
            self._others[alias.government_id, alias.key] = unit
            self._spellings[alias.government_id].setdefault(alias.name.casefold(), unit)

    def units(self, government: int) -> Mapping[int, ServiceUnit]:
        """By id, in the order of their names."""
        return self._units.get(government, {})

    def called(self, government: int, name: str) -> ServiceUnit | None:
        """The unit that goes by this name. A name that several share stands for none of them until one was chosen."""
        own = self.named(government, name)
        return own or self._others.get((government, name_key(name)))

    def named(self, government: int, name: str) -> ServiceUnit | None:
        """The one unit whose own name this is."""
        own = self._own.get((government, name_key(name)), ())
        return own[0] if len(own) == 1 else None

    def near(self, government: int, name: str) -> list[ServiceUnit]:
        """Those with a name spelled much like this one, the likeliest first."""
        place = government, name_key(name)
        if place not in self._guesses:
            if len(self._guesses) >= MOST_GUESSES:
                return []
            pool = self._spellings.get(government, {})
            alike = get_close_matches(name.casefold(), pool, n=2 * SUGGESTED, cutoff=UNITS_ALIKE)
            self._guesses[place] = list(dict.fromkeys(pool[key] for key in alike))[:SUGGESTED]
        return self._guesses[place]


def spoken_level(name: str) -> tuple[str, str]:
    """The level that a name begins with, else nothing, and the name without it: "Pemkab Bekasi" is Bekasi."""
    words = name.split()
    if len(words) > 1 and name_key(words[0]) in GOVERNMENT_WORDS:
        words = words[1:]
    level = LEVEL_WORDS.get(name_key(words[0]), "") if len(words) > 1 else ""
    return level, " ".join(words[1:] if level else words)


def matching_governments(rows: QuerySet[Government], *, text: str, level: str) -> QuerySet[Government]:
    """By name, other name or code; "kota bandung" and "kab. bandung" name the level in the text."""
    rows = rows.select_related("province").order_by("code")
    if level:
        rows = rows.filter(level=level)
    if not text:
        return rows
    wanted = _named(text) | Q(code__startswith=text)
    spoken, rest = spoken_level(text)
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
