"""Published results for tests, as an import would have stored them."""

from typing import Any

from official_results.models import OfficialResult
from units.models import Government, Province


def result(government: Government, year: int = 2024, score: str = "90.00", **more: Any) -> OfficialResult:
    instrument = "opini-2025" if year > 2024 else "kspp-2023-2024" if year > 2022 else "kspp-2022"
    if year < 2022:
        instrument = "kepatuhan-2015-2021"
    usual = {"instrument_code": instrument, "source": "https://berita.example/hasil"}
    return OfficialResult.objects.create(government=government, year=year, score=score, **{**usual, **more})


def place(code: str, name: str, level: str = "kabupaten", province: str = "Bengkulu") -> Government:
    found, _ = Province.objects.get_or_create(code=code[:2], defaults={"name": province})
    return Government.objects.create(code=code, level=level, name=name, province=found)
