"""Word and Excel documents (ECMA-376 packages) are kept byte for byte; macros and disguised archives are refused."""

from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from kspp.lib.uploads import sentences
from kspp.lib.uploads.kinds import OFFICE, Kind, UploadRefused

MAX_PARTS = 5000
MAX_INFLATED = 150 * 1024 * 1024
"""Bytes all parts together may open to."""
MAX_TYPES = 2 * 1024 * 1024
"""Bytes the table of contents may have."""
CHUNK = 1024 * 1024
TYPES = "[Content_Types].xml"
END_RECORD = b"PK\x05\x06"
END_LENGTH = 22
ENCRYPTED = 0x1
MAIN = {
    f"{OFFICE}.wordprocessingml.document.main+xml": Kind.DOCX,
    f"{OFFICE}.spreadsheetml.sheet.main+xml": Kind.XLSX,
}
MACRO_WORDS = ("macroenabled", "vbaproject", "vbadata", "macrosheet", "activex")


def checked_office(content: bytes) -> tuple[bytes, Kind]:
    """Raises UploadRefused."""
    try:
        with ZipFile(BytesIO(content)) as package:
            return content, _kind_of(content, package)
    except UploadRefused:
        raise
    except Exception as error:  # a foreign archive may fail anywhere in zipfile, zlib or expat
        raise UploadRefused([sentences.OFFICE_BROKEN]) from error


def _kind_of(content: bytes, package: ZipFile) -> Kind:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise UploadRefused([sentences.OFFICE_TOO_DEEP])
    if TYPES not in names or "_rels/.rels" not in names:
        raise UploadRefused([sentences.OTHER_OFFICE])
    _refuse_odd_archive(content, parts, names)
    types = _content_types(package)
    _refuse_macros(names, types)
    _read_completely(package, parts)
    for name, media_type in types.items():
        if media_type in MAIN and name in names:
            return MAIN[media_type]
    raise UploadRefused([sentences.OTHER_OFFICE])


def _refuse_odd_archive(content: bytes, parts: list[ZipInfo], names: set[str]) -> None:
    """Office writes archives that start at the first byte, end without a comment and never name a part twice."""
    starts_first = min(part.header_offset for part in parts) == 0
    ends_last = content[-END_LENGTH:].startswith(END_RECORD)
    readable = not any(part.flag_bits & ENCRYPTED for part in parts)
    if not (starts_first and ends_last and readable and len(names) == len(parts) and all(map(_is_inside, parts))):
        raise UploadRefused([sentences.OFFICE_BROKEN])


def _is_inside(part: ZipInfo) -> bool:
    """Whether the name stays within the archive when someone unpacks it."""
    name = part.orig_filename
    return not (name.startswith("/") or ":" in name or "\\" in name or "\0" in name or ".." in name.split("/"))


def _content_types(package: ZipFile) -> dict[str, str]:
    """Part name (or `*.extension` for a default) to media type. A document type declaration is refused."""
    if package.getinfo(TYPES).file_size > MAX_TYPES:
        raise UploadRefused([sentences.OFFICE_TOO_DEEP])
    found: dict[str, str] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        name = attributes.get("PartName", "").removeprefix("/") or f"*.{attributes.get('Extension', '')}"
        if "ContentType" in attributes:
            found[name] = attributes["ContentType"]

    def declaration(*details: object) -> None:
        raise UploadRefused([sentences.OFFICE_BROKEN])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = declaration
    parser.Parse(package.read(TYPES), True)
    return found


def _refuse_macros(names: set[str], types: Mapping[str, str]) -> None:
    words = " ".join([*names, *types.values()]).lower()
    if any(word in words for word in MACRO_WORDS):
        raise UploadRefused([sentences.OFFICE_MACRO])


def _read_completely(package: ZipFile, parts: list[ZipInfo]) -> None:
    """Every part once, in pieces; zipfile compares length and checksum and raises on a difference."""
    for part in parts:
        with package.open(part) as stream:
            while stream.read(CHUNK):
                pass
