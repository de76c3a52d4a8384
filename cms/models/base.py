"""What all our pages share: the second person, the way back up, the section they light in the menu, their figures."""

from collections.abc import Iterator

from wagtail.models import Page

from cms import figures, raw
from cms.figures_shown import FiguresShown
from cms.page_form import SitePageForm

from .approval import SecondPersonTester

HOME_DEPTH = 2


class SitePage(Page):
    section = ""
    plain_texts: tuple[str, ...] = ()  # fields outside the body that may name figures
    base_form_class = SitePageForm
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]  # pages are read; what is sent goes to a view

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return SecondPersonTester(user, self)

    def breadcrumbs(self, request) -> list[tuple[str, str]]:
        above = self.get_ancestors().filter(depth__gte=HOME_DEPTH).order_by("depth")
        return [("Home" if page.depth == HOME_DEPTH else page.title, page.get_url(request)) for page in above]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["section"] = self.section
        context["breadcrumbs"] = self.breadcrumbs(request)
        return context


class WrittenPage(SitePage):
    """A page with a summary and a body, and with its figures listed at the end."""

    plain_texts = ("summary",)

    class Meta:
        abstract = True

    def texts(self) -> Iterator[str]:
        """Every text as it is kept: rich text as markup, figures as their names."""
        yield self.summary
        yield from raw.texts(self.body)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["figures"] = FiguresShown.of(figures.named(self.texts()))
        return context
