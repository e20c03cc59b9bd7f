"""Photos and screenshots: decoded completely and written anew, so that nothing but the picture is kept.

Writing anew drops GPS and all other EXIF data, comments, text chunks, colour profiles and whatever was hidden behind
the picture. The orientation recorded by the camera is applied first. Pictures with a side over 2560 px are reduced,
which is sharp enough to read a photographed A4 page and keeps reports light. PNG and WebP stay what they are while
they are small; beyond that they become JPEG, because PDFs embed JPEG without work.
"""

from io import BytesIO

from PIL import Image, ImageFile

from kspp.lib.uploads import sentences
from kspp.lib.uploads.kinds import Kind, UploadRefused

MAX_SIDE = 2560
MAX_PIXELS = 70_000_000
"""Above every phone's full resolution in common use; decoding stays under 300 MB of memory."""
SMALL = 1024 * 1024
"""Bytes up to which PNG and WebP keep their form."""
JPEG_QUALITY = 85
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
KINDS = {"JPEG": Kind.JPEG, "MPO": Kind.JPEG, "PNG": Kind.PNG, "WEBP": Kind.WEBP}


def cleaned_image(content: bytes) -> tuple[bytes, Kind]:
    """Raises UploadRefused for a broken, moving or oversized picture."""
    try:
        return _rewritten(content)
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused([sentences.too_many_pixels(MAX_PIXELS // 1_000_000)]) from error
    except Exception as error:  # decoders of foreign bytes raise nearly anything, from SyntaxError to struct.error
        raise UploadRefused([sentences.IMAGE_BROKEN]) from error


def _rewritten(content: bytes) -> tuple[bytes, Kind]:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, where it is loaded, sets it for the whole process
    _opened(content).verify()
    image = _opened(content)
    kind = KINDS[image.format or ""]
    _refuse_unfit(image, kind)
    was_large = max(image.size) > MAX_SIDE
    picture = _bare(image)
    if kind is not Kind.JPEG and not was_large:
        kept = _encoded(picture, kind)
        if len(kept) <= SMALL:
            return kept, kind
    return _encoded(_on_white(picture), Kind.JPEG), Kind.JPEG


def _opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"])


def _refuse_unfit(image: Image.Image, kind: Kind) -> None:
    """Looks at the header only. A phone's MPO holds several pictures but does not move: the first is the photo."""
    if image.width * image.height > MAX_PIXELS:
        raise UploadRefused([sentences.too_many_pixels(MAX_PIXELS // 1_000_000)])
    if kind is not Kind.JPEG and getattr(image, "n_frames", 1) > 1:
        raise UploadRefused([sentences.IMAGE_ANIMATED])


def _bare(image: Image.Image) -> Image.Image:
    """Decoded, reduced, upright, in a plain colour mode and without anything attached."""
    orientation = _orientation(image)
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    image.load()
    picture = _plain(image)
    if max(picture.size) > MAX_SIDE:
        picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    picture.info.clear()
    return picture


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  damaged EXIF is dropped with the rest; the picture may still be sound
        return 1


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in ("1", "L", "RGB", "RGBA") and "transparency" not in image.info:
        return image.copy()
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture if picture.mode == "L" else picture.convert("L" if picture.mode == "1" else "RGB")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _encoded(picture: Image.Image, kind: Kind) -> bytes:
    target = BytesIO()
    if kind is Kind.PNG:
        picture.save(target, "PNG", optimize=True)
    elif kind is Kind.WEBP:
        picture.save(target, "WEBP", quality=JPEG_QUALITY)
    else:
        picture.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=False)
    return target.getvalue()
