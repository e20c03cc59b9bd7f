"""What a person reads about an uploaded file or a link: what is the matter, and what to do next."""

ALLOWED = "PDF, JPEG, PNG, WebP, DOCX, atau XLSX"

EMPTY = "Berkas ini kosong. Buka dahulu di perangkat Anda untuk memastikan isinya, lalu pilih lagi."
UNKNOWN = (
    f"Isi berkas ini bukan {ALLOWED}. Mengubah nama berkas tidak mengubah isinya; "
    "simpan ulang dalam salah satu bentuk itu, lalu unggah lagi."
)
HEIC = "Foto HEIC belum dapat diterima. Buka fotonya, simpan sebagai JPEG, lalu unggah lagi."
OTHER_IMAGE = "Gambar jenis ini belum dapat diterima. Simpan sebagai JPEG atau PNG, lalu unggah lagi."
OLD_OFFICE = (
    "Berkas ini dokumen Office lama atau berkata sandi. "
    "Simpan ulang sebagai DOCX, XLSX, atau PDF tanpa kata sandi, lalu unggah lagi."
)
OTHER_OFFICE = "Dokumen jenis ini belum dapat diterima. Simpan sebagai PDF, lalu unggah lagi."
PAGE = "Berkas ini halaman web, bukan dokumen. Cetak halamannya ke PDF atau lampirkan tautannya."
PROGRAM = "Berkas ini sebuah program, bukan dokumen, sehingga tidak dapat diterima sebagai bukti."

IMAGE_BROKEN = "Gambar ini rusak atau tidak terkirim utuh. Buka dahulu di perangkat Anda, lalu unggah lagi."
IMAGE_ANIMATED = "Gambar bergerak belum dapat diterima. Unggah satu gambar diam sebagai JPEG atau PNG."

PDF_BROKEN = "PDF ini rusak atau tidak terkirim utuh. Buka dahulu di perangkat Anda, lalu unggah lagi."
PDF_LOCKED = "PDF ini berkata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
PDF_ACTIVE = "PDF ini memuat perintah yang berjalan sendiri. Buka, pilih Cetak ke PDF, lalu unggah hasil cetaknya."
PDF_ATTACHMENTS = "PDF ini memuat berkas lain di dalamnya. Keluarkan berkas itu, lalu unggah masing-masing."
PDF_COMPLEX = "PDF ini terlalu rumit untuk diperiksa. Buka, pilih Cetak ke PDF, lalu unggah hasil cetaknya."

OFFICE_BROKEN = "Dokumen ini rusak atau tidak terkirim utuh. Buka dan simpan ulang, lalu unggah lagi."
OFFICE_MACRO = "Dokumen ini memuat makro. Simpan sebagai DOCX, XLSX, atau PDF tanpa makro, lalu unggah lagi."
OFFICE_TOO_DEEP = "Dokumen ini terlalu besar setelah dibuka. Simpan sebagai PDF, lalu unggah lagi."

ATTACHED = "Bukti terlampir."
REMOVED = "Bukti dihapus dari jawaban. Riwayatnya tetap tercatat."
NOTHING_SENT = "Pilih berkas, ambil foto, atau isi tautan lebih dahulu."
NO_LINK = "Isi tautan lebih dahulu."
LINK_SCHEME = "Tautan harus diawali http:// atau https://, misalnya https://kabupaten.go.id/maklumat."
LINK_LENGTH = "Tautan terlalu panjang. Paling banyak 500 huruf; pakai tautan yang lebih pendek."
LINK_SPACES = "Tautan tidak boleh memuat spasi. Salin ulang dari bilah alamat peramban."
LINK_CREDENTIALS = "Tautan memuat nama pengguna atau kata sandi. Hapus bagian itu, karena tautan dibaca banyak orang."
LINK_WRONG = "Alamat tautan ini tidak lengkap. Salin ulang dari bilah alamat peramban."

CLOSED = "Penilaian ini sedang tidak dapat diubah, sehingga bukti tidak ditambah atau dihapus."
FULL = "Satu jawaban memuat paling banyak {limit} bukti. Hapus salah satu atau gabungkan beberapa berkas menjadi PDF."
SAME_FILE = "Berkas yang sama sudah terlampir di sini dengan nama “{name}”, jadi tidak perlu diunggah lagi."
SAME_LINK = "Tautan yang sama sudah terlampir di sini dengan nama “{name}”."


def too_large(limit: int) -> str:
    """`limit` in bytes."""
    return (
        f"Berkas lebih besar dari {limit // (1024 * 1024)} MB. "
        "Kecilkan berkasnya, atau simpan di tempat lain dan lampirkan tautannya."
    )


def too_many_pixels(megapixels: int) -> str:
    return f"Gambar ini lebih dari {megapixels} megapiksel. Kecilkan ukurannya, lalu unggah lagi."
