"""The pages on which a coordinator moves a cycle, and what the checklist then says."""

import pytest
from django.urls import reverse

from accounts.models import User
from assessments.models import Answer, Assessment, AssessmentCycle
from assessments.selectors.further import instruments_of
from assessments.selectors.moving import move_plan
from assessments.selectors.proof import differences
from assessments.sentences.refusals import Refusal
from assessments.services.further import add_instrument
from assessments.services.moving import move_cycle
from assessments.services.results import refresh
from assessments.tests.moving import corrected, moved
from conftest import NOW, fill, make_assessment
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.selectors.tree import tree_of
from instruments.services import drafts
from instruments.services.drafts import retire_instrument
from kspp.lib.errors import Refused


@pytest.fixture
def target(instrument: InstrumentVersion) -> InstrumentVersion:
    return corrected(instrument)


@pytest.fixture
def filled(assessment: Assessment) -> Assessment:
    fill(assessment, 4)
    return assessment


def url_of(cycle: AssessmentCycle, target: InstrumentVersion) -> str:
    return reverse("assessments:cycle_move", args=[cycle.pk, target.pk])


def confirmed(cycle: AssessmentCycle, target: InstrumentVersion, **fields: str) -> dict[str, str]:
    plan = move_plan(cycle, target)
    chosen = {f"padanan-{row.indicator.code}": row.code for row in plan.rows if not row.is_plain}
    return {**chosen, "seen": plan.seen, "reason": "Salah cetak", "step": "move", **fields}


def test_the_cycle_page_offers_the_move_only_where_there_is_a_version(
    client, coordinator, reviewer, filled, instrument
):
    cycle = filled.locus.cycle
    address = reverse("assessments:cycle_targets", args=[cycle.pk])
    client.force_login(coordinator)
    assert address not in client.get(cycle.get_absolute_url()).content.decode()
    assert "Belum ada versi lain" in client.get(address).content.decode()
    target = corrected(instrument)
    assert address in client.get(cycle.get_absolute_url()).content.decode()
    assert url_of(cycle, target) in client.get(address).content.decode()
    client.force_login(reviewer)
    assert address not in client.get(cycle.get_absolute_url()).content.decode()


def test_looking_changes_nothing_and_shows_everything(client, coordinator, filled, target) -> None:
    cycle = filled.locus.cycle
    client.force_login(coordinator)
    page = client.get(url_of(cycle, target))
    text = page.content.decode()
    plan = page.context["plan"]
    assert page.status_code == 200
    for words in ("Belum ada yang berubah", "perkiraan", "tingkatnya tidak ada lagi", "tidak ada padanannya", "X1"):
        assert words in text
    assert f"<strong>{plan.counts[2]}</strong> tidak ikut" in text
    assert Assessment.objects.count() == 1


def test_samples_that_the_new_version_asks_for_are_told_before_the_move(client, coordinator, filled, instrument):
    cycle, told = filled.locus.cycle, "Versi baru meminta sampel yang belum dipilih"
    have = filled.locus.subjects.filter(scope="product").count()
    enough, more = (
        corrected(
            instrument,
            code,
            samples=[{"scope": "product", "number": number, "per": "unit", "provenance": "estimated"}],
        )
        for code, number in (("kspp-cukup", have), ("kspp-lebih", have + 2))
    )
    client.force_login(coordinator)
    text = client.get(url_of(cycle, more)).content.decode()
    assert told in text
    assert f"<li>{filled.unit.name}: 2 produk layanan" in text
    asked = {scope for scope, _ in move_plan(cycle, enough).units[0].lacking}
    assert "product" not in asked
    for scope, number in move_plan(cycle, enough).units[0].lacking:
        for position in range(number):
            filled.locus.subjects.create(scope=scope, position=50 + position, name=f"{scope} {position}")
    assert told not in client.get(url_of(cycle, enough)).content.decode()


