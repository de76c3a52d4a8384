"""Every part of the design system once, with made-up words: what staff look at on /design/, and what the tests try."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from design.components import Bar, Cell, Column, Table
from design.fields import DateField, PostcodeField, TimeField
from design.formats import LOCAL
from design.widgets import AffixInput, Checkboxes, MoneyInput, Radios

WAYS = [("card", "A card account"), ("own", "Your own bank account"), ("council", "The council keeps it")]


class Everything(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Full name", help_text="As on your letters from us", max_length=80)
    email = forms.EmailField(label="E-mail address")
    postcode = PostcodeField(label="Postcode")
    starts_on = DateField(label="When does it start?", help_text="For example, 27 3 2027")
    at = TimeField(label="What time?", help_text="For example, 9:30am")
    amount = forms.CharField(label="How much?", widget=MoneyInput())
    hours = forms.IntegerField(label="How long?", widget=AffixInput(suffix="hours"))
    age = forms.IntegerField(label="Weeks", widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}))
    way = forms.ChoiceField(
        label="How would you like to hold the money?",
        choices=WAYS,
        widget=Radios(hints={"card": "We set it up for you"}),
    )
    days = forms.MultipleChoiceField(
        label="Which days?", choices=[("mon", "Monday"), ("tue", "Tuesday")], widget=Checkboxes()
    )
    agree = forms.BooleanField(label="I have read how to cancel", help_text="You can cancel up to 24 hours before")
    kind = forms.ChoiceField(label="Kind of help", choices=[("", "Choose one"), ("wash", "Washing and dressing")])
    note = forms.CharField(label="Anything Ben should know?", widget=forms.Textarea(attrs={"rows": 4}), max_length=200)
    letter = forms.FileField(label="A photo of the letter")
    password = forms.CharField(label="Password", widget=forms.PasswordInput())
    token = forms.CharField(widget=forms.HiddenInput(), initial="kept")


def statement() -> Table:
    columns = [
        Column("When", phone="over"),
        Column("What", phone="main"),
        Column("Amount", numeric=True, phone="amount"),
        Column("Left", numeric=True, phone="over-right"),
    ]
    rows = [
        ["21 November", Cell("Ben Okafor, 2 hours", "Keeping clean and well"), "−£33.00", "£412.60"],
        ["20 November", Cell("Held for Ben’s visit on 25 November", "Keeping clean and well"), "−£33.00", "£445.60"],
        ["18 November", Cell("Aldermere Swim, day pass", "Getting out", "/money/"), "−£6.40", "£478.60"],
        ["16 November", Cell("Council payment for 4 weeks"), "+£264.00", "£485.00"],
    ]
    return Table("What happened lately", columns, rows)


def owed() -> Table:
    columns = [Column("Provider", header=True), Column("Visits", numeric=True), Column("Owed", numeric=True)]
    rows = [["Hollybank Home Care", 12, "£1,234.56"], [Cell("Ben Okafor", href="/staff/"), 4, "£132.00"]]
    return Table("What we owe", columns, rows, footer=["All", 16, "£1,366.56"])


def context(form: forms.Form) -> dict[str, Any]:
    return {
        "form": form,
        "breadcrumbs": [("Home", "/"), ("Find support", "/directory/")],
        "section": "find",
        "statement": statement(),
        "owed": owed(),
        "bars": [
            {"label": "Keeping clean and well", "text": "£248 left of £528", "value": 248, "of": 528},
            {"label": "Getting out", "text": "£121 left of £160", "share": 0.76},
            Bar("Set aside for emergencies", "£43.60", 1, "pale"),
        ],
        "rows": [
            {"key": "Who", "value": "Ben Okafor", "actions": [("Change", "/", "who")]},
            {"key": "When", "value": "Tuesdays, 9am to 11am", "actions": [("Change", "/", "when")]},
            {"key": "Price", "value": "£16.50 an hour"},
        ],
        "checks": [
            {
                "name": "Who they are",
                "detail": "Passport seen. Trading Standards",
                "until": "until 3 May 2029",
            },
            {"name": "Criminal record check", "detail": "Enhanced DBS, nothing recorded that stops this work."},
            {"name": "Insurance", "detail": "Public liability, £5 million", "until": "ended 1 May"},
        ],
        "events": [
            {"title": "Accepted", "at": datetime(2026, 4, 1, 17, 0, tzinfo=LOCAL), "by": "Ben Okafor", "tone": "good"},
            {"title": "Requested", "at": datetime(2026, 3, 31, 9, 30, tzinfo=LOCAL), "text": "Two hours a week."},
        ],
        "steps": ["What and when", "Which money", "Who and how to cancel", "Check and book"],
        "page": Paginator(range(200), 10).page(7),
        "icons": ICONS,
        "today": date(2026, 11, 24),
    }


SCREENS = ("everything", "home", "find", "passport", "money")
ICONS = sorted(path.stem for path in (Path(__file__).parent / "templates" / "design" / "icons").glob("*.svg"))
MISTAKES = {"note": "x" * 210, "starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2027", "name": "Rosa"}


def page(request: HttpRequest, screen: str) -> HttpResponse:
    """One screen of it; with `?errors`, the form as it looks when something is wrong."""
    form = Everything(MISTAKES) if "errors" in request.GET else Everything()
    return render(request, f"design/gallery/{screen}.html", context(form))
