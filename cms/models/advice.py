"""Advice: an index, its topics, and the pages that answer one question each."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.url_routing import RouteResult

from cms.blocks import AdviceBody, Source, words
from cms.fields import BlockField
from cms.panels import ReadingPanel

from .base import SitePage

ANSWERS = {"text", "steps", "key_facts", "worked_example"}


class AdviceIndexPage(SitePage):
    intro = models.TextField(max_length=300)

    section = "advice"
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

    def topics_with_pages(self) -> list[tuple["TopicPage", list["AdvicePage"]]]:
        """Two queries, however many topics and pages there are."""
        pages = list(AdvicePage.objects.descendant_of(self).live().order_by("path").defer("body", "sources"))
        topics = TopicPage.objects.child_of(self).live().order_by("path")
        return [(topic, [page for page in pages if page.path.startswith(topic.path)]) for topic in topics]


class TopicPage(SitePage):
    ICONS = [("book", "Book"), ("people", "People"), ("card", "Card"), ("shield", "Shield")]
    summary = models.TextField(max_length=200)
    icon = models.CharField(max_length=20, choices=ICONS, default="book")

    section = "advice"
    template = "cms/topic.html"
    parent_page_types = ["cms.AdviceIndexPage"]
    subpage_types = ["cms.AdvicePage"]
    content_panels = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("icon")]

    class Meta:
        verbose_name = "topic"

    def pages(self):
        return AdvicePage.objects.child_of(self).live().order_by("path").defer("body", "sources")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"pages": self.pages()}


class AdvicePage(SitePage):
    """One question, answered; owned by somebody, sourced, and looked at again on a day that is named."""

    summary = models.TextField(max_length=250, help_text="One or two sentences: what the reader will know after this.")
    body = BlockField(AdviceBody())
    owner_team = models.CharField("owner", max_length=120, help_text="The team that answers for this page.")
    reviewed_on = models.DateField("last reviewed on")
    next_review_on = models.DateField("next review due on")
    sources = BlockField([("source", Source())], min_num=1, help_text="Law, guidance or official pages this rests on.")
    keywords = models.CharField(
        max_length=250, blank=True, help_text="Other words people use for this, for search: carer, respite, home help."
    )

    section = "advice"
    template = "cms/advice.html"
    parent_page_types = ["cms.TopicPage"]
    subpage_types: list[str] = []
    content_panels = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    quality_panels = [
        ReadingPanel(),
        FieldPanel("owner_team"),
        MultiFieldPanel([FieldPanel("reviewed_on"), FieldPanel("next_review_on")], heading="Review"),
        FieldPanel("sources"),
        FieldPanel("keywords"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Content"),
            ObjectList(quality_panels, heading="Quality"),
            ObjectList(SitePage.promote_panels, heading="Promote"),
        ]
    )

    class Meta:
        verbose_name = "advice page"
        constraints = [
            models.CheckConstraint(
                condition=Q(next_review_on__gt=F("reviewed_on")), name="advice_next_review_after_last_review"
            )
        ]

    def clean(self):
        super().clean()
        if self.reviewed_on and self.next_review_on and self.next_review_on <= self.reviewed_on:
            raise ValidationError({"next_review_on": "The next review must be after the last one"})

    def written(self) -> Iterator[str]:
        """Every paragraph a reader reads, except the law's own words."""
        yield self.summary
        yield from words(self.body)

    def headings(self) -> list[str]:
        """For "On this page": the headings that carry the answer, without asides, addresses and offers."""
        found = (child.value["heading"] for child in self.body if child.block_type in ANSWERS)
        return [heading for heading in found if heading]

    def start_of_answer(self) -> int:
        """What stands before the first heading (an alarm, a first paragraph) comes before "On this page"."""
        blocks = enumerate(self.body)
        return next((n for n, child in blocks if child.block_type in ANSWERS and child.value["heading"]), 0)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        siblings = AdvicePage.objects.sibling_of(self, inclusive=False).live().order_by("path")
        context["next_pages"] = siblings.defer("body", "sources")
        context["headings"] = self.headings()
        start = self.start_of_answer()
        context["lead"], context["rest"] = list(self.body)[:start], list(self.body)[start:]
        return context
