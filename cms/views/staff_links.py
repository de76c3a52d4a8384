"""Links to other sites, by page, and the editors' word that they lead where they should."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from cms.actions import links
from cms.models.base import WrittenPage
from cms.outside_links import PageLinks, by_page, of_pages
from design.components import Cell, Column, Table
from design.formats import counted, day

PER_PAGE = 50
LARGEST_ID = 2**31 - 1  # of a page: a database cannot be asked for more
DESK = [*STAFF, ("Advice pages", "/staff/advice/")]


@require_safe
@needs(Permission.EDIT_CONTENT)
def all_pages(request: Request) -> HttpResponse:
    """Those that were never looked at first, then the longest ago."""
    today = timezone.localdate()
    found = sorted(by_page(), key=lambda each: (-each.wrong, each.oldest is not None, each.oldest or today))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"section": "staff", "breadcrumbs": DESK, "page": page, "table": table(list(page.object_list))}
    context |= {"total": sum(len(each.links) for each in found), "due": sum(each.due(today) for each in found)}
    return render(request, "cms/staff_links.html", context)


def table(found: list[PageLinks]) -> Table:
    columns = [Column("Page", header=True), Column("Links", numeric=True), Column("To look at", numeric=True)]
    columns += [Column("All looked at on")]
    today = timezone.localdate()
    rows = [
        [
            Cell(each.page.title, href=reverse("staff-advice-links-of", args=[each.page.pk])),
            f"{len(each.links)}",
            f"{each.due(today)}",
            Cell(day(each.oldest) or "Not yet", "An address to put right" if each.wrong else ""),
        ]
        for each in found
    ]
    return Table("Pages with links to other sites", columns, rows, hide_caption=True)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_CONTENT)
def of_one(request: Request, page_pk: int) -> HttpResponse:
    page = written_page(page_pk)
    if request.method == "POST":
        return confirmed(request, page)
    [found] = of_pages([page])
    crumbs = [*DESK, ("Links to other sites", reverse("staff-advice-links"))]
    context = {"section": "staff", "breadcrumbs": crumbs, "page": page, "links": found.links}
    return render(request, "cms/staff_links_of.html", context)


def confirmed(request: Request, page: WrittenPage) -> HttpResponse:
    many = links.confirm(page=page, addresses=request.POST.getlist("link"), by=request.user)
    if many:
        messages.success(request, f"Noted: you looked at {counted(many, 'link')} today.")
        return redirect("staff-advice-links")
    messages.info(request, "Tick the links that you opened, then save.")
    return redirect("staff-advice-links-of", page_pk=page.pk)


def written_page(pk: int) -> WrittenPage:
    page = Page.objects.live().filter(pk=pk).first() if pk <= LARGEST_ID else None
    page = page and page.specific
    if not isinstance(page, WrittenPage):
        raise Http404
    return page
