"""What pages about persons say, and what stands where personal data was."""

ERASED_TEXT = "Isi ini sudah dihapus untuk melindungi data pribadi."
ERASED_FILE = "Berkas yang sudah dihapus"

CORRECTED = "Identitas dalam {} tersimpan."
ERASED = "Data pribadi dalam {} dihapus."
PHONE_SHAPE = "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."
NOT_SEARCHABLE = "Tulis nama dengan paling sedikit dua huruf, nomor telepon, atau alamat surel lengkap."
SURE_NEEDED = "Centang kotak ini bila data itu memang harus dihapus."
COMPLAINANT_SAID, DESK_SAID = "Pengadu", "Petugas"
"""Who wrote, in a copy for the person: the names of officers stay out."""
