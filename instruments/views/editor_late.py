"""A section sent from a page that is older than the draft: nothing typed is lost, and there is a way on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import actor
from instruments.forms.editor import SectionForm
from instruments.forms.editor_lists import NumbersForm
from instruments.forms.editor_tree import (
    DimensionForm,
    IndicatorForm,
    NewDimensionForm,
    NewIndicatorForm,
    NewVariableForm,
    RowForm,
    VariableForm,
)
from instruments.forms.editor_typed import typed_words
from instruments.models import InstrumentVersion
from instruments.selectors.fates import Fate, Trace, discarded_by, published_by, trace_of
from instruments.sentences import editor as words
from instruments.sentences import library as sentences
from instruments.versions import editing
from instruments.versions.comparing import Sort
from instruments.views.editor_sections import (
    FormClass,
    Opened,
    compared,
    form_for,
    open_draft,
    outline_url,
    saved,
    section_page,
)
from instruments.views.library import CONFLICT, fetch_version, trail_of
from kspp.lib.forms import show_conflict
from kspp.lib.http import Trail

GONE = 410
PARENTS = {"variable": Sort.VARIABLE, "dimension": Sort.DIMENSION}
"""Fields that name the row in which another stands."""
MADE_AGAIN: Mapping[FormClass, type[RowForm]] = {
    DimensionForm: NewDimensionForm,
    VariableForm: NewVariableForm,
    IndicatorForm: NewIndicatorForm,
    NewVariableForm: NewVariableForm,
    NewIndicatorForm: NewIndicatorForm,
}
"""The form that makes the row again which a form would have changed or made."""


@dataclass(frozen=True, slots=True)
class Late:
    """What was sent, and the draft as it is now with how it came to be so."""

    request: HttpRequest
    opened: Opened
    form_class: FormClass
    ref: str
    trace: Trace

    @property
    def sort(self) -> Sort:
        """The kind of row that `ref` names."""
        assert self.form_class.named
        return self.form_class.named

    def fate(self) -> Fate:
        return self.trace.fate(self.sort, self.ref)

    def data(self) -> QueryDict:
        """What was sent, with the codes by which rows are known now."""
        data = self.request.POST.copy()
        for field, sort in PARENTS.items():
            if field in self.form_class.base_fields and data.get(field):
                data[field] = self.trace.now(sort, str(data[field]))
        if issubclass(self.form_class, NumbersForm) and self.form_class.keyed:
            for ref in [name.removeprefix("number_") for name in data if name.startswith("number_")]:
                self._rename_number(data, ref, self.trace.now(self.form_class.keyed, ref))
        return data

    def _rename_number(self, data: QueryDict, ref: str, now: str) -> None:
        for part in ("number", "origin"):
            if f"{part}_{ref}" in data and f"{part}_{now}" not in data:
                data[f"{part}_{now}"] = data.pop(f"{part}_{ref}")[-1]


def clashed(request: HttpRequest, code: str, form_class: FormClass, ref: str) -> HttpResponse:
    """Somebody else saved meanwhile. Raises Refused for what is no draft any more."""
    opened = open_draft(request, code)
    late = Late(request, opened, form_class, ref, trace_of(opened.version, opened.draft.content))
    made = _made_before(late)
    if made:
        return saved(request, opened.version, made, compared(opened, made.applied))
    try:
        return _met(late, form_for(form_class, opened, late.data(), ref, is_late=True))
    except editing.NoSuchRow:
        return _followed(late)


def _made_before(late: Late) -> SectionForm | None:
    """The form of a new row that was sent twice: without the row of its code it would make just what is there."""
    if not (issubclass(late.form_class, RowForm) and late.form_class.is_new):
        return None
    content, data = late.opened.draft.content, late.data()
    try:
        place = editing.place_of(content, late.form_class.sort, str(data.get("code", "")))
        before = editing.without(content, place)
        form = late.form_class(data, content=before, ref=late.ref, version=late.opened.version.version, is_late=True)
    except (editing.NoSuchRow, editing.LastRow):
        return None
    return form if form.is_valid() and compared(late.opened, form.applied).is_same else None


def _met(late: Late, form: SectionForm, notes: tuple[str, ...] = ()) -> HttpResponse:
    """If what was sent is what stands there now, it was sent twice. Otherwise both are shown."""
    unplaced = form.unplaced()
    if unplaced and isinstance(form, NumbersForm):
        notes = (*notes, words.without_place(form.label, unplaced))
    if form.is_valid():
        comparison = compared(late.opened, form.applied, form.renamed)
        if comparison.is_same and not unplaced:
            return saved(late.request, late.opened.version, form, comparison)
        told = sentences.told(comparison).items()
        version = late.opened.version.version
        show_conflict(form, version, [(label, before, after) for label, (before, after) in told])
    return section_page(late.request, late.opened, form, CONFLICT, notes)


def _followed(late: Late) -> HttpResponse:
    """The row has another code, or is gone and can be made again, or all that is left is what was typed."""
    fate = late.fate()
    if fate.ref and fate.deed:
        data = late.data()
        if data.get("code", "").casefold() == late.ref.casefold() and not is_new(late.form_class):
            data["code"] = fate.ref
        note = words.recoded(late.sort, late.ref, fate.ref, fate.deed.by, fate.deed.at)
        return _met(late, form_for(late.form_class, late.opened, data, fate.ref, is_late=True), (note,))
    made = MADE_AGAIN.get(late.form_class)
    if made:
        return _made_again(late, made, fate)
    version, why = late.opened.version, fate_words(late.sort, late.ref, fate)
    ways = [("Kembali ke susunan", outline_url(version.code))]
    return _kept(late.request, late.form_class, version, f"{why} {words.COPY_BACK}", ways)


def looked_for(request: HttpRequest, opened: Opened, form_class: FormClass, ref: str) -> HttpResponse:
    """A page is opened by the code that a row had. Raises Http404 where nobody ever changed the draft."""
    late = Late(request, opened, form_class, ref, trace_of(opened.version, opened.draft.content))
    fate, code = late.fate(), opened.version.code
    if fate.deed is None:
        raise Http404
    if fate.ref:
        messages.info(request, words.has_code(late.sort, ref, fate.ref, fate.deed.by, fate.deed.at))
        return redirect(f"instruments:{form_class.route or form_class.tab}", code, fate.ref)
    ways = [
        ("Buka susunan rancangan", outline_url(code)),
        ("Lihat riwayat", reverse("instruments:instrument_history", args=[code])),
    ]
    why, title = fate_words(late.sort, ref, fate), words.gone(late.sort, ref)
    return _kept(request, form_class, opened.version, why, ways, title=title, status=GONE)


def is_new(form_class: FormClass) -> bool:
    return issubclass(form_class, RowForm) and form_class.is_new


def _made_again(late: Late, made: type[RowForm], fate: Fate) -> HttpResponse:
    """The form of a new row with what was typed, in the old place where that is still there."""
    data = late.data()
    data["version"] = str(late.opened.version.version)
    parent = _parent(late, made, data)
    fresh = form_for(made, late.opened, None, parent)
    for name in ("variable_code", "indicator_code"):
        if name in fresh.fields and name not in data:
            data[name] = fresh.initial[name]
    form = form_for(made, late.opened, data, parent, is_late=True)
    notes = (fate_words(late.sort, late.ref, fate), words.make_again(made.sort))
    return section_page(late.request, late.opened, form, CONFLICT, notes)


def _parent(late: Late, made: type[RowForm], data: QueryDict) -> str:
    """Of a new row, the ref of its place; where that is gone any place, and none is chosen yet."""
    if not made.named:
        return ""
    field = next(name for name, sort in PARENTS.items() if sort is made.named)
    place = str(data.get(field, ""))
    if late.trace.has(made.named, place):
        return place
    data[field] = ""
    return next(iter(editing.places(late.opened.draft.content, made.named)))


def fate_words(sort: Sort, ref: str, fate: Fate) -> str:
    if fate.deed is None:
        return words.vanished_untold(sort, ref)
    by, at = fate.deed.by, fate.deed.at
    if fate.ref:
        return words.recoded(sort, ref, fate.ref, by, at)
    return words.removed(sort, ref, by, at) if fate.is_told else words.vanished(sort, ref, by, at)


def what_became(opened: Opened, form_class: FormClass, ref: str) -> str:
    """In one sentence; for a page that is only tried."""
    assert form_class.named
    fate = trace_of(opened.version, opened.draft.content).fate(form_class.named, ref)
    return fate_words(form_class.named, ref, fate)


def closed(request: HttpRequest, code: str, form_class: FormClass) -> HttpResponse:
    """The draft was published meanwhile."""
    version = fetch_version(request, code, Permission.INSTRUMENT_MANAGE)
    deed = published_by(version)
    why = words.published(deed.by, deed.at) if deed else sentences.NOT_A_DRAFT
    ways = [
        ("Salin menjadi rancangan baru", reverse("instruments:instrument_clone", args=[code])),
        ("Buka instrumen", version.get_absolute_url()),
    ]
    return _kept(request, form_class, version, f"{why} {words.COPY_ON}", ways)


def thrown_away(request: HttpRequest, code: str, form_class: FormClass) -> HttpResponse:
    """The draft was discarded meanwhile. Raises Http404 where this person never had such a draft."""
    deed = discarded_by(actor(request), code)
    if deed is None:
        raise Http404
    why = words.discarded(code, deed.by, deed.at)
    return _kept(request, form_class, None, why, [("Buka perpustakaan instrumen", reverse("instruments:library"))])


def _kept(
    request: HttpRequest,
    form_class: FormClass,
    version: InstrumentVersion | None,
    note: str,
    ways: Trail,
    *,
    title: str = words.NOT_SAVED,
    status: int = CONFLICT,
) -> HttpResponse:
    """What was typed, to be copied: there is nowhere to store it. `ways`: label and address of where to go on."""
    context = {
        "eyebrow": version.title if version else "",
        "note": note,
        "typed": typed_words(form_class, request.POST),
        "ways": ways,
        "trail": trail_of(version, title),
        "page_title": title,
    }
    return render(request, "instruments/kept.html", context, status=status)
