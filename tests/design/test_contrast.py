"""Contrast of the pairs we use, computed from the brand's own file: body text 7 to 1, everything else 4.5 to 1."""

import re
from pathlib import Path

import pytest

BRAND = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", Path("design/sass/_brand.scss").read_text(), re.MULTILINE))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_sum_is_right():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast(BRAND["ink"], BRAND["paper"]), 1) == 14.0


BODY = [("ink", ground) for ground in ("paper", "mist", "sand", "apricot-soft", "error-soft", "plain", "focus")] + [
    ("paper", "alder-dark"),
    ("alder", "paper"),  # links stand in body text
    ("alder", "sand"),
    *(("black", "paper"), ("navy", "paper"), ("paper", "black"), ("sun", "black")),  # chosen on /display/
    *(("ink", "cream"), ("alder-dark", "cream")),
]
OTHER = [
    ("muted", "paper"),
    ("muted", "sand"),
    ("muted", "mist"),
    ("muted", "apricot-soft"),
    ("alder", "mist"),
    ("alder", "apricot-soft"),
    ("alder-dark", "mist"),
    ("alder-dark", "paper"),
    ("paper", "alder"),
    ("paper", "berry"),
    ("paper", "amber"),
    ("paper", "slate"),
    ("paper", "error"),
    ("error", "paper"),
    ("error-dark", "error-soft"),
    ("amber-dark", "apricot-soft"),
    ("mist", "alder-dark"),
    ("focus", "alder-dark"),
    ("field", "paper"),  # edges of boxes need 3, and have more
    ("field", "sand"),
    ("field", "cream"),
    ("apricot", "alder-dark"),
    ("alder-pale", "alder-dark"),
]


@pytest.mark.parametrize(("text", "ground"), BODY)
def test_body_text(text, ground):
    assert contrast(BRAND[text], BRAND[ground]) >= 7


@pytest.mark.parametrize(("text", "ground"), OTHER)
def test_everything_else(text, ground):
    assert contrast(BRAND[text], BRAND[ground]) >= 4.5


def test_colours_live_in_the_brand_file_alone():
    strays = {
        path.name: found
        for path in Path("design/sass").glob("*.scss")
        if path.name not in ("_brand.scss", "_print.scss")
        and (found := re.findall(r"#[0-9a-f]{3,6}\b", path.read_text()))
    }
    assert strays == {}
