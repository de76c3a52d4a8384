"""Blocks for showing something: a worked example, the law's own words, a picture."""

from collections.abc import Iterator

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.prose import said

from .base import OurBlock, heading, rich


class ExampleLine(blocks.StructBlock):
    label = blocks.CharBlock(max_length=120)
    amount = blocks.CharBlock(max_length=40)


class WorkedExample(OurBlock):
    heading = heading(required=True)
    text = rich()
    lines = blocks.ListBlock(ExampleLine(), default=[], required=False, help_text="A sum, line by line. May be empty.")
    result = rich(required=False)

    def words(self, value) -> Iterator[str]:
        yield from said(value["heading"], value["text"])
        for line in value["lines"]:
            yield from said(f"{line['label']}: {line['amount']}")
        yield from said(value["result"])

    class Meta:
        icon = "form"
        template = "cms/blocks/worked_example.html"
        help_text = "A made-up person and made-up figures, always said to be so."


class LawQuote(OurBlock):
    quote = blocks.TextBlock(help_text="The exact words, copied from legislation.gov.uk or GOV.UK.")
    source = blocks.CharBlock(max_length=200, help_text="For example: Care Act 2014, section 9(1)")
    url = blocks.URLBlock(label="Address")
    meaning = rich(help_text="What it means, in plain words.")

    def words(self, value) -> Iterator[str]:
        return said(value["meaning"])

    def quoted(self, value) -> Iterator[str]:
        return said(value["quote"], value["source"])

    class Meta:
        icon = "openquote"
        template = "cms/blocks/law_quote.html"
        label = "Quote from the law"


class Picture(OurBlock):
    image = ImageChooserBlock()
    alternative = blocks.CharBlock(
        label="Alternative text", max_length=250, help_text="What the picture shows, for someone who cannot see it."
    )
    caption = blocks.CharBlock(required=False, max_length=250)

    def words(self, value) -> Iterator[str]:
        return said(value["alternative"], value["caption"])

    class Meta:
        icon = "image"
        template = "cms/blocks/picture.html"
        label = "Image"
