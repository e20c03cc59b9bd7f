"""Import, reply templates and desk settings in the browser: no barrier, nothing wider than a small phone."""

import pytest

from accounts.models import User
from accounts.permissions import Role
from complaints.lists import read_forms, read_templates
from complaints.services.imports import take
from complaints.services.lists import load_lists
from complaints.tests.cases import with_clocks
from complaints.tests.files import checked, own_template, register_row
from conftest import NOW, person
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, send_empty, to
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.browser
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


@pytest.fixture
def clerk(kaur: Government, dukcapil: ServiceUnit) -> User:
    with_clocks()
    return person("koordinator.aduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def stops(kaur: Government, clerk: User) -> list[Stop]:
    load_lists(forms=read_forms(), templates=read_templates(), by=None, now=NOW)
    own = own_template(kaur)
    rows = [register_row(nomor=str(number)) for number in range(3)]
    done = take(batch=checked(kaur, clerk, *rows), by=clerk, now=NOW)
    wrong = [register_row(nomor="w" * 61, tanggal="x" * 90), register_row(nomor="u", unit=LONG, status="Diproses")]
    waiting = checked(kaur, clerk, *rows, *wrong)
    nothing = checked(kaur, clerk, *wrong[:1])
    code = kaur.code
    return [
        Stop(to("complaints:imports", code), act=send_empty, is_main=True),
        Stop(to("complaints:import_batch", waiting.pk), is_main=True),
        Stop(to("complaints:import_batch", nothing.pk)),
        Stop(to("complaints:import_batch", done.pk)),
        Stop(to("complaints:reply_templates", code)),
        Stop(to("complaints:reply_template_create", code), act=send_empty),
        Stop(to("complaints:reply_template_edit", code, own.pk)),
        Stop(to("complaints:desk_settings", code)),
    ]


def test_the_desk_admins_pages(site: Site, clerk: User, stops: list[Stop]) -> None:
    judge(site, clerk, stops)
