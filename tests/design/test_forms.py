"""Forms are drawn as GOV.UK draws them, and say in plain words what is wrong."""

from datetime import date, time

import pytest
from django import forms
from django.forms import formset_factory
from django.utils.datastructures import MultiValueDict

from design import rendering, wording
from design.fields import DateField, PostcodeField, TimeField
from design.widgets import Checkboxes
from tests.design.gallery import Everything
from tests.design.test_components import draw


class When(forms.Form):
    on = DateField(label="When?", help_text="For example, 27 3 2027")


def when(day="", month="", year=""):
    return When({"on_day": day, "on_month": month, "on_year": year})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("1", "4", "2026"), date(2026, 4, 1)),
        (("01", "April", "2026"), date(2026, 4, 1)),
        (("9", "sept", "2026"), date(2026, 9, 9)),
        (("1", "4", "26"), date(2026, 4, 1)),
    ],
)
def test_dates_as_people_write_them(typed, found):
    form = when(*typed)
    assert form.is_valid()
    assert form.cleaned_data == {"on": found}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("", "", ""), "Enter a date, like 27 3 2027"),
        (("1", "", "2026"), "The date must include a month"),
        (("", "", "2026"), "The date must include a day and a month"),
        (("1", "4", "202"), "The year must be a number, like 2027"),
        (("31", "2", "2026"), "Enter a real date, like 27 3 2027"),
        (("x", "2", "2026"), "Enter a real date, like 27 3 2027"),
        (("٣", "²", "2026"), "Enter a real date, like 27 3 2027"),
        (("1_0", "4", "2026"), "Enter a real date, like 27 3 2027"),
        (("1", "13", "0000"), "Enter a real date, like 27 3 2027"),
    ],
)
def test_dates_that_are_not(typed, words):
    form = when(*typed)
    assert rendering.problems(form) == [{"text": words, "id": "id_on_day"}]
    drawn = draw("{{ form }}", form=form)
    for part, text in zip(("day", "month", "year"), typed, strict=True):
        assert f'id="id_on_{part}" name="on_{part}"' in drawn
        assert f'value="{text}"' in drawn  # what was typed is kept


def test_a_date_may_be_left_out_and_starts_from_a_date():
    field = DateField(required=False)
    assert field.clean(["", "", ""]) is None
    assert field.clean(date(2026, 4, 1)) == date(2026, 4, 1)
    assert 'value="2026"' in draw("{{ form }}", form=When(initial={"on": date(2026, 4, 1)}))
    assert field.has_changed(date(2026, 4, 1), ["1", "4", "2026"]) is False
    assert field.has_changed(None, ["1", "4", "2026"]) is True


@pytest.mark.parametrize(
    ("typed", "found"), [("am3 2qt", "AM3 2QT"), ("AM32QT", "AM3 2QT"), (" sw1a-1aa ", "SW1A 1AA")]
)
def test_postcodes(typed, found):
    assert PostcodeField().clean(typed) == found


@pytest.mark.parametrize("typed", ["AM3", "12345", "AM3 2QTX", "¹"])
def test_not_postcodes(typed):
    with pytest.raises(forms.ValidationError):
        PostcodeField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("9am", time(9)),
        ("9:30AM", time(9, 30)),
        ("2.15 pm", time(14, 15)),
        ("14:00", time(14)),
        ("midday", time(12)),
        ("12am", time(0)),
        ("9", time(9)),
        ("14", time(14)),
        ("9.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("02:00", time(2)),
    ],
)
def test_times(typed, found):
    assert TimeField().clean(typed) == found


@pytest.mark.parametrize("typed", ["25", "25:00", "13pm", "soon", "9:75am"])
def test_not_times(typed):
    with pytest.raises(forms.ValidationError, match="like 9:30am"):
        TimeField().clean(typed)


@pytest.mark.parametrize("typed", ["1", "2", "6"])
def test_an_hour_that_may_be_in_the_night_or_the_afternoon_is_asked_about(typed):
    with pytest.raises(forms.ValidationError, match=f"Say whether it is am or pm, like {typed}am or {typed}pm"):
        TimeField().clean(typed)


def test_every_kind_of_field_is_drawn_and_tied_to_its_words():
    drawn = draw("{{ form }}", form=Everything({}))
    for name, bound in ((bound.name, bound) for bound in Everything({}) if not bound.is_hidden):
        assert f'id="{rendering.first_id(bound)}"' in drawn, name
        assert f'id="id_{name}_error"' in drawn, name
        assert f"id_{name}_error" in drawn.replace(f'id="id_{name}_error"', ""), f"{name} is not described by its error"
    assert " required" not in drawn
    assert '<input type="hidden" name="token"' in drawn


def test_words_for_djangos_own_errors():
    class Plain(forms.Form):
        name = forms.CharField(label="Full name", max_length=3)
        email = forms.EmailField(label="E-mail address")
        weeks = forms.IntegerField(label="Weeks", max_value=52)
        way = forms.ChoiceField(label="Which way?", choices=[("a", "A")], widget=forms.RadioSelect)
        own = forms.CharField(error_messages={"required": "Tell us who"})

    def words(**data):
        form = Plain(data)
        return [wording.messages(bound)[0] for bound in form if bound.errors]

    assert words(email="x", weeks="many", way="z", name="Rosa") == [
        "Full name must be 3 characters or fewer",
        "Enter an e-mail address, like name@example.com",
        "Weeks must be a whole number, like 4",
        "Choose one of the answers to “Which way?”",
        "Tell us who",
    ]
    assert words(weeks="60", own="x")[:4] == [
        "Enter the full name",
        "Enter the e-mail address",
        "Weeks must be 52 or less",
        "Choose an answer to “Which way?”",
    ]


def test_choices_keep_what_was_ticked():
    class Days(forms.Form):
        days = forms.MultipleChoiceField(
            choices=[("1", "Monday"), ("2", "Tuesday")], widget=Checkboxes(hints={"1": "Busy"})
        )

    drawn = draw("{{ form }}", form=Days(MultiValueDict({"days": ["2"]})))
    assert 'value="2" id="id_days_1" checked' in drawn
    assert 'value="1" id="id_days_0" aria-describedby="id_days_0_hint"' in drawn


def test_one_question_a_page_is_the_heading():
    drawn = draw("{% field form.on heading=True %}", form=When())
    assert '<h1 class="govuk-fieldset__heading">When?</h1>' in drawn


def test_error_summary_of_formsets_and_of_nothing():
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-on_day": "1"}
    rows = formset_factory(When, extra=0)(data)
    assert rendering.problems(rows) == [{"text": "The date must include a month and a year", "id": "id_form-0-on_day"}]
    assert draw("{% error_summary form %}", form=When()) == ""
    assert draw("{% error_summary form %}", form=None) == ""


def test_a_form_can_be_in_error_as_a_whole():
    form = when("1", "4", "2026")
    form.add_error(None, "Those two do not fit together")
    assert rendering.problems(form) == [{"text": "Those two do not fit together", "id": ""}]
