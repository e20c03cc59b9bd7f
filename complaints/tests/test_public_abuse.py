"""When a citizen's form is taken: plain values, no database."""

import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.abuse import (
    AT_ONCE,
    LEAST,
    MOST,
    QUICKEST,
    REFILL_SECONDS,
    BusyAddresses,
    SendingVerdict,
    SentForm,
    judge,
    number_for,
)
from complaints.sentences.public import in_words, subject_from

CALM = SentForm(seconds_open=60, is_trapped=False, is_busy=False, expected=427, answer="")


def test_an_ordinary_form_is_taken_without_a_question() -> None:
    assert judge(CALM) is SendingVerdict.TAKE


@pytest.mark.parametrize("seconds", [0, QUICKEST - 0.1, -5, None])
def test_a_form_sent_faster_than_people_type_or_without_our_opening_is_asked_for_again(seconds: float | None) -> None:
    assert judge(replace(CALM, seconds_open=seconds)) is SendingVerdict.AGAIN


def test_a_form_that_lay_open_for_a_week_is_taken() -> None:
    assert judge(replace(CALM, seconds_open=7 * 24 * 3600)) is SendingVerdict.TAKE


@pytest.mark.parametrize("signal", ["is_trapped", "is_busy"])
@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("", SendingVerdict.ASK),
        ("  ", SendingVerdict.ASK),
        ("428", SendingVerdict.WRONG),
        ("empat", SendingVerdict.WRONG),
        (" 427 ", SendingVerdict.TAKE),
    ],
)
def test_a_busy_door_and_a_filled_trap_ask(signal: str, answer: str, verdict: SendingVerdict) -> None:
    assert judge(replace(CALM, answer=answer, **{signal: True})) is verdict


def test_a_right_answer_does_not_make_up_for_speed() -> None:
    assert judge(replace(CALM, is_busy=True, answer="427", seconds_open=1)) is SendingVerdict.AGAIN


def test_the_number_is_the_same_for_a_form_and_another_for_the_next() -> None:
    keys = [uuid.uuid4() for _ in range(200)]
    numbers = [number_for(key, "rahasia") for key in keys]
    assert numbers == [number_for(key, "rahasia") for key in keys]
    assert numbers != [number_for(key, "lain") for key in keys]
    assert len(set(numbers)) > 100
    assert all(LEAST <= number <= MOST for number in numbers)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (101, "seratus satu"),
        (110, "seratus sepuluh"),
        (111, "seratus sebelas"),
        (219, "dua ratus sembilan belas"),
        (300, "tiga ratus"),
        (427, "empat ratus dua puluh tujuh"),
        (540, "lima ratus empat puluh"),
        (999, "sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_numbers_are_asked_for_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


def test_every_number_has_words_of_its_own() -> None:
    assert len({in_words(number) for number in range(1, 1000)}) == 999


def test_an_address_is_busy_after_a_few_and_calm_again_after_a_while() -> None:
    crowd = BusyAddresses(b"kunci")
    for _ in range(AT_ONCE):
        assert not crowd.is_busy("203.0.113.7", 0)
        crowd.note("203.0.113.7", 0)
    assert crowd.is_busy("203.0.113.7", REFILL_SECONDS - 1)
    assert not crowd.is_busy("203.0.113.8", 0)
    assert not crowd.is_busy("203.0.113.7", REFILL_SECONDS)


def test_no_address_can_be_read_from_what_is_kept_and_quiet_ones_are_forgotten() -> None:
    crowd = BusyAddresses(b"kunci")
    crowd.note("203.0.113.7", 0)
    kept = repr({name: getattr(crowd, name) for name in ("_buckets", "_key")})
    assert "203.0.113.7" not in kept
    crowd.note("203.0.113.8", AT_ONCE * REFILL_SECONDS + 1)
    assert len(crowd) == 1


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.abuse.REMEMBERED", 50)
    crowd = BusyAddresses(b"kunci")
    for number in range(500):
        crowd.note(str(number), 0)
    assert len(crowd) == 50


@given(st.lists(st.floats(0, 10_000), max_size=60))
def test_waiting_never_makes_an_address_busier(times: list[float]) -> None:
    crowd = BusyAddresses(b"kunci")
    for moment in sorted(times):
        crowd.note("a", moment)
    last = max(times, default=0.0)
    verdicts = [crowd.is_busy("a", last + wait) for wait in (0, 60, 120, 240, 10_000)]
    assert verdicts == sorted(verdicts, reverse=True)
    assert not verdicts[-1]


def test_a_subject_is_the_first_words_cut_between_them() -> None:
    assert subject_from("Loket  kosong\nsejak pagi.", "Disdukcapil", ()) == "Loket kosong sejak pagi."
    long = subject_from("antre " * 40, "Disdukcapil", ())
    assert long.endswith("antre…")
    assert len(long) <= 81


def test_a_subject_never_carries_the_name_of_who_complains() -> None:
    told = subject_from("Saya Sari Contoh kecewa.", "KTP-el", {"sari", "contoh"})
    assert told == "Pengaduan tentang KTP-el"
    assert subject_from("\u202e\u200b", "KTP-el", ()) == "Pengaduan tentang KTP-el"
