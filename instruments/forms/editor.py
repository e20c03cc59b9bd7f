"""One section of a draft as a form: what it shows of the content, and the content as it then becomes.

A form is made from the draft's content and, for a row of the tree, the `ref` of the row or of the parent of a new one;
`applied` is the whole content with what was typed. Nothing here stores anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from instruments.forms.editor_fields import LinesField, NumberField, SlugTextField, YearsField, choices_of
from instruments.models import InstrumentVersion
from instruments.sentences import library as sentences
from instruments.sentences.refusals import REFUSALS, Code
from instruments.versions import editing
from instruments.versions.comparing import Comparison, Renamed, RowSort, compare
from instruments.versions.document import FileProvenance
from instruments.versions.editing import Content, Place
from instruments.versions.reading import draft_of
from kspp.lib.forms import Difference, VersionField, plain_helper, show_conflict
from kspp.lib.text import TidyField
from scoring.instrument import AWARD_ZONE, Formula, RollUp


class SectionForm(forms.Form):
    """`named`: the kind of row that `ref` names; None for the head and the lists."""

    named: ClassVar[RowSort | None] = None
    heading: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    tab: ClassVar[str] = "draft"
    """The section of the editor it belongs to."""
    route: ClassVar[str] = ""
    """Its own address, where that is not the section's: of a row of the tree, of a new row in it."""
    template: ClassVar[str] = "instruments/section.html"
    differences: Sequence[Difference] = ()
    applied: Content
    """The content with what was typed; of a valid form."""
    version = VersionField()

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], ref: str = "", version: int) -> None:
        """`version`: of the draft that says `content`. Raises NoSuchRow where it has no such row."""
        self.content = content
        self.place: Place = editing.place_of(content, self.named, ref) if self.named and ref else ()
        self.is_late = data is not None and data.get("version") != str(version)
        super().__init__(data.copy() if self.is_late else data)
        if self.is_late:
            self.lower_claims()
        self.initial = {**self.start(), "version": version}
        self.prepare()
        self.helper = plain_helper()

    @property
    def row(self) -> Any:
        """The row that `ref` names, or the content itself."""
        return editing.row_at(self.content, self.place)

    @property
    def page_title(self) -> str:
        return self.heading

    @property
    def removal(self) -> str:
        """What goes with the row when it is removed; empty where it cannot be removed here."""
        return ""

    @property
    def ref(self) -> str:
        return editing.ref_at(self.content, self.place) if self.place else ""

    @property
    def renamed(self) -> Renamed:
        """The row that gets another code, so that it is told as the same one."""
        return {}

    def lower_claims(self) -> None:
        """Before a late page is compared with what stands now."""

    def start(self) -> Mapping[str, Any]:
        """What the fields show at first."""
        return {}

    def prepare(self) -> None:
        """Fields that depend on the content."""

    def apply(self) -> Content:
        """Of fields that are right. May add errors; may raise LastRow."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.applied = editing.settled(self.apply())
            except editing.LastRow:
                self.add_error(None, str(REFUSALS[Code.LAST_ROW]))
        return cleaned

    @property
    def comparison(self) -> Comparison:
        """What storing this changes; of a valid form."""
        file = draft_of(self.content).file
        return compare(file, file if editing.is_unshaped(self.applied) else draft_of(self.applied).file, self.renamed)

    @property
    def sent(self) -> dict[str, object]:
        """What the service is called with."""
        typed = self.cleaned_data
        return {
            "content": self.applied,
            "seen_version": typed["version"],
            "changes": sentences.told(self.comparison),
            "reason": typed.get("basis", ""),
        }

    def show_conflict(self, stored: InstrumentVersion) -> None:
        """`stored` says the content that this form was made from."""
        told = sentences.told(self.comparison).items()
        show_conflict(self, stored.version, [(label, before, after) for label, (before, after) in told])

    def typed(self, *names: str) -> dict[str, Any]:
        """Cleaned values by name; an empty text or list means that the field is left out."""
        values = {name: self.cleaned_data[name] for name in names}
        return {name: None if value in ("", []) else value for name, value in values.items()}

    @property
    def lands_on(self) -> str:
        """Anchor of the row of the outline to go on at after saving."""
        return ""


class BasedForm(SectionForm):
    """A section with fields of provenance: who claims more than an estimate names a source."""

    basis = TidyField(
        label="Sumber perubahan",
        required=False,
        max_length=200,
        help_text="Misalnya: Kisi-kisi Ombudsman 2027 halaman 4. Tanpa sumber, yang Anda ubah bertanda perkiraan.",
    )

    def claims(self) -> Iterable[tuple[str, object]]:
        """The name of each field of provenance with what is stored for it."""
        return ()

    def lower_claims(self) -> None:
        """Somebody made an estimate of it meanwhile: what the older page merely showed is no claim of its sender."""
        if not self.data.get("basis", "").strip():
            for name, stored in self.claims():
                if self.data.get(name) not in (None, "", stored):
                    self.data[name] = FileProvenance.ESTIMATED.value  # type: ignore[index]

    def settle(self, sort: RowSort, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
        """The row with its provenance as it has to be; a claim without a source is an error at its field."""
        for name in self.unsourced(sort, before, after):
            self.add_error(name, sentences.SOURCE_NEEDED)
        return editing.owned(sort, before, after, has_source=bool(self.cleaned_data.get("basis")))

    def unsourced(self, sort: RowSort, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
        return [] if self.cleaned_data.get("basis") else editing.unsourced(sort, before, after)

    def sourced(self, content: Content) -> Content:
        return editing.with_source(content, self.cleaned_data.get("basis", ""))


class HeadForm(SectionForm):
    tab = "draft_head"
    heading = "Judul, tahun, dan rumus"
    lead = "Apa yang dinilai, dari mana isinya, dan bagaimana nilainya dihitung."

    title = TidyField(label="Judul", max_length=200)
    family = SlugTextField(label="Keluarga", max_length=30, help_text="Sama untuk semua versi instrumen yang sejenis.")
    years = YearsField(label="Tahun", required=False, help_text="Kosongkan bila tidak terikat tahun.")
    description = LinesField(label="Keterangan")
    source = LinesField(label="Sumber", help_text="Dari mana isi instrumen ini berasal.")
    formula = forms.ChoiceField(label="Rumus nilai unit", choices=choices_of(sentences.FORMULA_NAMES, list(Formula)))
    roll_up = forms.ChoiceField(
        label="Nilai pemerintah daerah", choices=choices_of(sentences.ROLL_UP_NAMES, list(RollUp))
    )
    scale = NumberField(label="Skala: nilai sempurna", places=2, above_zero=True)
    decimals = forms.TypedChoiceField(
        label="Angka di belakang koma", choices=[(n, str(n)) for n in range(3)], coerce=int
    )
    not_applicable_allowed = forms.BooleanField(label="Isian boleh dinyatakan tidak berlaku", required=False)
    clause = TidyField(
        label="Klausul opini",
        max_length=80,
        required=False,
        help_text="Ditambahkan pada opini bila semua produk pengawasan telah ditindaklanjuti.",
    )

    award_zone = forms.ChoiceField(
        label="Zona penghargaan",
        choices=choices_of(sentences.AWARD_ZONE_NAMES, list(sentences.AWARD_ZONE_NAMES)),
        required=False,
        help_text="Bagi yang tidak mempunyai produk pengawasan terbuka.",
    )
    certificate_from = NumberField(
        label="Piagam mulai dari nilai",
        places=2,
        above_zero=True,
        required=False,
        help_text="Kosongkan bila tidak ada.",
    )

    def start(self) -> Mapping[str, Any]:
        return {"formula": Formula.WEIGHTED_DIMENSIONS.value, "award_zone": AWARD_ZONE, **self.content}

    def apply(self) -> Content:
        names = [name for name in self.fields if name != "version"]
        fields = self.typed(*names) | {"years": self.cleaned_data["years"]}
        return editing.with_fields(self.content, fields)
