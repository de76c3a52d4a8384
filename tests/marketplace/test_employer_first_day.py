"""From which day on an employer sets aside: never for days on which nobody says that the two worked together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.actions import timesheets
from marketplace.actions.moves import Refused
from marketplace.models import EmployedAssistant, Timesheet
from tests.factories import employers, marketplace

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def joan():
    return employers.wage_pot()


def said(pot, days_ago):
    works = marketplace.employed(pot.person)
    EmployedAssistant.objects.filter(pk=works.pk).update(said_at=timezone.now() - days_ago * DAY)
    works.refresh_from_db()
    return works


def test_nothing_is_set_aside_for_days_before_it_was_said_that_somebody_works(joan):
    works = said(joan, 10)
    with pytest.raises(Refused, match="Maria Lewis’s work since"):
        employers.agreed(joan, employed=works, began=11 * DAY)
    made = employers.agreed(joan, employed=works, began=10 * DAY)
    assert made.starts_on == timezone.localdate() - 10 * DAY


def test_hours_that_were_agreed_before_it_was_said_count(joan):
    """Somebody began on Monday, and it was said and written down later: the hours that she agreed are work."""
    works = said(joan, 0)
    sheet = marketplace.timesheet(works)
    began = timezone.localdate() - sheet.first_day
    with pytest.raises(Refused, match="work since"):
        employers.agreed(joan, employed=works, began=began)  # sent, and not agreed yet
    timesheets.agree(timesheet=sheet, shown_version=sheet.version, by=joan.person.user)
    assert Timesheet.objects.get().state == "agreed"
    assert employers.agreed(joan, employed=works, began=began).starts_on == sheet.first_day
