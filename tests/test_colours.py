"""The colours of the pages can be read in light and in dark, whichever of them a browser test happens to meet."""

import re

import pytest

from web.site import WEB

STYLES = {file.name: file.read_text(encoding="utf-8") for file in (WEB / "static").glob("*.css")}
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#\w+)", one))
    for one in re.findall(r":root \{(.*?)\}", STYLES["rulingwire.css"], re.DOTALL)
)
TEXTS = [(ink, ground) for ink in ("ink", "quiet", "link", "visited", "bad", "good") for ground in ("paper", "wash")]
TEXTS += [(ink, ground) for ink in ("ink", "link", "visited") for ground in ("mark", "del", "ins")]
TEXTS += [("on-link", "link")]
EDGES = [("edge", "paper"), ("focus", "paper"), ("focus", "wash")]


def luminance(colour: str) -> float:
    """The relative luminance of #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_keeps_four_and_a_half_to_one_and_edges_three(colours: dict[str, str]) -> None:
    wanted = dict.fromkeys(TEXTS, 4.5) | dict.fromkeys(EDGES, 3)
    found = {pair: contrast(*(colours[name] for name in pair)) for pair in wanted}
    assert {pair: round(is_, 2) for pair, is_ in found.items() if is_ < wanted[pair]} == {}


def test_dark_sets_every_colour_that_light_sets() -> None:
    assert DARK.keys() == LIGHT.keys()


def test_no_colour_stands_outside_the_root() -> None:
    rules = {name: re.sub(r":root \{.*?\}|/\*.*?\*/", "", text, flags=re.DOTALL) for name, text in STYLES.items()}
    literal = {name: re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", text) for name, text in rules.items()}
    assert not any(literal.values()), literal
    used = {name for text in rules.values() for name in re.findall(r"var\(--([\w-]+)\)", text)}
    assert used <= LIGHT.keys()
