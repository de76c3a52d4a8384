"""Figures that change with the tax year, in the content admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.figure_uses import uses
from cms.forms.figures import FigureForm
from cms.models import Figure


class FigureViewSet(SnippetViewSet):
    model = Figure
    icon = "calendar-alt"
    menu_label = "Figures"
    menu_order = 240
    add_to_admin_menu = True
    list_display = (
        "label",
        "value",
        Column("year", label="Tax year", sort_key="tax_year"),
        Column("checked_on", label="Checked on", sort_key="checked_on"),
        Column("why_stale", label="To look at"),
        Column("written", label="In text"),
    )
    list_filter = ("tax_year",)
    search_fields = ("name", "label", "value")
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("label"),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("value"), FieldPanel("tax_year")], heading="Amount"),
            MultiFieldPanel(
                [FieldPanel("source_title"), FieldPanel("source_url"), FieldPanel("checked_on")],
                heading="Where it comes from",
                help_text="Every page that names this figure shows what you save here, within seconds.",
            ),
        ],
        base_form_class=FigureForm,
    )


def keep_what_is_used(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """A figure that pages name is not deleted: they would say nothing in its place."""
    figures = [each for each in instances if isinstance(each, Figure)]
    pages_of = uses() if figures else {}
    used = [(figure, pages_of[figure.name]) for figure in figures if figure.name in pages_of]
    for figure, pages in used:
        titles = ", ".join(f"“{page.title}”" for page in pages)
        messages.error(request, f"“{figure}” was not deleted. Take it out of {titles} first.")
    return redirect("wagtailsnippets_cms_figure:list") if used else None
