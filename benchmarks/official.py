"""The pages of published results against the floor of the same run: 552 governments, 12 years, 10 units each.

    python -m benchmarks.official [--rounds 20]

Read benchmarks/portal.py first: the floor is the cheapest signed-in page, measured in turn with what is compared, as
CPU time of this process. A second table counts statements with the shipped results and with the whole country's.
"""

import argparse
from contextlib import redirect_stdout
from io import StringIO

from benchmarks.portal import Portal, Work, cheapest, paired, prepare

YEARS = range(2015, 2027)
UNITS = 10
BATCH = 10_000
PAGE, FILE = 6, 20
"""How many times the floor a page and a whole table as a file may cost."""


def fill() -> int:
    """Every government with a total and ten units in every year; each tenth total printed by a second source too."""
    from official_results.models import OfficialResult
    from units.models import Government

    governments = list(Government.objects.all())
    units = ["", *(f"Puskesmas Contoh {n}" for n in range(UNITS))]
    rows = [
        OfficialResult(
            government=government,
            unit_name=unit,
            year=year,
            instrument_code="kspp-2023-2024",
            score=40 + (place * 7 + year) % 60,
            zone="hijau",
            grade="B",
            source=f"https://berita{source}.example/{year}",
        )
        for year in YEARS
        for place, government in enumerate(governments)
        for unit in units
        for source in range(2 if place % 10 == 0 and not unit else 1)
    ]
    OfficialResult.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def works(portal: Portal) -> dict[str, tuple[Work, float]]:
    return {
        "national table": (portal.get("/hasil-resmi/?tahun=2024"), PAGE),
        "national table, last page": (portal.get("/hasil-resmi/?tahun=2024&halaman=23"), PAGE),
        "national table, search": (portal.get("/hasil-resmi/?tahun=2024&q=kota"), PAGE),
        "national table, one level": (portal.get("/hasil-resmi/?tahun=2024&tingkat=kota"), PAGE),
        "province": (portal.get("/hasil-resmi/provinsi/33/?tahun=2024"), PAGE),
        "government": (portal.get(f"/pemda/{portal.kaur.code}/hasil-resmi/?tahun=2024"), PAGE),
        "file of the year (CSV)": (portal.get("/hasil-resmi/unduh.csv?tahun=2024"), FILE),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    prepare()
    from django.core.management import call_command

    portal = Portal()
    with redirect_stdout(StringIO()):
        call_command("load_official_results")
    small = {name: portal.statements(work) for name, (work, _) in works(portal).items()}
    rows = fill()
    url, floor = cheapest(portal, rounds)
    print(f"{rows} results; floor of the pages: {url}")
    print(f"{'':<34}{'this':>12} {'floor':>12} {'ratio':>9}")
    for name, (work, target) in works(portal).items():
        paired(name, work, floor, target, rounds)
    for name, (work, _) in works(portal).items():
        print(f"statements: {name:<26}{small[name]:>4} with the shipped {portal.statements(work):>4} with all")


if __name__ == "__main__":
    main()