def test_other_counterparts_are_counted_anew(client, coordinator, filled, target) -> None:
    cycle = filled.locus.cycle
    client.force_login(coordinator)
    first = client.get(url_of(cycle, target)).context["to_decide"][0].indicator.code
    sent = confirmed(cycle, target, step="look") | {f"padanan-{first}": ""}
    page = client.post(url_of(cycle, target), sent)
    assert page.status_code == 200
    assert page.context["moved"] == 0
    assert "Dihitung ulang" in page.content.decode()
    assert "Salah cetak" in page.content.decode(), "what was typed stays"
    assert Assessment.objects.count() == 1


def test_confirming_moves_it_once(client, coordinator, filled, target) -> None:
    cycle = filled.locus.cycle
    client.force_login(coordinator)
    sent = confirmed(cycle, target)
    for _ in range(2):
        assert client.post(url_of(cycle, target), sent).headers["Location"] == cycle.get_absolute_url()
    assert Event.objects.filter(action="cycle.moved").count() == 1
    assert "dipindahkan ke" in client.get(cycle.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "Tuliskan alasan pemindahan"),
        ({"padanan-X": "Y"}, ""),
        ({"slip": "TIDAK-ADA"}, "tidak ada dalam versi baru"),
        ({"slip": "9" * 40}, "tidak ada dalam versi baru"),
        ({"slip": "a\0b"}, "tidak ada dalam versi baru"),
    ],
)
def test_what_is_missing_or_impossible_is_told_and_nothing_moves(
    client, coordinator, filled, target, fields, sentence
) -> None:
    cycle = filled.locus.cycle
    client.force_login(coordinator)
    if "slip" in fields:
        code = move_plan(cycle, target).rows[2].indicator.code
        fields = {f"padanan-{code}": fields["slip"]}
    page = client.post(url_of(cycle, target), confirmed(cycle, target) | fields)
    if not sentence:
        assert page.status_code == 302
        return
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Assessment.objects.count() == 1


def test_what_changed_meanwhile_is_shown_before_anything_moves(client, coordinator, filled, target) -> None:
    cycle = filled.locus.cycle
    client.force_login(coordinator)
    sent = confirmed(cycle, target)
    Answer.objects.filter(assessment=filled).update(version=7)
    page = client.post(url_of(cycle, target), sent)
    assert page.status_code == 409
    assert "Isian berubah" in page.content.decode()
    assert Assessment.objects.count() == 1
    again = sent | {"seen": page.context["plan"].seen}
    assert client.post(url_of(cycle, target), again).status_code == 302


def test_outsiders_and_the_powerless_do_not_move(client, outsider, head, filled, target) -> None:
    cycle = filled.locus.cycle
    for user, status in ((outsider, 404), (head, 403)):
        client.force_login(user)
        assert client.get(url_of(cycle, target)).status_code == status
        assert client.post(url_of(cycle, target), confirmed(cycle, target)).status_code == status
    assert Assessment.objects.count() == 1


def test_a_version_that_is_no_target_is_not_found(client, coordinator, filled, target, instrument) -> None:
    cycle = filled.locus.cycle
    client.force_login(coordinator)
    assert client.get(url_of(cycle, instrument)).status_code == 404
    sent = confirmed(cycle, target)
    retire_instrument(version=target, by=None, now=NOW, reason="x")
    assert client.post(url_of(cycle, target), sent).status_code == 404


def test_the_old_checklist_is_read_only_and_leads_on(client, coordinator: User, filled, target) -> None:
    moved(filled.locus.cycle, target, coordinator)
    new = Assessment.objects.get(instrument=target)
    client.force_login(coordinator)
    old_page = client.get(filled.get_absolute_url())
    text = old_page.content.decode()
    assert new.get_absolute_url() in text
    assert "tidak dapat diubah lagi" in text
    assert (old_page.context["can_fill"], old_page.context["can_review"], old_page.context["moves"]) == (
        False,
        False,
        [],
    )
    page = client.get(new.get_absolute_url()).content.decode()
    assert filled.get_absolute_url() in page
    assert "Salah cetak diperbaiki" in page
    refused = client.post(reverse("assessments:move", args=[filled.pk]), {"move": "submit", "version": filled.version})
    assert refused.status_code == 422
    assert "sudah dilanjutkan" in refused.content.decode()
    for name in ("gaps", "explanation", "score_sheet", "history"):
        assert client.get(reverse(f"assessments:{name}", args=[filled.pk])).status_code == 200


