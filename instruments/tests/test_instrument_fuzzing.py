"""Whatever is sent as an instrument: a proposal or sentences, never another error; and nothing is written."""

import random
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import User
from conftest import shipped_file
from history.models import Event
from instruments.importing.cells import OddCell
from instruments.importing.layout import MOST_COLUMNS, SHEETS
from instruments.importing.reading import RawSheet
from instruments.importing.table import read_workbook
from instruments.models import InstrumentVersion
from instruments.versions import shape
from instruments.versions.reading import draft_of
from instruments.versions.writing import as_yaml, content_of
from instruments.workbooks import workbook_of
from instruments.workbooks.proposals import UnusableFile, proposal_of
from units.models import Government

pytestmark = pytest.mark.both_databases

SMALL = shipped_file("opini-2025")
WORKBOOK = workbook_of(SMALL)
TEXT = as_yaml(content_of(SMALL)).encode()
HARD = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DEEP = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def judged(raw: bytes) -> bool:
    """Whether it was taken; else it was refused in sentences."""
    try:
        proposal = proposal_of(raw, {})
    except UnusableFile as refusal:
        problems = refusal.problems
    else:
        assert proposal_of(proposal.text.encode(), {}).file == proposal.file
        return True
    assert problems
    assert all(problem.strip() and problem[0].isupper() and len(problem) < 2000 for problem in problems)
    return False


@HARD
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"code: "]))
def test_random_bytes(raw: bytes, start: bytes) -> None:
    assert not judged(start + raw)


@HARD
@given(st.text(st.sampled_from("abc:-[]{}&*!|>'\"#%@,\n \t019.~?\u2028\x85é"), max_size=200))
def test_random_yaml(text: str) -> None:
    assert not judged(text.encode())


def mangled(raw: bytes, seed: int) -> bytes:
    """A valid file with a few bytes changed, doubled or left out."""
    chance, content = random.Random(seed), bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(content))
        act = chance.randrange(4)
        if act == 0:
            content[place] = chance.randrange(256)
        elif act == 1:
            del content[place : place + chance.randint(1, 40)]
        elif act == 2:
            content[place:place] = content[place : place + chance.randint(1, 40)]
        else:
            content[place:place] = chance.choice([b"\n", b": ", b"- ", b"'", b"\0", b"&a ", b"9" * 40, b"\xff", b"{"])
    return bytes(content)


@HARD
@given(st.integers(0, 2**32))
def test_valid_yaml_with_bytes_changed(seed: int) -> None:
    judged(mangled(TEXT, seed))


@HARD
@given(st.integers(0, 2**32))
def test_a_valid_workbook_with_bytes_changed(seed: int) -> None:
    judged(mangled(WORKBOOK, seed))


@DEEP
@given(st.integers(0, 2**32))
def test_a_valid_workbook_with_bytes_changed_inside_its_parts(seed: int) -> None:
    chance, target = random.Random(seed), BytesIO()
    with ZipFile(BytesIO(WORKBOOK)) as before, ZipFile(target, "w", ZIP_DEFLATED) as after:
        names = before.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = before.read(name)
            after.writestr(name, mangled(content, seed) if name == chosen else content)
    judged(target.getvalue())


odd_values = (
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.dates()
    | st.datetimes()
    | st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
    )
    | st.sampled_from(
        ["=1+1", "=cmd|'/C calc'!A0", "1.000", "21,85", "1e999", "-5", "٣", "NaN", "#REF!", "_x000D_", " "]
    )
)
cells = st.tuples(st.sampled_from(SHEETS), st.integers(1, 30), st.integers(1, 30), odd_values)


@DEEP
@given(st.lists(cells, min_size=1, max_size=8))
def test_a_valid_workbook_with_cells_changed(changes: list[tuple[str, int, int, Any]]) -> None:
    book, target = load_workbook(BytesIO(WORKBOOK)), BytesIO()
    for title, row, column, value in changes:
        book[title].cell(row, column).value = value
    book.save(target)
    judged(target.getvalue())


