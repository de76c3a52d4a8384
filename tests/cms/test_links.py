"""Broken links within the site, the spelling of addresses outside it, and the editors' word that a link is right."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from accounts.models import AuditLine
from accounts.roles import Role
from cms import link_rules
from cms.actions import links as saying
from cms.links import broken
from cms.models import AdvicePage, ConfirmedLink, HomePage
from cms.outside_links import by_page
from tests.factories import accounts as people
from tests.factories.cms import SOURCE, StandardPageFactory, an_advice_page

pytestmark = pytest.mark.django_db
SOURCE_ADDRESS = SOURCE[1]["url"]


def linking(*links: str, **fields) -> AdvicePage:
    html = "".join(f"<p>{link}</p>" for link in links)
    return an_advice_page(body=[("text", {"heading": "What happens first", "text": RichText(html)})], **fields)


def found() -> list[tuple[str, str]]:
    return [(link.words, link.why) for link in broken()]


@pytest.fixture
def other() -> AdvicePage:
    return an_advice_page(slug="other")


# Within the site


def test_a_link_to_a_page_that_is_live_is_right(other):
    linking(f'<a linktype="page" id="{other.pk}">Other</a>', parent=other.get_parent().specific)
    assert found() == []


@pytest.mark.parametrize("gone", ["unpublish", "delete"])
def test_one_to_a_page_that_is_gone_is_broken(other, gone):
    linking(f'<a linktype="page" id="{other.pk}">The <b>other</b> page</a>', parent=other.get_parent().specific)
    getattr(other, gone)()
    assert found() == [("The other page", "That page is gone, or it is not live")]


@pytest.mark.parametrize(
    "address",
    [
        "{other}", "{other}#what-happens-first", "{other}#main", "#what-happens-first", "/advice/other/", "/",
        "/advice/other", "/search/?q=x", "/directory/nobody/", "/advice/a-z/", "http://testserver{other}",
        "mailto:care@aldermere.example", "tel:01632960100",
    ],
)  # fmt: skip
def test_addresses_that_lead_somewhere(other, address):
    linking(f'<a href="{address.format(other=other.url)}">x</a>', parent=other.get_parent().specific)
    assert found() == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("{other}#no-such", "The page has no such heading"),
        ("#no-such", "The page has no such heading"),
        ("/advice/nothing/", "That page is gone, or it is not live"),
        ("/staff/nothing/at/all", "That page is gone, or it is not live"),
        ("http://testserver/nothing/", "That page is gone, or it is not live"),
        ("", "It leads nowhere"),
        ("http://www.gov.uk/pip", "It begins with http://. Use https://, which nobody can listen to"),
    ],
)
def test_addresses_that_do_not(other, address, why):
    linking(f'<a href="{address.format(other=other.url)}">x</a>', parent=other.get_parent().specific)
    assert found() == [("x", why)]


def test_documents_may_be_gone_too():
    document = get_document_model().objects.create(title="Form")
    linking(f'<a linktype="document" id="{document.pk}">Form</a>')
    assert found() == []
    document.delete()
    assert found() == [("Form", "That document is gone")]


def test_the_first_steps_of_the_front_page(other):
    home = HomePage.objects.get()
    steps = [{"text": "I need help", "page": other, "fragment": fragment} for fragment in ("", "main", "nothing")]
    home.starts = [("start", step) for step in [*steps, {"text": "Elsewhere", "page": None, "address": "/nothing/"}]]
    home.save()
    assert found() == [
        ("I need help", "The page has no such heading"),
        ("Elsewhere", "That page is gone, or it is not live"),
    ]


def test_pages_about_the_site_count_and_drafts_do_not(other):
    bad = [("text", {"heading": "", "text": RichText('<p><a href="#x">x</a></p>')})]
    StandardPageFactory(parent=HomePage.objects.get(), body=bad)
    an_advice_page(parent=other.get_parent().specific, body=bad, live=False)
    assert len(found()) == 1


@pytest.mark.parametrize("many", [1, 3])
def test_looking_costs_the_same_for_one_page_and_three(django_assert_num_queries, other, many):
    for n in range(many):
        linking(f'<a href="{other.url}#main">x</a>', parent=other.get_parent().specific, slug=f"page-{n}")
    with django_assert_num_queries(6):
        broken()


def test_the_command_lists_them_and_fails():
    said = StringIO()
    call_command("check_links", stdout=said)
    page = linking('<a href="#x">Here</a>', title="Paying")
    with pytest.raises(SystemExit) as stopped:
        call_command("check_links", stdout=said)
    assert stopped.value.code == 1
    assert said.getvalue().splitlines() == [
        "No link is broken.", f"{page.title}: “Here” (#x). The page has no such heading.", "1 broken.",
    ]  # fmt: skip


# To other sites


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("https://www.gov.uk/pip?a=b#c", ""),
        ("https://xn--caf-dma.example.org.uk/", ""),
        ("https://www.gov.uk:443/", ""),
        ("www.gov.uk", "It does not begin with https://"),
        ("ftp://www.gov.uk/", "It does not begin with https://"),
        ("javascript:alert(1)", "It does not begin with https://"),
        ("https://gov", "The name of the site is not complete, as in www.gov.uk"),
        ("https:///pip", "The name of the site is not complete, as in www.gov.uk"),
        ("https://127.0.0.1/", "The name of the site is not complete, as in www.gov.uk"),
        ("https://a:b@www.gov.uk/", "There is a user’s name in it"),
        ("https://www.gov.uk/a b", "There is a space in it"),
        ("https://www.gov.uk/" + "x" * 1000, "It has more than 1,000 characters"),
        ("https://[www.gov.uk/", "This is no web address"),
    ],
)
def test_what_can_be_said_of_an_address_without_asking(address, wrong):
    assert link_rules.wrong_with(address) == wrong


def test_links_to_other_sites_by_page_each_once():
    quote = {"quote": "x", "source": "Section 1", "url": "https://www.legislation.gov.uk/1", "meaning": RichText("")}
    contact = {"heading": "Ask", "our_team": False, "name": "Acas", "website": "https://www.acas.org.uk/"}
    text = {"heading": "", "text": RichText('<p><a href="https://www.gov.uk/pip">PIP</a> <a href="#x">x</a></p>' * 2)}
    an_advice_page(body=[("law_quote", quote), ("contact", contact), ("text", text)])
    [page] = by_page()
    assert [(link.words, link.address) for link in page.links] == [
        ("Section 1", "https://www.legislation.gov.uk/1"), ("Acas", "https://www.acas.org.uk/"),
        ("PIP", "https://www.gov.uk/pip"), (SOURCE[1]["title"], SOURCE_ADDRESS),
    ]  # fmt: skip
    assert (page.due(timezone.localdate()), page.wrong, page.oldest) == (4, 0, None)


def test_an_editor_says_that_a_link_is_right(other):
    ann = people.staff(Role.EDITOR)
    at = timezone.now()
    assert saying.confirm(page=other, addresses=[SOURCE_ADDRESS, "https://elsewhere.example/"], by=ann, at=at) == 1
    kept = ConfirmedLink.objects.get()
    assert (kept.address, kept.confirmed_on, kept.confirmed_by) == (SOURCE_ADDRESS, timezone.localdate(at), ann)
    line = AuditLine.objects.get(action="links.confirmed")
    assert (line.subject, line.detail) == (f"page:{other.pk}", {"links": 1})
    [page] = by_page()
    assert (page.due(timezone.localdate(at)), page.due(timezone.localdate(at) + timedelta(days=366))) == (0, 1)


def test_saying_it_again_is_a_newer_day(other):
    ann = people.staff(Role.EDITOR)
    ConfirmedLink.objects.create(address=SOURCE_ADDRESS, confirmed_on=date(2020, 1, 1))
    saying.confirm(page=other, addresses=[SOURCE_ADDRESS], by=ann)
    assert ConfirmedLink.objects.get().confirmed_on == timezone.localdate()


def test_an_address_that_cannot_be_right_is_not_confirmed():
    page = linking('<a href="http://www.gov.uk/">x</a>', sources=[])
    assert saying.confirm(page=page, addresses=["http://www.gov.uk/"], by=people.staff(Role.EDITOR)) == 0
    assert not AuditLine.objects.filter(action="links.confirmed").exists()
