from collections import defaultdict

from django.db import models
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from .advice import HEAVY, AdvicePage
from .base import SitePage
from .topic import TopicListed, TopicPage


class AdviceIndexPage(SitePage):
    """The list of all advice, by topic."""

    intro = models.TextField(max_length=300)

    section = "advice"
    plain_texts = ("intro",)
    template = "cms/advice_index.html"
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.TopicPage"]
    content_panels = [*SitePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "list of all advice"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = self.topics_with_pages()
        return context

    def route(self, request, path_components):
        """`/advice/staying-safe/` leads to that page in whatever topic it is: other rooms may rely on it."""
        if len(path_components) == 1 and not TopicPage.objects.child_of(self).filter(slug=path_components[0]).exists():
            page = AdvicePage.objects.descendant_of(self).live().filter(slug=path_components[0]).first()
            if page:
                return RouteResult(self, kwargs={"onward": page})
        return super().route(request, path_components)

    def serve(self, request, *args, onward=None, **kwargs):
        return redirect(onward.get_url(request)) if onward else super().serve(request, *args, **kwargs)

    def topics_with_pages(self) -> list[TopicListed]:
        """Those that have pages. Two queries, however many topics and pages there are."""
        by_topic: dict[str, list[AdvicePage]] = defaultdict(list)
        for page in AdvicePage.objects.descendant_of(self).live().order_by("path").defer(*HEAVY):
            by_topic[page.path[: -Page.steplen]].append(page)
        topics = TopicPage.objects.child_of(self).live().order_by("path")
        return [TopicListed(topic, by_topic[topic.path]) for topic in topics if topic.path in by_topic]
