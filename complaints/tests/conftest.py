"""What tests of the citizen's pages share: an empty street, the desk's people, and a browser inside a complaint."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint
from complaints.tests.cases import with_clocks
from complaints.tests.citizens import complained, enter
from complaints.views import public, public_follow
from complaints.views.public_page import FormTraffic
from conftest import person
from units.models import Government, ServiceUnit


@pytest.fixture
def street(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Nobody was at the door yet, the shipped clocks run, and files go to a folder of this test."""
    monkeypatch.setattr(public, "gate", FormTraffic())
    monkeypatch.setattr(public_follow, "gate", FormTraffic())
    settings.MEDIA_ROOT = tmp_path
    with_clocks()


@pytest.fixture
def desk_admin(kaur: Government) -> User:
    return person("Budi.Rahasia@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def desk_officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("Ayu.Tersembunyi@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def followed(street: None, client: Client, dukcapil: ServiceUnit) -> Complaint:
    """An anonymous complaint, and the browser inside its page."""
    complaint, code = complained(client, dukcapil, event_date="2024-05-17")
    assert enter(client, code).status_code == 302
    return complaint


@pytest.fixture
def clerk(kaur: Government, dukcapil: ServiceUnit) -> User:
    """Who verifies and imports, in an office with the shipped clocks."""
    with_clocks()
    return person("koordinator.aduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)
