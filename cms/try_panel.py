"""A box in the form of a set of words: what they would do to a search, before they are saved."""

from wagtail.admin.panels import Panel

from cms.synonym_preview import preview

LONGEST_TRIED = 200


class TryPanel(Panel):
    """A box to try a set of words in before it is saved: its button shows the form again, and saves nothing."""

    def __init__(self, **kwargs):
        super().__init__(heading=kwargs.pop("heading", "Try it before you save"), **kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/try_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            text = " ".join(self.request.POST.get("try_text", "").split())[:LONGEST_TRIED]
            tried = "try" in self.request.POST and bool(text) and self.form.is_valid()
            found = preview(text, self.form.same_thing, saved=self.instance.pk) if tried else None
            return context | {"text": text, "preview": found, "asked": "try" in self.request.POST}
