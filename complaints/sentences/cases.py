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
