"""What every page of ours shares: the second person, the way back up, and the section it lights in the menu."""

from wagtail.models import Page

from .approval import SecondPersonTester

HOME_DEPTH = 2


class SitePage(Page):
    section = ""
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
