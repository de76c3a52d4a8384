"""Asking before buying, as the person, a delegate, a stranger and everybody see it."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import PurchaseCover, PurchaseQuestion
from accounts.roles import Scope
from tests.accounts.screens import words
from tests.factories import asks as asking
from tests.factories import money
from tests.factories.accounts import mandate, person, sign_in, user

pytestmark = pytest.mark.django_db
ASK = "/money/ask/"


@pytest.fixture
def account():
    return money.card_account(20_000, 3_000)


@pytest.fixture
def whose(account):
    return account.person


@pytest.fixture
def rosa(client, whose):
    return sign_in(client, whose.user)


def delegate(client, whose, *scopes):
    amira = user("Amira Whitfield")
    return sign_in(client, amira, acting_for=mandate(whose, amira, *scopes))


def given(whose, **more):
    pot = whose.pots.first()
    return {"token": "t1", "what": "A swimming pass", "pounds": "45", "shop": "Otter Swim", "pot": pot.pk, **more}


def hidden(response):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()))


def test_one_question_a_page_then_check_then_sent(rosa, whose):
    first = rosa.get(ASK)
    assert ("Question 1 of 3" in words(first), "What do you want to buy?" in words(first)) == (True, True)
    token = hidden(first)["token"]
    second = rosa.post(ASK, {"token": token, "step": 1, "what": "A swimming pass"})
    assert (hidden(second)["what"], "About how much is it?" in words(second)) == ("A swimming pass", True)
    third = rosa.post(ASK, {**hidden(second), "pounds": "45", "shop": "Otter Swim"})
    assert "What is it for?" in words(third)
    check = rosa.post(ASK, {**hidden(third), "pot": whose.pots.first().pk})
    for each in ("Check your answers", "A swimming pass", "£45.00", "Otter Swim", "Keeping clean and well"):
        assert each in words(check)
    assert PurchaseQuestion.objects.count() == 0
    sent = rosa.post(ASK, {**hidden(check), "confirm": "1"})
    question = PurchaseQuestion.objects.get()
    assert sent.url == f"/money/asked/{question.reference}/"
    assert (question.what, question.pence, question.asked_by) == ("A swimming pass", 4_500, whose.user)
    again = rosa.post(ASK, {**hidden(check), "confirm": "1"})
    assert (again.url, PurchaseQuestion.objects.count()) == (sent.url, 1)


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        (1, {"what": ""}, "Enter what you want to buy"),
        (1, {"what": "x" * 201}, "Use 200 letters or fewer"),
        (2, {"pounds": "lots"}, "Enter an amount of money in numbers"),
        (2, {"pounds": "0"}, "Enter £0.01 or more"),
        (2, {"pounds": "50001"}, "Enter £50,000.00 or less"),
        (3, {"pot": ""}, "Choose what it is for"),
        (3, {"pot": "999999"}, "Select"),
        ("", {"what": ""}, "Enter what you want to buy"),
        ("nonsense", {"pounds": ""}, "Enter an amount of money"),
    ],
)
def test_bad_input_is_kept_out_and_what_was_typed_stays(rosa, whose, step, wrong, said):
    response = rosa.post(ASK, given(whose, step=step, confirm="1", **wrong))
    assert (response.status_code, PurchaseQuestion.objects.count()) == (200, 0)
    assert ("There is a problem" in words(response), said in words(response)) == (True, said != "Select")
    if "shop" not in wrong and "pounds" not in wrong:
        assert hidden(response)["shop"] == "Otter Swim"


def test_changing_the_answers_begins_again_with_them(rosa, whose):
    response = rosa.post(ASK, given(whose, change="1"))
    assert ('value="A swimming pass"' in response.content.decode(), hidden(response)["pounds"]) == (True, "45")


def test_the_answer_at_once_names_the_text_and_who_published_it(rosa, whose):
    asking.published()
    shown = words(rosa.post(ASK, given(whose, confirm="1"), follow=True))
    for each in ("Yes", "Nobody can ask for the money back", "£45.00", "Samuel Osei published", "version 2", "CB-"):
        assert each in shown


def test_waiting_yes_no_and_no_need(rosa, whose):
    pages = {
        "We have your question": asking.ask(whose),
        "You can buy this.": asking.answered(whose),
        "It is not in the plan.": asking.answered(whose, answer="no"),
        "without asking": asking.answered(whose, answer="no_need"),
    }
    for said, question in pages.items():
        assert said in words(rosa.get(reverse("money-asked-one", args=[question.reference])))
    listed = words(rosa.get("/money/asked/"))
    assert all(question.reference in listed for question in pages.values())
    no = words(rosa.get(reverse("money-asked-one", args=[pages["It is not in the plan."].reference])))
    assert "If you do not agree" in no


def test_easy_read_is_the_default_for_who_reads_it_and_a_link_for_all(rosa, whose):
    one = reverse("money-asked-one", args=[asking.answered(whose).reference])
    pages = [rosa.get(at).content.decode() for at in (one, f"{one}?easy=1")]
    assert ["wm-easy__line" in page for page in pages] == [False, True]
    rosa.cookies.clear()
    rosa.force_login(whose.user)
    whose.contact_format = "easy_read"
    whose.save()
    for address in (one, ASK):
        assert "wm-easy__line" in rosa.get(address).content.decode()
        assert "wm-easy__line" not in rosa.get(f"{address}?easy=0").content.decode()
        del rosa.cookies[settings.EASY_READ_COOKIE_NAME]
    lines = re.findall(r'wm-easy__line">(.*?)</div>', rosa.get(one).content.decode(), re.DOTALL)
    assert all("<svg" in line for line in lines)
    sent = rosa.post(f"{ASK}?easy=1", given(whose, confirm="1"))
    assert sent.url.endswith("?easy=1")


def test_the_paper_has_the_number_and_no_name(rosa, whose):
    question = asking.answered(whose)
    paper = rosa.get(reverse("money-asked-paper", args=[question.reference]))
    article = paper.content.decode().split("<article")[1].split("</article>")[0]
    assert (question.reference in article, "Rosa" in article, "£45.00" in article) == (True, False, True)
    waiting = asking.ask(whose)
    assert rosa.get(reverse("money-asked-paper", args=[waiting.reference])).status_code == 302


def test_what_was_bought_is_said_and_taken_off_again(rosa, account):
    question = asking.answered(account.person, shop="Otter Swim")
    bought = asking.buy(money.card(account))
    one = reverse("money-asked-one", args=[question.reference])
    shown = rosa.get(one)
    assert "Was it this?" in words(shown)
    cover = reverse("money-asked-cover", args=[question.reference])
    assert rosa.post(cover, {"purchase": f"card:{bought.pk}"}).url == one
    assert "You can still spend £38.60 under this answer" in words(rosa.get(one))
    assert f"You asked first: {question.reference}" in words(rosa.get(f"/money/cards/{bought.card_id}/"))
    assert f"under {question.reference}" in words(rosa.get("/money/statement/"))
    rosa.post(reverse("money-asked-uncover", args=[question.reference, PurchaseCover.objects.get().pk]))
    assert PurchaseCover.objects.count() == 0
    assert f"Was this what you asked about in {question.reference}?" in words(
        rosa.get(f"/money/cards/{bought.card_id}/")
    )
    refused = rosa.post(cover, {"purchase": "card:0"}, follow=True)
    assert "We do not know this purchase." in words(refused)


def test_a_delegate_asks_with_propose_or_pay_and_not_with_less(client, whose):
    for scope in (Scope.PROPOSE, Scope.PAY):
        delegate(client, whose, scope).post(ASK, given(whose, token=scope, confirm="1"))
    assert PurchaseQuestion.objects.count() == 2
    looking = delegate(client, whose, Scope.SEE_BALANCE, Scope.SEE_LINES)
    assert [looking.get(ASK).status_code, looking.post(ASK, given(whose)).status_code] == [403, 403]
    assert "Can I buy this?" not in words(looking.get("/money/"))


def test_a_delegate_who_sees_no_lines_says_nothing_of_purchases(client, account):
    amira = delegate(client, account.person, Scope.PROPOSE)
    hers = asking.answered(account.person, what="A pill box")
    question = asking.answered(account.person, by=account.person.mandates.get().delegate)
    bought = asking.buy(money.card(account))
    one = reverse("money-asked-one", args=[question.reference])
    assert "Otter Swim" not in words(amira.get(one))
    assert "A pill box" not in words(amira.get(reverse("money-asked")))
    assert amira.get(reverse("money-asked-one", args=[hers.reference])).status_code == 404
    cover = reverse("money-asked-cover", args=[question.reference])
    assert amira.post(cover, {"purchase": f"card:{bought.pk}"}).status_code == 403


def test_a_stranger_finds_nothing(client, account):
    question = asking.answered(account.person)
    stranger = sign_in(client, person("Joan Whitfield").user)
    for name in ("money-asked-one", "money-asked-paper"):
        assert stranger.get(reverse(name, args=[question.reference])).status_code == 404
    assert stranger.post(reverse("money-asked-cover", args=[question.reference])).status_code == 404
    assert "There is no personal budget" in words(stranger.get(ASK))


def test_the_text_is_open_to_everybody_in_each_version(client):
    assert "as it came with this website" in words(client.get("/money/what-it-can-buy/"))
    asking.published(text="Anything lawful.\n\n* a swim\n* a bus")
    shown = client.get("/money/what-it-can-buy/")
    assert ("published by Samuel Osei" in words(shown), "<li>a swim</li>" in shown.content.decode()) == (True, True)
    assert "There is a newer version" in words(client.get("/money/what-it-can-buy/1/"))
    assert client.get("/money/what-it-can-buy/9/").status_code == 404


def test_the_money_page_leads_there(rosa):
    assert "Can I buy this?" in words(rosa.get("/money/"))


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_however_many(rosa, account, number, django_assert_num_queries):
    card = money.card(account)
    question = asking.answered(account.person, 900)
    for _ in range(number):
        asking.buy(card, 100)
        asking.ask(account.person)
    one = reverse("money-asked-one", args=[question.reference])
    for address, queries in (("/money/asked/", 10), (one, 14), (f"/money/cards/{card.pk}/", 19)):
        rosa.get(address)
        with django_assert_num_queries(queries):
            rosa.get(address)
