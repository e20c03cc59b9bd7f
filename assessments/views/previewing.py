"""A version of the library as an operator would meet it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.scope import actor
from assessments.models import Assessment
from assessments.selectors.previewing import preview_of
from instruments.models import InstrumentVersion
from instruments.selectors.library import file_of
from instruments.versions.reading import read_draft
from instruments.views.library import fetch_version, may_manage, trail_of
from kspp.lib.http import page


@page
def preview(request: HttpRequest, code: str) -> HttpResponse:
    version = fetch_version(request, code)
    is_draft = version.status == InstrumentVersion.Status.DRAFT
    mistakes = read_draft(version.draft, version.code).mistakes if is_draft else ()
    file = file_of(version)
    context = {
        "version": version,
        "file": file,
        "content": preview_of(file, is_sound=not mistakes),
        "mistake_count": len(mistakes),
        "can_manage": may_manage(actor(request), version),
        "trail": trail_of(version, "Pratinjau"),
        # What the articles of a checklist ask for: nobody can answer here.
        "assessment": Assessment(pk=0, locus_id=0),
        "can_fill": False,
        "can_review": False,
        "can_see_cycle": False,
    }
    return render(request, "assessments/preview.html", context)
