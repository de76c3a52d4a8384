"""Topics: what pages of advice stand under."""

from dataclasses import dataclass

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .advice import HEAVY, AdvicePage
from .base import SitePage

FIRST = 4  # pages of a topic on the list of all advice


class TopicQuerySet(PageQuerySet):
    def with_pages(self) -> "TopicQuerySet":
        """Live ones in which something can be read."""
        return self.live().filter(numchild__gt=0).order_by("path")


@dataclass(frozen=True)
class TopicListed:
    """A topic on the list of all advice: its first pages, and how many there are."""

    topic: "TopicPage"
    pages: list[AdvicePage]

    @property
    def first(self) -> list[AdvicePage]:
        return self.pages if self.total <= FIRST + 1 else self.pages[:FIRST]  # no link to just one more

    @property
    def more(self) -> bool:
        return len(self.first) < self.total

    @property
    def total(self) -> int:
        return len(self.pages)

    @property
    def in_sentence(self) -> str:
        return self.topic.title[:1].lower() + self.topic.title[1:]


class TopicPage(SitePage):
    ICONS = [
        ("book", "Book"),
        ("card", "Card"),
        ("purse", "Purse"),
        ("home", "House"),
        ("hand", "Hand with a heart"),
        ("heart", "Heart"),
        ("bus", "Bus"),
        ("key", "Key"),
        ("access", "Person with arms out"),
        ("people", "People"),
        ("scales", "Scales"),
        ("shield-check", "Shield"),
        ("phone", "Telephone"),
        ("calendar", "Calendar"),
    ]
    summary = models.TextField(max_length=200)
    icon = models.CharField(max_length=20, choices=ICONS, default="book")

    objects = PageManager.from_queryset(TopicQuerySet)()

    section = "advice"
    plain_texts = ("summary",)
    template = "cms/topic.html"
    parent_page_types = ["cms.AdviceIndexPage"]
    subpage_types = ["cms.AdvicePage"]
    content_panels = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("icon")]

    class Meta:
        verbose_name = "topic"

    def pages(self):
        return AdvicePage.objects.child_of(self).live().order_by("path").defer(*HEAVY)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        others = TopicPage.objects.sibling_of(self, inclusive=False).with_pages()
        return context | {"pages": self.pages(), "other_topics": others}
