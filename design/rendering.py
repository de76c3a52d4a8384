"""How Django draws our forms: `{{ form }}` and `{{ field }}` come out as GOV.UK's patterns.

Only the templates around a field are ours. The widgets' own templates stay Django's, since Wagtail's admin shares them.
"""

from copy import copy
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from design import wording
from design.kinds import CHOICE_KINDS, kind


class Renderer(TemplatesSetting):
    """FORM_RENDERER of the settings."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"


CLASSES = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}


def control(bound: BoundField) -> str:
    """The input itself with GOV.UK's classes, without the browser's own checks: ours speak plainer."""
    widget = copy(bound.field.widget)
    attrs: dict[str, Any] = bound.build_widget_attrs({"class": classes(bound)}, widget)
    attrs.setdefault("id", widget.attrs.get("id") or bound.auto_id)
    attrs |= {"required": False, "maxlength": False}
    if isinstance(widget, forms.NumberInput):
        attrs |= {"min": False, "max": False, "step": False, "inputmode": widget.attrs.get("inputmode", "numeric")}
        widget.input_type = "text"
    if kind(bound) == "password":
        attrs |= {"autocapitalize": "none", "spellcheck": "false"}
    return widget.render(bound.html_name, bound.value(), attrs=attrs, renderer=bound.form.renderer)


def classes(bound: BoundField) -> str:
    name, own = kind(bound), bound.field.widget.attrs
    first = CLASSES.get(name, "govuk-input")
    found = [first, own.get("class", "")]
    if bound.errors:
        found.append(f"{first}--error")
    if name == "textarea" and own.get("maxlength"):
        found.append("govuk-js-character-count")
    if name == "password":
        found.append("govuk-password-input__input govuk-js-password-input-input")
    return " ".join(filter(None, found))


def options(bound: BoundField) -> list[dict[str, Any]]:
    """Radios or checkboxes one by one, each with the line under it and the picture before it that the widget has."""
    hints = getattr(bound.field.widget, "hints", {})
    pictures = getattr(bound.field.widget, "pictures", {})
    found = []
    for option in bound.subwidgets:
        data = option.data
        if data["value"] in ("", None) and data["label"].startswith("---"):
            continue  # Django's "---------": radios start with none chosen
        value = str(data["value"])
        more = {"hint": hints.get(value, ""), "picture": pictures.get(value, "")}
        found.append({**data, "id": data["attrs"].get("id", ""), **more})
    return found


def boxes(bound: BoundField) -> list[dict[str, Any]]:
    """The three boxes of a date, with what was typed or the date that was there."""
    value = bound.value()
    values = value if isinstance(value, list) else bound.field.widget.decompress(value)
    return [
        {"label": part.title(), "id": f"{bound.auto_id}_{part}", "name": f"{bound.html_name}_{part}", "value": text}
        for part, text in zip(("day", "month", "year"), values, strict=True)
    ]


def first_id(bound: BoundField) -> str:
    """Where a link of the error summary goes: the first input of the field."""
    if kind(bound) in CHOICE_KINDS:
        return next((option["id"] for option in options(bound)), f"{bound.auto_id}_0")
    if kind(bound) == "date":
        return f"{bound.auto_id}_day"
    return bound.field.widget.attrs.get("id") or bound.auto_id


def problems(form: Any) -> list[dict[str, str]]:
    """Lines of the error summary of a form, a formset or a list of forms: text, and the id of the input it is about."""
    if hasattr(form, "forms"):
        whole = [{"text": text, "id": ""} for text in form.non_form_errors()]
        return whole + [line for each in form.forms for line in problems(each)]
    if isinstance(form, list | tuple):
        return [line for each in form for line in problems(each)]
    if not form or not form.is_bound:
        return []
    lines = [{"text": text, "id": ""} for text in form.non_field_errors()]
    for bound in form:
        lines += [{"text": text, "id": "" if bound.is_hidden else first_id(bound)} for text in wording.messages(bound)]
    return lines
