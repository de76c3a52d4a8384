from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.rich_text import RichText

from accounts.roles import Role
from cms.desk import desk
from cms.models import AdvicePage, LoadedFigure, LoadedPage
from tests.factories import accounts as people
from tests.factories.cms import FigureFactory, an_advice_page


def test_editors_see_what_waits_and_what_is_due(db):
    ann, bea = people.staff(Role.EDITOR), people.staff(Role.EDITOR)
    page = an_advice_page(reviewed_on=date(2020, 1, 1), next_review_on=date(2021, 1, 1))
    page.save_revision(user=ann)
    page.get_workflow().start(AdvicePage.objects.get(pk=page.pk), ann)
    assert desk(ann).line == "0 waiting for you to approve. 1 page due to be checked again."
    assert desk(bea).line == "1 waiting for you to approve. 1 page due to be checked again."


def test_and_figures_and_links_to_put_right(db):
    FigureFactory(tax_year=2019)
    an_advice_page(body=[("text", {"heading": "", "text": RichText('<p><a href="/nowhere-at-all/">Here</a></p>')})])
    line = desk(people.staff(Role.EDITOR)).line
    assert line.endswith("0 pages due to be checked again. 1 figure and 1 link to put right.")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.ADMINISTRATOR])
def test_others_have_no_such_desk(db, role):
    assert desk(people.staff(role)) is None


def test_the_pages_can_be_put_in_by_command(db):
    said = StringIO()
    call_command("load_advice", stdout=said)
    call_command("load_advice", stdout=said)
    pages, figures = LoadedPage.objects.count(), LoadedFigure.objects.count()
    first, second = said.getvalue().splitlines()
    assert first == f"{pages} pages and {figures} figures put in."
    assert second == "Everything was there already. Nothing was changed."
