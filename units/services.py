"""Bringing provinces, governments and their other names in line with the reviewed files."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from kspp.lib.names import name_key
from kspp.lib.writing import Loaded
from units.models import Government, GovernmentAlias, Province

Row = Mapping[str, str]


@transaction.atomic
def load_regions(*, governments: Iterable[Row], aliases: Iterable[Row]) -> Loaded:
    """Insert what is missing and mend names and levels; what people typed (seat, letterhead, signatory) stays.

    Aliases that are not in the files stay too. A second run writes nothing. Raises KeyError for an unknown code.
    """
    governments = list(governments)
    written = [_load_provinces(governments), _load_governments(governments), _load_aliases(aliases)]
    return Loaded(created=sum(new for new, _ in written), changed=sum(changed for _, changed in written))


def _load_provinces(rows: list[Row]) -> tuple[int, int]:
    stored = Province.objects.in_bulk()
    wanted = {row["code"]: row["name"] for row in rows if row["level"] == Government.Level.PROVINSI}
    new = [Province(code=code, name=name) for code, name in wanted.items() if code not in stored]
    changed = [stored[code] for code, name in wanted.items() if code in stored and stored[code].name != name]
    for province in changed:
        province.name = wanted[province.code]
    Province.objects.bulk_create(new)
    if changed:
        Province.objects.bulk_update(changed, ["name"])
    return len(new), len(changed)


def _load_governments(rows: list[Row]) -> tuple[int, int]:
    stored = Government.objects.in_bulk(field_name="code")
    new, changed = [], []
    for row in rows:
        government = stored.get(row["code"])
        if government is None:
            new.append(_filled(Government(code=row["code"]), row))
        elif _differs(government, row):
            changed.append(_filled(government, row))
    Government.objects.bulk_create(new)
    if changed:
        Government.objects.bulk_update(changed, ["level", "name", "name_key", "province", "seat"], batch_size=100)
    return len(new), len(changed)


def _differs(government: Government, row: Row) -> bool:
    wanted = (row["level"], row["name"], name_key(row["name"]), row["province_code"])
    stored = (government.level, government.name, government.name_key, government.province_id)
    return stored != wanted or bool(row.get("capital") and not government.seat)


def _filled(government: Government, row: Row) -> Government:
    government.level = row["level"]
    government.name = row["name"]
    government.name_key = name_key(row["name"])
    government.province_id = row["province_code"]
    government.seat = government.seat or row.get("capital") or ""
    return government


def _load_aliases(rows: Iterable[Row]) -> tuple[int, int]:
    ids = dict(Government.objects.values_list("code", "pk"))
    stored = {(alias.government_id, alias.key): alias for alias in GovernmentAlias.objects.all()}
    new, changed = [], []
    for row in rows:
        place = ids[row["code"]], name_key(row["alias"])
        alias = stored.get(place)
        if alias is None:
            new.append(GovernmentAlias(government_id=place[0], name=row["alias"], key=place[1], note=row["note"]))
        elif (alias.name, alias.note) != (row["alias"], row["note"]):
            alias.name, alias.note = row["alias"], row["note"]
            changed.append(alias)
    GovernmentAlias.objects.bulk_create(new)
    if changed:
        GovernmentAlias.objects.bulk_update(changed, ["name", "note"])
    return len(new), len(changed)
