"""The scheme's words and the terms people choose from, in the content admin."""

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from directory.models import ApprovalScheme, LevelForSupport, RequiredCheck, TaxonomyTerm


class SchemeViewSet(SnippetViewSet):
    model = ApprovalScheme
    icon = "tick-inverse"
    list_display = ("name", "run_by", "term_months")
    panels = (
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("logo"),
        FieldPanel("logo_text"),
        FieldPanel("run_by"),
        MultiFieldPanel(
            [FieldPanel("what_it_is"), FieldPanel("what_it_is_not"), FieldPanel("code_of_conduct")],
            heading="In its own words",
        ),
        MultiFieldPanel(
            [FieldPanel("for_assistants"), FieldPanel("for_organisations"), FieldPanel("for_services")],
            heading="Who can apply",
        ),
        FieldPanel("covers", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldPanel("brand"), FieldPanel("brand_licence"), FieldPanel("brand_until")],
            heading="Licensed brand: named only while a licence holds",
        ),
        FieldPanel("term_months"),
    )


class CheckViewSet(SnippetViewSet):
    model = RequiredCheck
    icon = "list-ul"
    menu_label = "Checks of schemes"
    list_display = ("kind", "scheme", "months_valid")
    list_filter = ("scheme",)
    panels = (
        FieldPanel("scheme"),
        FieldPanel("kind"),
        FieldPanel("months_valid"),
        FieldPanel("evidence_wanted"),
        FieldPanel("dbs_level"),
        FieldPanel("deciders", widget=CheckboxSelectMultiple),
        MultiFieldPanel([FieldPanel("for_assistants"), FieldPanel("for_organisations")], heading="Asked of"),
        FieldPanel("position"),
    )


class LevelViewSet(SnippetViewSet):
    model = LevelForSupport
    icon = "lock"
    menu_label = "DBS levels"
    list_display = ("support", "level", "scheme")
    panels = (FieldPanel("scheme"), FieldPanel("support"), FieldPanel("level"))


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
    items = (SchemeViewSet, CheckViewSet, LevelViewSet, TermViewSet)


register_snippet(DirectoryGroup)
