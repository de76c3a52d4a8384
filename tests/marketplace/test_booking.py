"""The journey, as a browser without scripts takes it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Scope
from marketplace.models import Draft, Order
from marketplace.views import booking_check
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def rosa(pot):
    client = Client()
    client.force_login(pot.person.user)
    return client


def address(step, listing):
    return reverse(f"marketplace-book-{step}", args=[listing.slug])


def when(days=5, start="9:30am"):
    first = market.soon(days)
    return {"first_on_day": first.day, "first_on_month": first.month, "first_on_year": first.year, "start": start}


ONCE = {"minutes": 120, "repeat": "once", "weeks": ""}
WEEKLY = {"minutes": 120, "repeat": "weekly", "weeks": 3}
AGREED = {"start_early": "on", "not_household": "on"}


def fill(client, listing, pot, length=WEEKLY, until="check"):
    """Answer the questions in order; the page of the next one."""
    answers = {"when": when(), "length": length, "money": {"pot": pot.pk}, "seller": AGREED}
    for step, data in answers.items():
        if step == until:
            break
        answer = client.post(address(step, listing), data)
        assert answer.status_code == 302, (step, answer.context["form"].errors)
    return client.get(answer.url)


def confirm(client, listing, page):
    form = {"token": page.context["draft"].token, "mark": page.context["mark"]}
    return client.post(address("check", listing), form, follow=True)


def test_from_the_button_to_the_done_page(rosa, listing, pot):
    start = rosa.get(reverse("marketplace-book", args=[listing.slug]))
    assert start.url == address("when", listing)
    page = fill(rosa, listing, pot)
    assert page.request["PATH_INFO"] == address("check", listing)
    assert "3 visits of 2 hours" in page.content.decode()
    done = confirm(rosa, listing, page)
    order = Order.objects.get()
    assert done.redirect_chain[-1][0] == reverse("marketplace-order-done", args=[order.reference])
    assert [visit.minutes for visit in order.visits.all()] == [120, 120, 120]
    assert order.outcome.name == "Keeping clean and well"
    assert Draft.objects.get().order == order


def test_a_second_click_while_the_first_is_on_its_way_comes_to_the_same_order(rosa, listing, pot, monkeypatch):
    page, load = fill(rosa, listing, pot), booking_check.load

    def load_late(request, slug):
        monkeypatch.setattr(booking_check, "load", load)
        confirm(rosa, listing, page)
        return load(request, slug)

    monkeypatch.setattr(booking_check, "load", load_late)
    second = confirm(rosa, listing, page)
    assert second.redirect_chain[-1][0] == reverse("marketplace-order-done", args=[Order.objects.get().reference])


def test_a_double_click_the_back_button_and_two_tabs_make_one_order(rosa, listing, pot):
    first, second = fill(rosa, listing, pot), rosa.get(address("check", listing))
    confirm(rosa, listing, first)
    again = confirm(rosa, listing, second)
    assert "You have already sent this request" in again.content.decode()
    assert Order.objects.count() == 1
    assert market.held(pot) == Order.objects.get().total_pence


def test_another_tab_that_changed_the_answers_is_noticed(rosa, listing, pot):
    page = fill(rosa, listing, pot)
    rosa.post(address("length", listing) + "?change=1", ONCE)
    rosa.post(address("seller", listing), AGREED)
    answer = confirm(rosa, listing, page)
    assert (answer.status_code, Order.objects.count()) == (200, 0)
    assert "changed since this page was shown" in answer.content.decode()


def test_a_new_price_is_noticed(rosa, listing, pot):
    page = fill(rosa, listing, pot)
    listing.price_pence, listing.weekend_price_pence = 9000, 9000
    listing.save()
    assert "Check them again" in confirm(rosa, listing, page).content.decode()
    assert Order.objects.count() == 0


def test_a_question_cannot_be_skipped(rosa, listing):
    assert rosa.get(address("check", listing)).url == address("when", listing)


def test_changing_one_answer_goes_back_to_the_answers(rosa, listing, pot):
    fill(rosa, listing, pot)
    answer = rosa.post(address("money", listing) + "?change=1", {"pot": pot.pk})
    assert answer.url == address("check", listing)


def test_changing_the_visits_asks_for_agreement_again(rosa, listing, pot):
    fill(rosa, listing, pot)
    answer = rosa.post(address("when", listing) + "?change=1", when(days=6))
    assert answer.url == address("seller", listing)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (when(start="half nine"), "Enter a time, like 9:30am or 2pm"),
        (when(days=-3), "The day must be today or later"),
        (when(days=500), "The day must be within a year"),
        ({**when(), "first_on_month": 13}, "Enter a real date"),
    ],
)
def test_a_bad_moment_is_explained_and_kept(rosa, listing, data, words):
    page = rosa.post(address("when", listing), data)
    text = page.content.decode()
    assert page.status_code == 200
    assert words in text
    assert "<title>Error: " in text
    assert f'value="{data["start"]}"' in text
    assert f'value="{data["first_on_month"]}"' in text


@pytest.mark.parametrize("weeks", ["", "1", "27", "many"])
def test_a_bad_number_of_weeks_is_explained_and_kept(rosa, listing, weeks):
    rosa.post(address("when", listing), when())
    page = rosa.post(address("length", listing), {**WEEKLY, "weeks": weeks})
    assert (page.status_code, bool(page.context["form"].errors["weeks"])) == (200, True)
    assert page.context["form"]["weeks"].value() == weeks


def test_the_words_of_the_law_must_be_ticked(rosa, listing, pot):
    fill(rosa, listing, pot, until="seller")
    page = rosa.post(address("seller", listing), {})
    assert sorted(page.context["form"].errors) == ["not_household", "start_early"]


def test_too_little_money_is_said_early_with_choices(listing):
    pot = market.pot(people.person(), pence=4000)
    client = Client()
    client.force_login(pot.person.user)
    page = fill(client, listing, pot, until="money")
    text = page.content.decode()
    assert "There is not enough money for this yet" in text
    assert "Ask for 1 visit now" in text
    assert page.context["affordable"] == 1
    assert ("Wait for the next payment" in text, "Add money" in text) == (True, False)


def test_too_little_of_ones_own_money_leads_to_adding_some_and_back(listing):
    account = money.own_money(4_000)
    client = Client()
    client.force_login(account.person.user)
    text = fill(client, listing, account.pots.get(), until="money").content.decode()
    for words in ("Wait for the next payment", "Talk to us about your plan"):
        assert words not in text
    back = address("money", listing)
    assert f'href="/money/add/?next={back}"' in text
    assert client.post(f"/money/add/?next={back}", {"pounds": "500", "reference": "a1"}).url == back
    assert "Which money will you use?" in client.get(back).content.decode()


def test_the_money_left_is_shown_before_and_after(rosa, listing, pot):
    text = fill(rosa, listing, pot, length=ONCE, until="money").content.decode()
    assert "Now: £412.60 left, about 12 weeks." in text
    assert "After this: £37" in text


def test_money_for_no_one_outcome_asks_what_it_is_for(rosa, listing, pot):
    spare = market.pot(pot.person, label="Set aside", outcome=None)
    fill(rosa, listing, pot, until="money")
    answer = rosa.post(address("money", listing), {"pot": spare.pk})
    assert answer.url == address("outcome", listing)
    answer = rosa.post(address("outcome", listing), {"outcome": pot.outcome.pk})
    rosa.post(address("seller", listing), AGREED)
    confirm(rosa, listing, rosa.get(address("check", listing)))
    order = Order.objects.get()
    assert (order.pot, order.outcome) == (spare, pot.outcome)


def test_the_pot_of_somebody_else_is_not_offered(rosa, listing, pot):
    other = market.pot(people.person("Tom Brennan"))
    fill(rosa, listing, pot, until="money")
    page = rosa.post(address("money", listing), {"pot": other.pk})
    assert "pot" in page.context["form"].errors


def test_somebody_who_works_as_an_employee_gets_a_page_that_says_what_that_means(rosa, listing):
    listing.personal_assistant.employment = "employee"
    listing.personal_assistant.save()
    page = rosa.get(reverse("marketplace-book", args=[listing.slug]))
    assert "you are the employer" in page.content.decode()
    assert rosa.get(address("when", listing)).status_code == 302


def test_a_delegate_over_her_limit_is_told_before_she_goes_on(listing, pot):
    mandate = people.mandate(pot.person, people.user("Amira"), *Scope, pay_per_purchase_pence=5000)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    text = fill(amira, listing, pot, until="money").content.decode()
    assert "This is more than you may spend" in text
    assert "up to £50.00 at a time" in text


def test_a_delegate_books_for_the_person(listing, pot):
    mandate = people.mandate(pot.person, people.user("Amira"), *Scope)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    confirm(amira, listing, fill(amira, listing, pot))
    order = Order.objects.get()
    assert (order.person, order.placed_by, order.mandate) == (pot.person, mandate.delegate, mandate)


def test_a_delegate_who_may_not_pay_is_told_at_the_start(listing, pot):
    mandate = people.mandate(pot.person, people.user("Amira"), Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    page = amira.get(reverse("marketplace-book", args=[listing.slug]))
    assert "not pay for them" in page.content.decode()


def test_a_day_only_offer_asks_nothing_about_hours(rosa, pot):
    listing = market.listing(unit="day", price_pence=4200, weekend_price_pence=None, minimum_minutes=360)
    fill(rosa, listing, pot, length={"repeat": "once"})
    confirm(rosa, listing, rosa.get(address("check", listing)))
    visit = Order.objects.get().visits.get()
    assert (visit.minutes, visit.price_pence) == (360, 4200)


def test_a_finished_journey_can_be_taken_again(rosa, listing, pot):
    confirm(rosa, listing, fill(rosa, listing, pot, length=ONCE))
    confirm(rosa, listing, fill(rosa, listing, pot, length=ONCE))
    assert Order.objects.count() == 2


def test_what_was_typed_is_there_when_she_comes_back(rosa, listing):
    rosa.post(address("when", listing), when())
    page = rosa.get(address("when", listing))
    assert page.context["form"]["start"].value() == "9:30am"
    assert market.soon(5).date() - page.context["form"].initial["first_on"] == timedelta(0)


def test_a_delegate_who_may_not_see_the_balance_is_not_told_it_while_booking(listing, pot):
    mandate = people.mandate(pot.person, people.user("Amira"), Scope.ORDER, Scope.PAY)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    market.pot(pot.person, 111)
    pages = [fill(amira, listing, pot, until=step).content.decode() for step in ("money", "check")]
    assert [words in page for page in pages for words in ("412.60", "1.11", "left", "After this")] == [False] * 8
