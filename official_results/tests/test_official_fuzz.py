"""Whatever is sent: a refusal in words or an import, nothing half-saved, and no stored figure is ever changed."""

from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from conftest import NOW
from kspp.lib.errors import Refused
from kspp.lib.tables import TableFault
from official_results.models import OfficialResult
from official_results.services.results import PUBLISHED, RowVerdict, import_results

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SHIPPED = PUBLISHED.read_text(encoding="utf-8").splitlines()
HEAD = "level,code,government,province,year,instrument,unit,score,zone,grade,label,rank_national,complete_set,source"
CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
GOOD = {
    "level": ["", "kabupaten"],
    "code": ["", "17.04"],
    "government": ["Kaur", "KAUR"],
    "province": ["", "Bengkulu"],
    "year": ["2023", "2024"],
    "instrument": ["kspp-2023-2024", "lain"],
    "unit": ["", "Puskesmas Tetap", "PUSKESMAS  TETAP"],
    "score": ["95.94", "95,49", "96", "100", "0"],
    "zone": ["", "hijau", "merah"],
    "grade": ["", "A"],
    "label": ["", "=1+1", "Baik"],
    "rank_national": ["", "1", "1000"],
    "complete_set": ["", "kaur-2023"],
    "source": ["press: Uji", "https://a.example/", "press: Lain"],
}
BAD = {
    "level": st.sampled_from(["kota", "provinsi", "desa"]),
    "code": st.sampled_from(["33.71", "99.99", "x", "9" * 40]),
    "government": st.sampled_from(["Magelang", "Entah", "", "=cmd|' /C calc'!A0"]),
    "year": st.sampled_from(["1", "9" * 40, "²⁰²³", ""]),
    "score": st.sampled_from(["100.01", "-1", "NaN", "1e5", "Infinity", ""]),
    "source": st.sampled_from(["", "x" * 501, "a\u202eb"]),
    "rank_national": st.sampled_from(["1001", "0", "-5"]),
    "grade": st.text(max_size=12),
    "label": st.text(max_size=90),
    "unit": st.text(max_size=170),
}


@st.composite
def rows(draw):
    """Mostly good, at times with one cell that is not."""
    cells = {name: draw(st.sampled_from(good)) for name, good in GOOD.items()}
    if draw(st.integers(0, 2)) == 0:
        name = draw(st.sampled_from(sorted(BAD)))
        cells[name] = draw(BAD[name])
    return list(cells.values())


TABLES = st.lists(rows(), min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def regions():
    call_command("load_regions", stdout=StringIO())
    call_command("load_instruments", stdout=StringIO())


def as_csv(table):
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table]
    return "\n".join([HEAD, *quoted]).encode("utf-8", "replace")


def as_workbook(table):
    book, stored = Workbook(), BytesIO()
    book.active.append(HEAD.split(","))
    for row in table:
        book.active.append(["".join(c for c in cell if c.isprintable()) for cell in row])
    book.save(stored)
    return stored.getvalue()


BOOK = as_workbook([["kabupaten", "", "Kaur", "", "2023", "lain", "", "96", *[""] * 5, "press: Uji"]])


def stored():
    return list(OfficialResult.objects.order_by("pk").values())


def attempt(content, *, partial):
    """The import, or None for a refusal; either way all or nothing came in, and what was here is as it was."""
    before = stored()
    try:
        found = import_results(content=content, name="acak", by=None, now=NOW, partial=partial)
    except Refused:
        found = None
    after = stored()
    if found is None:
        assert after == before
        return None
    assert after[: len(before)] == before
    assert len(after) - len(before) == (len(found.new) if found.written else 0)
    assert found.written == bool(found.new and (partial or not found.of(RowVerdict.REFUSED)))
    return found


@CALM
@given(st.binary(max_size=600) | st.binary(max_size=300).map(lambda b: b"PK\x03\x04" + b), st.booleans())
def test_random_bytes_are_refused_in_words(content, partial):
    attempt(content, partial=partial)


@CALM
@given(TABLES, st.booleans(), st.sampled_from([as_csv, as_workbook]))
def test_tables_of_odd_cells_come_in_whole_or_are_told_row_by_row(table, partial, write):
    found = attempt(write(table), partial=partial)
    if found is not None:
        assert all(line.problems for line in found.of(RowVerdict.REFUSED))
        assert not any(line.problems for line in found.lines if line.verdict is not RowVerdict.REFUSED)


@CALM
@given(st.data())
def test_a_mutated_shipped_file_never_breaks_the_import(data):
    content = bytearray(
        "\n".join([SHIPPED[0], *data.draw(st.lists(st.sampled_from(SHIPPED[1:]), max_size=5))]).encode()
    )
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    attempt(bytes(content), partial=data.draw(st.booleans()))


@CALM
@given(st.data())
def test_a_mutated_workbook_never_breaks_the_import(data):
    content = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(4, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    attempt(bytes(content), partial=True)


@CALM
@given(st.data())
def test_a_mutated_sheet_inside_a_whole_archive_never_breaks_the_import(data):
    changed = BytesIO()
    with ZipFile(BytesIO(BOOK)) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = bytearray(old.read(part))
            if part.filename.endswith(("sheet1.xml", "workbook.xml", "sharedStrings.xml")):
                place = data.draw(st.integers(0, len(text) - 1))
                text[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
            new.writestr(part.filename, bytes(text))
    attempt(changed.getvalue(), partial=True)


@CALM
@given(TABLES, TABLES)
def test_a_second_import_changes_no_figure(first, second):
    found = attempt(as_csv(first), partial=True)
    event(f"stored {min(len(stored()), 5)}")
    known = {row["id"]: row for row in stored()}
    attempt(as_csv(second), partial=True)
    attempt(as_csv(first), partial=True)
    now = {row["id"]: row for row in stored()}
    assert known.items() <= now.items()
    if found is not None:
        again = import_results(content=as_csv(first), name="acak", by=None, now=NOW, partial=True)
        assert (again.new, again.written) == ([], False)


def test_an_archive_that_opens_to_more_than_can_be_read_is_refused():
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * (61 * 1024 * 1024))
    with pytest.raises(Refused, match=TableFault.TOO_LARGE):
        import_results(content=bomb.getvalue(), name="bom", by=None, now=NOW)
