"""Pages of the site, hanging from a home page that is the site's root."""

from datetime import date

import factory
import wagtail_factories
from wagtail.models import Page, Site

from cms.models import AdviceIndexPage, AdvicePage, Figure, HomePage, PageFeedback, StandardPage, TopicPage

TEXT = ("text", {"heading": "What happens first", "text": "<p>We ask what matters to you.</p>"})
SOURCE = ("source", {"title": "Care Act 2014", "url": "https://www.legislation.gov.uk/ukpga/2014/23/contents"})


class HomePageFactory(wagtail_factories.PageFactory):
    title = "Aldermere"
    slug = "front"
    heading = "Care and support in Aldermere"
    intro = "Clear advice."
    concern_text = "Tell us."

    class Meta:
        model = HomePage


class AdviceIndexPageFactory(wagtail_factories.PageFactory):
    title = "Advice"
    slug = "advice"
    intro = "What you may be entitled to."

    class Meta:
        model = AdviceIndexPage


class TopicPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("Topic {}".format)
    slug = factory.Sequence("topic-{}".format)
    summary = "What it costs."

    class Meta:
        model = TopicPage


class AdvicePageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("Advice {}".format)
    slug = factory.Sequence("advice-{}".format)
    summary = "How to start."
    body = [TEXT]
    owner_team = "Adult Social Care information team"
    reviewed_on = date(2026, 9, 1)
    next_review_on = date(2027, 9, 1)
    sources = [SOURCE]

    class Meta:
        model = AdvicePage


class StandardPageFactory(wagtail_factories.PageFactory):
    title = "Contact us"
    slug = "contact"
    body = [TEXT]
    reviewed_on = date(2026, 9, 1)

    class Meta:
        model = StandardPage


class PageFeedbackFactory(factory.django.DjangoModelFactory):
    page = factory.SubFactory(AdvicePageFactory)
    useful = True

    class Meta:
        model = PageFeedback


class FigureFactory(factory.django.DjangoModelFactory):
    name = "upper_limit"
    label = "Upper limit for savings"
    value = "£23,250"
    tax_year = 2026
    source_title = "The limits for this year"
    source_url = "https://www.gov.uk/limits"
    checked_on = date(2026, 9, 1)

    class Meta:
        model = Figure


def a_site() -> HomePage:
    """A home page that answers at /, in place of Wagtail's welcome page."""
    home = HomePageFactory(parent=Page.objects.get(depth=1))
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def a_topic(**fields) -> TopicPage:
    home = HomePage.objects.first() or a_site()
    index = AdviceIndexPage.objects.first() or AdviceIndexPageFactory(parent=home)
    return TopicPageFactory(parent=index, **fields)


def an_advice_page(**fields) -> AdvicePage:
    """Read again, as a visitor's request would."""
    page = AdvicePageFactory(parent=fields.pop("parent", None) or a_topic(), **fields)
    return AdvicePage.objects.get(pk=page.pk)
