"""A page of advice: one question, answered."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import PageChooserBlock

from cms import figures
from cms.blocks import AdviceBody, Source, words
from cms.fields import BlockField
from cms.figures_panel import FiguresPanel
from cms.panels import ReadingPanel

from .base import WrittenPage

MOST_NEXT = 5
HEAVY = ("body", "sources", "related")  # what a list of pages does not need
ANSWERS = {"text", "steps", "key_facts", "worked_example"}


class AdvicePage(WrittenPage):
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

    related = BlockField(
        [("page", PageChooserBlock("cms.AdvicePage"))],
        blank=True,
        max_num=MOST_NEXT,
        verbose_name="read next",
        help_text="Up to five pages that help a reader of this one. Leave it empty to show others of the same topic.",
    )

    section = "advice"
    template = "cms/advice.html"
    parent_page_types = ["cms.TopicPage"]
    subpage_types: list[str] = []
    content_panels = [
        *WrittenPage.content_panels,
        FieldPanel("summary"),
        FiguresPanel(),
        FieldPanel("body"),
        FieldPanel("related"),
    ]
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
            ObjectList(WrittenPage.promote_panels, heading="Promote"),
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
        yield figures.in_text(self.summary)
        yield from words(self.body)

    def headings(self) -> list[str]:
        """For "On this page": the headings that carry the answer, without asides, addresses and offers."""
        found = (child.value["heading"] for child in self.body if child.block_type in ANSWERS)
        return [heading for heading in found if heading]

    def start_of_answer(self) -> int:
        """What stands before the first heading (an alarm, a first paragraph) comes before "On this page"."""
        blocks = enumerate(self.body)
        return next((n for n, child in blocks if child.block_type in ANSWERS and child.value["heading"]), 0)

    def read_next(self) -> list["AdvicePage"]:
        """Those that editors chose, in their order; otherwise the next of the topic, and after the last the first."""
        chosen = self.chosen_pages()
        if chosen:
            return chosen
        others = list(AdvicePage.objects.sibling_of(self, inclusive=False).live().order_by("path").defer(*HEAVY))
        return sorted(others, key=lambda page: page.path < self.path)[:MOST_NEXT]

    def chosen_pages(self) -> list["AdvicePage"]:
        wanted = [child["value"] for child in self.related.raw_data]
        pages = AdvicePage.objects.live().exclude(pk=self.pk).defer(*HEAVY).in_bulk(wanted) if wanted else {}
        return [pages[pk] for pk in dict.fromkeys(wanted) if pk in pages]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["next_pages"] = self.read_next()
        context["headings"] = self.headings()
        start = self.start_of_answer()
        context["lead"], context["rest"] = list(self.body)[:start], list(self.body)[start:]
        return context
