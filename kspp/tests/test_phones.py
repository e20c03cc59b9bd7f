"""Indonesian telephone numbers, written one way however they are typed."""

import pytest

from kspp.lib.phones import international, local_number


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("081234567890", "0812-3456-7890"),
        ("0812 3456 7890", "0812-3456-7890"),
        ("+62 812-3456-7890", "0812-3456-7890"),
        ("6281234567890", "0812-3456-7890"),
        ("0062 812 3456 7890", "0812-3456-7890"),
        ("81234567890", "0812-3456-7890"),
        ("(0736) 61234", "0736-61234"),
        ("+62 736 61234", "0736-61234"),
        ("021-5555 1234", "021-55551234"),
        ("0800 1 123 456", "0800-1123-456"),
        ("112", "112"),
        ("1500-567", "1500567"),
    ],
)
def test_a_number_is_written_one_way(typed, stored):
    assert local_number(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "0812",
        "081234567",
        "08123456789012345",
        "+1 202 555 0100",
        "0111234567",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "0812x3456789",
    ],
)
def test_what_is_no_indonesian_number_is_none(typed):
    assert local_number(typed) == ""


def test_a_short_number_has_no_whatsapp():
    assert local_number("112", may_be_short=False) == ""


@pytest.mark.parametrize(
    ("number", "dialled"), [("0812-3456-7890", "+6281234567890"), ("0736-61234", "+6273661234"), ("112", "112")]
)
def test_a_number_is_dialled_from_anywhere(number, dialled):
    assert international(number) == dialled
