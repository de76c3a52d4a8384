from django.db import models
from wagtail.admin.panels import FieldPanel

from cms.blocks import AdviceBody
from cms.fields import BlockField

from .base import SitePage, WrittenPage


class StandardPage(WrittenPage):
    """A page of the site itself: contact, accessibility statement, privacy, cookies."""

    summary = models.TextField(max_length=250, blank=True)
    body = BlockField(AdviceBody())
    reviewed_on = models.DateField("last reviewed on")

    template = "cms/standard.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]

    class Meta:
        verbose_name = "page about this site"
