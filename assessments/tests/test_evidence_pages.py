"""Evidence over HTTP: who may, what the answer looks like with and without scripts, how a file leaves the portal."""

import uuid
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from assessments.models import Answer, Assessment, Evidence, Subject
from assessments.sentences import evidence as sentences
from assessments.sentences.refusals import PROBLEMS, Refusal
from assessments.workflow import State
from conftest import person
from instruments.selectors.tree import IndicatorNode, tree_of
from kspp.lib.uploads import sentences as file_sentences
from kspp.tests.upload_files import office, pdf, phone_photo, sent
from units.models import ServiceUnit

pytestmark = pytest.mark.usefixtures("media")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def node(assessment: Assessment) -> IndicatorNode:
    """An indicator that is asked of each official."""
    return next(node for node in tree_of(assessment.instrument).indicators() if node.scope == "official")


@pytest.fixture
def neighbour(kaur: object, puskesmas: ServiceUnit) -> User:
    """Operator of another unit of the same government."""
    return person("operator.puskesmas@kaur.example", Role.UNIT_OPERATOR, kaur, puskesmas)


def fields(node: IndicatorNode, **more: object) -> dict[str, object]:
    """What the form of the second official sends."""
    second = Subject.objects.get(scope="official", position=2)
    return {"indicator": node.code, "subject": second.ref, **more}


def post(client: Client, user: User, assessment: Assessment, data: dict[str, object], **headers: str) -> object:
    client.force_login(user)
    return client.post(reverse("assessments:evidence_add", args=[assessment.pk]), data, **headers)


@pytest.fixture
def kept(client: Client, operator: User, assessment: Assessment, node: IndicatorNode) -> Evidence:
    post(client, operator, assessment, fields(node, file=sent(pdf(), "Maklumat “Ramah” – Ü.pdf")), **HTMX)
    return Evidence.objects.get()


