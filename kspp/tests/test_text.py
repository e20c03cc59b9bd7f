"""Blanks that nobody sees are those of the space bar, wherever text is tidied."""

import pytest
from django import forms

from kspp.lib.tables import table_of
from kspp.lib.text import TidyField, collapse, tidy_lines

PASTED = "Loket\u00a0satu\u202fdan\u2007dua\u3000buka\ufeff\u200b"
PLAIN = "Loket satu dan dua buka"


def test_one_line_of_text_has_plain_blanks() -> None:
    assert collapse(f"\u200b {PASTED}\u00a0 ") == PLAIN
    assert TidyField().clean(PASTED) == PLAIN


def test_several_lines_keep_their_breaks() -> None:
    assert tidy_lines(f"{PASTED}\r\n{PASTED}\u00a0", 200) == f"{PLAIN}\n{PLAIN}"


def test_cells_of_a_table_have_plain_blanks() -> None:
    assert table_of(f"nama;isi\n{PASTED};\u200b".encode()) == [(1, ("nama", "isi")), (2, (PLAIN, ""))]


def test_a_field_of_blanks_that_nobody_sees_is_empty() -> None:
    with pytest.raises(forms.ValidationError) as refused:
        TidyField().clean("\u200b\u00a0\ufeff")
    assert refused.value.code == "required"


def test_what_turns_the_direction_of_a_text_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        TidyField().clean("a\u202eb")
