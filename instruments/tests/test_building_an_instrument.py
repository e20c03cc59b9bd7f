"""The 2027 instrument is made in the editor alone: an invented one, of a shape no shipped one has, to its score."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Assessment, AssessmentCycle, Locus
from assessments.selectors.checklist import checklist_of
from assessments.selectors.scoring import cycle_assessments, government_score, score_of
from assessments.services.results import refresh
from assessments.tests.filled import fields, send
from conftest import NOW, make_unit
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.selectors.documents import has_drifted
from instruments.services import drafts
from instruments.versions import editing
from instruments.versions.comparing import RowSort
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.both_databases

CODE = "kaur-2027"
SOURCE = "Kisi-kisi karangan 2027"


def url(name: str, *args: object) -> str:
    return reverse(f"instruments:{name}", args=[CODE, *args])


class Maker:
    """A person at the editor, who sends pages as a browser does."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, page: str, /, *args: object, **changed: str) -> None:
        answer = send(self.client, url(page, *args), **changed)
        errors = answer.context["form"].errors if answer.context else {}
        assert answer.status_code == 302, f"{page} {args}: {errors}"

    def remove(self, sort: RowSort, ref: str) -> None:
        version = fields(self.client, url("draft_head"))["version"]
        answer = self.client.post(url("draft_arrange"), {"move": f"remove {sort} {ref}", "version": version})
        assert answer.status_code == 302

    def mistakes(self) -> list[str]:
        return [f"{m.where}: {m.sentence}" for m in self.client.get(url("draft")).context["mistakes"]]


def content() -> editing.Content:
    return drafts.draft_content(InstrumentVersion.objects.get(code=CODE)).content


HEAD = {
    "title": "Instrumen karangan 2027",
    "family": "karangan",
    "years": "2027",
    "description": "Hanya untuk pengujian.",
    "source": SOURCE,
    "roll_up": "mean_by_products",
    "scale": "10",
    "decimals": "1",
    "clause": "Tanpa Catatan",
    "award_zone": "none",
    "certificate_from": "7,5",
}
PARTS = {
    f"rows-{n}-{field}": value
    for n, row in enumerate([("mutu", "Mutu", "60"), ("luar", "Penilaian luar", "40")])
    for field, value in zip(("code", "name", "weight"), row, strict=True)
}
BANDS = {
    "rows-0-lower": "7,5", "rows-0-label": "Unggul", "rows-0-unit_label": "Teladan", "rows-0-grade": "",
    "rows-0-zone": "",
    "rows-1-lower": "0", "rows-1-label": "Tertinggal", "rows-1-grade": "X", "rows-1-zone": "merah",
}  # fmt: skip


@pytest.fixture
def maker(client: Client, coordinator: User, instrument: InstrumentVersion) -> Maker:
    client.force_login(coordinator)
    made = client.post(reverse("instruments:instrument_clone", args=[instrument.code]), {"title": "X", "code": CODE})
    assert made.status_code == 302
    return Maker(client)


def build(maker: Maker) -> None:
    old = list(editing.places(content(), RowSort.DIMENSION))
    maker.send("draft_head", **HEAD, not_applicable_allowed="on")
    maker.send("draft_parts", **PARTS)
    layers = {"code": "M", "name": "Layanan", "part": "mutu", "weight": "0,333", "weight_total": "1"}
    layers |= {"variable_code": "M1", "variable_name": "Tangga", "indicator_code": "T1", "indicator_name": "Tangga"}
    maker.send("draft_dimension_create", **layers)
    outside = {"code": "L", "name": "Lembaga luar", "part": "luar", "weight": "1", "when_blank": "withheld"}
    outside |= {"variable_code": "L1", "variable_name": "Angka", "indicator_code": "N1", "indicator_name": "Angka"}
    maker.send("draft_dimension_create", **outside)
    for ref in old:
        maker.remove(RowSort.DIMENSION, ref)
    build_indicators(maker)
    maker.send("draft_outcomes", number_main="", number_substitute="", number_refused="", number_absent="")
    count = len(content()["samples"])
    maker.send("draft_samples", **{f"rows-{n}-DELETE": "on" for n in range(count)})
    count = len(content()["bands"])
    maker.send("draft_bands", **BANDS, **{f"rows-{n}-DELETE": "on" for n in range(2, count)}, basis=SOURCE)


