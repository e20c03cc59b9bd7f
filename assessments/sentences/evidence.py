"""What a person reads about a piece of evidence: what is the matter, and what to do next."""

ATTACHED = "Bukti terlampir."
REMOVED = "Bukti dihapus dari jawaban. Riwayatnya tetap tercatat."
NOTHING_SENT = "Pilih berkas, ambil foto, atau isi tautan lebih dahulu."

REUSED = "Bukti dipakai di sini juga. Berkasnya tetap satu."
