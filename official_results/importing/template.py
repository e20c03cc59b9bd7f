"""The table in which published results are written down, as CSV for any program and as a workbook with explanations."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kspp.lib.csv_text import csv_text
from official_results.importing.results import HEADINGS, REQUIRED, YEARS

SHEET, HELP_SHEET = "Hasil resmi", "Keterangan"
COLUMNS: dict[str, str] = {
    "level": "provinsi, kabupaten, atau kota. Perlu bila ada dua daerah bernama sama dan kode wilayahnya kosong.",
    "code": "Kode wilayah, misalnya 17.04. Boleh kosong bila nama dan tingkatnya jelas.",
    "government": "Nama tanpa tingkatnya, misalnya Kaur.",
    "province": "Provinsi pada tahun penilaian itu.",
    "year": f"Tahun yang dinilai, {YEARS.start} atau sesudahnya, bukan tahun penyerahan.",
    "instrument": "Kode instrumen, misalnya kspp-2023-2024 atau opini-2025.",
    "unit": "Nama unit seperti tercetak. Kosong untuk nilai pemerintah daerah.",
    "score": "0 sampai 100 seperti tercetak, dengan koma atau titik; 96 tetap 96.",
    "zone": "hijau, kuning, atau merah seperti tercetak. Kosong bila sumbernya tidak menyebut.",
    "grade": "Kategori seperti tercetak, misalnya A.",
    "label": "Sebutan lain seperti tercetak, misalnya opini.",
    "rank_national": "Peringkat nasional seperti tercetak.",
    "complete_set": "Tanda yang sama untuk nilai pemerintah daerah dan semua unitnya, bila seluruhnya diumumkan.",
    "source": "Alamat laman, atau “press:” dengan nama media dan tanggal.",
}
"""What belongs into each column that is offered."""


def headings() -> list[str]:
    return [HEADINGS[column][1] for column in COLUMNS]


def csv_template() -> bytes:
    return csv_text(headings(), [])


def xlsx_template() -> bytes:
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append(headings())
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings(), 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(len(heading) + 4, 14)
        sheet.column_dimensions[letter].number_format = "@"
    about = book.create_sheet(HELP_SHEET)
    about.append(["Kolom", "Wajib diisi", "Isi"])
    for column, words in COLUMNS.items():
        about.append([HEADINGS[column][1], "ya" if column in REQUIRED else "tidak", words])
        about.cell(about.max_row, 3).alignment = Alignment(wrap_text=True, vertical="top")
    for each in (sheet, about):
        for cell in each[1]:
            cell.font = Font(bold=True)
    for name, width in (("A", 22), ("B", 12), ("C", 100)):
        about.column_dimensions[name].width = width
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()
