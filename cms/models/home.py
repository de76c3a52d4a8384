from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel

from cms import counts
from cms.blocks import Start
from cms.fields import BlockField

from .base import SitePage


class HomePage(SitePage):
    """The front door: one search, three ways in, first sentences in the reader's voice, a way to raise alarm."""

    heading = models.CharField(max_length=120)
    intro = models.TextField(max_length=300)
    starts = BlockField([("start", Start())], blank=True, verbose_name="Where would you like to start?")
    concern_heading = models.CharField(max_length=80, default="Worried about someone?")
    concern_text = models.TextField(max_length=300)
    concern_button = models.CharField(max_length=40, default="Report a concern")
    concern_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    plain_texts = ("intro", "concern_text")
    template = "cms/home.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.AdviceIndexPage", "cms.StandardPage"]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("heading"),
        FieldPanel("intro"),
        FieldPanel("starts"),
        MultiFieldPanel(
            [
                FieldPanel("concern_heading"),
                FieldPanel("concern_text"),
                FieldPanel("concern_button"),
                PageChooserPanel("concern_page"),
            ],
            heading="Worried about someone",
        ),
    ]

    class Meta:
        verbose_name = "home page"

    def breadcrumbs(self, request) -> list[tuple[str, str]]:
        return []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["counts"] = counts.counted()
        context["advice_url"] = self.advice_url(request)
        context["concern_url"] = self.concern_url()
        context["starts"] = [start for start in map(self.start_link, self.starts) if start]
        return context

    def advice_url(self, request) -> str:
        from .advice_index import AdviceIndexPage

        index = AdviceIndexPage.objects.child_of(self).live().first()
        return index.get_url(request) if index else "/advice/"

    def concern_url(self) -> str:
        page = self.concern_page
        return page.url if page and page.live else ""

    def start_link(self, child) -> tuple[str, str] | None:
        """(words, address), or None while its page is not live: a first step never leads nowhere."""
        page, fragment = child.value["page"], child.value["fragment"]
        if page and page.live:
            return child.value["text"], page.url + (f"#{fragment}" if fragment else "")
        address = child.value["address"]
        return (child.value["text"], address) if address and not page else None
