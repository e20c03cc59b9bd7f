"""From content to HTML to PDF. WeasyPrint is imported where it is used: a web process never pays for it."""

from __future__ import annotations

import atexit
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from assessments.sentences.arithmetic import ROUNDING_NOTE
from reports.documents import charts, sentences
from reports.documents.content import ReportContent
from reports.documents.frozen import to_json

if TYPE_CHECKING:
    from weasyprint import CSS, Document, URLFetcher
    from weasyprint.text.fonts import FontConfiguration

FONT = re.compile(r"font:/*(?P<file>Source(?P<family>Sans|Serif)Pro-[A-Za-z]+\.ttf)")
FONT_PACKAGES = {"Sans": "font_source_sans_pro", "Serif": "font_source_serif_pro"}
STYLESHEET = "css/report-document.css"
TOKENS = "css/tokens.css"
TOKEN = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>[^;]+);")
USE = re.compile(r"var\(--(?P<name>[a-z0-9-]+)\)")
VARIANT = "pdf/ua-1"


class RefusedResource(ValueError):
    """The document asked for something that is not one of our fonts."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What differs between two prints of one content. Times are already worded in the report's own time zone."""

    number: str
    made_at: str
    ordered_by: str
    reprint: str = ""


@dataclass(frozen=True, slots=True)
class Pdf:
    data: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


def fingerprint(content: object) -> str:
    """Sixteen hexadecimal digits that an original and its reprints share."""
    return sha256(dumps(to_json(content), sort_keys=True).encode()).hexdigest()[:16]


def html_of(content: ReportContent, stamp: Stamp) -> str:
    return in_ink(render_to_string("reports/document.html", page_of(content, stamp)))


def in_ink(source: str) -> str:
    """`var(--ink)` and its like as the light value of tokens.css: charts and paper have the portal's own colours."""
    return USE.sub(lambda use: _tokens().get(use["name"], use[0]), source)


def page_of(content: ReportContent, stamp: Stamp) -> dict[str, Any]:
    """The template's whole context: no other figure reaches the paper."""
    return {
        "content": content,
        "stamp": stamp,
        "estimate": sentences.ESTIMATE,
        "about": sentences.about(content),
        "running_head": sentences.running_head(content),
        "lines": sentences.five_lines(content),
        "readings": sentences.readings(content),
        "beside": sentences.beside(content),
        "changes": sentences.changes(content),
        "steps": [(step, sentences.step_act(step), sentences.step_gain(step)) for step in content.steps],
        "strip": charts.strip(content),
        "dimension_chart": charts.dimension_chart(content),
        "unit_chart": charts.unit_chart(content) if content.units else None,
        "trend": charts.trend(content),
        "fingerprint": fingerprint(content),
        "explained": [(line, sentences.trio_words(line.readings)) for line in content.explanation],
        "rounding_note": ROUNDING_NOTE,
        "top": sentences.scale_words(content.scale),
        "graded_by": sentences.graded_by(content),
    }


def lay_out(html: str) -> Document:
    """The pages of the document; most of the time of a report is spent here."""
    from weasyprint import HTML

    font_config = _font_config()
    document = HTML(string=html, url_fetcher=fetcher())
    return document.render(font_config=font_config, stylesheets=[_stylesheet()], pdf_variant=VARIANT)


def write(document: Document) -> Pdf:
    return Pdf(document.write_pdf(pdf_variant=VARIANT), len(document.pages))


def own_asset(url: str) -> bytes:
    """The bytes of one of our fonts. Raises Refused for every other address, whatever its scheme."""
    found = FONT.fullmatch(url)
    if found is None:
        raise RefusedResource(url)
    font = resources.files(FONT_PACKAGES[found["family"]]) / "files" / found["file"]
    if not font.is_file():
        raise RefusedResource(url)
    return font.read_bytes()


@cache
def fetcher() -> URLFetcher:
    """WeasyPrint's own fetcher would read any file of the machine and any address of the network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnAssets(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, own_asset(url), {"Content-Type": "font/ttf"})

    return OwnAssets(allowed_protocols={"font"}, allow_redirects=False)


@cache
def _font_config() -> FontConfiguration:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


atexit.register(_font_config.cache_clear)  # its finaliser fails once the interpreter is being taken down


@cache
def _stylesheet() -> CSS:
    """Parsed once a process: half the cost of a short report."""
    from weasyprint import CSS

    return CSS(string=in_ink(_own_css(STYLESHEET)), url_fetcher=fetcher(), font_config=_font_config())


@cache
def _tokens() -> dict[str, str]:
    """The first block of tokens.css: light, as on paper."""
    light = _own_css(TOKENS).split("}")[0]
    return {token["name"]: token["value"] for token in TOKEN.finditer(light)}


def _own_css(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    return Path(path).read_text(encoding="utf-8")
