"""Easy Read says whose money it is, and sets apart what somebody typed, for that is not Easy Read (issue 7 §7)."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts import payments
from accounts.actions import purchase_reviews
from accounts.models import PurchaseReview
from accounts.roles import Role, Scope
from tests import sessions
from tests.factories import accounts as people
from tests.factories import declines, money
from tests.factories import surplus as unspent
from tests.test_easy_facts import main

pytestmark = pytest.mark.django_db
EASY = {"easy": "1"}


@pytest.fixture
def joan():
    return money.card_account(20_000, 3_000, person=people.person("Joan Whitfield")).person


@pytest.fixture
def amira(joan):
    given = people.mandate(joan, people.user("Amira Whitfield"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    return sessions.enter(Client(), given.delegate, acting=given)


def lines(page):
    html = page.content.decode()
    found = re.findall(r'wm-easy__line">.*?<p>(.*?)</p>', html.partition("<main")[2], re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found]


def test_who_acts_for_somebody_reads_whose_money_it_is(amira):
    page = amira.get(reverse("money-statement"), {"format": "easy"})
    told = lines(page)
    assert "Joan’s money" in main(page)
    assert [each for each in told if re.search(r"\b[Yy]ou", each)] == []
    assert "Joan has £230.00 to spend." in told and "Then Joan had £230.00." in told


def test_at_a_glance_too(amira, joan):
    payments.hold(purpose="visit", reference="V1", pot=joan.pots.first(), payee=money.payee(), pence=1_250, by=None)
    assert "£12.50 more is kept for things Joan has booked." in lines(amira.get("/money/", EASY))


def test_she_herself_reads_you(joan):
    her = sessions.enter(Client(), joan.user)
    told = lines(her.get(reverse("money-statement"), {"format": "easy"}))
    assert "You have £230.00 to spend." in told and not [each for each in told if "Joan" in each]


def test_what_happened_lately_is_lines_with_pictures_and_the_same_figures(joan):
    """Inclusion Europe: no table where a line will do."""
    her = sessions.enter(Client(), joan.user)
    usual, easy = her.get("/money/", {"easy": "0"}), her.get("/money/", EASY)
    assert "What happened lately" in main(easy) and "<table" not in easy.content.decode()
    assert "<table" in usual.content.decode()
    paid = re.findall(r"£[\d,.]+", main(usual).partition("What happened lately")[2].partition("See all of it")[0])
    assert paid and set(paid) <= set(re.findall(r"£[\d,]+\.\d\d", main(easy)))


def wrote(page):
    return "Aldermere wrote:" in main(page) and "We can explain it" in main(page)


def test_why_money_is_asked_back_is_set_apart():
    made = unspent.proposed(unspent.rich().person)
    her = sessions.enter(Client(), made.person.user)
    page = her.get(reverse("money-surplus", args=[made.pk]), EASY)
    assert wrote(page) and f"<blockquote><p>{made.why}</p></blockquote>" in page.content.decode()
    assert made.why not in lines(page)


def test_why_a_purchase_does_not_fit_is_set_apart():
    review = declines.review()
    by = people.staff(Role.PRACTITIONER, name="Samuel Osei")
    answer = PurchaseReview.Answer.DOES_NOT_FIT
    purchase_reviews.answer(review=review, answer=answer, words="It is a gift for another.", by=by)
    her = sessions.enter(Client(), review.person.user)
    page = her.get(reverse("money-decline", args=[review.authorisation_id]), EASY)
    assert wrote(page) and "It is a gift for another." in main(page)
    assert "It is a gift for another." not in " ".join(lines(page))