def test_a_script_gets_the_list_with_the_new_file(
    client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    key = uuid.uuid4()
    response = post(
        client, operator, assessment, fields(node, file=sent(phone_photo(), "loket.jpg"), upload_key=key), **HTMX
    )
    html = response.content.decode()
    evidence = Evidence.objects.get()
    assert response.status_code == 200
    assert evidence.upload_key == key
    assert evidence.answer.subject.key == "official-2"
    assert evidence.answer.indicator.code == node.code
    assert f'id="bukti-{node.code}-official-2"' in html
    assert f'href="/bukti/{evidence.pk}/"' in html
    assert "loket.jpg" in html
    assert sentences.ATTACHED in html
    assert 'capture="environment"' in html
    assert str(key) not in html
    assert "<html" not in html


def test_the_plain_form_goes_back_to_its_place(
    client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    response = post(client, operator, assessment, fields(node, file=sent(pdf(), "sk.pdf"), upload_key=""))
    assert response.status_code == 302
    assert response.url == f"{assessment.get_absolute_url()}#{quote(f'{node.code}-official-2')}"
    assert [str(message) for message in get_messages(response.wsgi_request)] == [sentences.ATTACHED]
    assert Evidence.objects.get().name == "sk.pdf"


def test_photo_file_and_link_of_one_plain_form_are_all_kept(
    client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    files = [sent(phone_photo(), "foto.jpg"), sent(office(), "rekap.docx")]
    data = fields(node, file=files, link="https://kaurkab.example/sk", name="SK", upload_key=uuid.uuid4())
    post(client, operator, assessment, data)
    assert list(Evidence.objects.values_list("name", flat=True)) == ["foto.jpg", "rekap.docx", "SK"]


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["script", "plain"])
def test_sending_twice_keeps_one(
    headers: dict[str, str], client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        response = post(
            client, operator, assessment, fields(node, file=sent(pdf(), "sk.pdf"), upload_key=key), **headers
        )
        assert response.status_code == (200 if headers else 302)
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, sentences.NOTHING_SENT),
        ({"link": "javascript:alert(1)"}, PROBLEMS[Refusal.LINK_SCHEME]),
        ({"html": b"<!doctype html><html></html>"}, file_sentences.PAGE),
    ],
    ids=["nothing", "link", "file"],
)
def test_what_is_refused_is_said_in_the_fragment_and_on_the_page(
    data: dict[str, object], problem: str, client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    def filled() -> dict[str, object]:
        return fields(node, **({"file": sent(data["html"], "sk.pdf")} if "html" in data else data))

    fragment = post(client, operator, assessment, filled(), **HTMX)
    assert fragment.status_code == 422
    assert 'role="alert"' in fragment.content.decode()
    assert problem in fragment.content.decode()
    plain = post(client, operator, assessment, filled())
    assert plain.status_code == 302
    assert [str(message) for message in get_messages(plain.wsgi_request)] == [problem]
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "place",
    [
        {"indicator": "tidak-ada", "subject": ""},
        {"indicator": "\x00", "subject": "\x00"},
        {"indicator": "<script>", "subject": "<b>"},
        {"subject": "official-99"},
    ],
)
def test_an_unknown_place_is_refused(
    place: dict[str, str], client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    response = post(client, operator, assessment, fields(node, file=sent(pdf())) | place, **HTMX)
    assert response.status_code == 422
    assert "<script>" not in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_key_that_is_none_is_left_aside(
    client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    response = post(client, operator, assessment, fields(node, file=sent(pdf()), upload_key="' OR 1"), **HTMX)
    assert response.status_code == 200
    assert Evidence.objects.get().upload_key is None


def test_a_file_over_the_limit_is_refused_with_the_sentence_of_the_form(
    client: Client, operator: User, assessment: Assessment, node: IndicatorNode, settings: object
) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    response = post(client, operator, assessment, fields(node, file=sent(b"%PDF-" + b"0" * 1024 * 1024)), **HTMX)
    assert response.status_code == 422
    problem = file_sentences.too_large(1024 * 1024)
    assert response.content.decode().count(problem) == 2
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 413), ({}, 302)])
def test_a_request_far_over_the_limit_is_answered_with_the_sentence(
    headers: dict[str, str],
    status: int,
    client: Client,
    operator: User,
    assessment: Assessment,
    node: IndicatorNode,
    settings: object,
) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    response = post(client, operator, assessment, fields(node, file=sent(b"0" * 2 * 1024 * 1024)), **headers)
    assert response.status_code == status
    assert not Evidence.objects.exists()
    if status == 413:
        assert file_sentences.too_large(1024 * 1024) in response.content.decode()


def test_a_request_far_over_the_limit_is_not_written_anywhere(
    client: Client,
    operator: User,
    assessment: Assessment,
    node: IndicatorNode,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    settings.FILE_UPLOAD_HANDLERS = [
        "kspp.lib.uploads.handler.OversizeSkipper",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]
    written: list[int] = []
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "receive_data_chunk", lambda self, data, start: written.append(len(data))
    )
    data = {"file": sent(b"0" * 2 * 1024 * 1024)} | fields(node)
    response = post(client, operator, assessment, data, **HTMX)
    assert response.status_code == 413
    assert f'id="bukti-{node.code}-official-2"' in response.content.decode()
    assert written == []
    post(client, operator, assessment, fields(node, file=sent(pdf())), **HTMX)
    assert sum(written) == len(pdf())


def test_the_csrf_token_is_asked_for(operator: User, assessment: Assessment, node: IndicatorNode) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, operator, assessment, fields(node, file=sent(pdf())), **HTMX).status_code == 403


def test_adding_needs_post(client: Client, operator: User, assessment: Assessment) -> None:
    client.force_login(operator)
    assert client.get(reverse("assessments:evidence_add", args=[assessment.pk])).status_code == 405


# -- who may

ADDING = {"operator": 200, "coordinator": 200, "neighbour": 403, "reviewer": 403, "head": 403, "outsider": 404}
READING = {"operator": 200, "coordinator": 200, "neighbour": 403, "reviewer": 200, "head": 200, "outsider": 404}