raw_values = (
    st.none()
    | st.sampled_from(list(OddCell))
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
)
WORDS = (
    "Kode|Dimensi|Bobot|Asal bobot|Kode variabel|Variabel|Indikator|Lingkup|unit|resmi|D1|1|Tingkat 0|Tingkat 1|"
    "Bukti 1|Isian|Skala|Tahun|Mulai dari|Jumlah|Faktor|Tingkat ١"
)
words = st.sampled_from(WORDS.split("|"))
raw_rows = st.lists(st.lists(raw_values | words, max_size=9), max_size=6)


@HARD
@given(st.dictionaries(st.sampled_from(SHEETS), raw_rows))
def test_tables_of_anything(tables: dict[str, list[list[Any]]]) -> None:
    sheets = {title: RawSheet([*enumerate(rows, 1)], ["A1:B2"][: len(rows) % 2]) for title, rows in tables.items()}
    reading = read_workbook(sheets)
    for path, _ in shape.mistakes(reading.content):
        assert reading.place(path).sheet in SHEETS
    if not reading.flaws and not list(shape.mistakes(reading.content)):
        draft_of(reading.content)


def deep(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "raw",
    [
        deep(100_000),
        b"a: " * 50_000,
        b"? " * 50_000,
        b"{" * 2000,
        b"a: !!python/object/apply:os.system [ls]",
        b"a: &a [*a, *a]",
        b"'" * 99_999,
        b"years: [" + b"9" * 5000 + b"]",
        b"scale: " + b"9" * 5000,
        b"%YAML 9.9\n---\na: 1",
        b"--- \n--- \n",
        "\u202ecode: x".encode(),
        b"code: " + b"x" * 1_999_000,
    ],
    ids=range(13),
)
def test_hostile_yaml(raw: bytes) -> None:
    assert not judged(raw)


def with_part(name: str, content: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(WORKBOOK)) as before, ZipFile(target, "w", ZIP_DEFLATED) as after:
        for each in before.namelist():
            after.writestr(each, content if each == name else before.read(each))
    return target.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + b"ha" * 50 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (ord("b") + n, b"&%c;" % (ord("a") + n) * 20) for n in range(8))
    + b"]><sst>&i;</sst>"
)  # fmt: skip
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/sharedStrings.xml", LAUGHS),
        ("xl/worksheets/sheet2.xml", LAUGHS),
        ("xl/worksheets/sheet2.xml", SHEET % (b'<row r="1"><c r="A1"><v>1e999</v></c></row>')),
        ("xl/worksheets/sheet2.xml", SHEET % (b'<row r="1"><c r="A1"><v>' + b"9" * 5000 + b"</v></c></row>")),
        ("xl/worksheets/sheet2.xml", SHEET % b'<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
        ("xl/worksheets/sheet2.xml", SHEET % b'<row r="99999999999"><c r="A1"><v>1</v></c></row>'),
        ("xl/worksheets/sheet2.xml", SHEET % b'<row r="1"><c r="XFD1"><v>1</v></c></row>'),
        ("xl/worksheets/sheet2.xml", SHEET % b'<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>'),
        ("xl/worksheets/sheet2.xml", SHEET % (b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 30_000)),
        ("xl/worksheets/sheet2.xml", b"<" * 100_000),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/styles.xml", b"\xff\xfe"),
    ],
    ids=range(12),
)
def test_hostile_workbooks(name: str, content: bytes) -> None:
    assert judged(with_part(name, content)) == (name == "xl/sharedStrings.xml"), "our texts stand in their cells"


def test_nothing_is_written_by_files_that_are_refused(client, coordinator: User, kaur: Government, instrument) -> None:
    client.force_login(coordinator)
    url = reverse("instruments:instrument_upload", args=[kaur.code])
    before = Event.objects.count()
    for seed in range(25):
        raw = mangled(WORKBOOK if seed % 2 else TEXT, seed)
        answer = client.post(url, {"file": SimpleUploadedFile("x", raw), "code": f"acak-{seed}"})
        assert answer.status_code in (200, 422)
    wide = f"{'x' * MOST_COLUMNS}"
    assert (
        client.post(url, {"file": SimpleUploadedFile(wide, b"\0"), "code": "9" * 40, "title": "\0"}).status_code == 422
    )
    assert list(InstrumentVersion.objects.values_list("code", flat=True)) == [instrument.code]
    assert Event.objects.count() == before
