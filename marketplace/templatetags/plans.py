"""`{% plan_url "outcome" outcome.pk %}`: a page of the plan that is being written, for the person or at the council."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def plan_url(context: Any, name: str, *args: Any) -> str:
    address: str = context["pen"].to(name, *args)
    return address
