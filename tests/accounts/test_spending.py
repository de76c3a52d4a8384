"""The decision about a purchase, as a table: rules before the balance."""

from datetime import date

import pytest
from django.conf import settings

from accounts import decline_words
from accounts.shops import shop_key
from accounts.spending import (
    ALLOWED_ONCE,
    DECLINES,
    REVIEWED,
    AllowanceFacts,
    CardFacts,
    PotFacts,
    Reason,
    RuleFacts,
    decide,
    share,
)

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


# Rules of a person's plan, and what was allowed once

PLAN = RuleFacts(7, Reason.PLAN_LINE, shop="golden palace")
LAW = RuleFacts(8, Reason.STATUTORY_LIMIT, shop="alvarez gardens")
ONCE = AllowanceFacts(5, Reason.PLAN_LINE, "golden palace", 600)


def buy(pence, merchant, card=GOOD, rules=(PLAN, LAW), allowances=(), category=""):
    return decide(
        card=card,
        pots=POTS,
        pence=pence,
        category=category,
        today=TODAY,
        merchant=merchant,
        rules=rules,
        allowances=allowances,
    )


@pytest.mark.parametrize(
    ("merchant", "reason", "rule"),
    [
        ("Golden Palace", Reason.PLAN_LINE, 7),
        ("GOLDEN  PALACE.", Reason.PLAN_LINE, 7),
        ("Golden Palace Café", None, None),
        ("Alvarez Gardens", Reason.STATUTORY_LIMIT, 8),
    ],
)
def test_a_rule_refuses_the_shop_that_it_names_and_says_which_rule_it_was(merchant, reason, rule):
    decision = buy(100, merchant)
    assert (decision.reason, decision.rule) == (reason, rule)


def test_a_rule_of_one_persons_plan_may_name_a_kind_of_shop():
    rules = [RuleFacts(9, Reason.PLAN_LINE, category="betting_casino_gambling")]
    assert buy(100, "Lucky Sevens", rules=rules, category="betting_casino_gambling").rule == 9
    assert buy(100, "Lucky Sevens", rules=rules).approved


def test_a_limit_of_the_law_that_names_nothing_refuses_nothing():
    assert buy(100, "", rules=[RuleFacts(9, Reason.STATUTORY_LIMIT)]).approved


@pytest.mark.parametrize(
    ("pence", "merchant", "allowances", "reason", "used"),
    [
        (600, "Golden Palace", [ONCE], None, (5,)),
        (601, "Golden Palace", [ONCE], Reason.PLAN_LINE, ()),
        (600, "Otter Swim", [ONCE], None, ()),  # nothing refused, so nothing is used up
        (600, "Golden Palace", [AllowanceFacts(5, Reason.OVER_LIMIT, "golden palace", 600)], Reason.PLAN_LINE, ()),
        (600, "Golden Palace", [AllowanceFacts(5, Reason.PLAN_LINE, "otter swim", 600)], Reason.PLAN_LINE, ()),
        (600, "Alvarez Gardens", [AllowanceFacts(5, Reason.STATUTORY_LIMIT, "alvarez gardens", 600)], "law", ()),
    ],
)
def test_what_is_allowed_fits_one_shop_one_reason_and_a_sum_and_never_lifts_the_law(
    pence, merchant, allowances, reason, used
):
    decision = buy(pence, merchant, allowances=allowances)
    assert (decision.reason, decision.allowances) == (Reason.STATUTORY_LIMIT if reason == "law" else reason, used)


def test_what_is_allowed_makes_no_money():
    decision = buy(801, "Golden Palace", allowances=[AllowanceFacts(5, Reason.PLAN_LINE, "golden palace", 900)])
    assert (decision.reason, decision.allowances, decision.short_by_pence) == (Reason.NOT_ENOUGH, (), 1)


def test_two_refusals_take_two_allowances_and_one_allowance_serves_two_lines_of_the_plan():
    card = CardFacts("active", TODAY, limit_pence=100)
    more = AllowanceFacts(6, Reason.OVER_LIMIT, "golden palace", 600)
    lines = [PLAN, RuleFacts(9, Reason.PLAN_LINE, category="restaurants")]
    assert buy(600, "Golden Palace", card=card, allowances=[ONCE]).reason == Reason.OVER_LIMIT
    both = buy(600, "Golden Palace", card=card, rules=lines, allowances=[ONCE, more], category="restaurants")
    assert both.allowances == (6, 5)


@pytest.mark.parametrize(
    ("card", "reason", "left"),
    [
        (CardFacts("active", TODAY, own_limit_pence=99), Reason.OVER_OWN_LIMIT, 99),
        (CardFacts("active", TODAY, limit_pence=98, own_limit_pence=99), Reason.OVER_OWN_LIMIT, 99),
        (CardFacts("active", TODAY, limit_pence=98, own_limit_pence=100), Reason.OVER_LIMIT, 98),
    ],
)
def test_the_holders_own_limit_has_words_of_its_own_and_a_decline_says_what_was_left(card, reason, left):
    decision = buy(100, "Otter Swim", card=card)
    assert (decision.reason, decision.limit_pence) == (reason, left)


def test_only_what_neither_the_law_nor_the_balance_refused_can_be_allowed_once():
    assert {Reason.PLAN_LINE, Reason.OVER_LIMIT, Reason.OVER_OWN_LIMIT} == ALLOWED_ONCE
    assert ALLOWED_ONCE < REVIEWED
    assert {Reason.UNLAWFUL_GOODS, Reason.STATUTORY_LIMIT, Reason.NOT_ENOUGH} == REVIEWED - ALLOWED_ONCE


def test_every_reason_says_what_can_be_done_and_says_it_in_easy_read():
    assert (set(decline_words.STEPS), set(decline_words.EASY)) == (set(Reason), set(Reason))
    lines = [line for lines in decline_words.EASY.values() for line in lines]
    assert [text for _, text in lines if len(text.split()) > 9] == []


def test_every_picture_of_easy_read_is_one_of_ours():
    pictures = {picture for lines in decline_words.EASY.values() for picture, _ in lines}
    icons = {path.stem for path in (settings.BASE_DIR / "design/templates/design/icons").glob("*.svg")}
    assert pictures <= icons


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Otter  Swim", "OTTER SWIM", True),
        ("Otter-Swim, Alderford", "otter swim alderford", True),
        ("SQ *Green Apron", "SQ *Blue Apron", False),  # behind one payment company stand many shops
        ("Shop 24", "Shop 25", False),
    ],
)
def test_when_two_names_are_one_shop(one, other, same):
    assert (shop_key(one) == shop_key(other)) is same