def test_an_indicator_whose_levels_alone_changed_is_not_called_the_same(client, coordinator, filled, instrument):
    def swapped(content):
        levels = content["dimensions"][0]["variables"][0]["indicators"][4]["levels"]
        levels["0"], levels["4"] = levels["4"], levels["0"]
        return content["dimensions"]

    target = corrected(instrument, dimensions=swapped(drafts.source_content(instrument)))
    client.force_login(coordinator)

    page = client.get(url_of(filled.locus.cycle, target))

    row = next(row for row in page.context["to_decide"] if row.indicator.code == "K5")
    assert [points for points, _, _ in row.changed_levels] == [0, 4]
    assert "Uraian tingkatnya berubah" in page.content.decode()
    assert "K5" not in {row.indicator.code for row in page.context["plain"]}


def test_the_figures_before_the_move_are_explained_and_nobody_is_red_who_answered_nothing(
    client, coordinator, filled, target, puskesmas
):
    cycle = filled.locus.cycle
    empty = make_assessment(cycle, puskesmas)
    client.force_login(coordinator)

    page = client.get(url_of(cycle, target)).content.decode()

    assert reverse("assessments:explanation", args=[filled.pk]) in page
    assert reverse("assessments:total", args=[cycle.pk]) in page
    assert reverse("assessments:explanation", args=[empty.pk]) not in page
    assert page.count("belum diisi") == 1


@pytest.fixture
def beside(filled: Assessment, pekppp: InstrumentVersion, coordinator: User) -> Assessment:
    """The same unit's PEKPPP, begun; without F-03 it has no score yet."""
    cycle = filled.locus.cycle
    add_instrument(cycle=cycle, instrument=pekppp, by=coordinator, now=NOW, seen_version=cycle.version)
    made = Assessment.objects.get(locus=filled.locus, instrument=pekppp)
    nodes = list(tree_of(pekppp).variables[0].indicators)
    Answer.objects.bulk_create(Answer(assessment=made, indicator_id=node.pk, points=3) for node in nodes)
    refresh(made, NOW)
    return made


def test_a_further_instrument_moves_by_itself(client, coordinator, filled, beside, pekppp) -> None:
    cycle = filled.locus.cycle
    target = corrected(pekppp, "pekppp-koreksi")
    client.force_login(coordinator)
    choosing = reverse("assessments:cycle_targets", args=[cycle.pk]) + "?instrumen=pekppp-f02"
    address = url_of(cycle, target) + "?instrumen=pekppp-f02"
    assert choosing in client.get(cycle.get_absolute_url()).content.decode()
    assert address in client.get(choosing).content.decode()
    assert client.get(url_of(cycle, target)).status_code == 404  # the cycle's own cannot go there
    plan = client.get(address).context["plan"]
    assert (plan.source, plan.counts) == (pekppp, (7, 1, 1))

    sent = {"seen": plan.seen, "reason": "Salah cetak", "step": "move"}
    answers = [client.post(address, sent).status_code for _ in range(2)]

    cycle.refresh_from_db()
    beside.refresh_from_db()
    new = beside.superseded_by
    assert answers == [302, 302]
    assert (cycle.instrument.code, instruments_of(cycle)) == ("kspp-2023-2024", [cycle.instrument, target])
    assert (new.instrument, new.answers.count(), differences(new), differences(beside)) == (target, 8, {}, {})
    assert not Assessment.objects.filter(locus=filled.locus, instrument=cycle.instrument).exclude(superseded_by=None)
    assert Event.objects.about(cycle).filter(action="cycle.moved").count() == 1


def test_a_plan_for_one_instrument_is_not_carried_out_on_another(coordinator, filled, beside, pekppp, target) -> None:
    cycle = filled.locus.cycle
    plan = move_plan(cycle, target)
    given = {"cycle": cycle, "reason": "x", "mapping": plan.mapping, "seen": plan.seen, "by": coordinator, "now": NOW}
    with pytest.raises(Refused, match=Refusal.NOT_A_TARGET):
        move_cycle(target=target, source=pekppp, **given)
    with pytest.raises(Refused, match=Refusal.NOT_A_TARGET):
        move_cycle(target=pekppp, **given)
