"""Our own pages: put in once, never over what editors did; each owned, sourced, dated and easy to read."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from wagtail.models import Page, Site

from cms import due, quality
from cms.blocks import words
from cms.content import load, reading
from cms.links import broken
from cms.models import AdvicePage, HomePage, LoadedPage, PageFeedback, StandardPage, TopicPage
from search.models import IndexedDocument

SLUGS = [
    "how-it-works", "eligibility", "needs-assessment", "paying-for-care", "personal-budgets", "direct-payments",
    "card-accounts", "personal-assistants", "approval", "staying-safe",
]  # fmt: skip
FIGURES_HOLD = date(2026, 12, 1)
MODEL_WORDING = "accessibility-statement"  # its words are laid down by the government


def everything() -> list[tuple]:
    return list(Page.objects.order_by("path").values_list("path", "title", "live", "latest_revision_id", "url_path"))


def test_every_page_of_ours_is_live_under_its_topic(our_pages):
    site, files = reading.site({}), reading.pages({})
    assert [topic.slug for topic in TopicPage.objects.order_by("path")] == [topic["slug"] for topic in site["topics"]]
    expected = {data["slug"]: data["topic"] for data in files if data.get("kind") != "standard"}
    advice = AdvicePage.objects.live()
    assert {page.slug: page.get_parent().slug for page in advice} == expected
    assert set(SLUGS) <= set(expected)
    assert our_pages == 2 + len(site["topics"]) + len(files)  # the front page and the list of advice


def test_every_figure_that_our_pages_name_is_there(our_pages):
    assert [each.name for each in due.figures(FIGURES_HOLD) if each.figure is None] == []


def test_no_link_of_our_pages_is_broken(our_pages):
    assert [(link.page.slug, link.to, link.why) for link in broken()] == []


def test_our_home_page_answers_in_place_of_wagtails(our_pages):
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get()
    assert Page.objects.filter(depth=2).count() == 1


def test_a_second_load_changes_nothing(our_pages):
    before = everything()
    assert load() == 0
    assert everything() == before


def test_what_editors_did_stays(our_pages):
    changed, deleted = AdvicePage.objects.get(slug="eligibility"), AdvicePage.objects.get(slug="approval")
    changed.title = "Ours"
    changed.save()
    deleted.delete()
    before = everything()
    assert load() == 0
    assert everything() == before


def test_a_page_that_was_never_loaded_is_added(our_pages):
    AdvicePage.objects.get(slug="approval").delete()
    LoadedPage.objects.filter(key="page:approval").delete()
    assert load() == 1
    assert AdvicePage.objects.get(slug="approval").live


def test_a_page_of_a_topic_that_editors_removed_is_left_out(our_pages):
    TopicPage.objects.get(slug="people").delete()
    LoadedPage.objects.filter(key="page:approval").delete()
    assert load() == 0


def test_every_page_says_who_answers_for_it_and_what_it_rests_on(our_pages):
    for page in AdvicePage.objects.all():
        hosts = [urlsplit(source.value["url"]).hostname for source in page.sources]
        assert page.owner_team and [host for host in hosts if not host.endswith((".gov.uk", ".nhs.uk"))] == []
        assert page.reviewed_on < page.next_review_on


def test_every_page_is_rich_enough(our_pages):
    for page in AdvicePage.objects.all():
        assert (page.slug, len({child.block_type for child in page.body}) >= 5) == (page.slug, True)
        assert (page.slug, 500 <= quality.read(page.written()).words <= 900) == (page.slug, True)


def test_every_page_can_be_read_at_eleven(our_pages):
    ours = [(page.slug, list(page.written())) for page in AdvicePage.objects.all()]
    ours += [(page.slug, list(words(page.body))) for page in StandardPage.objects.exclude(slug=MODEL_WORDING)]
    readings = {slug: quality.read(paragraphs) for slug, paragraphs in ours}
    assert {slug: reading.age for slug, reading in readings.items() if reading.age > 11} == {}
    assert {slug: reading.long_sentences for slug, reading in readings.items() if reading.long_sentences} == {}


@pytest.mark.parametrize("word", ["please", "invalid", "service user", "care package", "{"])
def test_words_we_do_not_say(our_pages, word):
    written = [(page.slug, " ".join(page.written())) for page in AdvicePage.objects.all()]
    written += [(page.slug, " ".join(words(page.body))) for page in StandardPage.objects.all()]
    assert [slug for slug, text in written if word in text.lower()] == []


def test_links_between_pages_lead_somewhere(our_pages, client):
    for page in [*AdvicePage.objects.all(), *StandardPage.objects.all()]:
        html = client.get(page.url).content.decode()
        assert (page.slug, "linktype" in html, "(page:" in html, "<a>" in html) == (page.slug, False, False, False)


def test_every_page_can_be_found(our_pages):
    found = IndexedDocument.objects.filter(kind="advice", removed=False).values_list("ref", flat=True)
    assert sorted(found) == sorted(str(pk) for pk in AdvicePage.objects.values_list("pk", flat=True))


def test_what_readers_said_goes_with_a_page(our_pages):
    page = AdvicePage.objects.get(slug="approval")
    PageFeedback.objects.create(page=page, useful=True)
    page.delete()
    assert PageFeedback.objects.count() == 0
