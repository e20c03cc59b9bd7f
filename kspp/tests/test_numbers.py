from decimal import ROUND_DOWN, Decimal, localcontext

import pytest

from kspp.lib.numbers import decimal_id, half_up


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("1234.565", 2, "1.234,57"),
        ("1234567.8", 2, "1.234.567,80"),
        ("87.995", 2, "88,00"),
        ("0.005", 2, "0,01"),
        ("-0.001", 2, "0,00"),
        ("-1234.5", 1, "-1.234,5"),
        ("3.61915", 4, "3,6192"),
        ("1000", 0, "1.000"),
        ("1E+3", 0, "1.000"),
    ],
)
def test_numbers_are_written_the_indonesian_way(value, decimals, expected):
    assert decimal_id(Decimal(value), decimals) == expected


def test_whole_numbers_need_no_decimal_type():
    assert decimal_id(12500, 0) == "12.500"


def test_half_goes_up_whatever_the_ambient_context_prefers():
    with localcontext() as context:
        context.prec, context.rounding = 2, ROUND_DOWN
        assert str(half_up(Decimal("53.995"))) == "54.00"
