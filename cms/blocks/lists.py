"""Small structures kept in lists beside the body: where we got it from, and where to start."""

from wagtail import blocks


class Source(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200)
    url = blocks.URLBlock(label="Address")

    class Meta:
        icon = "link"


class Start(blocks.StructBlock):
    """A first sentence in the reader's own voice, leading to the page that answers it."""

    text = blocks.CharBlock(max_length=80)
    page = blocks.PageChooserBlock(required=False)
    fragment = blocks.CharBlock(required=False, max_length=80, help_text="A heading's anchor on that page, without #.")
    address = blocks.CharBlock(
        required=False, max_length=200, help_text="Instead of a page: an address such as /search/"
    )

    class Meta:
        icon = "arrow-right"
