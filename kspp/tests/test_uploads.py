"""Files are judged by their content, whatever their name and whatever the browser says."""

import contextlib
import hashlib
import random
import struct
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from kspp.lib.uploads import CheckedFile, UploadRefused, clean_text, inspect, sentences
from kspp.tests.upload_files import (
    MAIN_XLSX,
    huge_png,
    looked_at,
    office,
    pdf,
    phone_photo,
    picture,
    refusal,
    sent,
)

GOOD = {
    "pdf": (pdf(), "application/pdf", ".pdf"),
    "jpeg": (picture("JPEG"), "image/jpeg", ".jpg"),
    "png": (picture("PNG"), "image/png", ".png"),
    "webp": (picture("WEBP"), "image/webp", ".webp"),
    "docx": (office(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xlsx": (
        office(MAIN_XLSX, "xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
}


def opened(checked: CheckedFile) -> Image.Image:
    image = Image.open(BytesIO(checked.content))
    image.load()
    return image


@pytest.mark.parametrize(("content", "media_type", "extension"), GOOD.values(), ids=GOOD)
def test_it_takes_every_allowed_kind_under_any_name(content: bytes, media_type: str, extension: str) -> None:
    checked = inspect(SimpleUploadedFile("Maklumat.exe", content, "text/html"))
    assert (checked.name, checked.media_type) == (f"Maklumat{extension}", media_type)
    assert checked.size == len(checked.content)
    assert checked.sha256 == hashlib.sha256(checked.content).hexdigest()


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_documents_are_kept_byte_for_byte(kind: str) -> None:
    assert looked_at(GOOD[kind][0]).content == GOOD[kind][0]


# -- photos and screenshots


def test_place_camera_and_comment_of_a_photo_are_gone() -> None:
    original = phone_photo()
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825)
    checked = looked_at(original)
    image = opened(checked)
    assert dict(image.getexif()) == {}
    assert dict(image.getexif().get_ifd(0x8825)) == {}
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(image.info)
    for trace in (b"Exif", b"Telepon Contoh", b"rahasia", b"2024:06:03"):
        assert trace in original
        assert trace not in checked.content


@pytest.mark.parametrize(
    ("orientation", "size", "light_corner"),
    [(1, (60, 40), (55, 5)), (3, (60, 40), (5, 5)), (6, (40, 60), (5, 55)), (8, (40, 60), (5, 5))],
)
def test_the_orientation_is_applied_before_it_is_dropped(
    orientation: int, size: tuple[int, int], light_corner: tuple[int, int]
) -> None:
    image = opened(looked_at(phone_photo(orientation=orientation)))
    assert image.size == size
    assert min(image.getpixel(light_corner)) > 200
    assert max(image.getpixel((size[0] - 1 - light_corner[0], size[1] - 1 - light_corner[1]))) < 60


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_exif_does_not_lose_the_photo() -> None:
    content = picture("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\x12\x01" * 40)
    assert opened(looked_at(content)).size == (60, 40)


def test_a_large_photo_is_reduced_and_stays_upright() -> None:
    image = opened(looked_at(phone_photo((3200, 1600), orientation=6)))
    assert image.size == (1280, 2560)


def test_a_large_screenshot_becomes_a_jpeg() -> None:
    checked = looked_at(picture("PNG", (3000, 300)), "layar.png")
    assert (checked.name, checked.media_type) == ("layar.jpg", "image/jpeg")
    assert opened(checked).size == (2560, 256)


def test_a_heavy_png_becomes_a_jpeg() -> None:
    noise = Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(900 * 900 * 3))
    target = BytesIO()
    noise.save(target, "PNG")
    assert looked_at(target.getvalue()).media_type == "image/jpeg"


def test_text_chunks_of_a_png_are_dropped() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Budi Contoh")
    info.add_itxt("Catatan", "rahasia", zip=True)
    checked = looked_at(picture("PNG", pnginfo=info, dpi=(300, 300)))
    names, at = set(), 8
    while at < len(checked.content):
        (length,) = struct.unpack(">I", checked.content[at : at + 4])
        names.add(checked.content[at + 4 : at + 8])
        at += 12 + length
    assert names <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def test_metadata_of_a_webp_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telepon Contoh"
    checked = looked_at(picture("WEBP", exif=exif, xmp=b"<x:xmpmeta>rahasia</x:xmpmeta>"))
    for trace in (b"EXIF", b"XMP ", b"Telepon", b"rahasia"):
        assert trace not in checked.content


@pytest.mark.parametrize("page", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04 sebuah arsip"])
def test_what_hides_behind_a_photo_is_dropped(page: bytes) -> None:
    hidden = picture("JPEG", comment=page) + page
    assert page not in looked_at(hidden).content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_colour_mode_of_png_is_read(mode: str) -> None:
    target = BytesIO()
    if mode == "I;16":
        Image.new("I;16", (60, 40), 40000).save(target, "PNG")
    else:
        Image.new("RGB", (60, 40), (156, 156, 156)).convert("L" if mode == "LA" else "RGB").convert(mode).save(
            target, "PNG"
        )
    image = opened(looked_at(target.getvalue()))
    assert image.size == (60, 40)
    if mode != "1":
        assert abs(image.convert("L").getpixel((5, 5)) - 156) <= 4


def test_a_transparent_palette_stays_transparent() -> None:
    image = Image.new("P", (60, 40), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    target = BytesIO()
    image.save(target, "PNG", transparency=1)
    assert opened(looked_at(target.getvalue())).convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_large_transparent_picture_is_laid_on_white() -> None:
    target = BytesIO()
    Image.new("RGBA", (3000, 10), (0, 0, 0, 0)).save(target, "PNG")
    assert opened(looked_at(target.getvalue())).getpixel((0, 0)) == (255, 255, 255)


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    image = opened(looked_at(picture("JPEG", mode="CMYK")))
    assert image.mode == "RGB"


def test_of_a_phones_multi_picture_file_the_photo_is_kept() -> None:
    first, second = Image.new("RGB", (60, 40), "white"), Image.new("RGB", (30, 20), "black")
    target = BytesIO()
    first.save(target, "MPO", save_all=True, append_images=[second])
    assert Image.open(BytesIO(target.getvalue())).format == "MPO"
    image = opened(looked_at(target.getvalue()))
    assert (image.format, image.size, getattr(image, "n_frames", 1)) == ("JPEG", (60, 40), 1)


def animated(form: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    target = BytesIO()
    frames[0].save(target, form, save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(form: str) -> None:
    assert refusal(animated(form)) == sentences.IMAGE_ANIMATED


@pytest.mark.parametrize("size", [(9000, 9000), (65535, 65535), (2_000_000_000, 2)])
def test_a_picture_that_would_fill_the_memory_is_refused_unread(size: tuple[int, int]) -> None:
    assert refusal(huge_png(*size)) in {sentences.too_many_pixels(70), sentences.IMAGE_BROKEN}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_is_refused(form: str) -> None:
    content = picture(form, (400, 300))
    assert refusal(content[: len(content) // 2]) == sentences.IMAGE_BROKEN


@pytest.mark.parametrize("head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 "])
def test_a_page_behind_the_first_bytes_of_a_picture_is_refused(head: bytes) -> None:
    assert refusal(head + b"<html><script>alert(1)</script></html>") == sentences.IMAGE_BROKEN


# -- kinds that are not taken, each with advice


OTHERS = {
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60, sentences.HEIC),
    "HEIF": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + b"\0" * 60, sentences.HEIC),
    "AVIF": (picture("AVIF"), sentences.OTHER_IMAGE),
    "GIF": (picture("GIF"), sentences.OTHER_IMAGE),
    "TIFF": (picture("TIFF"), sentences.OTHER_IMAGE),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', sentences.OTHER_IMAGE),
    "HTML": (b"<!doctype html><html><body>halo</body></html>", sentences.PAGE),
    "EXE": (b"MZ\x90\0" + b"\0" * 200, sentences.PROGRAM),
    "ELF": (b"\x7fELF\x02\x01\x01" + b"\0" * 100, sentences.PROGRAM),
    "DOC": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, sentences.OLD_OFFICE),
    "text": (b"hanya teks biasa", sentences.UNKNOWN),
    "zeros": (b"\0" * 400, sentences.UNKNOWN),
    "one byte": (b"x", sentences.UNKNOWN),
}


@pytest.mark.parametrize(("content", "advice"), OTHERS.values(), ids=OTHERS)
def test_other_kinds_are_refused_with_advice_even_when_renamed(content: bytes, advice: str) -> None:
    assert refusal(content, "maklumat.pdf") == advice
    assert refusal(content, "foto.jpg") == advice


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == sentences.EMPTY


def test_the_limit_itself_is_taken_and_one_byte_more_is_not(settings: object) -> None:
    content = pdf()
    settings.EVIDENCE_MAX_BYTES = len(content)
    assert looked_at(content).size == len(content)
    settings.EVIDENCE_MAX_BYTES = len(content) - 1
    assert refusal(content) == sentences.too_large(len(content) - 1)


def test_an_oversized_file_is_refused_before_it_is_read(settings: object) -> None:
    class Unread(SimpleUploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError("read")

    settings.EVIDENCE_MAX_BYTES = 5
    with pytest.raises(UploadRefused):
        inspect(Unread("a.pdf", b"%PDF-1.7"))


def test_an_upload_that_understates_its_size_is_still_refused(settings: object) -> None:
    upload = sent(pdf())
    settings.EVIDENCE_MAX_BYTES = 100
    upload.size = 10
    with pytest.raises(UploadRefused) as caught:
        inspect(upload)
    assert caught.value.problems == [sentences.too_large(100)]


def test_the_limit_is_named_in_megabytes() -> None:
    assert "lebih besar dari 15 MB" in sentences.too_large(15 * 1024 * 1024)


# -- names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Maklumat Pelayanan.pdf", "Maklumat Pelayanan.pdf"),
        ("foto.JPG.exe", "foto.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Dokumen\\SK Bupati.docx", "SK Bupati.pdf"),
        ("laporan v1.2", "laporan v1.2.pdf"),
        ("Ahmad, S.Pd.pdf", "Ahmad, S.Pd.pdf"),
        ("gaji\u202efdp.exe", "gajifdp.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie_ x.pdf"),
        ("\ud800rusak.pdf", "rusak.pdf"),
        ('kutip"<b>.pdf', "kutip_b_.pdf"),
        ("...", "berkas.pdf"),
        ("", "berkas.pdf"),
        ("مرسوم 2024.pdf", "مرسوم 2024.pdf"),
    ],
)
def test_names_are_cleaned_and_get_the_extension_of_their_content(given: str, kept: str) -> None:
    upload = sent(pdf(), "x")
    upload._name = given
    assert inspect(upload).name == kept


def test_long_names_are_cut_before_the_extension() -> None:
    name = looked_at(pdf(), "x" * 240 + ".pdf").name
    assert len(name) == 120
    assert name.endswith("x.pdf")


def test_clean_text_joins_lines_and_drops_what_cannot_be_seen() -> None:
    assert clean_text(" Surat\u200b \n\tKeputusan\u202e\x07 ") == "Surat Keputusan"


# -- whatever arrives


@pytest.mark.parametrize("kind", GOOD)
def test_damage_anywhere_is_refused_or_repaired_and_never_an_error(kind: str) -> None:
    original, dice = GOOD[kind][0], random.Random(kind)
    for _ in range(60):
        content = bytearray(original)
        for _ in range(dice.randint(1, 8)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        with contextlib.suppress(UploadRefused):
            assert looked_at(bytes(content)).size > 0
