"""Two people at one draft at the same moment. SQLite lets one write at a time and would hide what these show."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import AssessmentCycle, CycleInstrument
from assessments.selectors.moving import move_plan
from assessments.services.cycles import PhasePlan, change_cycle, open_cycle
from assessments.services.further import add_instrument
from assessments.services.moving import move_cycle
from assessments.tests.filled import fields
from assessments.tests.moving import corrected
from conftest import NOW
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.selectors.documents import has_drifted
from instruments.sentences.refusals import Code
from instruments.services import drafts, exchange
from instruments.versions.reading import read_draft
from instruments.versions.writing import as_yaml
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once, during

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CODE = "kaur-2027"
PHASES = [PhasePlan("Persiapan", date(2024, 2, 1), date(2024, 4, 30))]


def kinds(results) -> list[str]:
    return sorted(type(result).__name__ for result in results)


@pytest.fixture
def draft(instrument, kaur, coordinator):
    return drafts.clone_instrument(source=instrument, owner=kaur, code=CODE, title="2027", by=coordinator, now=NOW)


@pytest.fixture
def published(draft):
    return publishing(draft)()


def stored() -> InstrumentVersion:
    return InstrumentVersion.objects.get(code=CODE)


def cloning(source, owner, code="kaur-2028", title="2028"):
    return lambda: drafts.clone_instrument(source=source, owner=owner, code=code, title=title, by=None, now=NOW)


def saving(draft, title):
    content = {**drafts.draft_content(draft).content, "title": title}
    return lambda: drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=1)


def publishing(draft):
    return lambda: drafts.publish_draft(version=draft, by=None, now=NOW, seen_version=1)


def discarding(draft):
    return lambda: drafts.discard_draft(version=draft, by=None, now=NOW, seen_version=1)


def retiring(version):
    return lambda: drafts.retire_instrument(version=version, by=None, now=NOW, reason="Diganti")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_of_two_who_save_the_same_section_one_wins_and_the_other_sees_both(draft, coordinator) -> None:
    address = reverse("instruments:draft_head", args=[CODE])
    clients = {title: signed_in(coordinator) for title in ("Punya Ani", "Punya Budi")}
    opened = fields(clients["Punya Ani"], address)

    def send(title):
        return lambda: clients[title].post(address, {**opened, "title": title})

    answers = dict(zip(clients, at_once(*map(send, clients)), strict=True))

    assert sorted(answer.status_code for answer in answers.values()) == [302, 409]
    winner, loser = sorted(answers, key=lambda title: answers[title].status_code)
    assert (stored().title, stored().version) == (winner, 2)
    form = answers[loser].context["form"]
    assert form.data["title"] == loser
    assert ("Judul", winner, loser) in form.differences
    assert "Data ini berubah sejak Anda membukanya" in answers[loser].content.decode()
    assert Event.objects.filter(action="instrument.edited").count() == 1


def test_two_who_save_different_sections_do_not_take_back_each_other_s(draft, coordinator) -> None:
    head, bands = (reverse(f"instruments:draft_{name}", args=[CODE]) for name in ("head", "bands"))
    clients = [signed_in(coordinator) for _ in range(2)]
    sent = [(head, {"title": "Judul baru"}), (bands, {"rows-0-label": "Sebutan baru"})]
    posts = [(address, {**fields(clients[0], address), **changed}) for address, changed in sent]

    answers = at_once(
        *[lambda client=client, post=post: client.post(*post) for client, post in zip(clients, posts, strict=True)]
    )

    late = [n for n, answer in enumerate(answers) if answer.status_code == 409]
    assert len(late) == 1
    again = clients[late[0]].post(posts[late[0]][0], answers[late[0]].context["form"].data.dict())
    assert again.status_code == 302
    file = drafts.draft_content(stored()).file
    assert (file.title, file.bands[0].label, stored().version) == ("Judul baru", "Sebutan baru", 3)


def test_a_row_moved_by_two_at_once_moves_once(draft, coordinator) -> None:
    content = drafts.draft_content(draft).content
    codes = [row["code"] for row in content["dimensions"]]
    move = {"move": f"down dimension {codes[0]}", "version": 1}
    clients = [signed_in(coordinator) for _ in range(2)]
    address = reverse("instruments:draft_arrange", args=[CODE])

    answers = at_once(*[lambda client=client: client.post(address, move) for client in clients])

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    moved = [row["code"] for row in drafts.draft_content(stored()).content["dimensions"]]
    assert moved[:2] == [codes[1], codes[0]]


def test_a_new_row_sent_by_a_double_click_is_made_once(draft, coordinator) -> None:
    parent = drafts.draft_content(draft).content["dimensions"][0]["variables"][0]["code"]
    address = reverse("instruments:draft_indicator_create", args=[CODE, parent])
    clients = [signed_in(coordinator) for _ in range(3)]
    sent = {**fields(clients[0], address), "code": "X9", "name": "Baru"}

    answers = at_once(*[lambda client=client: client.post(address, sent) for client in clients])

    assert [answer.status_code for answer in answers] == [302] * 3
    assert stored().version == 2


def test_of_two_who_save_a_row_that_a_third_removes_nobody_brings_it_back(draft, coordinator) -> None:
    code = drafts.draft_content(draft).content["dimensions"][0]["variables"][0]["indicators"][0]["code"]
    address = reverse("instruments:draft_indicator", args=[CODE, code])
    arrange = reverse("instruments:draft_arrange", args=[CODE])
    clients = [signed_in(coordinator) for _ in range(2)]
    sent = {**fields(clients[0], address), "name": "Yang saya ketik"}
    move = {"move": f"remove indicator {code}", "version": 1}

    saved, removed = at_once(lambda: clients[0].post(address, sent), lambda: clients[1].post(arrange, move))

    assert sorted([saved.status_code, removed.status_code]) == [302, 409]
    names = {row.name for row in drafts.draft_content(stored()).file.indicators()}
    assert ("Yang saya ketik" in names) is (saved.status_code == 302)
    if saved.status_code == 409:
        assert "Yang saya ketik" in saved.content.decode()


def test_the_same_clone_asked_four_times_at_once_is_one_draft(instrument, kaur) -> None:
    results = at_once(*[cloning(instrument, kaur)] * 4)

    assert {result.pk for result in results} == {InstrumentVersion.objects.get(code="kaur-2028").pk}
    assert Event.objects.filter(action="instrument.cloned").count() == 1


def test_a_double_click_on_clone_lands_twice_on_the_same_draft(instrument, coordinator) -> None:
    clients = [signed_in(coordinator) for _ in range(3)]
    address = reverse("instruments:instrument_clone", args=[instrument.code])
    sent = {"code": "kaur-2028", "title": "2028"}

    answers = at_once(*[lambda client=client: client.post(address, sent) for client in clients])

    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("instruments:draft", args=["kaur-2028"]))
    ] * 3


def test_one_code_taken_from_two_sources_at_once_is_one_draft_and_one_refusal(instrument, pekppp, kaur) -> None:
    results = at_once(cloning(instrument, kaur), cloning(pekppp, kaur))

    assert kinds(results) == ["InstrumentVersion", "Refused"]
    assert Code.CODE_TAKEN in str(next(result for result in results if isinstance(result, Refused)))


def test_a_draft_is_copied_or_discarded_never_half_of_both(draft, kaur) -> None:
    copied, discarded = at_once(cloning(draft, kaur), discarding(draft))

    if isinstance(copied, Refused):
        assert discarded is None
        assert not InstrumentVersion.objects.filter(code__in=[CODE, "kaur-2028"]).exists()
    else:
        assert isinstance(discarded, Refused)
        assert stored().clones.get() == copied


def test_a_copy_made_just_before_the_discarding_keeps_its_source(draft, kaur) -> None:
    """The reference is checked at commit: without holding the source, the copy would fail there."""
    copied, discarded = during(cloning(draft, kaur), discarding(draft))

    assert isinstance(copied, InstrumentVersion), copied
    assert isinstance(discarded, Refused)


def test_what_is_published_is_what_was_seen_or_nothing_is(draft) -> None:
    edited, published = at_once(saving(draft, "Terlambat"), publishing(draft))

    if isinstance(published, InstrumentVersion):
        assert isinstance(edited, Refused)
        assert (stored().title, stored().status) == ("2027", "published")
        assert not has_drifted(stored())
    else:
        assert isinstance(published, Conflict)
        assert (stored().title, stored().status) == ("Terlambat", "draft")
        assert not stored().dimensions.exists()


def test_an_edit_that_waited_for_the_publishing_changes_nothing(draft) -> None:
    _, edited = during(publishing(draft), saving(draft, "Terlambat"))

    assert isinstance(edited, Refused)
    assert (stored().title, stored().draft) == ("2027", "")
    assert not has_drifted(stored())
    assert not Event.objects.filter(action="instrument.edited").exists()


def test_published_by_four_clicks_at_once_it_is_published_once(draft) -> None:
    results = at_once(*[publishing(draft)] * 4)

    assert kinds(results) == ["InstrumentVersion"] * 4
    assert not has_drifted(stored())
    assert Event.objects.filter(action="instrument.published").count() == 1


def test_a_double_click_on_publish_lands_twice_on_the_instrument(draft, coordinator) -> None:
    clients = [signed_in(coordinator) for _ in range(3)]
    address = reverse("instruments:instrument_publish", args=[CODE])

    answers = at_once(*[lambda client=client: client.post(address, {"version": 1}) for client in clients])

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, draft.get_absolute_url())] * 3


def test_a_draft_is_edited_or_discarded_never_brought_back(draft) -> None:
    edited, discarded = at_once(saving(draft, "Masih perlu"), discarding(draft))

    if isinstance(edited, InstrumentVersion):
        assert isinstance(discarded, Conflict)
        assert stored().title == "Masih perlu"
    else:
        assert isinstance(edited, Refused)
        assert Code.DRAFT_GONE in str(edited)
        assert discarded is None
        assert not InstrumentVersion.objects.filter(code=CODE).exists()


def test_discarded_by_four_clicks_at_once_it_is_told_once(draft) -> None:
    assert at_once(*[discarding(draft)] * 4) == [None] * 4
    assert Event.objects.filter(action="instrument.discarded").count() == 1


def opening(version, government, year=2024, source=None):
    return lambda: open_cycle(
        government=government, year=year, instrument=version, phases=PHASES, by=None, now=NOW, copy_from=source
    )


def test_no_cycle_is_opened_with_a_version_that_is_being_retired(published, kaur) -> None:
    _, opened = during(retiring(published), opening(published, kaur))

    assert kinds([opened]) == ["Refused"]
    assert not AssessmentCycle.objects.exists()


def test_a_cycle_opened_just_before_the_retiring_goes_on(published, kaur) -> None:
    opened, retired = during(opening(published, kaur), retiring(published))

    assert (opened.instrument, retired.status) == (published, "retired")


def test_a_cycle_does_not_change_to_a_version_that_is_being_retired(published, cycle, instrument) -> None:
    def change():
        return change_cycle(
            cycle=cycle,
            year=cycle.year,
            instrument=published,
            standing="assessed",
            standing_reason="",
            oversight_received=None,
            oversight_completed=None,
            phases=PHASES,
            by=None,
            now=NOW,
            seen_version=1,
        )

    _, changed = during(retiring(published), change)

    assert kinds([changed]) == ["Refused"]
    assert AssessmentCycle.objects.get().instrument == instrument


def test_no_cycle_gets_a_further_instrument_that_is_being_retired(published, cycle) -> None:
    def add():
        return add_instrument(cycle=cycle, instrument=published, by=None, now=NOW, seen_version=1)

    _, added = during(retiring(published), add)

    assert kinds([added]) == ["Refused"]
    assert not CycleInstrument.objects.exists()


def test_a_new_cycle_carries_no_further_instrument_that_is_being_retired(published, cycle, kaur) -> None:
    add_instrument(cycle=cycle, instrument=published, by=None, now=NOW, seen_version=1)

    _, opened = during(retiring(published), opening(cycle.instrument, kaur, 2025, cycle))

    assert isinstance(opened, AssessmentCycle)
    assert not opened.further.exists()


def test_no_cycle_moves_to_a_version_that_is_being_retired(assessment, instrument, coordinator) -> None:
    cycle, target = assessment.locus.cycle, corrected(instrument)
    plan = move_plan(cycle, target)
    told = {"mapping": plan.mapping, "reason": "Salah cetak", "seen": plan.seen, "by": coordinator, "now": NOW}

    _, moved = during(retiring(target), lambda: move_cycle(cycle=cycle, target=target, **told))

    assert kinds([moved]) == ["Refused"]
    assert AssessmentCycle.objects.get().instrument == instrument


def accepting(draft, title, by):
    """An uploaded file that was looked at while the draft stood at its first version."""
    text = as_yaml({**drafts.draft_content(draft).content, "title": title})
    target = exchange.UploadTarget(draft.owner, draft)
    ticket = exchange.ticket_for(text=text, target=target, base=None, by=by)

    def accept():
        now = exchange.UploadTarget(draft.owner, InstrumentVersion.objects.get(pk=draft.pk))
        return exchange.save_shown(ticket=ticket, target=now, by=by, now=NOW)

    return accept


def test_a_file_is_accepted_or_the_edit_stays_never_one_over_the_other(draft, coordinator) -> None:
    results = at_once(accepting(draft, "Dari berkas", coordinator), saving(draft, "Dari halaman"))

    assert kinds(results) == ["Conflict", "InstrumentVersion"]
    winner = "Dari berkas" if isinstance(results[0], InstrumentVersion) else "Dari halaman"
    assert (stored().title, stored().version) == (winner, 2)
    assert read_draft(stored().draft).file.title == winner


def test_the_same_file_accepted_four_times_at_once_is_accepted_once(draft, coordinator) -> None:
    results = at_once(*[accepting(draft, "Dari berkas", coordinator)] * 4)

    assert kinds(results) == ["InstrumentVersion"] * 4
    assert stored().version == 2
    assert Event.objects.filter(action="instrument.edited").count() == 1


def test_a_file_accepted_while_the_draft_is_published_changes_nothing(draft, coordinator) -> None:
    _, accepted = during(publishing(draft), accepting(draft, "Dari berkas", coordinator))

    assert isinstance(accepted, Refused)
    assert stored().title == "2027"
    assert not has_drifted(stored())


def creating(owner, base, by, code="kaur-baru"):
    text = as_yaml({**drafts.draft_content(base).content, "code": code})
    target = exchange.UploadTarget(owner)
    ticket = exchange.ticket_for(text=text, target=target, base=base, by=by)
    return lambda: exchange.save_shown(ticket=ticket, target=target, by=by, now=NOW)


def test_the_same_file_made_a_draft_four_times_at_once_is_one_draft(draft, kaur, coordinator) -> None:
    results = at_once(*[creating(kaur, draft, coordinator)] * 4)

    assert {result.pk for result in results} == {InstrumentVersion.objects.get(code="kaur-baru").pk}
    assert Event.objects.filter(action="instrument.uploaded").count() == 1


def test_a_file_becomes_a_draft_although_its_source_was_discarded_meanwhile(draft, kaur, coordinator) -> None:
    create = creating(kaur, draft, coordinator)
    _, made = during(discarding(draft), create)

    assert isinstance(made, InstrumentVersion), made
    assert made.cloned_from is None
