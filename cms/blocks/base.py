"""Shared manners of our blocks: an anchor from the heading, and plain words for search and quality."""

from collections.abc import Iterator

from django.utils.text import slugify
from wagtail import blocks

FEATURES = ["bold", "ul", "ol", "link", "document-link", "h3"]


class OurBlock(blocks.StructBlock):
    def words(self, value) -> Iterator[str]:
        """The paragraphs of this block in reading order, without markup."""
        raise NotImplementedError

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context)
        context["anchor"] = anchor(value.get("heading") or "")
        return context


def anchor(heading: str) -> str:
    return slugify(heading)


def heading(required: bool = False) -> blocks.CharBlock:
    return blocks.CharBlock(required=required, max_length=120)


def rich(**kwargs) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=FEATURES, **kwargs)
