"""The chart that every room shares: bars, the same figures as a table, and a sheet."""

import re

from django.template import Context, Template

from design import components
from design.components import Bar


def drawn(**context):
    page = Template("{% chart rows caption=caption unit=unit csv_url=csv_url %}")
    given = {"caption": "Loads each week", "unit": "pounds", "csv_url": "/loads.csv", **context}
    return page.render(Context(given))


def test_bars_and_table_say_the_same():
    rows = [("6 April", 40_000, ""), ("13 April", 10_000, "£100 for one person"), ("20 April", 0, "")]
    bars, table = components.chart(rows, "Loads each week", "pounds")
    assert bars == [
        Bar("6 April", "£400.00", 1.0),
        Bar("13 April", "£100 for one person", 0.25),
        Bar("20 April", "£0.00", 0.0),
    ]
    assert [[row[0], row[1].text] for row in table.rows] == [
        ["6 April", "£400.00"],
        ["13 April", "£100.00"],
        ["20 April", "£0.00"],
    ]


def test_it_is_drawn_with_a_table_beneath_and_a_sheet():
    html = drawn(rows=[("<b>", 3, "")], unit="visits")
    assert "&lt;b&gt;" in html
    assert re.sub(r"\s+", " ", html).count("3 visits") == 2
    assert "Loads each week as a table" in html
    assert 'href="/loads.csv"' in html


def test_nothing_to_show_and_nothing_above_zero_divide_by_nothing():
    assert "wm-bars" not in drawn(rows=[])
    assert [bar.share for bar in components.chart([("a", -5, ""), ("b", 0, "")], "x", "")[0]] == [0, 0]
