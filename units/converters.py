"""The region code as a part of an address, `<pemda:code>`: whoever writes routes with it imports this module."""

from django.urls import register_converter


class GovernmentCode:
    """A region code: `17` for a province, `17.04` for a kabupaten or kota."""

    regex = r"[0-9]{2}(?:\.[0-9]{2})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(GovernmentCode, "pemda")
