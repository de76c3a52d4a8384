"""What an agreed plan means money for is set aside before anybody speaks of surplus (domain.md §3)."""

import pytest
from django.utils import timezone

from accounts.actions import surplus as actions
from accounts.actions.taking_back import ReclaimRefused
from accounts.queries import surplus as unspent
from accounts.roles import Role
from marketplace.actions import plan_lines, plans
from marketplace.costing import Every, Pattern
from marketplace.models import PlanVersion
from marketplace.pricing import Unit
from marketplace.queries import plan_commitments
from tests.factories import accounts as make
from tests.factories import marketplace as market
from tests.factories import plans as planned
from tests.factories.surplus import rich

pytestmark = pytest.mark.django_db
TWO_DAYS_A_YEAR = Pattern(Unit.DAY, 0, 2, Every.YEAR)


@pytest.fixture
def rosa():
    return rich().person


def agree(rosa, *, contingency=0, **line):
    """£66 a week and, once in a while, a day by the sea."""
    version = planned.draft(rosa)
    under = planned.outcome(version)
    planned.line(under)
    planned.line(under, "A day by the sea", 3_500, pattern=TWO_DAYS_A_YEAR)
    plan_lines.put_contingency(version=version, pence=contingency, by=rosa.user)
    sent = plans.send(version=version, by=rosa.user, revision=PlanVersion.objects.get(pk=version.pk).revision)
    return plans.agree(version=sent, by=make.staff(Role.PRACTITIONER))


def test_what_is_bought_by_the_year_and_what_is_for_emergencies_never_counts(rosa):
    before = unspent.of(rosa).surplus
    assert before.over_pence == 20_000
    agree(rosa, contingency=12_000)  # £100 of it is in a pot of its own
    found = unspent.of(rosa).surplus
    assert (found.lumpy_pence, found.contingency_pence, found.over_pence) == (7_000, 12_000, 11_000)


def test_a_draft_commits_nothing(rosa):
    planned.written(rosa)
    assert unspent.of(rosa).surplus.over_pence == 20_000
    assert plan_commitments.of_all([rosa.pk]) == {}


def test_a_plan_that_is_agreed_meanwhile_stops_the_money(rosa):
    ann = make.staff(Role.FINANCE, name="Ann Lee")
    agree(rosa)
    with pytest.raises(ReclaimRefused, match=r"At most £130\.00"):
        actions.propose(person=rosa, pence=13_001, why="So", by=ann)


def test_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    people = [rich(make.person(f"Edith Marlow {number}")).person for number in range(3)]
    for person in people:
        agree(person)
    for some in (people[:1], people):
        with django_assert_num_queries(2):
            plan_commitments.of_all([person.pk for person in some])


def test_from_who_employs_somebody_nothing_is_asked_back_until_the_job_has_ended(rosa):
    """domain.md §3: employer liabilities are set aside first, and what they come to is not in the books yet."""
    job = market.employed(rosa)
    ann = make.staff(Role.FINANCE, name="Ann Lee")
    assert (unspent.of(rosa).surplus.over_pence, unspent.over(ann)) == (0, [])
    with pytest.raises(ReclaimRefused):
        actions.propose(person=rosa, pence=1, why="So", by=ann)
    job.ended_at, job.ended_by = timezone.now(), rosa.user
    job.save()
    assert unspent.of(rosa).surplus.over_pence == 20_000
