"""Beside the text in the editor: the figures there are, and how each is written."""

from wagtail.admin.panels import Panel

from cms.models.figure import Figure


class FiguresPanel(Panel):
    def __init__(self, **kwargs):
        super().__init__(**{"heading": "Figures you can use", "classname": "collapsed"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/figures_panel.html"

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"figures": Figure.objects.all()}