@pytest.mark.parametrize(("who", "status"), ADDING.items())
def test_who_may_add(
    who: str, status: int, client: Client, assessment: Assessment, node: IndicatorNode, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    assert post(client, user, assessment, fields(node, file=sent(pdf())), **HTMX).status_code == status
    assert Evidence.objects.exists() == (status == 200)


@pytest.mark.parametrize(("who", "status"), ADDING.items())
def test_who_may_remove(who: str, status: int, client: Client, kept: Evidence, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    response = client.post(reverse("assessments:evidence_remove", args=[kept.pk]), **HTMX)
    assert response.status_code == status
    assert Evidence.objects.kept().exists() == (status != 200)


@pytest.mark.parametrize(("who", "status"), READING.items())
def test_who_may_read(who: str, status: int, client: Client, kept: Evidence, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("assessments:evidence", args=[kept.pk])).status_code == status


def test_nobody_reads_without_signing_in(client: Client, kept: Evidence) -> None:
    client.logout()
    response = client.get(reverse("assessments:evidence", args=[kept.pk]))
    assert response.status_code == 302
    assert "/akun/" in response.url


# -- reading and removing


def test_a_file_leaves_as_an_attachment_no_browser_runs(client: Client, kept: Evidence) -> None:
    response = client.get(kept.get_absolute_url())
    assert b"".join(response.streaming_content) == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(pdf()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    name = quote("Maklumat “Ramah” – Ü.pdf")
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


def test_a_file_missing_on_disk_is_explained(client: Client, kept: Evidence) -> None:
    Path(kept.file.path).unlink()
    response = client.get(kept.get_absolute_url())
    assert response.status_code == 404
    assert kept.name in response.content.decode()


def test_a_link_leads_to_its_address(
    client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    address = "https://kaurkab.example/sk?a=1&b=2"
    fragment = post(client, operator, assessment, fields(node, link=address, name="SK <1>"), **HTMX).content.decode()
    assert "SK &lt;1&gt;" in fragment
    assert 'rel="external noopener noreferrer"' in fragment
    response = client.get(reverse("assessments:evidence", args=[Evidence.objects.get().pk]))
    assert (response.status_code, response.url) == (302, address)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["script", "plain"])
def test_a_removed_file_is_gone_for_readers_and_may_be_removed_again(
    headers: dict[str, str], client: Client, kept: Evidence, node: IndicatorNode
) -> None:
    address = reverse("assessments:evidence_remove", args=[kept.pk])
    for _ in range(2):
        response = client.post(address, **headers)
        assert response.status_code == (200 if headers else 302)
    if headers:
        assert kept.name not in response.content.decode()
    else:
        assert response.url.endswith(f"#{node.code}-official-2")
    assert client.get(kept.get_absolute_url()).status_code == 404


def test_a_closed_assessment_says_so_and_offers_no_form(
    client: Client, operator: User, kept: Evidence, assessment: Assessment, node: IndicatorNode
) -> None:
    Assessment.objects.update(state=State.SUBMITTED)
    for response in (
        post(client, operator, assessment, fields(node, file=sent(office())), **HTMX),
        client.post(reverse("assessments:evidence_remove", args=[kept.pk]), **HTMX),
    ):
        html = response.content.decode()
        assert response.status_code == 422
        assert PROBLEMS[Refusal.EVIDENCE_CLOSED] in html
        assert "<form" not in html
        assert kept.name.replace("“", "") in html.replace("“", "")


def test_the_fragment_keeps_to_the_strict_policy(
    client: Client, operator: User, assessment: Assessment, node: IndicatorNode
) -> None:
    html = post(client, operator, assessment, fields(node, file=sent(pdf())), **HTMX).content.decode()
    for forbidden in (" style=", " onclick", "<script", "javascript:"):
        assert forbidden not in html
