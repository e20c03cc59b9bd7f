"""Sentences about units as sources print them, and which of ours they are."""

from collections.abc import Mapping, Sequence

from official_results.sentences.ranking import listed

TITLE = "Nama unit pada hasil resmi"
CHOOSE = "Pilih unitnya dahulu."
NOT_OURS = "Unit itu tidak ada di pemerintah daerah ini. Pilih dari daftar."
INCOMPLETE = "Permintaan tidak lengkap. Muat ulang halaman ini, lalu pilih lagi."
ALIKE, OTHERS = "Mungkin yang dimaksud", "Unit lain"
MOST_NAMED = 3


def inactive(unit: str) -> str:
    return f"{unit} (nonaktif)"


def lead(unknown: int, units: int) -> str:
    if not unknown:
        return "Semua nama unit pada hasil resmi dikenal portal."
    if not units:
        return f"{unknown} nama unit pada hasil resmi belum dikenal, karena portal belum memuat satu unit pun."
    asked = "Pilih unit yang dimaksud; nama itu lalu diingat untuk tahun lain dan impor berikutnya."
    return f"{unknown_names(unknown)} {asked}"


def unknown_names(count: int) -> str:
    return (
        f"{count} nama unit pada hasil resmi belum dikenal portal. Nilainya tetap tampil seperti tercetak, tetapi belum"
        " disandingkan dengan nilai unit sendiri."
    )


def done(name: str, unit: str, figures: int) -> str:
    """`unit`: empty where the name was let go of; `figures`: how many changed their link."""
    stands = f"“{name}” sekarang dikenal sebagai {unit}" if unit else f"“{name}” tidak lagi terhubung dengan unit"
    changed = f"; {figures} nilai {'terhubung' if unit else 'dilepas'}" if figures else ""
    return f"{stands}{changed}. Nilai yang tercetak tidak berubah."


def meanwhile(name: str, unit: str, who: str) -> str:
    """What somebody else made of the name since the page was opened; `unit` empty where it was let go of."""
    did = f"menghubungkan “{name}” dengan {unit}" if unit else f"melepas hubungan “{name}”"
    return (
        f"Sejak halaman ini Anda buka, {who or 'orang lain'} {did}. Pilihan Anda masih ada di bawah ini dan belum"
        " tersimpan; bila Anda menyimpannya, pilihan Anda menggantikan yang tersimpan."
    )


def left_aside(named: Mapping[str, Sequence[int]]) -> str:
    """For the pages that set official figures beside our own: whose are missing there. Names with their years."""
    if not named:
        return ""
    shown = [f"{name} ({', '.join(map(str, years))})" for name, years in list(named.items())[:MOST_NAMED]]
    if len(named) > MOST_NAMED:
        shown.append(f"{len(named) - MOST_NAMED} nama lain")
    return f"Ada nilai resmi yang belum disandingkan karena nama unitnya tidak dikenal portal: {listed(shown)}."
