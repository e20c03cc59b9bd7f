"""What the library of instruments says."""

REASON_NEEDED = "Sebutkan alasan instrumen ini tidak dipakai lagi."
NOT_PUBLISHED = "Rancangan belum terbit. Buang saja rancangannya bila tidak diperlukan."
NOT_A_DRAFT = "Instrumen ini bukan rancangan lagi, jadi tidak dapat diubah. Salin dahulu menjadi rancangan baru."


def code_taken(code: str) -> str:
    return f"Kode {code} sudah dipakai instrumen lain. Pilih kode yang belum dipakai."
