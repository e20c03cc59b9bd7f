"""The workbook in which an old register is written down: one sheet to fill in, one that explains its columns."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

REGISTER_SHEET, HELP_SHEET = "Register", "Keterangan"
DATE = "Tanggal, misalnya 21/11/2026 atau 21 November 2026; boleh dengan jam."
COLUMNS: tuple[tuple[str, bool, str], ...] = (
    (
        "Nomor",
        True,
        (
            "Nomor dalam register lama, paling panjang 60 huruf. Harus berbeda untuk setiap pengaduan, juga dari tahun "
            "ke tahun: tulis 015/2024, bukan 15. Dengan nomor dan kanal ini portal mengenali pengaduan yang sudah ada."
        ),
    ),
    ("Tanggal", True, f"Kapan pengaduan diterima. {DATE}"),
    (
        "Kanal",
        True,
        "Tatap muka; Telepon; WhatsApp; Surat; Kotak pengaduan; Media sosial; Laman pengaduan; SP4N-LAPOR!",
    ),
    ("Nama", False, "Nama pengadu. Kosong, “Anonim”, atau “Tanpa nama”: pengaduan tanpa nama. Disimpan tersegel."),
    ("Alamat", False, "Alamat pengadu. Disimpan tersegel."),
    ("Telepon", False, "Nomor telepon pengadu, sebagai teks supaya angka 0 di depan tidak hilang. Disimpan tersegel."),
    ("Surel", False, "Alamat surel pengadu. Disimpan tersegel."),
    ("Identitas", False, "Dengan identitas; Dirahasiakan; Tanpa nama. Kosong: menurut kolom Nama."),
    ("Unit", False, "Nama unit seperti tercatat dalam portal. Unit yang belum tercatat dibiarkan kosong."),
    ("Produk layanan", False, "Nama produk layanan seperti tercatat dalam portal."),
    ("Pokok pengaduan", False, "Satu kalimat. Kosong: diambil dari uraian."),
    ("Uraian", True, "Apa yang terjadi, paling panjang 6.000 huruf. Jangan menulis nama pengadu di sini."),
    (
        "Kelas",
        False,
        (
            "Permintaan informasi; Aspirasi; Pengaduan tidak berkadar pengawasan; Pengaduan berkadar pengawasan. Wajib "
            "bila sudah dijawab atau selesai."
        ),
    ),
    (
        "Status",
        False,
        (
            "Diterima; Diverifikasi; Didisposisikan; Diproses; Dijawab; Selesai; Dicabut; Bukan kewenangan; Arsip; "
            "Diteruskan ke Ombudsman. Kosong: Dijawab bila tanggal dijawab terisi, selain itu Diterima."
        ),
    ),
    ("Tanggal diverifikasi", False, f"{DATE} Kosong: tenggat dihitung sejak tanggal diterima."),
    ("Tanggal dijawab", False, f"{DATE} Wajib bila statusnya Dijawab atau Selesai, kecuali tanggal selesai terisi."),
    ("Jawaban", False, "Isi jawaban kepada pengadu, paling panjang 6.000 huruf."),
    ("Hasil", False, "Terbukti dan diperbaiki; Terbukti sebagian; Tidak terbukti; Dijelaskan."),
    ("Tanggal selesai", False, f"{DATE} Kosong: sama dengan tanggal dijawab."),
)
"""Heading, whether it must be filled in, and what belongs there."""


def register_template() -> bytes:
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = REGISTER_SHEET
    sheet.append([heading for heading, _, _ in COLUMNS])
    sheet.freeze_panes = "A2"
    help_sheet = book.create_sheet(HELP_SHEET)
    help_sheet.append(["Kolom", "Wajib diisi", "Isi yang diterima"])
    for heading, is_required, words in COLUMNS:
        help_sheet.append([heading, "ya" if is_required else "tidak", words])
    for each in (sheet, help_sheet):
        for cell in each[1]:
            cell.font = Font(bold=True)
    for place, (heading, _, _) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(len(heading) + 4, 14)
    for name, width in (("A", 24), ("B", 12), ("C", 100)):
        help_sheet.column_dimensions[name].width = width
    for row in help_sheet.iter_rows(min_row=2, min_col=3, max_col=3):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()
