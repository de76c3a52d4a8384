"""A figure as editors write it down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.figure_uses import naming

BACK, AHEAD = 2, 1  # years to choose from, round the one that is running


def tax_years() -> list[tuple[int, str]]:
    today = timezone.localdate()
    running = today.year if (today.month, today.day) > (4, 5) else today.year - 1
    return [(year, f"{year} to {year + 1}") for year in range(running - BACK, running + AHEAD + 1)]


class FigureForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.tax_year
        years = dict([(kept, self.instance.year)] if kept else []) | dict(tax_years())
        plain = self.fields["tax_year"]
        self.fields["tax_year"] = forms.TypedChoiceField(
            choices=sorted(years.items()), coerce=int, label=plain.label, help_text=plain.help_text
        )

    def clean_name(self) -> str:
        """Its name is written in pages, so it stays while there are any."""
        name: str = self.cleaned_data["name"]
        before = self.initial.get("name")
        if before and before != name and (pages := naming(before)):
            titles = ", ".join(f"“{page.title}”" for page in pages)
            raise ValidationError(f"{titles} would lose this figure. Keep the name {before}.")
        return name
