from enum import StrEnum

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse

from kspp.lib.errors import Conflict, Problem, Refused
from kspp.lib.form_pages import CHANGED_MEANWHILE, CONFLICT, INVALID, answer_form, press, sent, tried, typed
from kspp.lib.forms import VERSION_MISSING, VersionField


class Code(StrEnum):
    TAKEN = "taken"
    TOO_MANY = "too_many"
    BRACED = "braced"


WORDS = {
    Code.TAKEN: "Nama ini sudah ada.",
    Code.TOO_MANY: lambda count: f"{count} terlalu banyak.",
    Code.BRACED: "Ganti {jatuh_tempo}.",
}


class NameForm(forms.Form):
    name = forms.CharField()
    version = VersionField()


class Row:
    version = 7

    def __str__(self):
        return "Baris"


@pytest.fixture
def post(rf):
    """A signed-in request with what was typed."""

    def made(**fields):
        request = rf.post("/", fields)
        request.user, request.session = "pelaku", {}
        request._messages = FallbackStorage(request)
        return request

    return made


def raising(error):
    def write(**given):
        raise error

    return write


def answered(request, write):
    form = NameForm(*typed(request))
    show = lambda status: HttpResponse(status=status)  # noqa: E731
    answer = answer_form(request, form, write, show=show, words=WORDS, said="{} tersimpan.", to="/sesudah/")
    return answer, form


def told(request):
    return [str(message) for message in get_messages(request)]


def test_reading_shows_the_form_and_asks_no_service(rf):
    answer, form = answered(rf.get("/"), raising(AssertionError))
    assert (answer.status_code, form.is_bound) == (200, False)


def test_what_is_valid_is_stored_told_and_left(post):
    request, given = post(name="Ana", version="3"), {}
    answer, _ = answered(request, lambda **sent: given.update(sent) or Row())
    assert (answer.status_code, answer.url) == (302, "/sesudah/")
    assert (given["name"], given["seen_version"], given["by"]) == ("Ana", 3, "pelaku")
    assert told(request) == ["Baris tersimpan."]


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_form_without_the_version_it_was_opened_at_is_refused(post, version):
    answer, form = answered(post(name="Ana", version=version), raising(AssertionError))
    assert (answer.status_code, form.non_field_errors()) == (INVALID, [VERSION_MISSING])


def test_every_problem_is_said_at_its_field_or_above_the_form(post):
    refusal = Refused(Problem(Code.TAKEN, "name"), Problem(Code.TOO_MANY, "gone", {"count": 3}), Code.BRACED)
    answer, form = answered(post(name="Ana", version="3"), raising(refusal))
    assert answer.status_code == INVALID
    assert form.errors == {"name": ["Nama ini sudah ada."], "__all__": ["3 terlalu banyak.", "Ganti {jatuh_tempo}."]}
    assert form["name"].value() == "Ana"


def test_who_was_slower_keeps_what_was_typed_and_saves_knowingly_next(post):
    answer, form = answered(post(name="Ana", version="3"), raising(Conflict(Row())))
    assert (answer.status_code, form["name"].value(), form["version"].value()) == (CONFLICT, "Ana", "7")


@pytest.mark.parametrize(
    "error, said", [(Refused(Code.TAKEN), "Nama ini sudah ada."), (Conflict(Row()), CHANGED_MEANWHILE)]
)
def test_a_button_that_is_refused_says_why_on_the_way_back(post, error, said):
    request = post()
    answer = press(request, raising(error), words=WORDS, said="Sudah.", to="/sesudah/", back="/kembali/")
    assert (answer.url, told(request)) == ("/kembali/", [said])


def test_a_button_may_say_itself_what_changed_meanwhile(post):
    request = post()
    press(request, raising(Conflict(Row())), words=WORDS, said="", to="/", changed="Diputuskan orang lain.")
    assert told(request) == ["Diputuskan orang lain."]


def test_a_write_without_a_form_is_done_or_says_why_not():
    row = Row()
    assert (tried(lambda: row).stored, tried(lambda: row).is_done) == (row, True)
    refused, conflict = tried(raising(Refused(Code.TAKEN))), tried(raising(Conflict(row)))
    assert (refused.status, [problem.code for problem in refused.problems]) == (INVALID, [Code.TAKEN])
    assert (conflict.status, conflict.current, conflict.problems) == (CONFLICT, row, ())


def test_a_button_may_refuse_on_a_page_of_its_own(post):
    show = lambda problems, status: HttpResponse(" ".join(problems), status=status)  # noqa: E731
    answer = press(post(), raising(Refused(Code.TAKEN)), words=WORDS, said="", to="/", show=show)
    assert (answer.status_code, answer.content.decode()) == (INVALID, "Nama ini sudah ada.")


def test_a_form_may_say_itself_what_it_sends():
    class Own(NameForm):
        sent = {"values": {"name": "Ana"}}

    assert sent(Own({"name": "x", "version": "1"})) == {"values": {"name": "Ana"}}


def test_a_name_with_braces_is_said_as_it_is(post):
    request = post()
    press(request, lambda **_: "Unit {x} {}", words=WORDS, said="{} tersimpan.", to="/sesudah/")
    assert [str(message) for message in get_messages(request)] == ["Unit {x} {} tersimpan."]
