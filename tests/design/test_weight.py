"""What a page weighs on the wire: at most 60 kB compressed, typeface included."""

from gzip import compress
from pathlib import Path

import pytest

BUILT = Path("design/static/design")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not BUILT.exists(), reason="the style sheet is not built: npm run build"),
]


def test_a_text_page_with_its_typeface(client, gallery):
    page = client.get(f"{gallery}home/").content
    files = ["atkinson.woff2", "waymark.css.br", "start.mjs.br", "mark.svg.br"]
    weight = len(compress(page)) + sum((BUILT / name).stat().st_size for name in files)
    assert weight < 60_000, f"{weight} bytes"


def test_no_crown_no_gov_uk_no_transport():
    built = (BUILT / "waymark.css").read_text()
    assert [word for word in ("GDS Transport", "crown", "GOV.UK", "govuk-header") if word in built] == []


def test_licences_travel_with_the_files():
    text = (BUILT / "LICENCES.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in text.upper()
    assert "Crown Copyright (Government Digital Service)" in text
