"""Form fields that forgive how people write: dates in three boxes, postcodes, times."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from design.widgets import DateBoxes

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
SMALL_HOURS = set("123456")  # alone, as likely an afternoon as a night: we ask rather than guess
CLOCK = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?")


OUR_TIMES = range(1, 9000)  # the last years there are overflow when days are added


class DateField(forms.Field):
    """Day, month and year in three boxes; a month may be a number or a name."""

    widget = DateBoxes
    default_error_messages = {
        "required": "Enter a date, like 27 3 2027",
        "missing": "The date must include a %(parts)s",
        "year": "The year must be a number, like 2027",
        "unreal": "Enter a real date, like 27 3 2027",
    }

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        parts = dict(zip(("day", "month", "year"), value, strict=True))
        if not any(parts.values()):
            return None
        if gaps := [name for name, text in parts.items() if not text]:
            raise ValidationError(self.error_messages["missing"], "missing", {"parts": " and a ".join(gaps)})
        if not re.fullmatch(r"[0-9]{4}|[0-9]{2}", parts["year"]):
            raise ValidationError(self.error_messages["year"], "year")
        try:
            found = date(_year(parts["year"]), _month(parts["month"]), _number(parts["day"]))
        except ValueError:
            raise ValidationError(self.error_messages["unreal"], "unreal") from None
        if found.year not in OUR_TIMES:
            raise ValidationError(self.error_messages["unreal"], "unreal")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = [initial.day, initial.month, initial.year] if initial else ["", "", ""]
        return [str(part) for part in before] != [str(part) for part in data or ["", "", ""]]


def _year(text: str) -> int:
    """26 is 2026: nothing that we ask about is older than this century."""
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(text: str) -> int:
    named = text[:3].lower()
    return MONTHS.index(named) + 1 if named in MONTHS else _number(text)


def _number(text: str) -> int:
    """Only what people type: Python's int also reads "1_0" and other alphabets' figures."""
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise ValueError(text)
    return int(text)


class PostcodeField(forms.CharField):
    """A whole UK postcode in any case and spacing; gives back "AM3 2QT"."""

    default_error_messages = {"required": "Enter a postcode", "postcode": "Enter a full postcode, like AM3 2QT"}

    def __init__(self, **kwargs: Any):
        boxes = {"class": "govuk-input--width-10", "autocomplete": "postal-code", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs=boxes))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        packed = re.sub(r"[^A-Z0-9]", "", str(super().to_python(value)).upper())
        if not packed:
            return ""
        if not POSTCODE.fullmatch(packed):
            raise ValidationError(self.error_messages["postcode"], "postcode")
        return f"{packed[:-3]} {packed[-3:]}"


class TimeField(forms.TimeField):
    """9am, 9:30am, 2.15 pm, 14:00, 0930, and 9 or 14 alone; gives back a time."""

    default_error_messages = {
        "required": "Enter a time, like 9:30am",
        "clock": "Enter a time, like 9:30am or 2pm",
        "half": "Say whether it is am or pm, like %(hour)sam or %(hour)spm",
    }

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time) or value in self.empty_values:
            return value or None
        text = {"midday": "12pm", "noon": "12pm", "midnight": "12am"}.get(value.strip().lower(), value.strip().lower())
        found = CLOCK.fullmatch(text)
        if not found:
            raise ValidationError(self.error_messages["clock"], "clock")
        if found[1] in SMALL_HOURS and not (found[2] or found[3]):
            raise ValidationError(self.error_messages["half"], "half", {"hour": found[1]})
        try:
            return _time(int(found[1]), int(found[2] or 0), found[3])
        except ValueError:
            raise ValidationError(self.error_messages["clock"], "clock") from None


def _time(hour: int, minute: int, half: str | None) -> time:
    if half and not 1 <= hour <= 12:
        raise ValueError("half a day has 12 hours")
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)
