"""Pages travel compressed, files as they are."""

import gzip

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from kspp.middleware import CompressedPages


@pytest.fixture
def request_from_a_browser(rf: RequestFactory) -> HttpRequest:
    return rf.get("/", headers={"accept-encoding": "gzip, br"})


def test_a_page_is_compressed_for_who_takes_it(client: Client, db: None) -> None:
    plain = client.get(reverse("account_login"))
    packed = client.get(reverse("account_login"), headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert b"Kata sandi" in gzip.decompress(packed.content)


@pytest.mark.parametrize(
    ("response", "is_packed"),
    [
        (HttpResponse("a" * 1000), True),
        (JsonResponse({"a": "a" * 1000}), True),
        (HttpResponse("a" * 1000, content_type="application/pdf"), False),
        (FileResponse([b"a" * 1000], content_type="text/html"), False),
    ],
)
def test_only_text_of_ours_is_compressed(
    request_from_a_browser: HttpRequest, response: HttpResponse, is_packed: bool
) -> None:
    answer = CompressedPages(lambda request: response)(request_from_a_browser)
    assert answer.has_header("Content-Encoding") is is_packed
