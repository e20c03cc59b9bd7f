"""Nothing is kept of an anonymous report but the report; and the limits at the door, with and without a cache."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache, _caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from complaints.abuse import AT_ONCE
from complaints.models import Complaint
from complaints.sentences.public import in_words
from complaints.tests.citizens import STORY, answer_to, complained, do, door, enter, opened, read, send
from complaints.views import public
from history.models import Event
from kspp import logs
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.usefixtures("street"), pytest.mark.both_databases]
ADDRESS, BEHIND, AGENT, REQUEST = "198.51.100.77", "203.0.113.99", "PonselRahasia/7.7", "permintaan-rahasia-77"
TRACES = {
    "REMOTE_ADDR": ADDRESS,
    "HTTP_X_FORWARDED_FOR": BEHIND,
    "HTTP_USER_AGENT": AGENT,
    "HTTP_X_REQUEST_ID": REQUEST,
}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a production process would write at its most talkative."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    formatter = logs.logging_settings("json", "DEBUG")["formatters"]["structured"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def everything_stored() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(rows)


class BrokenCache(LocMemCache):
    def __getattribute__(self, name: str) -> Any:
        if name in ("get", "set", "add", "delete", "get_many", "set_many", "incr", "touch", "has_key", "clear"):
            raise ConnectionError("Redis is down")
        return super().__getattribute__(name)


BROKEN = {"default": {"BACKEND": f"{__name__}.BrokenCache"}}


def test_the_search_through_everything_finds_what_is_there(client: Client, dukcapil: ServiceUnit) -> None:
    complained(client, dukcapil)
    cache.set("siapa", ADDRESS)
    assert STORY in everything_stored()
    assert ADDRESS in repr(_caches)
    cache.clear()


def test_no_table_log_or_cache_knows_where_an_anonymous_report_came_from(
    client: Client, dukcapil: ServiceUnit, written: io.StringIO
) -> None:
    sessions = "django_session"
    before = everything_stored().count(f"{sessions}:")
    client.get(door(dukcapil), **TRACES)
    complaint, code = complained(client, dukcapil, headers=TRACES)
    client.get(reverse("complaints:sent"), **TRACES)
    client.post(reverse("complaints:follow_enter"), {"code": code}, **TRACES)
    assert client.get(reverse("complaints:follow"), **TRACES).status_code == 200
    assert do(client, "pesan", complaint, text="Kapan?").status_code == 302
    kept = {"database": everything_stored(), "log": written.getvalue(), "cache": repr(_caches)}
    assert '"route": "adu/<pemda:code>/<int:pk>/"' in kept["log"]
    for place, content in kept.items():
        for trace in (ADDRESS, BEHIND, AGENT, REQUEST, code, code.replace("-", "")):
            assert trace not in content, f"{trace} stands in the {place}"
    assert kept["database"].count(f"{sessions}:") == before
    assert set(Event.objects.about(complaint).values_list("request_id", "actor")) == {("", None)}


def test_what_the_log_says_of_a_request_cannot_be_joined_with_a_report(
    client: Client, dukcapil: ServiceUnit, written: io.StringIO
) -> None:
    answer = send(client, dukcapil, headers=TRACES)
    given = answer["X-Request-ID"]
    assert given != REQUEST
    assert given in written.getvalue()
    assert given not in everything_stored()


def test_other_pages_still_take_the_id_of_a_proxy(client: Client) -> None:
    assert client.get("/healthz", **TRACES)["X-Request-ID"] == REQUEST


def test_a_visitor_gets_no_session(client: Client, dukcapil: ServiceUnit) -> None:
    _, code = complained(client, dukcapil)
    enter(client, code)
    read(client)
    assert set(client.cookies) == {"csrftoken", "kspp_kode", "kspp_pengaduan"}


def test_everything_works_while_redis_is_down(
    client: Client, dukcapil: ServiceUnit, operator: User, settings: Any
) -> None:
    client.force_login(operator)
    settings.CACHES = BROKEN
    with pytest.raises(ConnectionError):
        cache.get("x")
    assert client.get(door(dukcapil.government)).status_code == 200
    complaint, code = complained(client, dukcapil)
    assert client.get(reverse("complaints:sent")).status_code == 200
    assert client.get(reverse("complaints:follow_link", args=[code])).status_code == 200
    assert enter(client, code).status_code == 302
    assert complaint.number in read(client)
    assert do(client, "pesan", complaint, text="Kapan?").status_code == 302
    assert client.get("/adu/99.99/").status_code == 404


def question_in(response: Any) -> bool:
    return "Tulis dengan angka:" in response.content.decode()


def test_forty_people_behind_one_address_all_get_through(dukcapil: ServiceUnit, settings: Any) -> None:
    """With the cache broken, too: each of them with a browser of their own, and without waiting."""
    settings.CACHES = BROKEN
    asked = 0
    for _ in range(40):
        browser, opening = Client(REMOTE_ADDR=ADDRESS), opened()
        answer = send(browser, dukcapil, opening)
        if answer.status_code == 422:
            assert question_in(answer)
            asked += 1
            answer = send(browser, dukcapil, opening, answer=answer_to(opening, settings.SECRET_KEY))
        assert answer.status_code == 302
    assert Complaint.objects.count() == 40
    assert asked >= 40 - AT_ONCE - 1


def test_a_program_that_answers_nothing_stops_at_its_address(dukcapil: ServiceUnit, settings: Any) -> None:
    settings.CACHES = BROKEN
    statuses = [send(Client(REMOTE_ADDR=ADDRESS), dukcapil).status_code for _ in range(30)]
    assert statuses == [302] * AT_ONCE + [422] * (30 - AT_ONCE)
    assert send(Client(REMOTE_ADDR="198.51.100.78"), dukcapil).status_code == 302


def test_a_flood_from_everywhere_makes_everybody_answer(
    kaur: Government, dukcapil: ServiceUnit, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program with a thousand addresses; another government next door notices nothing."""
    settings.CACHES = BROKEN
    monkeypatch.setattr(public, "BUSY_HOUR", 10)
    statuses = [send(Client(REMOTE_ADDR=f"198.51.100.{n}"), dukcapil).status_code for n in range(15)]
    assert statuses == [302] * 10 + [422] * 5
    fresh = Client(REMOTE_ADDR=BEHIND)
    assert question_in(fresh.get(door(kaur)))
    Complaint.objects.update(channel="phone")
    assert not question_in(fresh.get(door(kaur)))


