"""Sentences about the working days of a step."""

SAVED = "Perkiraan hari kerja tersimpan dan dipakai sejak sekarang dalam peluang dan rencana."
RESET = "Semua langkah kembali ke perkiraan awal."
SAME = "Tidak ada yang berubah."
DEFAULT = "perkiraan awal"
TENTH = "tiap sepersepuluh (hari)"


def step(code: str, level: int) -> str:
    return f"{code} ke tingkat {level}"


def to_level(level: int) -> str:
    return f"ke tingkat {level} (hari)"


def days(number: int | None) -> str:
    return DEFAULT if number is None else f"{number} hari"
