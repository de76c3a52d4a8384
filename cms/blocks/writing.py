"""Blocks for saying something: text, steps, key facts, a callout."""

from collections.abc import Iterator

from wagtail import blocks

from cms.prose import said

from .base import OurBlock, heading, rich


class Text(OurBlock):
    heading = heading()
    text = rich()

    def words(self, value) -> Iterator[str]:
        return said(value["heading"], value["text"])

    class Meta:
        icon = "pilcrow"
        template = "cms/blocks/text.html"
        help_text = "One heading and a few short paragraphs or a list."


class Step(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = rich(required=False)


class Steps(OurBlock):
    heading = heading()
    steps = blocks.ListBlock(Step(), min_num=2)

    def words(self, value) -> Iterator[str]:
        yield from said(value["heading"])
        for step in value["steps"]:
            yield from said(step["title"], step["text"])

    class Meta:
        icon = "list-ol"
        template = "cms/blocks/steps.html"
        help_text = "What happens, in order. Each step starts with what the reader does or what we do."


class Fact(blocks.StructBlock):
    name = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(rows=2)


class KeyFacts(OurBlock):
    heading = heading()
    facts = blocks.ListBlock(Fact(), min_num=1)

    def words(self, value) -> Iterator[str]:
        yield from said(value["heading"])
        for fact in value["facts"]:
            yield from said(fact["name"], fact["text"])

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/key_facts.html"
        help_text = "Two to five things to take away."


class Callout(OurBlock):
    tone = blocks.ChoiceBlock(
        choices=[("note", "Good to know"), ("care", "Take care"), ("urgent", "Emergency")], default="note"
    )
    heading = heading(required=True)
    text = rich()

    def words(self, value) -> Iterator[str]:
        return said(value["heading"], value["text"])

    class Meta:
        icon = "warning"
        template = "cms/blocks/callout.html"
        help_text = "One thing that must not be missed. At most two on a page."
