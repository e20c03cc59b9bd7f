"""Indonesian telephone numbers as the public dials them."""

import re

_SEPARATORS = re.compile(r"[ ().\-–/]+")
_COUNTRY = re.compile(r"(?:\+|00)?62(?=[2-9]|8)")
_LARGE_CITIES = ("021", "022", "024", "031", "061")
"""Area codes of three digits; all others have four."""
_SUBSCRIBER = re.compile(r"0[2-79][0-9]{6,10}")
_MOBILE = re.compile(r"08[0-9]{8,11}")
_SHORT = re.compile(r"1[0-9]{2,7}")
"""Emergency numbers and call centres: 112, 119, 1500567."""


def local_number(text: str, *, may_be_short: bool = True) -> str:
    """0812-3456-7890, (0736) 61234 as 0736-61234, 112; empty when it is no Indonesian number."""
    digits = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"\+?[0-9]+", digits):
        return ""
    national = _COUNTRY.sub("0", digits, count=1) if _COUNTRY.match(digits) else digits
    national = f"0{national}" if national.startswith("8") else national
    if _MOBILE.fullmatch(national):
        return f"{national[:4]}-{national[4:8]}-{national[8:]}"
    if _SUBSCRIBER.fullmatch(national):
        area = 3 if national.startswith(_LARGE_CITIES) else 4
        return f"{national[:area]}-{national[area:]}"
    return national if may_be_short and _SHORT.fullmatch(national) else ""


def international(number: str) -> str:
    """What a telephone dials: +6281234567890; a short number stays as it is."""
    digits = number.replace("-", "")
    return f"+62{digits[1:]}" if digits.startswith("0") else digits
