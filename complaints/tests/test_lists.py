"""The reviewed lists, and a government's own reply templates on their pages."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.permissions import Role
from complaints import lists
from complaints.lists import FormRow, ListFileError, TemplateRow, read_forms, read_templates
from complaints.models import MaladministrationForm, ReplyTemplate
from complaints.sentences.templates import EXAMPLE, PLACEHOLDERS, filled, unknown_placeholders
from complaints.services import Loaded, Refused
from complaints.services.lists import change_template, create_template, load_lists
from complaints.tests.files import own_template
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Conflict

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def say():
    out = StringIO()
    call_command("load_complaint_lists", stdout=out)
    return out.getvalue()


def loaded():
    return load_lists(forms=read_forms(), templates=read_templates(), by=None, now=NOW)


# The files


def test_the_shipped_lists_are_loaded_once():
    assert say().splitlines() == [
        "Bentuk maladministrasi: 12 baru, 0 diperbarui, 0 disunting.",
        "Templat balasan: 10 baru, 0 diperbarui, 0 disunting.",
    ]
    assert say().count("0 baru, 0 diperbarui") == 2
    assert Event.objects.filter(action="complaint_lists.loaded").count() == 22
    for row in [*MaladministrationForm.objects.all(), *ReplyTemplate.objects.all()]:
        row.full_clean()


def test_ten_forms_hold_from_the_law_and_two_more_from_2025():
    loaded()
    since = list(MaladministrationForm.objects.values_list("since_year", flat=True))
    assert since == [2008] * 10 + [2025] * 2
    assert MaladministrationForm.objects.first().name == "Penundaan berlarut"


def test_every_shipped_template_names_only_known_placeholders_and_its_case():
    for row in read_templates():
        assert unknown_placeholders(row.text) == []
        assert "{nomor}" in row.text
        assert "{unit}" in row.text
    assert {row.purpose for row in read_templates()} == set(ReplyTemplate.Purpose.values) == set(lists.PURPOSES)


def test_a_changed_file_mends_rows_but_not_templates_that_were_edited():
    loaded()
    ReplyTemplate.objects.filter(code="answer-resolved").update(text="Milik kami", version=2)
    ReplyTemplate.objects.filter(code="answer-partly").update(text="Kacau")
    MaladministrationForm.objects.filter(code="diskriminasi").update(name="Kacau")
    assert loaded() == (Loaded(0, 1, 0), Loaded(0, 1, 1))
    assert ReplyTemplate.objects.get(code="answer-resolved").text == "Milik kami"
    assert MaladministrationForm.objects.get(code="diskriminasi").name == "Diskriminasi"


def test_a_governments_own_templates_are_never_touched_by_loading(kaur):
    ReplyTemplate.objects.create(government=kaur, purpose="answer", title="Milik kami", text="x")
    loaded()
    assert ReplyTemplate.objects.get(government=kaur).text == "x"


FORM = "- {code: a, name: A, basis: B, since_year: 2008}\n"
TEMPLATE = "- {code: a, purpose: answer, title: A, text: B}\n"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_forms, "code: a"),
        (read_forms, "- a"),
        (read_forms, "- ["),
        (read_forms, FORM + FORM),
        (read_forms, FORM.replace("name: A", "nama: A")),
        (read_forms, FORM.replace("basis: B, ", "")),
        (read_forms, FORM.replace("name: A", "name: ''")),
        (read_forms, FORM.replace("name: A", "name: 3")),
        (read_forms, FORM.replace("name: A", f"name: {'a' * 121}")),
        (read_forms, FORM.replace("2008", "tahun")),
        (read_forms, FORM.replace("2008", "true")),
        (read_forms, FORM.replace("2008", "1944")),
        (read_forms, FORM.replace("2008", "2008, until_year: 2101")),
        (read_forms, FORM.replace("2008", "2008, until_year: 2007")),
        (read_forms, FORM.replace("since_year: 2008", "since_year: null")),
        (read_templates, TEMPLATE.replace("answer", "greeting")),
        (read_templates, TEMPLATE.replace("text: B", "text: [B]")),
        (read_templates, TEMPLATE + TEMPLATE),
    ],
)
def test_a_malformed_file_is_refused_whole(tmp_path, monkeypatch, read, text):
    file = tmp_path / "lists.yaml"
    file.write_text(text)
    with pytest.raises(ListFileError, match=r"lists\.yaml"):
        read(file)
    name = "read_forms" if read is read_forms else "read_templates"
    monkeypatch.setattr(f"complaints.management.commands.load_complaint_lists.{name}", lambda: read(file))
    with pytest.raises(CommandError, match=r"lists\.yaml"):
        say()
    assert not MaladministrationForm.objects.exists()
    assert not ReplyTemplate.objects.exists()


def test_good_rows_are_read(tmp_path):
    file = tmp_path / "lists.yaml"
    file.write_text(FORM.replace("2008", "2008, until_year: 2024"))
    assert read_forms(file) == [FormRow("a", "A", "B", 2008, 2024)]
    file.write_text(FORM.replace("2008", "1945, until_year: 2100"))
    assert read_forms(file) == [FormRow("a", "A", "B", 1945, 2100)]
    file.write_text(TEMPLATE)
    assert read_templates(file) == [TemplateRow("a", "answer", "A", "B")]


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(b"- {code: \xff}")
    with pytest.raises(ListFileError):
        read_forms(tmp_path / "latin.yaml")


# Filling in


def test_placeholders_are_replaced_and_one_without_a_value_stays_visible():
    assert filled("No. {nomor}, {unit}: {jatuh_tempo}", {"nomor": "1", "unit": "A", "jatuh_tempo": ""}) == (
        "No. 1, A: {jatuh_tempo}"
    )


def test_a_value_is_never_read_as_a_placeholder_itself():
    assert filled("{unit}", {"unit": "{nomor}", "nomor": "1"}) == "{nomor}"


def test_there_is_an_example_for_every_placeholder():
    assert set(EXAMPLE) == set(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{nomor} {unit} {tanggal} {jatuh_tempo}", []),
        ("{nama}", ["{nama}"]),
        ("{nomor", ["{"]),
        ("a } b", ["}"]),
        ("{}", ["{}"]),
        ("{nomor.__class__} {0}", ["{nomor.__class__}", "{0}"]),
        ("{nama} {nama}", ["{nama}"]),
        ("tanpa apa-apa", []),
    ],
)
def test_what_stands_in_braces_and_is_no_placeholder_is_found(text, unknown):
    assert unknown_placeholders(text) == unknown


# The pages


@pytest.fixture
def own(kaur):
    return own_template(kaur)


def url(name, *args):
    return reverse(f"complaints:{name}", args=["17.04", *args])


def data(**fields):
    return {"purpose": "answer", "title": "Jawaban baru", "text": "Perihal {nomor}.", "is_active": "on", **fields}


def values(**fields):
    return {"purpose": "answer", "title": "Jawaban baru", "text": "Perihal {nomor}.", "is_active": True, **fields}


def test_the_list_shows_national_and_own_templates_with_an_example_only(client, clerk, own, paser):
    loaded()
    ReplyTemplate.objects.create(government=paser, purpose="answer", title="Milik Paser", text="x")
    client.force_login(clerk)
    text = client.get(url("reply_templates")).content.decode()
    assert "Yth. ADU/2026/00042" in text
    assert "Pengaduan terbukti dan sudah diperbaiki" in text
    assert "Milik Paser" not in text
    assert text.count("/templat/") == 2  # one to add, one to change: national ones are not changed here


def test_a_template_is_added_once_and_told(client, clerk, kaur):
    client.force_login(clerk)
    for _ in range(2):
        assert client.post(url("reply_template_create"), data()).status_code == 302
    row = ReplyTemplate.objects.get()
    assert (row.government, row.title, row.version) == (kaur, "Jawaban baru", 1)
    assert Event.objects.filter(action="reply_template.created").count() == 1


def test_an_unknown_placeholder_is_refused_at_the_field(client, clerk):
    client.force_login(clerk)
    answer = client.post(url("reply_template_create"), data(text="Yth. {nama} {nomor}"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == [
        "{nama} tidak dikenal. Yang dapat dipakai: {nomor}, {unit}, {tanggal}, {jatuh_tempo}."
    ]
    assert not ReplyTemplate.objects.exists()


def test_an_example_is_shown_without_storing(client, clerk, own):
    client.force_login(clerk)
    answer = client.post(url("reply_template_edit", own.pk), data(version="1", preview="1"))
    assert answer.status_code == 200
    assert "Perihal ADU/2026/00042." in answer.content.decode()
    own.refresh_from_db()
    assert own.title == "Jawaban kami"
    assert client.post(url("reply_template_create"), data(text="{x}", preview="1")).status_code == 422


def test_a_title_of_the_same_purpose_is_taken(client, clerk, own):
    client.force_login(clerk)
    answer = client.post(url("reply_template_create"), data(title="Jawaban kami"))
    assert answer.status_code == 422
    assert "title" in answer.context["form"].errors
    assert client.post(url("reply_template_create"), data(title="Jawaban kami", purpose="message")).status_code == 302


def test_changing_to_a_taken_title_is_refused(own, kaur, clerk):
    other = create_template(government=kaur, values=values(), by=clerk, now=NOW)
    with pytest.raises(Refused):
        change_template(template=other, values=values(title="Jawaban kami"), seen_version=1, by=clerk, now=NOW)


def test_a_template_is_changed_and_set_inactive(client, clerk, own):
    client.force_login(clerk)
    sent = {key: value for key, value in data(version="1").items() if key != "is_active"}
    for _ in range(2):
        assert client.post(url("reply_template_edit", own.pk), sent).status_code == 302
    own.refresh_from_db()
    assert (own.title, own.is_active, own.version) == ("Jawaban baru", False, 2)
    assert Event.objects.filter(action="reply_template.changed").count() == 1
    assert "tidak dipakai" in client.get(url("reply_templates")).content.decode()


def test_a_stale_version_is_a_conflict_that_keeps_what_was_typed(client, clerk, own):
    change_template(template=own, values=values(title="Lebih dahulu"), seen_version=1, by=clerk, now=NOW)
    client.force_login(clerk)
    answer = client.post(url("reply_template_edit", own.pk), data(version="1"))
    assert answer.status_code == 409
    assert "Lebih dahulu" in answer.content.decode()
    assert "Jawaban baru" in answer.content.decode()
    with pytest.raises(Conflict):
        change_template(template=own, values=values(), seen_version=1, by=clerk, now=NOW)


def test_national_and_foreign_templates_cannot_be_changed_here(client, clerk, paser):
    loaded()
    national = ReplyTemplate.objects.national().first()
    foreign = ReplyTemplate.objects.create(government=paser, purpose="answer", title="Paser", text="x")
    client.force_login(clerk)
    for row in (national, foreign):
        assert client.get(url("reply_template_edit", row.pk)).status_code == 404
        assert client.post(url("reply_template_edit", row.pk), data(version="1")).status_code == 404


def test_outsiders_and_colleagues_without_the_right_stay_out(client, kaur, paser, dukcapil, own):
    officer = person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)
    stranger = person("aduan@paser.example", Role.COMPLAINT_ADMIN, paser)
    for user, status in ((officer, 403), (stranger, 404)):
        client.force_login(user)
        assert client.get(url("reply_templates")).status_code == status
        assert client.post(url("reply_template_create"), data()).status_code == status
        assert client.post(url("reply_template_edit", own.pk), data(version="1")).status_code == status
    assert ReplyTemplate.objects.count() == 1


@pytest.mark.parametrize("field", ["title", "text", "purpose", "version"])
@pytest.mark.parametrize("value", ["a\x00b", "x" * 5000, "", "💥" * 90])
def test_hostile_input_is_never_a_failure(client, clerk, own, field, value):
    client.force_login(clerk)
    answer = client.post(url("reply_template_edit", own.pk), data(version="1") | {field: value})
    assert answer.status_code in (302, 409, 422)


def test_the_list_takes_the_same_queries_however_long(client, clerk, kaur, own, django_assert_max_num_queries):
    client.force_login(clerk)
    with django_assert_max_num_queries(30) as few:
        client.get(url("reply_templates"))
    for number in range(20):
        ReplyTemplate.objects.create(government=kaur, purpose="answer", title=str(number), text="x")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url("reply_templates"))
