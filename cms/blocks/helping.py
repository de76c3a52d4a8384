"""Blocks for the next step: whom to ask, and support that can be found here."""

from collections.abc import Iterator

from wagtail import blocks

from cms import support
from cms.prose import said

from .base import OurBlock, heading, rich


class Contact(OurBlock):
    heading = heading(required=True)
    text = rich(required=False)
    our_team = blocks.BooleanBlock(
        required=False, default=True, label="Show the council's own telephone, hours and e-mail from the settings"
    )
    address = blocks.BooleanBlock(required=False, label="Show the council's address as well")
    name = blocks.CharBlock(required=False, max_length=120, help_text="Another organisation, if it is not us.")
    phone = blocks.CharBlock(required=False, max_length=40)
    hours = blocks.CharBlock(required=False, max_length=120)
    email = blocks.EmailBlock(required=False)
    website = blocks.URLBlock(required=False)

    def words(self, value) -> Iterator[str]:
        return said(value["heading"], value["text"], value["name"])

    class Meta:
        icon = "mail"
        template = "cms/blocks/contact.html"


class FindSupport(OurBlock):
    heading = heading(required=True)
    words_to_search = blocks.CharBlock(max_length=80, help_text="What a reader would type, for example: help at home")
    kind = blocks.ChoiceBlock(
        choices=[("any", "Anything"), ("service", "Services"), ("personal_assistant", "Personal assistants")],
        default="any",
    )

    def words(self, value) -> Iterator[str]:
        return said(value["heading"])

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context)
        context["offers"] = support.offers(support.Wanted(value["words_to_search"], value["kind"]))
        return context

    class Meta:
        icon = "search"
        template = "cms/blocks/find_support.html"
        help_text = "Shows support from the directory. Shows nothing while there is none."
