"""An explanation as JSON (`siap-kspp/explanation/1`, schema: scoring/explanation.schema.json; docs/scoring.md)."""

from decimal import Decimal
from typing import Any

from assessments.content import BandLine, Explanation, ExplanationLine, ReadingFigure
from assessments.sentences.explaining import facts
from scoring.explanation import NodeKind
from scoring.instrument import Band
from scoring.result_json import ESTIMATE

FORMAT = "siap-kspp/explanation/1"


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Ready for `json.dumps`. Numbers are strings with a decimal point, unknown is null, as in the score sheet."""
    about, instrument = explanation.about, explanation.instrument
    return {
        "format": FORMAT,
        "estimate": True,
        "note": ESTIMATE,
        "year": about.year,
        "government": {"code": about.government_code, "name": about.government},
        **({"unit": {"name": about.unit}} if about.unit else {}),
        "instrument": {
            "code": instrument.code,
            "title": instrument.title,
            "source": instrument.source,
            "digest": instrument.digest,
            "scale": f"{instrument.scale:f}",
            "decimals": instrument.decimals,
        },
        "answered": explanation.answered,
        "expected": explanation.expected,
        "complete": explanation.complete,
        "bands": [_band_line(band) for band in explanation.bands],
        "facts": [{"about": what, "text": text} for what, text in facts(explanation)],
        "figure": _line(explanation.top),
    }


def _line(line: ExplanationLine) -> dict[str, Any]:
    """What is empty is left out."""
    said = {
        "code": "" if line.kind is NodeKind.UNIT else line.code,
        "about": line.about,
        "answer": line.answer,
        "remarks": list(line.remarks),
        "provenance": [{"about": what, "word": word} for what, word in line.provenance],
        "children": [_line(child) for child in line.children],
    }
    return {
        "kind": str(line.kind),
        "name": line.name,
        **{str(figure.reading): _figure(figure) for figure in line.figures},
        **{key: value for key, value in said.items() if value},
    }


def _figure(figure: ReadingFigure) -> dict[str, Any]:
    return {
        "score": _text(figure.score),
        "value": _text(figure.value),
        "weight": _text(figure.weight),
        "share": _text(figure.share),
        **(_band(figure.band) if figure.band else {}),
        "arithmetic": figure.arithmetic,
    }


def _band(band: Band) -> dict[str, str]:
    return {"zone": band.zone, "grade": band.grade, "label": band.label}


def _band_line(band: BandLine) -> dict[str, Any]:
    return {
        "lower": _text(band.lower),
        "upper": _text(band.upper),
        "zone": band.zone,
        "grade": band.grade,
        "label": band.label,
        "provenance": band.provenance,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
