from decimal import Decimal

import pytest

from scoring.graded import Graded, Trio
from scoring.instrument import Band
from scoring.readings import Reading, Readings

B = Band(Decimal(78), "hijau", "B", "Kualitas Tinggi")
GREEN = Graded(Decimal("78.72"), "hijau", "B", "Kualitas Tinggi")


def test_a_reading_is_published_rounded_with_the_words_of_its_band():
    reading = Reading(Decimal("78.7249"), Decimal("78.72"), B)
    nothing = Reading(None, None, None)
    assert (reading.graded, nothing.graded) == (GREEN, Graded())
    assert Readings(reading, nothing, reading).graded == Trio(GREEN, Graded(), GREEN)


@pytest.mark.parametrize("graded", [GREEN, Graded(Decimal(0)), Graded(label="Cukup"), Graded()])
def test_it_is_read_back_as_it_was_written(graded):
    assert Graded.read(graded.as_json()) == graded


@pytest.mark.parametrize("stored", [{}, {"score": "rusak"}, {"score": None, "zone": None, "grade": None}])
def test_what_cannot_be_read_is_not_known(stored):
    assert Graded.read(stored) == Graded()


def test_a_floor_is_not_told_where_nothing_is_answered():
    assert Trio(Graded(Decimal(0)), Graded(), GREEN).told() == Trio(Graded(), Graded(), GREEN)
    assert Trio(GREEN, GREEN, GREEN).told() == Trio(GREEN, GREEN, GREEN)
