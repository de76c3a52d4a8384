"""`{% linked_data markup %}`: schema.org in a page. Data and no script: the strict policy lets nothing inline run."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}  # words cannot end the element


@register.simple_tag
def linked_data(data: dict[str, Any]) -> SafeString:
    written = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308  escaped above
