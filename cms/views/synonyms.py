"""Words that mean the same, in the content admin: a list, a form, and a box to try them in first."""

from typing import Any

from django.http import HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from cms.forms.synonyms import SynonymForm
from cms.try_panel import TryPanel
from search.models import SynonymSet


class TriesFirst:
    """The form's second button shows what the words would do, and saves nothing."""

    def form_valid(self, form: SynonymForm) -> HttpResponse:
        if "try" not in self.request.POST:  # type: ignore[attr-defined]
            saved: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            return saved
        self.form = form
        shown: HttpResponse = self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]
        return shown

    def get_error_message(self) -> Any:
        trying = "try" in self.request.POST  # type: ignore[attr-defined]
        return "Nothing was tried yet: look at the words." if trying else super().get_error_message()  # type: ignore[misc]


class CreateSynonyms(TriesFirst, CreateView):
    pass


class EditSynonyms(TriesFirst, EditView):
    pass


class SynonymViewSet(SnippetViewSet):
    model = SynonymSet
    icon = "search"
    menu_label = "Search words"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ("name", Column("shown", label="Words"), Column("direction_in_words", label="How"))
    list_filter = ("direction",)
    search_fields = ("name", "words", "look_for")
    list_per_page = 50
    copy_view_enabled = False
    add_view_class = CreateSynonyms
    edit_view_class = EditSynonyms
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("direction"),
            MultiFieldPanel(
                [FieldPanel("words"), FieldPanel("look_for")],
                heading="The words",
                help_text="Every search uses them a few seconds after you save. Search already knows that “bath”, "
                "“baths” and “bathing” are one word, and corrects spelling by itself.",
            ),
            TryPanel(),
        ],
        base_form_class=SynonymForm,
    )
