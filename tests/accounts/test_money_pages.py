"""A person's money pages: what she sees, what a delegate may, what a stranger does not find."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import homes, payments, slots
from accounts.actions import budgets, cards, mandates
from accounts.models import AuditLine
from accounts.roles import Scope
from design.formats import day
from design.registry import Registry
from tests.factories import money
from tests.factories.accounts import mandate, person, sign_in, user

pytestmark = pytest.mark.django_db
OLD = {"day": 1, "month": 1, "year": 2020}


@pytest.fixture
def account():
    return money.card_account(24_800, 12_100, contingency=4_360, weekly_pence=5_000)


@pytest.fixture
def rosa(client, account):
    return sign_in(client, account.person.user)


def delegate(client, account, *scopes):
    amira = user("Amira Whitfield")
    given = mandate(account.person, amira, *scopes)
    return sign_in(client, amira, acting_for=given)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_she_sees_what_she_has_and_how_long_it_lasts(rosa):
    shown = page(rosa, "/money/")
    for words in (
        "£412.60",
        "about 3 weeks of your plan",
        "Keeping clean and well",
        "Set aside for emergencies",
        "£43.60",
    ):
        assert words in shown


def test_a_delegate_reads_whose_plan_it_is_and_no_stray_dot(client, account):
    shown = page(delegate(client, account, Scope.SEE_BALANCE), "/money/")
    assert "about 3 weeks of Rosa’s plan" in shown
    assert "your plan" not in shown
    money.card(account)
    links = page(client, "/money/").split("wm-money__links")[1].split("</p>")[0]
    assert ("See the cards" in links, "·" in links) == (True, False)


def test_how_it_is_held_leads_to_the_advice_about_it(rosa):
    assert 'href="/advice/direct-payments/"' in page(rosa, "/money/choices/")


def test_a_bar_says_how_much_is_left_of_what_came_in(rosa, account):
    pot = account.pots.first()
    payments.hold(purpose="visit", reference="AB12-1", pot=pot, payee=money.payee(), pence=3_300, by=None)
    shown = page(rosa, "/money/")
    assert "£215 left of £248" in shown
    assert "Another £33.00 is held" in shown
    assert "Held for something you booked" in shown


def test_one_booking_is_one_line_and_what_was_paid_from_held_money_is_told(rosa, account):
    pot, now, payee = account.pots.first(), timezone.now(), money.payee()
    visits = [
        payments.hold(purpose="visit", reference=f"V{n}", pot=pot, payee=payee, pence=1_000, by=None, at=now)
        for n in range(3)
    ]
    payments.capture(payment=visits[0], pence=1_000, by=None, at=now + timedelta(seconds=1))
    [shown] = rosa.get("/money/").context["accounts"]
    rows = [(row[1].text, getattr(row[2], "text", row[2]), row[3]) for row in shown["table"].rows[:3]]
    assert rows == [
        ("Paid for something you booked", "£10.00", "£382.60"),
        ("Held for something you booked, and 2 more", "−£30.00", "£382.60"),
        ("Council payment", "+£43.60", "£412.60"),
    ]


@pytest.mark.parametrize(
    ("weekly", "words"), [(50_000, "less than a week of your plan"), (36_900, "about 1 week of your plan")]
)
def test_weeks_in_words(client, weekly, words):
    account = money.card_account(36_900, contingency=100, weekly_pence=weekly)
    assert words in page(sign_in(client, account.person.user), "/money/")


def test_rooms_fill_the_side_of_the_page(rosa, monkeypatch):
    registry = Registry("slot")
    registry.register("who", lambda request, person: {"template": "design/_empty_state.html", "title": person.name})
    monkeypatch.setitem(slots._slots, "money_aside", registry)
    assert page(rosa, "/money/").count("Rosa Alvarez") >= 1


def test_a_self_funder_sees_his_own_money_and_no_plan(client):
    account = money.own_money(5_000)
    shown = page(sign_in(client, account.person.user), "/money/")
    assert ("£50.00" in shown, "weeks of your plan" in shown, "Add money" in shown) == (True, False, True)


def test_somebody_with_no_account_is_told_what_to_do(client):
    assert "There is no account here yet" in page(sign_in(client, user()), "/money/")
    assert "There is no account here yet" in page(sign_in(client, person().user), "/money/")


def test_nobody_is_led_to_sign_in(client):
    for address in ("/money/", "/money/statement/", "/money/cards/", "/money/choices/"):
        assert client.get(address).url == f"/accounts/login/?next={address}"


# Delegates: each scope opens its own pages and nothing else


def test_a_delegate_who_sees_the_balance_sees_no_line_anywhere(client, account):
    card = money.card(account)
    cards.authorise(card=card, reference="r1", merchant="Secret Shop", pence=100)
    amira = delegate(client, account, Scope.SEE_BALANCE)
    shown = page(amira, "/money/")
    assert ("£411.60" in shown, "You are acting for" in shown, "Secret Shop" in shown) == (True, True, False)
    assert "left of" not in shown
    assert "Secret Shop" not in page(amira, "/money/cards/") + page(amira, f"/money/cards/{card.pk}/")
    for address in ("/money/statement/", "/money/statement/csv/"):
        assert "Secret Shop" not in page(amira, address, 403)


def test_a_delegate_without_the_balance_sees_no_figure(client, account):
    amira = delegate(client, account, Scope.ORDER)
    shown = page(amira, "/money/", 403)
    assert ("412.60" in shown, "You can change and cancel visits that are booked" in shown) == (False, True)
    for address in ("/money/cards/", "/money/choices/", "/money/add/"):
        page(amira, address, 403)


SCOPES = [
    {Scope.SEE_BALANCE},
    {Scope.SEE_BALANCE, Scope.SEE_LINES},
    {Scope.PAY},
    {Scope.ORDER, Scope.PROPOSE},
    set(Scope),
]
OPENS = {
    "/money/": Scope.SEE_BALANCE,
    "/money/statement/": Scope.SEE_LINES,
    "/money/statement/csv/": Scope.SEE_LINES,
    "/money/spending/": Scope.SEE_LINES,
    "/money/spending/csv/": Scope.SEE_LINES,
    "/money/choices/": Scope.SEE_BALANCE,
    "/money/cards/{card}/freeze/": Scope.PAY,
}


@pytest.mark.parametrize("scopes", SCOPES, ids=lambda scopes: "+".join(sorted(scopes)))
def test_the_matrix_of_scopes_and_pages(client, account, scopes):
    card = money.card(account)
    amira = delegate(client, account, *scopes)
    got = {address: amira.get(address.format(card=card.pk)).status_code for address in OPENS}
    assert got == {address: 200 if scope in scopes else 403 for address, scope in OPENS.items()}


@pytest.mark.parametrize(
    ("scope", "answers"),
    [(Scope.SEE_BALANCE, [200, 200]), (Scope.PAY, [200, 404]), (Scope.PROPOSE, [403, 403])],
)
def test_who_only_pays_sees_no_card_but_her_own(client, account, scope, answers):
    card = money.card(account)
    amira = delegate(client, account, scope)
    assert [amira.get(f"/money/cards/{rest}").status_code for rest in ("", f"{card.pk}/")] == answers
    assert (card.last4 in amira.get("/money/cards/").content.decode()) == (scope == Scope.SEE_BALANCE)


def test_each_look_of_a_delegate_is_written_down_and_the_person_can_read_it(client, account):
    amira = delegate(client, account, Scope.SEE_BALANCE, Scope.SEE_LINES)
    page(amira, "/money/statement/")
    shown = page(sign_in(client, account.person.user), "/accounts/who-looked/")
    assert ("Amira Whitfield" in shown, "Statement, 1 " in shown) == (True, True)
    line = AuditLine.objects.get(action="lines.seen")
    assert (line.subject, line.on_behalf_of) == (f"person:{account.person_id}", str(account.person_id))


def test_her_own_looks_are_nobodys_business(rosa):
    page(rosa, "/money/statement/")
    assert not AuditLine.objects.filter(action="lines.seen").exists()


def test_a_mandate_that_has_ended_shows_nothing_and_never_slides_to_ones_own_money(client, account):
    amira = person("Amira Whitfield").user
    given = mandate(account.person, amira, Scope.SEE_BALANCE)
    mandate(person("Joan Whitfield"), amira, Scope.SEE_BALANCE)
    sign_in(client, amira, acting_for=given)
    given.ends_on = timezone.localdate() - timedelta(days=1)
    given.save()
    assert client.get("/money/").url == "/money/acting/"
    assert client.get("/money/cards/").url == "/money/acting/"


def test_the_person_ends_it_and_is_told_of_the_card(rosa, account):
    amira = user("Amira Whitfield")
    given, card = mandate(account.person, amira, Scope.SEE_BALANCE, Scope.PAY), money.card(account, holder=amira)
    address = f"/accounts/mandates/{given.pk}/end/"
    assert f"The card ending {card.last4} stops for good." in page(rosa, address)
    shown = rosa.post(address, follow=True).content.decode()
    assert f"Amira Whitfield can no longer act for you. The card ending {card.last4} is stopped." in shown
    for where in ("/money/cards/", f"/money/cards/{card.pk}/"):
        assert "Stopped" in page(rosa, where)


def test_who_acts_for_nobody_any_more_is_told_calmly_wherever_she_comes(client, account):
    amira = user("Amira Whitfield")
    given = mandate(account.person, amira, Scope.SEE_BALANCE, Scope.SEE_LINES)
    sign_in(client, amira, acting_for=given)
    mandates.end(mandate=given, by=account.person.user)
    assert homes.of(amira) == "/money/acting/"
    for address in ("/money/", "/money/statement/", "/money/cards/", "/money/choices/"):
        assert client.get(address).url == "/money/acting/"
    shown = page(client, "/money/acting/")
    assert "You no longer act for Rosa Alvarez" in shown
    assert f"ended on {day(timezone.localdate())}" in shown
    assert page(sign_in(Client(), amira), "/money/acting/") == page(client, "/money/acting/")


def test_who_has_money_of_her_own_gets_back_to_it(client, account):
    amira = person("Amira Whitfield").user
    given = mandate(account.person, amira, Scope.SEE_BALANCE)
    sign_in(client, amira, acting_for=given)
    mandates.end(mandate=given, by=account.person.user)
    shown = page(client, client.get("/money/").url)
    assert "You no longer act for Rosa Alvarez." in shown
    assert "Act for yourself" in shown
    assert client.post("/money/acting/", {"for": "self"}).url == "/money/"
    assert "You are acting for yourself now" in page(client, "/money/acting/")
    assert "Your money" in page(client, "/money/")


# Acting for somebody


def test_she_picks_whom_she_acts_for_and_stops(client, account):
    amira = user("Amira Whitfield")
    given = mandate(account.person, amira, Scope.SEE_BALANCE)
    sign_in(client, amira)
    assert client.get("/money/").url == "/money/acting/"
    shown = page(client, "/money/acting/")
    assert "Act for Rosa Alvarez" in shown
    assert "You can see how much money there is." in shown
    assert client.post("/money/acting/", {"for": given.pk}).url == "/money/"
    assert "You are acting for <strong>Rosa Alvarez</strong>" in page(client, "/accounts/")
    assert client.post("/money/acting/", {"for": "self"}).url == "/money/acting/"
    assert "wm-banner" not in page(client, "/accounts/")


def test_nobody_acts_by_somebody_elses_mandate(client, account):
    theirs = mandate(account.person, user("Amira Whitfield"), Scope.SEE_BALANCE)
    mandate(person("Joan Whitfield"), neighbour := user("Neighbour"), Scope.SEE_BALANCE)
    sign_in(client, neighbour)
    for picked in (theirs.pk, 999_999, "x", ""):
        assert client.post("/money/acting/", {"for": picked}).url == "/money/acting/"
    sign_in(client, neighbour, acting_for=theirs)
    assert client.get("/money/").url == "/money/acting/"


def test_the_first_page_costs_the_same_with_many_lines(client, account):
    rosa = sign_in(client, account.person.user)
    money.card(account)

    def count():
        with CaptureQueriesContext(connection) as queries:
            page(rosa, "/money/")
        return len(queries)

    count()  # her first look is kept
    few = count()
    for n in range(4):
        budgets.load(pot=account.pots.first(), pence=10, key=f"n{n}", by=None)
    assert count() == few


def test_ways_of_holding_and_what_was_chosen(rosa):
    shown = page(rosa, "/money/choices/")
    for words in ("Your own bank account", "A provider looks after it", "You chose", "Keeping clean and well"):
        assert words in shown


def test_weeks_of_cover_stand_at_each_pot_and_on_the_statement(rosa, account):
    """Weeks of cover everywhere money is; none for what is set aside for emergencies, nor of the past."""
    shown = page(rosa, "/money/")
    for words in ("£248, about 4 weeks", "£121, about 2 weeks", "£43.60<"):
        assert words in shown.replace("</p>", "<")
    assert "Free to spend now, about 3 weeks of the plan" in page(rosa, "/money/statement/")
    dates = "&".join(f"{name}_{part}={number}" for name in ("first", "last") for part, number in OLD.items())
    past = page(rosa, f"/money/statement/?period=dates&{dates}")
    assert "weeks of the plan" not in past


def test_own_money_without_a_weekly_amount_has_no_weeks(client):
    tom = sign_in(client, money.own_money(5_000).person.user)
    assert "week" not in page(tom, "/money/statement/").split("In short")[1].split("wm-figures")[1].split("</dl>")[0]