def build_indicators(maker: Maker) -> None:
    seven = {f"level_{n}": f"Anak tangga {n + 1}." for n in range(5)}
    maker.send("draft_indicator", "T1", scope="product", weight="0,6", lowest="1", **seven)
    maker.send("draft_indicator", "T1", level_5="Anak tangga 6.", level_6="Anak tangga 7.")
    yes_no = {
        "code": "T2",
        "name": "Ya atau tidak",
        "weight": "0,39",
        "evidence": "Foto\nSK",
        "legal_ref": "UU 25/2009",
    }
    maker.send("draft_indicator_create", "M1", **yes_no)
    ministry = {"code": "T3", "name": "Khusus kementerian", "weight": "0", "applies_to": "ministry"}
    maker.send("draft_indicator_create", "M1", **ministry)
    maker.send("draft_indicator", "N1", scope="secondary", figure_maximum="4")


def judged(unit: ServiceUnit) -> Assessment:
    cycle = AssessmentCycle.objects.get(government=unit.government, year=2027)
    locus = Locus.objects.create(cycle=cycle, unit=unit)
    product = unit.products.first()
    assert product
    subject = locus.subjects.create(scope="product", position=1, product=product, name=product.name)
    made = Assessment.objects.create(locus=locus, instrument=cycle.instrument)
    nodes = {row.indicator.code: row.indicator.pk for row in checklist_of(made).rows()}
    assert list(nodes) == ["T1", "T2", "N1"]
    Answer.objects.create(assessment=made, indicator_id=nodes["T1"], subject=subject, points=5)
    Answer.objects.create(assessment=made, indicator_id=nodes["T2"], points=1)
    refresh(made, NOW)
    assert made.floor is None
    Answer.objects.create(assessment=made, indicator_id=nodes["N1"], figure=3)
    refresh(made, NOW)
    return made


def test_an_instrument_of_a_new_shape_is_built_published_and_scored(maker: Maker, kaur: Government) -> None:
    build(maker)
    assert maker.mistakes() == []
    assert (content()["award_zone"], content()["certificate_from"]) == ("none", Decimal("7.5"))
    trials = maker.client.get(reverse("assessments:instrument_preview", args=[CODE])).context["content"].trials
    assert [trial.result.label for trial in trials] == ["Tertinggal", "Tertinggal", "Teladan"]
    version = fields(maker.client, url("draft_head"))["version"]
    assert maker.client.post(url("instrument_publish"), {"version": version}).status_code == 302
    published = InstrumentVersion.objects.get(code=CODE)
    assert published.status == "published"
    assert not has_drifted(published)

    address = reverse("assessments:cycle_open", args=[kaur.code])
    day = {"phases-0-starts_on": "2027-02-01", "phases-0-ends_on": "2027-03-01", "phases-0-name": "Pengisian"}
    phases = {"phases-TOTAL_FORMS": "1", "phases-INITIAL_FORMS": "0", **day}
    opened = maker.client.post(address, {"year": "2027", "instrument": str(published.pk), "copy_from": "", **phases})
    assert opened.status_code == 302, opened.context["form"].errors
    made = judged(make_unit(kaur, "Disdukcapil", ServiceUnit.Kind.DUKCAPIL))
    # Mutu (5/7 x 0,6 + 0,39) x 10 of 60 percent, Penilaian luar 3/4 x 10 of 40 percent.
    exact = (Decimal(5) / 7 * Decimal("0.6") + Decimal("0.39")) * 6 + 3
    assert score_of(made).readings.floor.rounded == exact.quantize(Decimal("0.1")) == Decimal("7.9")
    assert (made.zone, made.grade, made.label) == ("", "", "Teladan")
    cycle = made.locus.cycle
    assert government_score(cycle, cycle_assessments(cycle)).readings.floor.band.label == "Unggul"
    assert maker.client.get(made.get_absolute_url()).status_code == 200


def test_on_the_way_the_editor_says_what_is_missing_and_the_history_who_did_what(maker: Maker) -> None:
    maker.send("draft_parts", **PARTS)
    assert any("wajib diisi apabila instrumen mempunyai komponen" in each.lower() for each in maker.mistakes())
    version = fields(maker.client, url("draft_head"))["version"]
    refused = maker.client.post(url("instrument_publish"), {"version": version})
    assert refused.status_code == 422
    event = Event.objects.get(action="instrument.edited")
    assert event.actor_name.startswith("Koordinator")
    assert event.changes["Komponen mutu"] == ["kosong", "Mutu"]
    assert event.at <= timezone.now()
