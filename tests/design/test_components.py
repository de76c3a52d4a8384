"""Each component, called the one way it is called."""

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from design import components
from design.components import Bar, Cell, Column, Table


def draw(source: str, request=None, **context) -> str:
    text = engines["django"].from_string(source).render(context, request)
    return " ".join(text.split())


def test_button_submits_or_links():
    assert draw('{% button "Continue" %}') == '<button type="submit" class="govuk-button">Continue</button>'
    linked = draw('{% button "Book Ben" href=url variant="secondary" hidden="on 3 May" %}', url="/book/?a=1&b=2")
    assert linked == (
        '<a href="/book/?a=1&amp;b=2" class="govuk-button govuk-button--secondary">'
        'Book Ben<span class="govuk-visually-hidden"> on 3 May</span></a>'
    )
    named = draw('{% button "Yes" name="answer" value="yes" variant="link" %}')
    assert named == '<button type="submit" class="wm-button-link" name="answer" value="yes">Yes</button>'


def test_words_of_people_are_escaped():
    for source in (
        "{% button text %}",
        "{% tag text %}",
        "{% initials text %}",
        "{% notification text %}",
        "{% empty_state text text %}",
        "{% panel title=text %}{{ text }}{% endpanel %}",
        "{% details text %}{{ text }}{% enddetails %}",
        "{% steps names current=1 %}",
        "{% bars bars caption=text %}",
    ):
        drawn = draw(source, text="<b>&", names=["<b>"], bars=[Bar("<b>", "<b>", 0.5)])
        assert "<b>" not in drawn, source


@pytest.mark.parametrize("number", [1, 2, 10, 20])
def test_pagination_keeps_the_query(number):
    request = RequestFactory().get("/directory/", {"q": "tea & cake", "page": "3"})
    drawn = draw("{% pagination page %}", request, page=Paginator(range(200), 10).page(number))
    assert f'href="?q=tea+%26+cake&amp;page={number}" aria-label="Page {number}" aria-current="page"' in drawn
    assert ('rel="prev"' in drawn, 'rel="next"' in drawn) == (number > 1, number < 20)


def test_pagination_of_one_page_is_nothing():
    assert draw("{% pagination page %}", page=Paginator(range(5), 10).page(1)) == ""


def test_page_numbers_leave_out_the_middle():
    assert components.page_numbers(7, 20) == [1, None, 6, 7, 8, None, 20]
    assert components.page_numbers(1, 3) == [1, 2, 3]
    assert components.page_numbers(4, 5) == [1, 2, 3, 4, 5]


def test_table_is_a_table_everywhere():
    table = Table("Owed", [Column("Who", header=True), Column("Owed", numeric=True)], [[Cell("Ben", "PA"), "£1.00"]])
    drawn = draw('{% include "design/_table.html" %}', table=table)
    assert '<caption class="govuk-table__caption govuk-table__caption--m">Owed</caption>' in drawn
    assert '<th scope="row" role="rowheader" class="govuk-table__header" data-label="Who">Ben' in drawn
    assert '<td role="cell" class="govuk-table__cell govuk-table__cell--numeric" data-label="Owed">£1.00</td>' in drawn


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        _ = Table("Owed", [Column("Who"), Column("Owed")], [["Ben"]]).body


def test_bars_know_their_share():
    items = [{"label": "A", "value": 50}, {"label": "B", "value": 25}, {"label": "C", "value": 1, "of": 4}]
    assert [bar.percent for bar in components.bars(items)] == ["100.0%", "50.0%", "25.0%"]
    assert [bar.percent for bar in components.bars([{"label": "A", "value": 0}])] == ["0.0%"]
    assert Bar("too much", "", 1.4).percent == "100.0%"


def test_nothing_is_styled_or_scripted_inline(client, gallery, db):
    for screen in ("everything", "home", "find", "passport", "money"):
        text = client.get(f"{gallery}{screen}/?errors=1").content.decode()
        assert [word for word in (" style=", "<style", " onclick=", "<script>") if word in text] == []


def test_a_disc_keeps_its_colour():
    assert components.disc("Ben Okafor") == components.disc(" ben okafor") == "alder"
