"""The decision about a purchase, as a table: rules before the balance."""

from datetime import date

import pytest

from accounts.spending import DECLINES, CardFacts, PotFacts, Reason, decide, share

TODAY = date(2026, 11, 22)
GOOD = CardFacts("active", date(2029, 11, 30))
POTS = [PotFacts(1, 500), PotFacts(2, 300), PotFacts(3, 9_000, is_contingency=True)]


def ask(pence, card=GOOD, pots=POTS, category=""):
    return decide(card=card, pots=pots, pence=pence, category=category, today=TODAY)


@pytest.mark.parametrize(
    ("pence", "draws"), [(1, ((1, 1),)), (500, ((1, 500),)), (501, ((1, 500), (2, 1))), (800, ((1, 500), (2, 300)))]
)
def test_the_cards_own_pot_first_then_the_others_in_order(pence, draws):
    decision = ask(pence)
    assert (decision.approved, decision.draws) == (True, draws)


def test_money_set_aside_for_emergencies_is_not_drawn_on():
    decision = ask(801)
    assert (decision.reason, decision.draws, decision.short_by_pence) == (Reason.NOT_ENOUGH, (), 1)


@pytest.mark.parametrize(
    ("card", "category", "reason"),
    [
        (CardFacts("closed", date(2020, 1, 1), True), "", Reason.CARD_CLOSED),
        (CardFacts("active", date(2029, 1, 1), True), "", Reason.ACCOUNT_CLOSED),
        (CardFacts("frozen", date(2020, 1, 1)), "", Reason.CARD_FROZEN),
        (CardFacts("active", date(2026, 11, 21)), "", Reason.CARD_EXPIRED),
        (CardFacts("active", TODAY, may_pay=False), "", Reason.MAY_NOT_PAY),
        (GOOD, "unlawful_drugs", Reason.UNLAWFUL_GOODS),
        (CardFacts("active", TODAY, limit_pence=99_999), "", Reason.OVER_LIMIT),
    ],
)
def test_a_rule_is_named_before_the_balance(card, category, reason):
    assert ask(100_000, card, category=category).reason == reason


def test_a_card_works_to_the_end_of_its_last_day_and_to_the_penny_of_its_limit():
    assert ask(100, CardFacts("active", TODAY, limit_pence=100)).approved


def test_no_whole_category_of_lawful_shops_is_refused():
    for category in ("", "books", "taxis", "pubs", "hairdressers", "direct_marketing", "cash_machines", "clothing"):
        assert ask(1, category=category).approved


def test_every_reason_has_words():
    assert set(DECLINES) == set(Reason)


@pytest.mark.parametrize(
    ("pence", "skip", "parts"),
    [(800, 0, [(1, 500), (2, 300)]), (400, 0, [(1, 400)]), (400, 400, [(1, 100), (2, 300)]), (0, 800, [])],
)
def test_a_share_of_what_was_drawn(pence, skip, parts):
    assert share([(1, 500), (2, 300)], pence, skip) == parts
