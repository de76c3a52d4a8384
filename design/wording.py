"""What is wrong with a field, in plain words where the form's author wrote none.

Django's own messages are lazy translations; ours are plain strings and stay as they are.
"""

from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from design.kinds import kind

CHOOSING = {"radios", "checkboxes", "select"}


def messages(bound: BoundField) -> list[str]:
    found: list[str] = []
    for error in bound.errors.as_data():
        own = plain(bound, error) if isinstance(error.message, Promise) else ""
        found += [own] if own else list(error.messages)
    return found


def plain(bound: BoundField, error: ValidationError) -> str:
    """Our sentence for one of Django's codes; empty when Django's has to do."""
    limit = (error.params or {}).get("limit_value", "")
    return {
        "required": missing(bound),
        "invalid_choice": f"Choose one of the answers to “{bound.label}”",
        "max_length": f"{short(bound)} must be {limit} characters or fewer",
        "min_length": f"{short(bound)} must be {limit} characters or more",
        "max_value": f"{short(bound)} must be {limit} or less",
        "min_value": f"{short(bound)} must be {limit} or more",
        "invalid": unreadable(bound),
        "empty": "The file is empty. Choose another file",
        "invalid_image": "Choose a picture: a file ending in .jpg or .png",
    }.get(error.code or "", "")


def unreadable(bound: BoundField) -> str:
    return {
        "EmailField": "Enter an e-mail address, like name@example.com",
        "IntegerField": f"{short(bound)} must be a whole number, like 4",
        "DecimalField": f"{short(bound)} must be a number, like 4.5",
        "URLField": "Enter a web address, like www.example.com",
    }.get(type(bound.field).__name__, "")


def missing(bound: BoundField) -> str:
    label, what = str(bound.label), kind(bound)
    verb = "Choose" if what in CHOOSING else "Enter"
    if what == "checkbox":
        return f"Tick the box to say: {label}"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    if what == "file":
        return f"Choose a file for “{label}”"
    return f"{verb} the {label[:1].lower()}{label[1:]}"


def short(bound: BoundField) -> str:
    """The field's name at the start of a sentence; a question becomes "Your answer"."""
    return "Your answer" if str(bound.label).endswith("?") else str(bound.label)