def test_a_question_is_asked_in_words_and_a_wrong_answer_keeps_what_was_typed(
    client: Client, dukcapil: ServiceUnit, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "BUSY_HOUR", 0)
    opening = opened()
    asked = send(client, dukcapil, opening)
    assert asked.status_code == 422
    assert opening.question in asked.content.decode()
    assert STORY in asked.content.decode()
    wrong = send(client, dukcapil, opening, answer="1")
    assert "Jawaban belum sesuai" in wrong.content.decode()
    assert send(client, dukcapil, opening, answer=f" {opening.number} ").status_code == 302


def test_an_answer_serves_for_one_complaint_only(
    client: Client, dukcapil: ServiceUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "BUSY_HOUR", 0)
    opening = opened()
    for _ in range(3):
        assert send(client, dukcapil, opening, answer=str(opening.number)).status_code == 302
    assert Complaint.objects.count() == 1


def test_a_filled_trap_asks_and_does_not_throw_away(client: Client, dukcapil: ServiceUnit) -> None:
    opening = opened()
    assert question_in(send(client, dukcapil, opening, situs="https://iklan.example"))
    assert not Complaint.objects.exists()
    taken = send(client, dukcapil, opening, situs="https://iklan.example", answer=str(opening.number))
    assert taken.status_code == 302


def test_a_form_sent_at_once_is_sent_again_with_everything_in_it(client: Client, dukcapil: ServiceUnit) -> None:
    opening = opened(seconds_ago=0)
    quick = send(client, dukcapil, opening)
    assert quick.status_code == 422
    assert STORY in quick.content.decode()
    assert "terlalu cepat" in quick.content.decode()
    assert opening.token in quick.content.decode()


def test_many_wrong_codes_from_one_address_are_asked_but_a_right_one_still_opens(
    client: Client, dukcapil: ServiceUnit, settings: Any
) -> None:
    settings.CACHES = BROKEN
    _, code = complained(client, dukcapil)
    for _ in range(AT_ONCE):
        assert enter(client, "0000-0000-0000-0001").status_code == 422
    asked = enter(client, code)
    assert asked.status_code == 422
    assert question_in(asked)
    token = re.search(r'name="opening" value="([^"]+)"', asked.content.decode())
    assert token
    number = next(n for n in range(101, 1000) if f": {in_words(n)}<" in asked.content.decode())
    assert enter(client, code, opening=token[1], answer=str(number)).status_code == 302
    assert enter(Client(REMOTE_ADDR=BEHIND), code).status_code == 302


def test_behind_a_trusted_proxy_the_visitors_address_counts(dukcapil: ServiceUnit, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(2 * AT_ONCE):
        visitor = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        assert send(visitor, dukcapil).status_code == 302
    same = [
        send(Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"{n}.1.1.1, {BEHIND}"), dukcapil).status_code
        for n in range(AT_ONCE + 1)
    ]
    assert same == [302] * AT_ONCE + [422]
