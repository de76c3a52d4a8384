"""`{{ page.summary|figures }}`: a plain text with its figures worked out. Blocks do it by themselves (blocks/base.py).

`{{ heading|anchor }}`: where the heading of a block can be jumped to.
"""

from django import template

from cms import figures as worked_out
from cms.blocks.base import anchor as anchor_of

register = template.Library()


@register.filter
def figures(text: str) -> str:
    return worked_out.in_text(text or "")


@register.filter
def anchor(heading: str) -> str:
    return anchor_of(heading)
