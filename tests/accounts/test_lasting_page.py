"""The page that says how long one's own money lasts: for everybody, and nothing that is typed stays anywhere."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.views import how_long
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db
PAGE = "/money/how-long/"
TYPED = {
    "savings": "£123,457",
    "income": "281.50",
    "home": "240",
    "hours": "10.5",
    "price": "24",
    "help_sum": "",
    "care_home": "1,234",
    "price_rise": "4",
    "income_rise": "2%",
}


def ask(client, query="", **but):
    return client.post(PAGE + query, {**TYPED, **but})


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def errors(response):
    return dict(response.context["form"].errors.items())


def test_nobody_has_to_sign_in(client):
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "We keep nothing that you type here" in text(response)
    assert 'value="4"' in response.content.decode()  # what prices may do, to be changed


def test_three_ways_side_by_side_with_charts_and_what_to_do(client):
    response = ask(client)
    shown = text(response)
    assert [card.headline for card in response.context["cards"]] == [
        "About 29 years and 6 months",
        "About 7 years and 5 months",
        "About 1 year and 11 months",
    ]
    for words in (
        "A week costs £492 now, and £281.50 comes in. £210.50 a week comes out of your savings.",
        "If you own your home, its value may count as well.",
        "In a care home as a table",
        "Before you choose a care home",
        "What to ask a care home",
        "What to ask a home care agency",
        "Independent financial advice",
        "We recommend nobody",
        "What this estimate does not know",
        "Print this page",
        "Savings £123,457",
        "Prices go up 4% a year",
    ):
        assert words in shown
    assert 'value="£123,457"' in response.content.decode()  # to be changed, as it was typed


def test_bars_can_be_compared_and_end_with_nothing_left(client):
    home, _, care_home = [card.bars for card in ask(client).context["cards"]]
    assert [(bar.label, bar.text, bar.tone) for bar in care_home] == [
        ("Now", "£123,457", "apricot"),
        ("After 1 year", "£73,927", "apricot"),
        ("After 2 years", "£22,123: the council may help", "amber"),
        ("After 3 years", "£0, if nobody helped", "amber"),
    ]
    assert [bar.label for bar in home] == ["Now", "After 1 year", *(f"After {n} years" for n in range(2, 11))]
    assert (home[0].share, max(bar.share for bar in home)) == (care_home[0].share, 1)


def test_months_are_shown_where_it_is_over_within_the_year(client):
    cards = ask(client, savings="30000", income="0").context["cards"]
    assert [bar.label for bar in cards[2].bars][:3] == ["Now", "After 3 months", "After 6 months"]


def test_only_what_somebody_wants_to_look_at(client):
    response = ask(client, hours="", price="", care_home="")
    assert [card.title for card in response.context["cards"]] == ["At home without help"]
    response = ask(client, hours="", price="", help_sum="252")
    assert response.context["cards"] == ask(client).context["cards"]  # 10.5 hours at £24


def test_whoever_is_at_the_limit_hears_that_she_can_ask_now(client):
    response = ask(client, savings="23,250")
    assert {card.headline for card in response.context["cards"]} == {"Ask us now"}
    assert "The council may help with the cost of care now" in text(response)


def test_income_that_covers_it_does_not_run_out(client):
    response = ask(client, income="5000", income_rise="4")
    assert "Later it may" not in text(response) and "Later it may" in text(ask(client))
    assert "After that you have" not in text(ask(client, "?easy=1", income="5000", income_rise="4"))
    assert {card.headline for card in response.context["cards"]} == {"It does not run out"}


@pytest.mark.parametrize(
    ("but", "field", "words"),
    [
        ({"savings": ""}, "savings", "Enter how much you have in savings, like 60,000"),
        ({"savings": "lots"}, "savings", "Enter an amount of money in numbers, like 12.50"),
        ({"savings": "-5"}, "savings", "Enter an amount above zero, without a minus sign"),
        ({"savings": "99,999,999"}, "savings", "Enter £10,000,000.00 or less"),
        ({"income": ""}, "income", "Enter how much money comes in each week, like 280"),
        ({"home": ""}, "home", "Enter what it costs you to live at home each week, like 230"),
        ({"price": ""}, "price", "Enter the price of an hour, like 25"),
        ({"hours": ""}, "hours", "Enter the hours of help each week, like 7"),
        ({"hours": "169"}, "hours", "Enter a number from 0 to 168"),
        ({"hours": "ten"}, "hours", "Enter a number, like 7 or 10.5"),
        ({"help_sum": "300"}, "help_sum", "Enter either the hours and the price, or one sum for the week"),
        ({"care_home": "0"}, "care_home", "Enter £1.00 or more"),
        ({"price_rise": ""}, "price_rise", "Enter a number, like 4 or 2.5"),
        ({"price_rise": "21"}, "price_rise", "Enter a number from 0 to 20"),
        ({"price_rise": "1.234"}, "price_rise", "Enter a number with at most 2 figures after the point, like 1.23"),
        ({"income_rise": "NaN"}, "income_rise", "Enter a number, like 2 or 0"),
        ({"income_rise": "1e1"}, "income_rise", "Enter a number, like 2 or 0"),
    ],
)
def test_what_cannot_be_read_is_said_and_everything_typed_stays(client, but, field, words):
    response = ask(client, **but)
    assert (response.status_code, errors(response)) == (200, {field: [words]})
    html = response.content.decode()
    assert "There is a problem" in html and f'href="#id_{field}"' in html and "Error: " in html
    for name, typed in {**TYPED, **but}.items():
        assert (f'value="{typed}"' in html) is bool(typed), name
    assert response.context["cards"] == []


def test_nothing_typed_sends_what_is_missing_and_breaks_nothing(client):
    assert set(errors(client.post(PAGE, {}))) == {"savings", "income", "home", "price_rise", "income_rise"}
    hostile = dict.fromkeys(TYPED, "\x00" + "9" * 5000 + "<script>")
    assert set(errors(client.post(PAGE, hostile))) == set(TYPED)


@pytest.mark.parametrize("unit", ["10.5 hours", "10.5hours", " 10.5 "])
def test_a_unit_may_be_typed_too(client, unit):
    assert ask(client, hours=unit).context["cards"] == ask(client).context["cards"]
    assert ask(client, hours="1 hour").context["form"].is_valid()


def test_nothing_is_stored_and_nobody_keeps_the_page(client, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as asked:
        response = ask(client)
    wrote = [each["sql"] for each in asked if not each["sql"].startswith("SELECT")]
    assert wrote == []
    assert Session.objects.count() == 0 and "sessionid" not in response.cookies
    assert {"no-store", "private"} <= {each.strip() for each in response["Cache-Control"].split(",")}
    said = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "123,457" not in said and "123457" not in said


def test_no_sum_is_in_an_address(client):
    html = ask(client).content.decode()
    addresses = " ".join(re.findall(r'(?:href|action|formaction|src)="([^"]*)"', html))
    for typed in ("123", "281", "1,234", "1234"):
        assert typed not in addresses
    assert f'method="post" action="{PAGE}"' in html
    assert client.get(f"{PAGE}?savings=50000&income=1").context["form"].is_bound is False


def test_a_post_from_elsewhere_is_refused():
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(PAGE).status_code == 405


def test_it_costs_the_same_whatever_is_asked(client, django_assert_num_queries):
    client.get(PAGE)
    for but in ({"savings": "23,251"}, {"savings": "9,000,000"}, {"care_home": ""}, {"savings": "no"}):
        with django_assert_num_queries(1):  # the council's name and telephone number
            ask(client, **but)


def test_easy_read_by_the_switch_before_and_after(client):
    assert "Do you pay for your own care?" in text(client.get(f"{PAGE}?easy=1"))
    response = ask(client, "?easy=1")
    shown = text(response)
    assert "In a care home: About 1 year and 11 months" in shown
    assert "as a table" not in shown
    html = response.content.decode()
    lines = re.findall(r'class="wm-easy__line">(.*?)<p>', html, re.DOTALL)
    assert len(lines) > 10 and all("<svg" in each for each in lines)  # a picture beside each
    assert 'form="how-long" formaction="?easy=0"' in html  # the switch keeps what was typed
    assert 'form="how-long" formaction="?easy=1"' in ask(client, "?easy=0").content.decode()


def test_one_address_cannot_ask_for_ever(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr(how_long, "TIMES", 2)
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(PAGE).status_code == 200  # reading is free


def test_self_funders_are_led_here_from_their_money(client):
    tom = make.person("Tom Birch")
    make.sign_in(client, tom.user)
    assert f'href="{PAGE}"' in client.get("/money/").content.decode()  # no account yet
    money.own_money(person=tom)
    assert f'href="{PAGE}"' in client.get("/money/").content.decode()


def test_whoever_has_a_personal_budget_is_not(client):
    account = money.card_account(5_000)
    make.sign_in(client, account.person.user)
    assert PAGE not in client.get("/money/").content.decode()
