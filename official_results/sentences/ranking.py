"""What is said about published figures: where they stand, how they moved, where they were printed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from kspp.lib.dates import date_id
from kspp.lib.numbers import decimal_id
from official_results.ranking import Movement

PLACES = {"": "pemerintah daerah", "provinsi": "provinsi", "kabupaten": "kabupaten", "kota": "kota"}
"""What is counted, by level; empty: all levels together."""
LEVELS = {"": "Semua tingkat", "provinsi": "Provinsi", "kabupaten": "Kabupaten", "kota": "Kota"}
PRESS = "press:"
NOT_COMPARABLE = "instrumen berganti"


def among(count: int, level: str) -> str:
    return f"peringkat dihitung portal di antara {count} {PLACES[level]} yang nilainya diketahui"


def ranked_twice(here: int, everywhere: int, level: str, where: str) -> str:
    """In a province and in the country."""
    places = f"{here} {PLACES[level]} di {where} dan {everywhere} se-Indonesia"
    return f"peringkat dihitung portal di antara {places} yang nilainya diketahui"


def coverage(year: int, known: int, there_are: int, level: str, where: str = "") -> str:
    if not known:
        return f"Belum ada hasil resmi {PLACES[level]}{where} tahun {year} yang diketahui portal."
    return f"Hasil resmi tahun {year} diketahui untuk {known} dari {there_are} {PLACES[level]}{where}."


def own(name: str, score: str, rank: int, count: int, level: str) -> str:
    return f"{name}: {score}, peringkat {rank} dari {count} {PLACES[level]} yang diketahui."


def moved(movement: Movement) -> str:
    """`naik 1,24`, `turun 3` or `tetap`."""
    if not movement.by:
        return "tetap"
    direction = "naik" if movement.by > 0 else "turun"
    return f"{direction} {decimal_id(abs(movement.by), movement.decimals)}"


def apart(difference: Decimal) -> str:
    """Another's score minus ours."""
    if not difference:
        return "sama"
    return f"{decimal_id(abs(difference))} lebih {'tinggi' if difference > 0 else 'rendah'}"


def printed_ranks(ranks: Sequence[int]) -> str:
    """Sources may disagree: all that they print."""
    return " / ".join(map(str, ranks)) if ranks else "–"


def cited(source: str) -> tuple[str, str]:
    """A source in short, and its address where it has one: `Radar Bengkulu, 21 Mei 2024` or the site of a page."""
    if source.startswith(("https://", "http://")):
        return urlsplit(source).netloc.removeprefix("www.") or source, source
    return in_words(source), ""


def in_words(source: str) -> str:
    """`press: Radar Bengkulu, 2024-05-21` as people write it; an address stays one."""
    if not source.startswith(PRESS):
        return source
    title, _, day = source.removeprefix(PRESS).strip().rpartition(", ")
    try:
        return f"{title}, {date_id(date.fromisoformat(day))}" if title else day
    except ValueError:
        return f"{title}, {day}" if title else day


def distribution(name: str, above: int, alike: int, count: int, level: str) -> str:
    """Where a figure stands among those that are known, in one sentence."""
    shared = f", {alike} lain bernilai sama" if alike else ""
    place = PLACES[level]
    if not above:
        return f"Tidak ada {place} yang diketahui bernilai lebih tinggi dari {name}{shared}, dari {count} {place}."
    below = count - above - alike - 1
    return f"Dari {count} {place} yang diketahui, {above} bernilai lebih tinggi dan {below} lebih rendah{shared}."


def listed(words: Sequence[str]) -> str:
    """`a, b, dan c`."""
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def estimated(before: int | None, after: int | None, count: int, level: str, year: int) -> str:
    """That it is an estimate, of which year and level, and over how many; `count` with the own one."""
    among = among_known(count, level, year)
    if after is None:
        return f"Peringkat belum dapat diperkirakan {among}."
    if before == after or before is None:
        return f"Perkiraan peringkat {after} {among}."
    return f"Perkiraan peringkat {'naik' if after < before else 'turun'} dari {before} menjadi {after} {among}."


def among_known(count: int, level: str, year: int) -> str:
    return f"di antara {count} {PLACES[level]} yang hasil resminya tahun {year} diketahui portal, termasuk Anda"


def rank_apart(first: int | None, second: int | None) -> str:
    """How the second rank stands to the first; the smaller number is the higher rank."""
    if first is None or second is None:
        return "belum dapat dibandingkan"
    if first == second:
        return "sama"
    return f"{abs(second - first)} peringkat lebih {'tinggi' if second < first else 'rendah'}"


def versions(titles: Sequence[str], year: int) -> str:
    """Other versions of the own instrument that measured the others; empty where there are none."""
    if not titles:
        return ""
    return f"Hasil {year} dinilai dengan versi lain instrumen ini ({listed(titles)}): bandingkan dengan hati-hati."


def left_out(count: int, level: str, year: int) -> str:
    if not count:
        return ""
    return f"{count} {PLACES[level]} lain tidak dihitung karena hasilnya tahun {year} dinilai dengan instrumen lain."


def disputed(count: int, level: str) -> str:
    if not count:
        return ""
    return (
        f"Tentang {count} {PLACES[level]} sumber menyebut nilai yang berbeda; yang dipakai nilai yang lebih dahulu"
        " dimuat, seperti di tabel hasil resmi."
    )


def newer(unlike: Mapping[str, Sequence[int]]) -> str:
    """Newer results that cannot be used; empty where there are none."""
    return f"Hasil yang lebih baru tidak dipakai karena tidak sebanding: {by_instrument(unlike)}." if unlike else ""


def by_instrument(unlike: Mapping[str, Sequence[int]]) -> str:
    """`tahun 2025 dinilai dengan Opini Ombudsman 2025`, several with a semicolon."""
    return "; ".join(
        f"tahun {listed([str(year) for year in sorted(years)])} dinilai dengan {title}"
        for title, years in unlike.items()
    )


def why_no_rank(level: str, title: str, unlike: Mapping[str, Sequence[int]]) -> str:
    """A part of a sentence. Of what does not compare the newest is named."""
    if not unlike:
        return f"belum ada hasil resmi {PLACES[level]} lain yang diketahui portal"
    other, years = max(unlike.items(), key=lambda pair: max(pair[1]))
    return (
        f"hasil resmi {PLACES[level]} lain yang diketahui portal tidak sebanding dengan {title}"
        f" (yang terbaru, tahun {max(years)}, dinilai dengan {other})"
    )


def no_rank(level: str, title: str, unlike: Mapping[str, Sequence[int]]) -> str:
    return f"Peringkat tidak diperkirakan: {why_no_rank(level, title, unlike)}."
