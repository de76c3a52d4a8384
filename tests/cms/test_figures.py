"""Figures: kept once, worked out wherever a text names them, listed with their source, looked at again each year."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.roles import Role
from cms import documents, figure_names, figures
from cms.content import load_figures, reading
from cms.content.figures import figure as read_figure
from cms.figure_uses import uses
from cms.models import AdvicePage, Figure, LoadedFigure
from search.models import IndexedDocument
from tests import sessions
from tests.factories import accounts as people
from tests.factories.cms import FigureFactory, StandardPageFactory, a_site, a_topic, an_advice_page

pytestmark = pytest.mark.django_db
NAMED = "{figure:upper_limit}"
BODY = [
    ("text", {"heading": "More than {figure:upper_limit}", "text": RichText(f"<p>With <b>{NAMED}</b> you pay.</p>")}),
    ("steps", {"heading": "", "steps": [{"title": NAMED, "text": RichText("<p>One</p>")}] * 2}),
    ("key_facts", {"heading": "", "facts": [{"name": "The limit", "text": f"It is {NAMED}."}]}),
]


def text(client, page) -> str:
    return client.get(page.url).content.decode()


def page_with_figures(**fields) -> AdvicePage:
    return an_advice_page(**{"summary": f"What counts over {NAMED}.", "body": BODY} | fields)


# Names in text


@pytest.mark.parametrize(
    "written",
    ["{figure:upper_limit}", "{Figure: upper_limit }", "{figure:<b>upper_limit</b>}", "{ figure : UPPER_LIMIT&nbsp;}"],
)
def test_what_people_type_is_understood(written):
    assert figure_names.names(f"Over {written} and {written}.") == ["upper_limit"]
    assert figure_names.replaced(f"Over {written}.", str.upper) == "Over UPPER_LIMIT."


def test_other_brackets_are_left_alone():
    assert figure_names.names("{council} {figures} {x:figure} { } {figure:" + "x" * 300 + "}") == []


@pytest.mark.parametrize("words", ["2026", "2026/27", "2026 to 2028", "2026 to 2027 ", ""])
def test_a_tax_year_is_two_years_in_a_row(words):
    with pytest.raises(ValueError, match="not a tax year"):
        figure_names.first_year(words)
    assert figure_names.first_year("2026 to 2027") == 2026


# On pages


def test_every_text_of_a_page_shows_the_amount(client):
    FigureFactory()
    page = page_with_figures()
    html = text(client, page)
    assert "{figure" not in html
    assert html.count("What counts over £23,250.") == 2  # for readers, and for search engines
    assert "With <b>£23,250</b> you pay." in html and "It is £23,250." in html and "More than £23,250</h2>" in html
    assert html.count("£23,250") == 8  # those, two steps, and once in the list of figures
    assert "What counts over £23,250." in text(client, page.get_parent())


def test_a_change_shows_everywhere_at_once(client):
    figure = FigureFactory()
    page = page_with_figures()
    page.save_revision().publish()
    assert "£23,250" in text(client, page)
    figure.value = "£24,000 <b>"
    figure.save()
    html = text(client, page)
    assert "£23,250" not in html and "It is £24,000 &lt;b&gt;." in html
    found = IndexedDocument.objects.get(kind="advice")
    assert found.summary == "What counts over £24,000 <b>."
    assert "It is £24,000 <b>." in found.body and "figure" not in found.body
    assert "It is £24,000 <b>." in list(page.written())


def test_figures_are_listed_at_the_end_with_their_source(client):
    FigureFactory()
    FigureFactory(name="lower_limit", label="Lower limit", value="£14,250")
    html = text(client, page_with_figures())
    section = html[html.index('id="figures-on-this-page"') : html.index('id="about-title"')]
    for words in (
        "Figures on this page", "These figures are for 2026 to 2027.", "Upper limit for savings", "£23,250",
        "2026\xa0to\xa02027",
        'href="https://www.gov.uk/limits">The limits for this year', "1 September 2026",
    ):  # fmt: skip
        assert words in section
    assert "Lower limit" not in html  # the page does not name it
    assert 'id="figures-on-this-page"' not in text(client, an_advice_page(body=[]))


def test_a_page_about_the_site_may_have_figures_too(client):
    FigureFactory()
    page = StandardPageFactory(parent=a_site(), summary=f"Up to {NAMED}.")
    html = text(client, page)
    assert "Up to £23,250." in html and "Figures on this page" in html


def test_an_unknown_figure_shows_nothing_broken(client):
    html = text(client, page_with_figures())
    assert "It is the current amount." in html
    assert "figure" not in html.split("<main")[1].split("</main>")[0]
    assert documents.document(AdvicePage.objects.get()).summary == "What counts over the current amount."


@pytest.mark.parametrize("many", [1, 3])
def test_a_page_costs_the_same_with_one_figure_and_with_three(client, django_assert_num_queries, many):
    for n in range(many):
        FigureFactory(name=f"figure_{n}")
    named = " ".join(f"{{figure:figure_{n}}}" for n in range(many))
    page = an_advice_page(summary=named)
    client.get(page.url)
    figures.forget()
    with django_assert_num_queries(14):  # one for all figures
        client.get(page.url)


# While an editor saves


def saved(page: AdvicePage, **typed) -> str:
    """What an editor reads after the page's form is sent: an empty text where it was saved."""
    editor = sessions.enter(Client(), people.staff(Role.EDITOR, name="Ann"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = editor.get(address).context["form"]
    names = [name for name in form.fields if name not in ("body", "related", "sources", "comment_notifications")]
    sent = {name: form[name].value() for name in names if form[name].value() is not None}
    source = page.sources[0].value
    streams = {
        "body": streamfield([("text", {"heading": "", "text": rich_text(f"<p>{typed.pop('text', 'One')}</p>")})]),
        "sources": streamfield([("source", {"title": source["title"], "url": source["url"]})]),
        "related": streamfield([]),
        "comments": inline_formset([]),
    }
    answer = editor.post(address, nested_form_data(sent | streams | typed))
    return "" if answer.status_code == 302 else answer.content.decode()


def test_an_unknown_name_stops_the_save_and_is_named():
    page = an_advice_page()
    html = saved(page, summary="Over {figure:uper_limit}.")
    assert "There is no figure called “uper_limit”. Choose one from the list of figures" in html
    assert "There is no figure called \\u201cuper_one\\u201d." in saved(page, text="{figure:uper_one}")
    assert page.revisions.count() == 0
    FigureFactory(name="uper_limit")
    assert saved(page, summary="Over {figure:uper_limit}.", text="{figure:uper_limit}") == ""
    assert page.revisions.get().content["summary"] == "Over {figure:uper_limit}."


@pytest.mark.parametrize(
    ("block", "field"), list(zip([each[0] for each in BODY], ["text", "steps", "facts"], strict=True))
)
def test_in_the_body_it_is_said_beside_the_field(block, field):
    body = AdvicePage.body.field.stream_block
    value = body.child_blocks[block].normalize(dict(BODY)[block])
    with pytest.raises(ValidationError) as raised:
        body.child_blocks[block].clean(value)
    assert "There is no figure called “upper_limit”." in str(raised.value.block_errors[field].messages)
    FigureFactory()
    body.child_blocks[block].clean(value)


def test_a_title_holds_no_figure():
    FigureFactory()
    assert "A title cannot hold a figure." in saved(an_advice_page(), title=f"Over {NAMED}")


# Growing old


@pytest.mark.parametrize(
    ("today", "why"),
    [
        (date(2027, 4, 5), ""),
        (date(2027, 4, 6), "The year 2026 to 2027 has ended"),
        (date(2026, 9, 1), ""),
    ],
)
def test_a_figure_is_stale_when_its_tax_year_has_ended(today, why):
    assert FigureFactory().why_stale(today) == why


def test_or_when_it_was_checked_more_than_a_year_ago():
    figure = FigureFactory(checked_on=date(2026, 1, 1), tax_year=2027)
    assert figure.why_stale(date(2027, 1, 1)) == ""
    assert figure.why_stale(date(2027, 1, 2)) == "Checked more than a year ago"


def test_a_page_with_an_old_figure_says_so_before_anything_else(client):
    FigureFactory(tax_year=2019)
    html = text(client, page_with_figures())
    assert html.index("These figures are for 2019 to 2020.") < html.index('id="more-than"')
    assert "Some of them may have changed since we last checked." in html


def test_a_page_with_good_figures_does_not(client):
    FigureFactory(tax_year=timezone.localdate().year, checked_on=timezone.localdate())
    assert "may have changed" not in text(client, page_with_figures())


# What is kept


@pytest.mark.parametrize(
    "wrong",
    [{"name": "Upper limit"}, {"name": "1st"}, {"name": "x\n"}, {"source_url": "http://www.gov.uk/"}, {"value": ""}],
)
def test_what_makes_no_sense_is_kept_out(wrong):
    with pytest.raises(ValidationError) as raised:
        FigureFactory.build(**wrong).full_clean()
    assert list(raised.value.message_dict) == list(wrong)


def test_nobody_has_checked_it_tomorrow():
    with pytest.raises(ValidationError, match="today or in the past"):
        FigureFactory.build(checked_on=timezone.localdate() + timedelta(days=1)).full_clean()


@pytest.mark.parametrize("wrong", [{"value": ""}, {"label": ""}, {"tax_year": 26}])
def test_the_database_keeps_it_out_too(wrong):
    with pytest.raises(IntegrityError):
        FigureFactory(**wrong)


def test_where_each_is_used():
    FigureFactory()
    topic = a_topic(summary=NAMED)
    page, draft = page_with_figures(parent=topic), page_with_figures(parent=topic, live=False)
    used = uses()
    assert [each.pk for each in used["upper_limit"]] == [page.pk, draft.pk, topic.pk]


# Our own


def test_our_figures_are_put_in_once_each():
    ours = len(reading.figures())
    assert ours >= 2 and (load_figures(), load_figures()) == (ours, 0)
    assert Figure.objects.count() == LoadedFigure.objects.count() == ours
    assert all(figure.revisions.count() == 1 for figure in Figure.objects.all())


def test_what_editors_did_to_them_stays():
    load_figures()
    first, second = Figure.objects.all()[:2]
    Figure.objects.filter(pk=first.pk).update(value="£1")
    second.delete()
    assert load_figures() == 0
    assert Figure.objects.get(pk=first.pk).value == "£1"
    assert not Figure.objects.filter(name=second.name).exists()


def test_one_that_editors_made_before_us_stays_theirs():
    theirs = FigureFactory(name=reading.figures()[0]["name"], value="Ours")
    load_figures()
    assert Figure.objects.get(name=theirs.name).value == "Ours"


@pytest.mark.parametrize("data", reading.figures(), ids=lambda data: data["name"])
def test_each_of_our_figures_is_whole(data):
    figure = read_figure(data)
    assert figure.why_stale(date(2026, 12, 1)) == ""
    assert figure.year == data["year"]
