"""What the citizen's pages say: kindly, in words that need no explanation, and without a single name of an officer."""

from collections.abc import Iterable
from datetime import date

from complaints.deadlines import Deadline
from complaints.sentences.calendar import UNIT_WORDS, progress
from kspp.lib.text import collapse, is_printable

UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
SUBJECT_LENGTH = 80

ASK = (
    "Sekarang banyak kiriman yang masuk. Untuk memastikan bukan program yang mengirim, jawab satu pertanyaan di bawah."
)
WRONG_ANSWER = "Jawaban belum sesuai. Baca lagi bilangannya, lalu tulis dengan angka."
SEND_AGAIN = (
    "Kiriman belum diterima karena terlalu cepat atau halamannya sudah usang. Periksa isian Anda, lalu kirim lagi."
)
FILES_LOST = "Berkas yang tadi dipilih tidak ikut tersimpan. Pilih lagi berkasnya sebelum mengirim."
TOO_MUCH = "Semua berkas bersama-sama paling besar {} MB. Kurangi atau kecilkan berkasnya; isian lain masih ada."
FOREIGN_PRODUCT = "Layanan ini bukan layanan unit yang dipilih. Pilih unitnya, atau kosongkan layanannya."
UNKNOWN_CHOICE = "Pilihan ini tidak tersedia lagi. Pilih yang lain, atau kosongkan."
STORY_NEEDED = "Ceritakan apa yang terjadi. Satu atau dua kalimat sudah cukup."
NAME_NEEDED = "Tulis nama Anda, atau pilih mengadu tanpa nama."
REACH_NEEDED = "Isi salah satu: alamat, nomor telepon, atau surel. Atau pilih mengadu tanpa nama."
PHONE_SHAPE = "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."
DATE_SHAPE = "Tulis tanggal seperti 17-08-2024."
OUT_OF_DATES = "Periksa tahunnya."
TEXT_OR_FILE = "Tulis keterangannya, atau lampirkan berkas."
RATING_NEEDED = "Pilih salah satu penilaian."
SURE_NEEDED = "Beri tanda centang bila Anda memang ingin mencabut pengaduan ini."
REASON_NEEDED = "Tulis apa yang belum selesai, supaya dapat kami tangani."
NO_REASON = "(Pengadu tidak menuliskan alasan.)"

NOT_A_CODE = "Kode terdiri atas 16 huruf dan angka, misalnya 7K2M-9XQ4-B1TN-5WRE. Periksa lagi kodenya."
CODE_UNKNOWN = "Kode ini tidak kami kenal. Periksa lagi huruf dan angkanya, termasuk 8 dan B, 5 dan S, 2 dan Z."
TIME_IS_UP = "Demi keamanan, halaman ini menutup sendiri setelah 30 menit. Masukkan kode Anda lagi."
CHANGED = (
    "Pengaduan ini baru saja berubah, jadi kiriman Anda belum diproses. Baca keadaan terbarunya di halaman ini, "
    "lalu kirim lagi bila masih perlu."
)

SAID = {
    "write": "Pesan Anda sudah terkirim.",
    "complete": "Terima kasih. Kelengkapan Anda sudah kami terima.",
    "withdraw": "Pengaduan sudah dicabut.",
    "rate": "Terima kasih atas penilaian Anda.",
    "close": "Terima kasih. Pengaduan ini selesai.",
    "reopen": "Pengaduan dibuka kembali dan akan ditangani lagi.",
}
"""By the act that was done."""

PROMISED = {
    "sp4n-information": "permintaan informasi",
    "sp4n-non-supervisory": "pengaduan biasa",
    "sp4n-supervisory": "pengaduan yang perlu pemeriksaan",
    "local-rule": "menurut aturan daerah",
}
"""Whose answer is promised, by the clock's code."""

