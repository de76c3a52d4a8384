"""The scheme's words and the terms people choose from, in the content admin."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from directory.models import ApprovalScheme, TaxonomyTerm


class SchemeViewSet(SnippetViewSet):
    model = ApprovalScheme
    icon = "tick-inverse"
    list_display = ("name", "run_by", "term_months")
    panels = (
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("logo_text"),
        FieldPanel("run_by"),
        MultiFieldPanel([FieldPanel("what_it_is"), FieldPanel("what_it_is_not")], heading="In its own words"),
        FieldPanel("term_months"),
    )


class TermViewSet(SnippetViewSet):
    model = TaxonomyTerm
    icon = "tag"
    list_display = ("name", "taxonomy", "slug")
    list_filter = ("taxonomy",)
    panels = (
        FieldPanel("taxonomy"),
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("position"),
    )


class DirectoryGroup(SnippetViewSetGroup):
    """One entry in the menu."""

    menu_label = "Directory"
    menu_icon = "folder-open-inverse"
    items = (SchemeViewSet, TermViewSet)


register_snippet(DirectoryGroup)
