"""The components, by one obvious name each. Registered as builtins: no `{% load %}` in any template."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from design import components, formats, kinds, rendering, wording

register = template.Library()

for name in ("pounds", "pounds_signed", "pounds_short", "day", "weekday", "clock", "moment", "miles"):
    register.filter(name, getattr(formats, name))


# Small things


@register.inclusion_tag("design/_button.html")
def button(
    text: str, *, href: str = "", variant: str = "", name: str = "", value: Any = "", **more: Any
) -> dict[str, Any]:
    known = {"href": href, "variant": variant, "name": name, "value": value}
    return {"text": text, **known, "id": more.pop("id", ""), "hidden": more.pop("hidden", "")}


@register.inclusion_tag("design/_tag.html")
def tag(text: str, tone: str = "plain") -> dict[str, Any]:
    return {"text": text, "tone": tone}


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    return render_to_string("design/_icon.html", {"file": f"design/icons/{name}.svg", "size": size})


@register.inclusion_tag("design/_mark.html")
def mark() -> dict[str, Any]:
    return {}


@register.inclusion_tag("design/_initials.html")
def initials(name: str, size: str = "") -> dict[str, Any]:
    return {"letters": formats.initials(name), "colour": components.disc(name), "size": size}


@register.inclusion_tag("design/_back_link.html")
def back_link(url: str, text: str = "Back") -> dict[str, Any]:
    return {"url": url, "text": text}


@register.inclusion_tag("design/_notification.html")
def notification(text: str, *, tone: str = "info", title: str = "") -> dict[str, Any]:
    return {"text": text, "tone": tone, "title": title or {"success": "Done"}.get(tone, "Important")}


@register.inclusion_tag("design/_empty_state.html")
def empty_state(title: str, text: str = "", href: str = "", label: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "href": href, "label": label}


# Lists of things


@register.inclusion_tag("design/_summary_list.html")
def summary_list(rows: Any) -> dict[str, Any]:
    return {"rows": rows, "any_actions": any(row.get("actions") for row in rows)}


@register.inclusion_tag("design/_easy_rows.html")
def easy_rows(rows: Any, picture: str = "info") -> dict[str, Any]:
    """The rows of a summary list in Easy Read: one a line, with the picture that each row names, or `picture`."""
    return {"rows": rows, "picture": picture}


@register.inclusion_tag("design/_bars.html")
def bars(items: Any, *, caption: str = "") -> dict[str, Any]:
    made = components.bars(items)
    columns = [components.Column("What", header=True), components.Column("How much")]
    table = components.Table(caption, columns, [[bar.label, bar.text] for bar in made], hide_caption=True)
    return {"bars": made, "caption": caption, "table": table if caption else None}


@register.inclusion_tag("design/_bars.html")
def chart(rows: Any, *, caption: str, unit: str = "", csv_url: str = "") -> dict[str, Any]:
    """Rows of (label, value, words) as bars, as a table beneath and, where there is an address, as CSV."""
    made, table = components.chart(rows, caption, unit)
    return {"bars": made, "caption": caption, "table": table, "csv_url": csv_url}


@register.inclusion_tag("design/_timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("design/_steps.html")
def steps(items: Any, current: int = 1) -> dict[str, Any]:
    made = [
        {"text": text, "number": n, "done": n < current, "current": n == current} for n, text in enumerate(items, 1)
    ]
    return {"steps": made, "current": current, "total": len(made)}


@register.inclusion_tag("design/_pagination.html", takes_context=True)
def pagination(context: Any, page: Any, label: str = "Pages") -> dict[str, Any]:
    """Links to the other pages of a list, with the rest of the query kept. Takes Django's page, or .page and .pages."""
    number = getattr(page, "number", None) or page.page
    pages = page.paginator.num_pages if hasattr(page, "paginator") else page.pages
    query = context["request"].GET.copy() if "request" in context else None

    def link(to: int | None) -> dict[str, Any]:
        if to and query is not None:
            query["page"] = str(to)
        return {"number": to, "href": f"?{query.urlencode()}" if query else f"?page={to}", "current": to == number}

    numbers = [link(to) for to in components.page_numbers(number, pages)]
    previous, following = link(number - 1) if number > 1 else None, link(number + 1) if number < pages else None
    return {"numbers": numbers, "previous": previous, "following": following, "several": pages > 1, "label": label}


# Blocks


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False) -> str:
    return render_to_string("design/_details.html", {"summary": summary, "content": content, "open": open})


@register.simple_block_tag
def panel(content: str, *, tone: str = "", title: str = "", level: int = 2, icon: str = "") -> str:
    context = {"content": content, "tone": tone, "title": title, "heading": f"h{level}"}
    context["icon_file"] = icon and f"design/icons/{icon}.svg"
    return render_to_string("design/_panel.html", context)


# Forms


@register.inclusion_tag("design/_error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    return {"problems": [line for form in forms for line in rendering.problems(form)]}


@register.simple_tag
def field(bound: Any, *, heading: bool = False, size: str = "", label_hidden: bool = False) -> SafeString:
    """One field. `heading=True` makes its label the page's h1, for one question a page."""
    how = {"field": bound, "heading": heading, "size": size or ("l" if heading else ""), "label_hidden": label_hidden}
    return mark_safe(bound.form.renderer.render("design/forms/field.html", how))  # noqa: S308 (our own template)


@register.filter
def kind(bound: Any) -> str:
    return kinds.kind(bound)


@register.filter
def control(bound: Any) -> str:
    return rendering.control(bound)


@register.filter
def options(bound: Any) -> list[dict[str, Any]]:
    return rendering.options(bound)


@register.filter
def boxes(bound: Any) -> list[dict[str, Any]]:
    return rendering.boxes(bound)


@register.filter
def messages_of(bound: Any) -> list[str]:
    return wording.messages(bound)


@register.simple_tag(takes_context=True)
def error_prefix(context: Any) -> str:
    """ "Error: " for the title of a page on which a form has errors."""
    # By type and not isinstance: that would wake the lazy csrf_token, and every page would set a cookie.
    forms = (value for value in context.flatten().values() if issubclass(type(value), BaseForm | BaseFormSet))
    return "Error: " if any(form.is_bound and not form.is_valid() for form in forms) else ""
