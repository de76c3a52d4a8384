"""The reading age beside an advice page in the editor: of the draft as it was last saved."""

from wagtail.admin.panels import Panel

from cms import quality

LATEST_AGE = 12


class ReadingPanel(Panel):
    def __init__(self, **kwargs):
        super().__init__(heading=kwargs.pop("heading", "Reading age"), **kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/reading_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            saved = self.instance is not None and self.instance.pk
            context["reading"] = quality.read(self.instance.written()) if saved else None
            context["latest_age"] = LATEST_AGE
            return context
