"""The form in which pages are edited: an unknown figure in a text outside the body is said beside that text."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from cms import figure_names, figures


class SitePageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        for name in self.instance.plain_texts:
            for problem in figures.problems(data.get(name) or ""):
                self.add_error(name, problem)
        if figure_names.names(data.get("title") or ""):
            self.add_error("title", "A title cannot hold a figure. Put it into the summary or the text.")
        return data
