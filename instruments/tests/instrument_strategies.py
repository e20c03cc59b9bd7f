"""Random instruments as files may say them, right in shape; also such as contradict themselves."""

from typing import Any

from hypothesis import strategies as st

from instruments.versions.document import InstrumentFile
from instruments.versions.reading import draft_of
from kspp.lib.blanks import plain_blanks

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() and text == plain_blanks(text)
)
provenances = st.sampled_from(["official", "press", "estimated"])
scopes = st.sampled_from(["unit", "product", "official", "complaint_officer", "user", "government"])
weights = st.decimals(0, 1000, places=4) | st.integers(0, 1000)
percents = st.decimals("0.01", 100, places=2) | st.integers(1, 100)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def contents(draw: Any) -> dict[str, Any]:
    """Codes are unique; weights and bands may contradict one another."""
    parts = draw(st.sampled_from([0, 0, 2, 3]))
    dimensions = [draw(dimension(f"D{n}", parts)) for n in range(draw(st.integers(1, 3)))]
    content = {
        "code": "acak-1",
        "family": "acak",
        "title": draw(texts),
        "years": draw(st.lists(st.integers(2000, 2100), max_size=3, unique=True)),
        "description": draw(texts),
        "source": draw(texts),
        "roll_up": draw(st.sampled_from(["mean_of_loci", "mean_by_products"])),
        "scale": draw(percents),
        "decimals": draw(st.integers(0, 2)),
        "not_applicable_allowed": draw(st.booleans()),
        "samples": draw(st.lists(samples, max_size=3)),
        "outcome_factors": draw(st.lists(factors, max_size=4)),
        "bands": draw(st.lists(bands, max_size=4)),
        "dimensions": dimensions,
        **draw(optional(formula=st.sampled_from(["weighted_dimensions", "pooled_indicators"]), clause=texts)),
    }
    if parts:
        content["parts"] = [
            {"code": f"P{n}", "name": draw(texts), "weight": draw(weights), "weight_provenance": draw(provenances)}
            for n in range(parts)
        ]
    return content


@st.composite
def dimension(draw: Any, code: str, parts: int) -> dict[str, Any]:
    variables = [
        {
            "code": f"{code}V{n}",
            "name": draw(texts),
            "indicators": [draw(indicator(f"{code}V{n}.{i}")) for i in range(draw(st.integers(1, 3)))],
        }
        for n in range(draw(st.integers(1, 2)))
    ]
    extra = draw(
        optional(
            description=texts,
            weight_total=st.decimals("0.0001", 1000, places=4),
            when_blank=st.sampled_from(["zero", "withheld"]),
        )
    )
    if parts:
        extra["part"] = f"P{draw(st.integers(0, parts - 1))}"
    row = {"code": code, "name": draw(texts), "weight": draw(weights), "weight_provenance": draw(provenances)}
    return {**row, **extra, "variables": variables}


@st.composite
def indicator(draw: Any, code: str) -> dict[str, Any]:
    row = {
        "code": code,
        "name": draw(texts),
        "weight": draw(weights),
        "name_provenance": draw(provenances),
        "weight_provenance": draw(provenances),
        **draw(
            optional(
                legal_ref=texts,
                note=texts,
                applies_to=st.sampled_from(["all", "ministry"]),
                evidence=st.lists(texts, min_size=1, max_size=4, unique=True),
            )
        ),
    }
    if draw(st.booleans()):
        return {**row, "scope": "secondary", **draw(optional(figure_maximum=percents))}
    lowest = draw(st.integers(0, 1))
    levels = {str(lowest + n): draw(texts) for n in range(draw(st.integers(2, 7)))}
    return {**row, "scope": draw(scopes), "levels_provenance": draw(provenances), "levels": levels}


samples = st.fixed_dictionaries(
    {
        "scope": scopes,
        "number": st.integers(1, 10_000),
        "per": st.sampled_from(["unit", "government"]),
        "provenance": provenances,
    }
)
factors = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["main", "substitute", "refused", "absent"]),
        "factor": st.decimals(0, 1, places=2),
        "provenance": provenances,
    }
)
bands = st.fixed_dictionaries(
    {
        "lower": st.decimals(0, 1000, places=2),
        "zone": st.sampled_from(["hijau", "kuning", "merah", ""]),
        "grade": st.sampled_from(["A", "B+", "", "- "]),
        "label": texts,
        "provenance": provenances,
    },
    optional={"unit_label": texts},
)


@st.composite
def files(draw: Any) -> InstrumentFile:
    return draw_file(draw(contents()))


def draw_file(content: dict[str, Any]) -> InstrumentFile:
    return draft_of(content).file
