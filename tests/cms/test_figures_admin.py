"""Figures in the content admin: editors keep them, with history; what pages name is neither renamed nor deleted."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from cms.models import Figure
from tests import sessions
from tests.factories import accounts as people
from tests.factories.cms import FigureFactory, an_advice_page

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_cms_figure:add"
LIST = "wagtailsnippets_cms_figure:list"


@pytest.fixture
def editor():
    return sessions.enter(Client(), people.staff(Role.EDITOR, name="Ann"))


def typed(**changes):
    return {
        "name": "upper_limit", "label": "Upper limit", "value": "£23,250", "tax_year": str(timezone.localdate().year),
        "source_title": "Limits", "source_url": "https://www.gov.uk/limits", "checked_on": "2026-09-01",
    } | changes  # fmt: skip


def address(verb: str, figure: Figure) -> str:
    return reverse(f"wagtailsnippets_cms_figure:{verb}", args=[figure.pk])


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_editor_adds_changes_and_lists_a_figure(editor):
    assert editor.post(reverse(ADD), typed()).status_code == 302
    figure = Figure.objects.get()
    assert (figure.value, figure.checked_on) == ("£23,250", date(2026, 9, 1))
    assert editor.post(address("edit", figure), typed(value="£24,000")).status_code == 302
    assert Figure.objects.get().value == "£24,000"
    listed = text(editor.get(reverse(LIST)))
    assert "£24,000" in listed and "{figure:upper_limit}" in listed
    assert figure.revisions.count() == 2
    assert "Ann" in text(editor.get(address("history", figure)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Upper limit"}, "Use small letters, numbers and underscores"),
        ({"tax_year": "1999"}, "Select a valid choice"),
        ({"source_url": "http://www.gov.uk/limits"}, "Enter an address that begins with https://"),
        ({"checked_on": "2999-01-01"}, "The day must be today or in the past"),
        ({"value": ""}, "This field is required"),
        ({"name": "taken"}, "already exists"),
    ],
)
def test_what_makes_no_sense_is_kept_out(editor, changes, sentence):
    FigureFactory(name="taken")
    response = editor.post(reverse(ADD), typed(**changes))
    assert response.status_code == 200
    assert sentence in text(response)
    assert Figure.objects.count() == 1


def test_a_figure_that_pages_name_keeps_its_name(editor):
    figure = FigureFactory()
    an_advice_page(title="Savings", summary="Over {figure:upper_limit}.")
    sent = typed(tax_year="2026", name="other")
    assert "“Savings” would lose this figure. Keep the name upper_limit." in text(
        editor.post(address("edit", figure), sent)
    )
    assert Figure.objects.get().name == "upper_limit"


def test_and_is_not_deleted(editor):
    figure = FigureFactory()
    page = an_advice_page(title="Savings", summary="Over {figure:upper_limit}.")
    response = editor.post(address("delete", figure), follow=True)
    assert "was not deleted. Take it out of “Savings” first." in text(response)
    assert Figure.objects.count() == 1
    page.delete()
    editor.post(address("delete", figure))
    assert Figure.objects.count() == 0


def test_the_editor_of_a_page_shows_the_figures_there_are(editor):
    FigureFactory()
    shown = text(editor.get(reverse("wagtailadmin_pages:edit", args=[an_advice_page().pk])))
    assert "{figure:upper_limit} Upper limit for savings £23,250 2026 to 2027" in shown


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.FINANCE])
def test_others_change_none(role):
    figure = FigureFactory()
    client = sessions.enter(Client(), people.staff(role))
    client.post(address("edit", figure), typed(value="£1"))
    assert Figure.objects.get().value == "£23,250"
