"""What a person reads about an uploaded file: what is the matter, and what to do next."""

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
NO_WORKBOOK = "Berkas ini bukan lembar kerja XLSX. Salin tabelnya ke templat XLSX, lalu unggah XLSX itu."
OTHER_OFFICE = "Dokumen jenis ini belum dapat diterima. Simpan sebagai PDF, lalu unggah lagi."
PAGE = "Berkas ini halaman web, bukan dokumen. Cetak halamannya ke PDF, lalu unggah PDF itu."
PROGRAM = "Berkas ini sebuah program, bukan dokumen, sehingga tidak dapat diterima."

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


def too_large(limit: int) -> str:
    """`limit` in bytes."""
    return f"Berkas lebih besar dari {limit // (1024 * 1024)} MB. Kecilkan berkasnya, atau unggah per bagian."


def too_many_pixels(megapixels: int) -> str:
    return f"Gambar ini lebih dari {megapixels} megapiksel. Kecilkan ukurannya, lalu unggah lagi."
