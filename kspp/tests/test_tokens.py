"""The stylesheets keep to the tokens, and the tokens can be read."""

import re
from itertools import chain
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
SHARED = ("tokens.css", "base.css", "layout.css", "components.css", "forms.css", "print.css")
"""The sheets every page loads."""
PDF_SHEET = "report-document.css"
"""Read by the PDF engine beside the tokens; its lengths are millimetres of paper."""
SHEETS = sorted(path.name for path in CSS.glob("*.css"))
ZONES = ("hijau", "kuning", "merah")

BODY = 7.0
TEXT = 4.5
MARK = 3.0
PAIRS = [
    *[("ink", ground, BODY) for ground in ("paper", "mist", "accent-soft")],
    *[("ink-soft", ground, TEXT) for ground in ("paper", "mist", "accent-soft")],
    *[(link, ground, TEXT) for link in ("accent", "accent-strong") for ground in ("paper", "mist", "accent-soft")],
    *[("on-accent", ground, TEXT) for ground in ("accent", "accent-strong")],
    ("paper", "ink", BODY),
    *[(f"{zone}-ink", f"{zone}-soft", BODY) for zone in ZONES],
    *[(f"{zone}-ink", "paper", BODY) for zone in ZONES],
    *[(f"{zone}-mark", ground, MARK) for zone in ZONES for ground in (f"{zone}-soft", "paper", "mist")],
    *[("edge", ground, MARK) for ground in ("paper", "mist")],
    *[("focus", ground, MARK) for ground in ("paper", "mist", "accent-soft")],
]


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def blocks(selector: str) -> list[dict[str, str]]:
    return [declarations(body) for body in re.findall(re.escape(selector) + r" \{([^}]*)\}", sheet("tokens.css"))]


LIGHT = blocks('[data-theme="light"]')[0]
DARK = blocks('[data-theme="dark"]')[0]


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_contrast_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_pair_can_be_read(theme: dict[str, str], front: str, ground: str, least: float) -> None:
    assert contrast(theme[front], theme[ground]) >= least


def test_every_colour_has_a_dark_value_and_both_dark_lists_agree() -> None:
    by_system = blocks(":root:not([data-theme])")[0]
    assert by_system == DARK
    assert DARK.keys() == LIGHT.keys()


def test_every_colour_is_in_a_proved_pair() -> None:
    proved = set(chain.from_iterable((front, ground) for front, ground, _ in PAIRS))
    decoration = {"line", "veil", "shadow"}
    assert LIGHT.keys() - proved == decoration


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "tokens.css"])
def test_no_sheet_but_the_tokens_writes_a_colour(name: str) -> None:
    values = re.findall(r":\s*([^;{}]+);", sheet(name))
    literal = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|\b(white|black|red|green)\b", re.I
    )
    assert [value for value in values if literal.search(value)] == []


@pytest.mark.parametrize("name", [name for name in SHARED if name != "tokens.css"])
def test_no_shared_sheet_but_the_tokens_writes_a_size(name: str) -> None:
    values = re.findall(r"[\w-]+:\s*([^;{}]+);", re.sub(r"@page \{[^}]*\}", "", sheet(name)))
    assert [value for value in values if re.search(r"\d(px|rem|pt|mm|cm)\b", value)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_every_variable_that_is_used_exists(name: str) -> None:
    text = sheet(name)
    known = declarations(sheet("tokens.css")) | declarations(sheet("components.css")) | declarations(text)
    assert set(re.findall(r"var\(--([\w-]+)", text)) - known.keys() == set()


@pytest.mark.parametrize("name", [name for name in SHEETS if name not in ("tokens.css", PDF_SHEET)])
def test_green_yellow_and_red_belong_to_the_zones(name: str) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", sheet(name))
    coloured = [selector.strip() for selector, body in rules if re.search(r"--(hijau|kuning|merah)-\w+\)", body)]
    assert [selector for selector in coloured if "zone" not in selector] == []


def test_the_shared_sheets_stay_small() -> None:
    assert sum((CSS / name).stat().st_size for name in SHARED) < 37_000