STEPS = {
    "complaint.received": "Pengaduan diterima",
    "complaint.ask": "Kami meminta keterangan tambahan",
    "complaint.complete": "Keterangan tambahan diterima",
    "complaint.lapse": "Dianggap dicabut karena tidak dilengkapi",
    "complaint.verify": "Pengaduan selesai diperiksa",
    "complaint.refer": "Dinyatakan bukan kewenangan kami",
    "complaint.archive": "Disimpan sebagai arsip",
    "complaint.dispose": "Diteruskan ke unit yang menangani",
    "complaint.transfer": "Dialihkan ke unit lain",
    "complaint.return": "Dikembalikan untuk diarahkan lagi",
    "complaint.start": "Mulai ditangani",
    "complaint.answer": "Jawaban dikirim",
    "complaint.close": "Pengaduan selesai",
    "complaint.reopen": "Dibuka kembali",
    "complaint.withdraw": "Dicabut",
    "complaint.escalate": "Diteruskan ke Ombudsman",
    "complaint.extended": "Batas waktu diperpanjang",
}
"""Steps of the history a complainant sees, by action; others stay inside."""

OF_THE_UNIT = frozenset({"complaint.dispose", "complaint.transfer", "complaint.start", "complaint.answer"})
"""Steps that name the unit which has the complaint; the others are taken above it or by the complainant."""

NEXT = {
    "received": "Berikutnya kami memeriksa pengaduan Anda dan memberi tahu di sini bila ada yang perlu dilengkapi.",
    "incomplete": "Berikutnya kami menunggu keterangan dari Anda. Sesudah itu penanganan berjalan lagi.",
    "verified": "Berikutnya pengaduan diteruskan ke unit yang menangani.",
    "assigned": "Berikutnya unit mulai menangani pengaduan Anda.",
    "in_progress": "Berikutnya kami mengirim jawaban di halaman ini.",
    "reopened": "Berikutnya pengaduan ditangani lagi dan Anda mendapat jawaban baru.",
}
"""What happens next, by state; the others have come to an end."""

ENDINGS = {
    "completeness-reply": "Memberi tahu apakah pengaduan Anda sudah lengkap",
    "complainant-completes": "Anda melengkapi pengaduan",
    "sp4n-verification": "Memeriksa pengaduan Anda",
    "sp4n-information": "Menjawab permintaan informasi",
    "sp4n-non-supervisory": "Menjawab pengaduan Anda",
    "sp4n-supervisory": "Menjawab pengaduan Anda",
    "local-rule": "Menjawab menurut aturan daerah",
    "decide": "Memutus pengaduan Anda",
    "tell-complainant": "Menyampaikan keputusan kepada Anda",
}
"""What is due when a clock ends, by its code."""


def standing(deadline: Deadline, today: date) -> str:
    """Where a clock stands; on its first evening it has not counted a day yet."""
    if deadline.number(today) or deadline.is_overdue(today):
        return progress(deadline, today)
    return f"{deadline.total} {UNIT_WORDS[deadline.clock.unit]}, dihitung mulai hari berikutnya"


def in_words(number: int) -> str:
    """427 as empat ratus dua puluh tujuh. From 1 to 999."""
    if number >= 200:
        return f"{UNITS[number // 100]} ratus {in_words(number % 100)}".rstrip()
    if number >= 100:
        return f"seratus {in_words(number - 100)}".rstrip()
    if number >= 20:
        return f"{UNITS[number // 10]} puluh {UNITS[number % 10]}".rstrip()
    return f"{UNITS[number - 10]} belas" if number > 11 else UNITS[number]


def subject_from(story: str, about: str, private: Iterable[str]) -> str:
    """The first words of the story; what it is `about` when one of the `private` words stands in them.

    A subject is read in lists, where nobody's name may stand.
    """
    words = collapse("".join(letter if is_printable(letter) else " " for letter in story))
    if len(words) > SUBJECT_LENGTH:
        words = f"{words[:SUBJECT_LENGTH].rsplit(' ', 1)[0].rstrip(' ,.;:')}…"
    lowered = words.casefold()
    if not words or any(word in lowered for word in private):
        return f"Pengaduan tentang {about}"[:SUBJECT_LENGTH]
    return words
