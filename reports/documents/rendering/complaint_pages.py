"""The templates' contexts for documents about complaints: labels and worded figures; nothing else reaches the paper."""

from collections.abc import Iterable
from typing import Any

from complaints.figures import Count, Figures
from complaints.models import Complaint
from kspp.lib.qr import qr
from reports.documents import complaint_sentences as sentences
from reports.documents.complaint_content import ComplaintsContent, PosterContent, RegisterContent
from reports.documents.rendering.document import Stamp, fingerprint

LABELS = {
    "channel": dict(Complaint.Channel.choices),
    "class": {**dict(Complaint.Class.choices), "": "Belum diverifikasi"},
    "state": dict(Complaint.State.choices),
    "rating": {str(step): label for step, label in Complaint.Rating.choices},
    "standard": {**dict(Complaint.Standard.choices), "": "–"},
}


def complaints(content: ComplaintsContent, stamp: Stamp) -> dict[str, Any]:
    figures = content.figures
    return {
        **_common(content, stamp),
        "lines": sentences.five_lines(content),
        "times": sentences.times(figures),
        "tables": tables(figures),
        "repeated": [(r, LABELS["standard"][r.standard]) for r in figures.repeated],
        "compared": sentences.compared(content),
    }


def register(content: RegisterContent, stamp: Stamp) -> dict[str, Any]:
    return _common(content, stamp)


def poster(content: PosterContent, stamp: Stamp) -> dict[str, Any]:
    code = qr(content.url, f"Kode QR halaman pengaduan {content.unit}")
    return {"content": content, "stamp": stamp, "qr": code, "promise": content.promise or sentences.PROMISE}


def _common(content: ComplaintsContent | RegisterContent, stamp: Stamp) -> dict[str, Any]:
    return {
        "content": content,
        "stamp": stamp,
        "period": sentences.period(content.first, content.last),
        "fingerprint": fingerprint(content),
    }


def tables(figures: Figures) -> list[tuple[str, list[tuple[str, int]]]]:
    """Title and rows of each count."""
    found = [
        ("Menurut unit", _labelled(figures.by_unit, {})),
        ("Menurut kanal", _labelled(figures.by_channel, LABELS["channel"])),
        ("Menurut kelas", _labelled(figures.by_class, LABELS["class"])),
        ("Menurut bentuk maladministrasi", _labelled(figures.by_form, {})),
        ("Menurut status", _labelled(figures.by_state, LABELS["state"])),
        ("Penilaian pengadu", _labelled(figures.ratings, LABELS["rating"]) if figures.satisfied.whole else []),
    ]
    return [(title, rows) for title, rows in found if rows]


def _labelled(counts: Iterable[Count], labels: dict[str, str]) -> list[tuple[str, int]]:
    return [(labels.get(count.label, count.label), count.number) for count in counts]
