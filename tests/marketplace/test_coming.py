"""Who is coming: the week, the sheet, "nobody came" and its undoing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Scope
from design.formats import day, weekday
from directory.models.contacts import Phone
from marketplace.actions import pauses, visits
from marketplace.models import Visit, VisitPause
from marketplace.words import paused, when
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def rosa(pot):
    client = Client()
    client.force_login(pot.person.user)
    return client


def to(name, visit):
    return reverse(f"marketplace-week-{name}", args=[visit.order.reference, visit.number])


def text(client, name="marketplace-week", **kwargs):
    return client.get(reverse(name, kwargs=kwargs)).content.decode()


def button(words, visit):
    """As it is written: the visit is named to those who do not see what is beside it."""
    named = f"Ben Okafor, {when(visit.starts_at, visit.ends_at)}"
    return f'{words}<span class="govuk-visually-hidden"> {named}</span></button>'


def state(visit):
    return Visit.objects.get(pk=visit.pk).state


def looker(person, *scopes):
    mandate = people.mandate(person, people.user("Cousin"), *scopes)
    return sessions.enter(Client(), mandate.delegate, acting=mandate)


def test_the_week_and_its_empty_state(rosa, pot):
    assert "Nobody is booked in these days" in text(rosa)
    market.coming(pot=pot)
    shown = text(rosa)
    assert [word in shown for word in ("midday to 2pm, Ben Okafor", "Keeping clean and well", "Today, ")] == [True] * 3
    assert "Nobody is booked in these days" in text(rosa, first=timezone.localdate() + timedelta(days=7))


def test_an_organisation_has_its_own_number_and_an_assistant_the_councils(rosa, pot):
    service = directory.service()
    Phone.objects.create(organisation=service.organisation, number="01632 960400")
    market.coming(market.listing(service=service), pot)
    assert 'href="tel:01632960400"' in text(rosa)
    assert "the council" not in text(rosa).split("Nobody has come?")[0]


def test_a_day_that_is_none_or_too_far_is_not_found(rosa):
    assert [rosa.get(f"/week/{day}/").status_code for day in ("2026-02-30", "2020-01-01", "soon")] == [404] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_week_costs_the_same_however_many_visits(rosa, pot, number, django_assert_num_queries):
    for one in range(number):
        listing = market.listing(service=directory.service())
        market.coming(listing, pot, first=market.soon(one + 2))
        market.started(listing, pot)
    rosa.get(reverse("marketplace-week"))
    with django_assert_num_queries(19):
        rosa.get(reverse("marketplace-week"))
    with django_assert_num_queries(15):
        rosa.get(reverse("marketplace-week-print"))


def test_the_sheet_has_who_and_when_and_no_money(rosa, pot):
    market.coming(pot=pot)
    shown = text(rosa, "marketplace-week-print").split("<article")[1].split("</article")[0]
    assert ("Ben Okafor" in shown, "midday to 2pm" in shown, "£" in shown) == (True, True, False)


def test_nobody_came_in_one_tap_and_undone(rosa, pot):
    visit = market.started(pot=pot)
    week = {"first": visit.on}
    assert to("nobody", visit) in text(rosa, **week)
    there = rosa.post(to("nobody", visit), {"first": visit.on.isoformat()})
    assert (there.url, state(visit)) == (reverse("marketplace-week", kwargs=week), "missed")
    assert (to("nobody", visit) in text(rosa, **week), to("undo", visit) in text(rosa, **week)) == (False, True)
    assert button("Take back that nobody came", visit) in text(rosa, **week)
    assert rosa.post(to("undo", visit)).url == reverse("marketplace-week")
    assert (state(visit), market.held(pot)) == ("planned", 3300)


def test_one_that_was_recorded_goes_to_the_council_and_comes_back(rosa, pot):
    visit = market.recorded(pot=pot)
    rosa.post(to("nobody", visit))
    assert (state(visit), visit.queries.get().reason) == ("queried", "Nobody came.")
    assert to("undo", visit) in text(rosa)
    today, of_its_day = text(rosa), text(rosa, first=visit.on)
    assert [button("Take the question about this visit back", visit) in shown for shown in (today, of_its_day)] == [
        True,
        True,
    ]
    rosa.post(to("undo", visit))
    assert (state(visit), visit.queries.get().decision) == ("delivered", "taken_back")


def test_after_an_answer_nothing_can_be_undone(rosa, pot):
    visit = market.started(pot=pot)
    rosa.post(to("nobody", visit))
    missed = Visit.objects.get(pk=visit.pk)
    visits.agree_missed(visit=missed, by=market.seller_user(visit.order.listing))
    assert to("undo", visit) not in text(rosa, first=visit.on)
    assert "This changed while you were looking" in rosa.post(to("undo", visit), follow=True).content.decode()
    assert state(visit) == "not_owed"


def test_one_that_has_not_begun_is_not_missed(rosa, pot):
    visit = market.coming(pot=pot).visits.get()
    assert to("nobody", visit) not in text(rosa)
    assert "after the visit was to start" in rosa.post(to("nobody", visit), follow=True).content.decode()
    assert state(visit) == "planned"


def test_who_only_looks_sees_no_buttons_and_can_do_nothing(pot):
    visit = market.started(pot=pot)
    client = looker(pot.person, Scope.SEE_BALANCE, Scope.SEE_LINES)
    shown = text(client, first=visit.on)
    assert ("Ben Okafor" in shown, to("nobody", visit) in shown, "Pause visits" in shown) == (True, False, False)
    assert [client.post(to(name, visit)).status_code for name in ("nobody", "undo", "cover")] == [403] * 3
    assert client.get(reverse("marketplace-week-pause")).status_code == 403


def test_who_sees_only_the_balance_sees_no_week_and_no_link(pot):
    market.coming(pot=pot)
    client = looker(pot.person, Scope.SEE_BALANCE)
    assert client.get(reverse("marketplace-week")).status_code == 403
    assert reverse("marketplace-week") not in client.get("/money/").content.decode()


def test_a_delegate_says_it_for_her(pot):
    visit = market.started(pot=pot)
    client = looker(pot.person, Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER)
    assert f"Who is coming to {pot.person.first_name}" in text(client)
    client.post(to("nobody", visit))
    assert state(visit) == "missed"


def test_the_sheet_says_which_days_are_paused(rosa, pot):
    market.coming(pot=pot)
    today = timezone.localdate()
    last = today + timedelta(days=8)
    wish = pauses.Wish(pot.person, "hospital", today + timedelta(days=2), last)
    pauses.start(wish=wish, by=pot.person.user)
    shown = text(rosa, "marketplace-week-print").split("<article")[1].split("</article")[0]
    assert (shown.count(">Nobody<"), shown.count(">Paused<"), "Ben Okafor" in shown, "hospital" in shown) == (
        2,
        5,
        False,
        False,
    )
    assert f"Visits are paused from {weekday(wish.starts_on)} to {weekday(last)}." in shown
    after = text(rosa, "marketplace-week-print", first=today + timedelta(days=7)).split("<article")[1]
    assert (after.count(">Nobody<"), after.count(">Paused<")) == (5, 2)
    assert paused(today, last, today) == f"Visits are paused until {weekday(last)}"
    assert paused(today, None, today) == "Visits are paused"


def test_a_paused_visit_says_so_to_both_sides(rosa, pot):
    order = market.coming(pot=pot)
    today = timezone.localdate()
    wish = pauses.Wish(pot.person, VisitPause.Kind.HOSPITAL, today, today + timedelta(days=20))
    pauses.start(wish=wish, by=order.placed_by)
    shown = text(rosa)
    assert ("Visits are paused" in shown, ">Paused<" in shown, "Ask for cover" in shown) == (True, True, False)
    ben = sessions.enter(Client(), market.seller_user(order.listing))
    for address in (reverse("provider-home"), reverse("provider-order", args=[order.reference])):
        seen = ben.get(address).content.decode()
        assert (">Paused<" in seen, "ospital" in seen) == (True, False)
    assert "Ben Okafor" not in text(rosa, "marketplace-week-print")
    assert "Nobody is booked" in rosa.get("/money/").content.decode()


def test_what_nobody_has_answered_for_comes_first_on_todays_page_only(rosa, pot):
    visit = market.started(pot=pot)
    assert ("did they come?" in text(rosa), to("nobody", visit) in text(rosa)) == (True, True)
    assert "did they come?" not in text(rosa, first=visit.on)
    assert '<strong class="wm-tag wm-tag--warm">Not recorded yet</strong>' in text(rosa)
    rosa.post(to("nobody", visit))
    visits.agree_missed(visit=Visit.objects.get(pk=visit.pk), by=market.seller_user(visit.order.listing))
    assert "did they come?" not in text(rosa)


def test_a_question_that_the_council_has_had_for_a_week_is_not_on_todays_page(rosa, pot):
    order = market.accepted(pot=pot, at=market.soon(-12), first=market.soon(-9))
    visit = order.visits.get()
    visits.deliver(visit=visit, minutes=120, by=market.seller_user(order.listing), at=market.soon(-8))
    rosa.post(to("nobody", visit))
    assert (state(visit), to("undo", visit) in text(rosa)) == ("queried", False)
    assert to("undo", visit) in text(rosa, first=visit.on)


def test_what_is_booked_stands_in_what_is_coming_beside_the_spending(rosa, pot):
    """Committed orders: visits to come, and nobody else's."""
    address = reverse("money-spending")
    assert "No visit is booked." in rosa.get(address).content.decode()
    market.coming(pot=pot)
    market.coming(pot=market.pot(people.person("Joan Whitfield")))
    hers = Visit.objects.get(order__person=pot.person)
    assert f"1 visit is booked, on {day(hers.starts_at)}." in rosa.get(address).content.decode()
