"""What is said about a case: to the complainant in plain words, to officers in the terms of their trade."""

from complaints.workflow import Move, State

COMPLAINANT = "Pengadu"
"""Who acted, in the history, when it was the person with the code."""

MOVES: dict[Move, str] = {
    Move.ASK: "Minta dilengkapi",
    Move.COMPLETE: "Nyatakan sudah dilengkapi",
    Move.LAPSE: "Anggap dicabut karena tidak dilengkapi",
    Move.VERIFY: "Verifikasi",
    Move.REFER: "Nyatakan bukan kewenangan",
    Move.ARCHIVE: "Arsipkan",
    Move.DISPOSE: "Disposisikan ke unit",
    Move.TRANSFER: "Alihkan ke unit lain",
    Move.RETURN: "Kembalikan ke admin koordinator",
    Move.START: "Mulai proses",
    Move.ANSWER: "Kirim jawaban",
    Move.CLOSE: "Tutup pengaduan",
    Move.REOPEN: "Buka kembali",
    Move.WITHDRAW: "Catat pencabutan",
    Move.ESCALATE: "Catat diteruskan ke Ombudsman",
}

PLAIN: dict[State, str] = {
    State.RECEIVED: "Pengaduan Anda sudah kami terima dan menunggu diperiksa.",
    State.INCOMPLETE: "Kami memerlukan keterangan tambahan dari Anda.",
    State.VERIFIED: "Pengaduan Anda sudah diperiksa dan akan diteruskan ke unit yang menangani.",
    State.ASSIGNED: "Pengaduan Anda sudah sampai di unit yang menangani.",
    State.IN_PROGRESS: "Pengaduan Anda sedang ditangani.",
    State.ANSWERED: "Pengaduan Anda sudah dijawab.",
    State.CLOSED: "Pengaduan Anda sudah selesai.",
    State.REOPENED: "Pengaduan Anda dibuka kembali dan akan ditangani lagi.",
    State.WITHDRAWN: "Pengaduan ini sudah dicabut.",
    State.NOT_OURS: "Hal yang Anda adukan bukan kewenangan kami. Alamat yang tepat tertulis di bawah.",
    State.ARCHIVED: "Pengaduan ini disimpan sebagai arsip dan tidak ditangani lebih lanjut.",
    State.OMBUDSMAN: "Pengaduan ini diteruskan ke Ombudsman Republik Indonesia.",
}
"""The status as the complainant reads it."""

LAPSED = (
    "Keterangan tambahan yang kami minta belum kami terima sampai batas waktunya, sehingga pengaduan ini dianggap "
    "dicabut. Anda dapat membuat pengaduan baru kapan saja."
)

INTROS: dict[Move, str] = {
    Move.ASK: "Tenggat penyelenggara terhenti sampai pengadu melengkapi.",
    Move.COMPLETE: "Pakai bila kelengkapan datang lewat kanal lain. Tenggat berjalan lagi.",
    Move.VERIFY: "Kelas menentukan tenggat. Bila unit dipilih, pengaduan langsung didisposisikan.",
    Move.REFER: "Pengadu membaca alamat yang tepat di halaman lacak.",
    Move.ARCHIVE: "Untuk pengaduan ganda atau yang tidak dapat ditangani.",
    Move.START: "Unit mulai menangani. Bila belum ada petugas, Anda tercatat sebagai petugasnya.",
    Move.ANSWER: "Pengadu membaca jawaban ini dan dapat menilai atau meminta dibuka kembali.",
    Move.CLOSE: "Tutup bila pengadu sudah puas atau tidak menanggapi jawaban.",
    Move.WITHDRAW: "Catat pencabutan yang disampaikan pengadu lewat kanal lain.",
    Move.ESCALATE: "Catat bila pengadu melapor ke Ombudsman atau Ombudsman meminta klarifikasi.",
}
SPLIT = "Bagian yang dipisahkan menjadi pengaduan tersendiri, dengan tanggal diterima dan kerahasiaan yang sama."
NOT_YOURS = "Langkah ini dilakukan petugas dengan tugas lain."


SAVED = "Pengaduan {} tersimpan."
SPLIT_OFF = "Pengaduan baru {} dibuat dari bagian yang dipisahkan."
STATE_NOW = "Pengaduan {} kini berstatus “{}”."


def not_now(state: str) -> str:
    return f"Pengaduan ini kini berstatus “{state}”, jadi langkah ini tidak dapat dilakukan. Muat ulang halamannya."
