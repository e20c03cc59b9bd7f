"""PDF, Word and Excel: kept byte for byte, so whatever could act on a reader is refused."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest

from kspp.lib.uploads import sentences
from kspp.tests.upload_files import MAIN_DOCX, MAIN_XLSX, bomb_pdf, looked_at, office, pdf, refusal


def with_open_action(action: dict[str, object]) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(action)

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@pytest.mark.parametrize(
    "action",
    [
        {"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("app.alert(1)")},
        {"/S": pikepdf.Name.Launch, "/F": pikepdf.String("cmd.exe")},
        {"/S": pikepdf.Name.SubmitForm, "/F": pikepdf.String("https://contoh.example")},
        {"/S": pikepdf.Name.URI, "/URI": pikepdf.String("https://a.example"), "/Next": [{"/S": pikepdf.Name.Launch}]},
    ],
    ids=["script", "launch", "submit", "chained"],
)
def test_a_pdf_that_acts_on_its_own_is_refused(action: dict[str, object]) -> None:
    if "/Next" in action:
        action = {**action, "/Next": pikepdf.Array([pikepdf.Dictionary(step) for step in action["/Next"]])}
    assert refusal(with_open_action(action)) == sentences.PDF_ACTIVE


def test_a_pdf_with_scripts_by_name_is_refused() -> None:
    def change(document: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary({"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("1")})
        names = pikepdf.Dictionary({"/Names": pikepdf.Array([pikepdf.String("a"), document.make_indirect(script)])})
        document.Root.Names = pikepdf.Dictionary({"/JavaScript": names})

    assert refusal(pdf(change)) == sentences.PDF_ACTIVE


def test_a_pdf_with_a_plain_web_link_is_taken() -> None:
    content = with_open_action({"/S": pikepdf.Name.URI, "/URI": pikepdf.String("https://kaurkab.example")})
    assert looked_at(content).content == content


def test_a_pdf_that_carries_other_files_is_refused() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments["alat.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")

    assert refusal(pdf(change)) == sentences.PDF_ATTACHMENTS


def test_a_pdf_with_a_password_is_refused() -> None:
    content = pdf(encryption=pikepdf.Encryption(owner="pemilik", user="pembaca"))
    assert refusal(content) == sentences.PDF_LOCKED


def test_a_pdf_that_only_restricts_copying_is_taken() -> None:
    content = pdf(encryption=pikepdf.Encryption(owner="pemilik", user=""))
    assert looked_at(content).content == content


@pytest.mark.parametrize("keep", [9, 60, 300])
def test_a_pdf_cut_off_is_refused(keep: int) -> None:
    content = pdf()
    assert len(content) > keep
    assert refusal(content[:keep]) == sentences.PDF_BROKEN


def test_a_pdf_without_pages_is_refused() -> None:
    assert refusal(pdf(lambda document: document.pages.__delitem__(0))) == sentences.PDF_BROKEN


def test_a_page_that_begins_like_a_pdf_is_refused() -> None:
    assert refusal(b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF") == sentences.PDF_BROKEN


def test_a_pdf_that_opens_to_hundreds_of_megabytes_is_refused() -> None:
    assert refusal(bomb_pdf(200)) == sentences.PDF_COMPLEX


def test_the_bomb_is_refused_for_its_size_only() -> None:
    assert looked_at(bomb_pdf(1)).media_type == "application/pdf"


@pytest.mark.parametrize(
    "content",
    [
        office(**{"word/vbaProject.bin": b"macro"}),
        office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        office(MAIN_XLSX, "xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "<x/>"}),
    ],
    ids=["vba", "macro-enabled", "macro sheet"],
)
def test_macros_are_refused(content: bytes) -> None:
    assert refusal(content, "rekap.docx") == sentences.OFFICE_MACRO


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\a", "C:a.txt"])
def test_part_names_that_leave_the_document_are_refused(name: str) -> None:
    assert refusal(office(**{name: "x"})) == sentences.OFFICE_BROKEN


def archive(**parts: str) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        archive(**{"a.txt": "x"}),
        archive(mimetype="application/vnd.oasis.opendocument.text"),
        office(f"{MAIN_DOCX.split('.wordprocessingml')[0]}.presentationml.presentation.main+xml", "ppt/a.xml"),
    ],
    ids=["archive", "OpenDocument", "presentation"],
)
def test_other_archives_are_refused(content: bytes) -> None:
    assert refusal(content, "maklumat.docx") == sentences.OTHER_OFFICE


def test_a_declared_main_part_must_be_there() -> None:
    target = BytesIO(office())
    kept = BytesIO()
    with ZipFile(target) as old, ZipFile(kept, "w") as new:
        for part in old.infolist():
            if part.filename != "word/document.xml":
                new.writestr(part, old.read(part))
    assert refusal(kept.getvalue()) == sentences.OTHER_OFFICE


def test_a_document_that_opens_to_hundreds_of_megabytes_is_refused() -> None:
    assert refusal(office(**{"word/media/a.bin": b"\0" * (151 * 1024 * 1024)})) == sentences.OFFICE_TOO_DEEP


def test_a_document_with_thousands_of_parts_is_refused() -> None:
    assert refusal(office(**{f"word/{n}.xml": "" for n in range(5001)})) == sentences.OFFICE_TOO_DEEP


def test_entities_in_the_contents_list_are_refused() -> None:
    bomb = '<!DOCTYPE Types [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert refusal(office(extra=bomb)) == sentences.OFFICE_BROKEN


@pytest.mark.parametrize("cut", [0.2, 0.6, 0.95])
def test_a_document_cut_off_is_refused(cut: float) -> None:
    content = office()
    assert refusal(content[: int(len(content) * cut)]) == sentences.OFFICE_BROKEN


def test_a_damaged_part_is_noticed() -> None:
    content = bytearray(archive_stored())
    at = content.index(b"Maklumat pelayanan")
    content[at] ^= 0xFF
    assert refusal(bytes(content)) == sentences.OFFICE_BROKEN


def archive_stored() -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(office())) as old, ZipFile(target, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
    return target.getvalue()


@pytest.mark.parametrize("tail", [b"<html></html>", b"\0"])
def test_something_behind_a_document_is_refused(tail: bytes) -> None:
    assert refusal(office() + tail) == sentences.OFFICE_BROKEN
