"""Official results find their governments and units, stand side by side, and are never corrected."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conftest import NOW
from history.models import Event
from instruments.models import InstrumentVersion
from kspp.lib.errors import Refused
from kspp.lib.tables import TableFault
from official_results.models import OfficialResult
from official_results.services.results import import_results
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SHIPPED = Path(__file__).parents[1] / "data" / "published-scores.csv"
HEAD = "level,code,government,year,instrument,unit,score,source"


@pytest.fixture(autouse=True)
def regions():
    call_command("load_regions", stdout=StringIO())


def brought(*lines, **more):
    return import_results(content="\n".join([HEAD, *lines]).encode(), name="uji.csv", by=None, now=NOW, **more)


def line(
    level="kabupaten",
    code="",
    government="Kaur",
    year="2023",
    instrument="kspp-2023-2024",
    unit="",
    score="95.94",
    source="press: Uji",
):
    return f"{level},{code},{government},{year},{instrument},{unit},{score},{source}"


def test_every_shipped_figure_finds_its_government_and_comes_in_once(instrument: InstrumentVersion) -> None:
    call_command("load_instruments", stdout=StringIO())
    out = StringIO()
    call_command("import_official_results", str(SHIPPED), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["new"], told["refused"], told["notes"], told["written"]) == (424, [], [], True)
    assert OfficialResult.objects.totals().count() == 340
    assert OfficialResult.objects.get(year=2018, government__name="Toba").score
    again = StringIO()
    call_command("import_official_results", str(SHIPPED), stdout=again)
    assert "0 hasil baru dapat dimuat, 424 sudah ada, 0 baris ditolak." in again.getvalue()
    assert OfficialResult.objects.count() == 424
    event = Event.objects.get(action="official_result.imported")
    assert event.subject_name == "published-scores.csv"


def test_the_shipped_figures_are_loaded_once_and_what_was_corrected_since_stays() -> None:
    said = StringIO()
    call_command("load_official_results", stdout=said)
    assert "424 hasil dimuat" in said.getvalue()
    OfficialResult.objects.filter(year=2018, government__name="Toba").update(source="diperbaiki")
    before = list(OfficialResult.objects.order_by("pk").values())
    call_command("load_official_results", stdout=said)
    assert said.getvalue().endswith("sudah dimuat, tidak berubah\n")
    assert list(OfficialResult.objects.order_by("pk").values()) == before


def test_the_seven_complete_sets_agree_with_the_rule_of_the_mean() -> None:
    import_results(content=SHIPPED.read_bytes(), name="uji.csv", by=None, now=NOW)
    rows = OfficialResult.objects.exclude(complete_set="")
    for name in set(rows.values_list("complete_set", flat=True)):
        total = rows.get(complete_set=name, unit_name="").score
        units = list(rows.filter(complete_set=name).exclude(unit_name="").values_list("score", flat=True))
        assert abs(sum(units) / len(units) - total) <= Decimal("0.01"), name


@pytest.mark.parametrize(
    ("level", "name", "code"),
    [
        ("kota", "Magelang", "33.71"),
        ("kabupaten", "Magelang", "33.08"),
        ("", "Kota Magelang", "33.71"),
        ("provinsi", "Bengkulu", "17"),
        ("kota", "Tanjung Pinang", "21.72"),
        ("kabupaten", "TOJO UNA UNA", "72.09"),
        ("", "Kab. Bogor", "32.01"),
        ("", "Pemkot Bekasi", "32.75"),
        ("", "Pemerintah Kabupaten Solok", "13.02"),
        ("Kab.", "Solok", "13.02"),
        ("", "Pemprov Jambi", "15"),
    ],
)
def test_twins_and_spellings_are_told_apart(level, name, code) -> None:
    found = brought(line(level=level, government=name))
    assert found.refused == []
    assert OfficialResult.objects.get().government.code == code


def test_what_cannot_be_told_is_refused_with_what_may_be_meant() -> None:
    found = brought(
        line(level="", government="Magelang"),
        line(government="Rokan Hilr"),
        line(level="kota", government="Kaur"),
        line(level="", code="17.04", government="apa saja", year="2024"),
        line(code="99.99"),
    )
    twin, typo, level, unknown = found.refused
    assert "Kabupaten Magelang atau Kota Magelang" in twin
    assert "Apakah yang dimaksud Kabupaten Rokan Hil" in typo
    assert "Kabupaten Kaur bukan kota" in level
    assert "tidak ada pemerintah daerah berkode 99.99" in unknown
    assert "Baris 5: nama tertulis apa saja; menurut kode wilayahnya ini Kabupaten Kaur." in found.notes
    assert (len(found.new), found.written, OfficialResult.objects.count()) == (1, False, 0)


@pytest.mark.parametrize(
    ("code", "name"), [("13.02", "Kota Solok"), ("32.75", "Kab. Bekasi"), ("13.02", "Padang"), ("13.02", "Kota Sollok")]
)
def test_a_code_that_belongs_to_another_than_is_named_brings_in_nothing(code, name) -> None:
    found = brought(line(level="", code=code, government=name))
    [problem] = found.refused
    assert f"kode {code} milik " in problem
    assert f"tertulis {name}" in problem
    assert OfficialResult.objects.count() == 0


def test_the_good_rows_come_in_beside_refused_ones_only_when_asked() -> None:
    found = brought(line(), line(government="Entah"), partial=True)
    assert (found.written, len(found.refused), OfficialResult.objects.count()) == (True, 1, 1)


def test_a_look_stores_nothing() -> None:
    found = brought(line(), dry_run=True)
    assert (len(found.new), found.written, OfficialResult.objects.count()) == (1, False, 0)
    assert found.summary == "1 hasil baru dapat dimuat, 0 sudah ada, 0 baris ditolak."


def test_sources_that_disagree_stand_side_by_side() -> None:
    brought(line())
    found = brought(line(score="95.49", source="press: Lain"))
    assert found.notes[-1] == "Baris 2: nilai 95,49, sumber lain menyebut 95,94."
    assert list(OfficialResult.objects.order_by("pk").values_list("score", flat=True)) == [
        Decimal("95.94"),
        Decimal("95.49"),
    ]


def test_a_stored_figure_is_never_corrected() -> None:
    brought(line())
    found = brought(line(score="96.00"))
    assert found.refused == [
        "Baris 2: sumber yang sama sudah dimuat dengan nilai 95,94 menurut instrumen ini, sekarang 96,00."
    ]
    assert OfficialResult.objects.get().score == Decimal("95.94")


@pytest.mark.parametrize("unit", ["", "Disdukcapil"])
@pytest.mark.parametrize("files", [1, 2])
def test_one_source_prints_a_figure_by_two_instruments_and_both_stand(instrument, unit, files) -> None:
    """In one file or in two; as a total and of a unit."""
    call_command("load_instruments", stdout=StringIO())
    both = [line(unit=unit), line(unit=unit, instrument="pekppp-f02", score="4.51")]
    for lines in [both] if files == 1 else [[each] for each in both]:
        found = brought(*lines)
        assert (found.refused, found.written) == ([], True)
        assert not [note for note in found.notes if "sumber lain" in note]
    assert dict(OfficialResult.objects.values_list("instrument_code", "score")) == {
        "kspp-2023-2024": Decimal("95.94"),
        "pekppp-f02": Decimal("4.51"),
    }
    assert brought(*both).known == 2
    again = brought(line(unit=unit, instrument="pekppp-f02", score="4.15"))
    assert "dengan nilai 4,51 menurut instrumen ini, sekarang 4,15" in again.refused[0]


def test_sources_that_disagree_by_two_versions_of_one_instrument_are_told(instrument) -> None:
    call_command("load_instruments", stdout=StringIO())
    brought(line())
    found = brought(line(instrument="kspp-2022", score="95.49", source="press: Lain"))
    assert "Baris 2: nilai 95,49, sumber lain menyebut 95,94." in found.notes


def test_a_figure_twice_in_one_file_is_refused_unless_by_another_instrument() -> None:
    found = brought(
        line(unit="Dinas Sosial"),
        line(unit="DINAS  SOSIAL"),
        line(unit="dinas sosial", score="90.00"),
        line(unit="Dinas Sosial", instrument="pekppp-f02", score="4.51"),
    )
    assert [words.partition(":")[0] for words in found.refused] == ["Baris 3", "Baris 4"]
    assert "baris ini sama dengan baris 2." in found.refused[0]
    assert "berbeda dari baris 2, padahal sumber dan instrumennya sama." in found.refused[1]
    assert len(found.new) == 2


def test_a_unit_is_found_by_its_name_within_its_government() -> None:
    kaur = Government.objects.get(code="17.04")
    unit = ServiceUnit.objects.create(government=kaur, kind="puskesmas", name="Puskesmas Tetap")
    ServiceUnit.objects.create(
        government=Government.objects.get(code="17.01"), kind="puskesmas", name="Puskesmas Mentiring"
    )
    brought(line(unit="PUSKESMAS TETAP"), line(unit="Puskesmas Mentiring"))
    assert list(OfficialResult.objects.order_by("unit_name").values_list("unit", flat=True)) == [unit.pk, None]


def test_a_unit_that_nobody_goes_by_is_told_with_what_may_be_meant() -> None:
    kaur = Government.objects.get(code="17.04")
    for name in ("Puskesmas Tetap", "Dinas Sosial", "Dinas Kembar", "DINAS KEMBAR"):
        ServiceUnit.objects.create(government=kaur, kind="puskesmas", name=name)
    found = brought(
        line(unit="Puskesmas Tetab"),
        line(unit="Disdukcapil"),
        line(unit="Dinas Kembar"),
        line(unit="dinas sosial"),
        line(government="Rokan Hilir", unit="Disdukcapil"),
    )
    words = "tidak ada unit bernama {} di portal, jadi nilainya tidak disandingkan dengan nilai unit sendiri."
    told = [note for note in found.notes if "tidak ada unit" in note]
    then = "Setelah dimuat, unitnya dapat dipilih di halaman hasil resmi pemerintah daerah."
    assert told[0] == f"Baris 2: {words.format('Puskesmas Tetab')} Apakah yang dimaksud Puskesmas Tetap? {then}"
    assert told[1] == f"Baris 3: {words.format('Disdukcapil')} {then}"
    assert [note[:8] for note in told] == ["Baris 2:", "Baris 3:", "Baris 4:"]


def test_a_unit_spelled_otherwise_by_the_same_source_is_the_same_unit() -> None:
    brought(line(unit="Puskesmas Tetap"))
    assert brought(line(unit="PUSKESMAS  TETAP")).known == 1
    assert OfficialResult.objects.count() == 1


def test_a_refused_cell_is_named_as_a_spreadsheet_names_it() -> None:
    [words] = brought(line(score="1.234,5")).refused
    assert words.startswith("Baris 2: kolom nilai (sel G2) harus angka 0 sampai 100")


def test_guessing_names_ends_before_it_takes_long(monkeypatch) -> None:
    guessed = []
    monkeypatch.setattr("units.selectors.get_close_matches", lambda name, *rest, **more: guessed.append(name) or [])
    brought(*(line(government=f"Entah {n}") for n in range(200)))
    assert len(guessed) == 50


def test_somebody_of_one_government_brings_in_only_its_own() -> None:
    own = Government.objects.get(code="17.04")
    found = brought(line(), line(government="Rokan Hilir"), governments={own.pk})
    assert found.refused == ["Baris 3: Kabupaten Rokan Hilir bukan pemerintah daerah Anda."]


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries) -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    for rows in (10, 424):
        content = "\n".join(lines[: rows + 1]).encode()
        with django_assert_max_num_queries(8):
            import_results(content=content, name="uji.csv", by=None, now=NOW, dry_run=True)


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=TableFault.EMPTY):
        import_results(content=b"", name="x.csv", by=None, now=NOW)
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("import_official_results", str(tmp_path / "tiada.csv"))
    bad = tmp_path / "salah.csv"
    bad.write_text(f"{HEAD}\n{line(score='1.234,5')}\n")
    with pytest.raises(CommandError, match="1 baris ditolak"):
        call_command("import_official_results", str(bad), stdout=StringIO())
