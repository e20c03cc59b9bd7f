"""File names as people may safely read and download them."""

import re
import unicodedata

LENGTH = 120
"""Longest name kept, extension included."""

_FORBIDDEN = re.compile(r'[<>:"|?*]+')
_EXTENSIONS = re.compile(
    r"\.(pdf|jpe?g|jpe|jfif|png|webp|gif|tiff?|bmp|svg|hei[cf]|avif|docx?|docm|dotx|xlsx?|xlsm|xltx|pptx?|od[tsp]|zip"
    r"|html?|php|js|exe|bat|cmd|com|scr|msi|vbs|lnk|apk|txt|csv|bin|tmp)$",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    """Without control characters, direction overrides, invisible characters and half surrogates; blanks single."""
    normal = unicodedata.normalize("NFC", text)
    visible = "".join(" " if c.isspace() else c for c in normal if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(visible.split())


def kept_name(given: str, extension: str) -> str:
    """The given name without folders, with the extension its content deserves."""
    last_part = clean_text(given).replace("\\", "/").rsplit("/", 1)[-1]
    stem = _FORBIDDEN.sub("_", last_part).strip(" .")
    while found := _EXTENSIONS.search(stem):
        stem = stem[: found.start()].rstrip(" .")
    return (stem or "berkas")[: LENGTH - len(extension)].rstrip(" .") + extension
