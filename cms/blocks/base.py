"""Shared manners of our blocks: an anchor from the heading, plain words for search and quality, figures worked out."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.text import slugify
from wagtail import blocks

from cms import figures, raw
from cms.figure_names import replaced

FEATURES = ["bold", "ul", "ol", "link", "document-link", "h3"]


class OurBlock(blocks.StructBlock):
    def words(self, value) -> Iterator[str]:
        """The paragraphs of this block in reading order, without markup."""
        raise NotImplementedError

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context)
        context["anchor"] = anchor(value.get("heading") or "")
        return context

    def render(self, value, context=None) -> SafeString:
        return figures.in_html(super().render(value, context=context))

    def clean(self, value):
        """An unknown figure is said beside the field that names it."""
        cleaned = super().clean(value)
        wrong = {name: found for name, found in self.unknown_figures(cleaned) if found}
        if wrong:
            raise blocks.StructBlockValidationError(wrong)
        return cleaned

    def unknown_figures(self, value) -> Iterator[tuple[str, ValidationError | None]]:
        for name, kept in self.get_prep_value(value).items():
            problems = figures.problems(" ".join(text for _, text in raw.strings(kept)))
            yield name, ValidationError(problems) if problems else None


def anchor(heading: str) -> str:
    """The same from year to year: a figure in a heading is left out."""
    return slugify(replaced(heading, lambda name: ""))


def heading(required: bool = False) -> blocks.CharBlock:
    return blocks.CharBlock(required=required, max_length=120)


def rich(**kwargs) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=FEATURES, **kwargs)
