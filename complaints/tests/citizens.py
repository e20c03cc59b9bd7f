"""A citizen with a browser, for tests: fills in the public form, keeps the code, follows."""

import uuid
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from complaints.abuse import number_for
from complaints.models import Complaint
from complaints.tests.cases import step
from complaints.views.public_page import HandedOutForm
from complaints.workflow import Move
from kspp.lib.uploads import CheckedFile
from units.models import Government, ServiceUnit

STORY = "Saya datang pukul delapan dan baru dilayani pukul dua belas. Loket kosong sejak pukul sepuluh."
CODE_COOKIE, FOLLOW_COOKIE = "kspp_kode", "kspp_pengaduan"


def door(place: Government | ServiceUnit) -> str:
    if isinstance(place, ServiceUnit):
        return reverse("complaints:public_unit", args=[place.government.code, place.pk])
    return reverse("complaints:public_government", args=[place.code])


def opened(seconds_ago: int = 60) -> HandedOutForm:
    return HandedOutForm.now(timezone.now() - timedelta(seconds=seconds_ago))


def answer_to(opening: HandedOutForm, secret: str) -> str:
    return str(number_for(opening.key, secret))


def send(client: Client, where: Government | ServiceUnit, opening: HandedOutForm | None = None, **typed: Any) -> Any:
    """The response to a filled-in form; `headers` go along as headers."""
    headers = typed.pop("headers", {})
    form = {"story": STORY, "secrecy": "anonymous", "opening": (opening or opened()).token, **typed}
    return client.post(door(where), form, **headers)


def code_of(response: Any) -> str:
    """What the browser was given to keep for ten minutes."""
    return str(response.cookies[CODE_COOKIE].value).split(":", 1)[0]


def complained(client: Client, where: Government | ServiceUnit, **typed: Any) -> tuple[Complaint, str]:
    response = send(client, where, **typed)
    assert response.status_code == 302, response.content.decode()
    return Complaint.objects.latest("pk"), code_of(response)


def enter(client: Client, code: str, **more: str) -> Any:
    return client.post(reverse("complaints:follow_enter"), {"code": code, **more})


def do(client: Client, slug: str, complaint: Complaint, **typed: Any) -> Any:
    """One act on the page as it is now, unless the version is given."""
    complaint.refresh_from_db()
    form = {"form_key": str(uuid.uuid4()), "version": str(complaint.version), **typed}
    return client.post(reverse("complaints:follow_act", args=[slug]), form)


def read(client: Client) -> str:
    response = client.get(reverse("complaints:follow"))
    assert response.status_code == 200
    return str(response.content.decode())


def photo() -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(target, "JPEG")
    return SimpleUploadedFile("Kartu Sari.jpg", target.getvalue(), "image/jpeg")


def checked(content: bytes, name: str = "jawaban.pdf") -> CheckedFile:
    return CheckedFile(content, name, "application/pdf", len(content), uuid.uuid5(uuid.NAMESPACE_URL, str(content)).hex)


def verified(complaint: Complaint, admin: User) -> None:
    now = timezone.now()
    step(complaint, Move.VERIFY, admin, now=now, classification="non_supervisory", unit=complaint.unit)


def answered(complaint: Complaint, admin: User, officer: User, *, now: datetime | None = None) -> None:
    verified(complaint, admin)
    moment = now or timezone.now()
    step(complaint, Move.START, officer, now=moment)
    step(complaint, Move.ANSWER, officer, now=moment, text="Loket kini dijaga penuh.", outcome="proven")
