from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts import ledger
from accounts.actions import cards, mandates
from accounts.actions.cards import CardRefused, WrongStep
from accounts.ledger import KeyReused, LedgerKind
from accounts.models import AuditLine, Card, CardAuthorisation
from accounts.roles import Scope
from accounts.spending import Reason
from design.formats import LOCAL
from tests.factories import money
from tests.factories.accounts import mandate, user

pytestmark = pytest.mark.django_db


def balances(account) -> list[tuple[int, int]]:
    """Available and held of each pot, in order."""
    return [(ledger.balance(p.available), ledger.balance(p.held)) for p in account.pots.all()]


def settled() -> int:
    return ledger.balance(ledger.council_account(LedgerKind.CARD_SETTLED))


def test_a_card_is_issued_once_to_each_holder_with_four_digits_only():
    account = money.card_account(500)
    card = money.card(account)
    assert (len(card.last4), card.last4.isdigit(), card.issuer, card.state) == (4, True, "sandbox", "active")
    assert card.expires_on > timezone.localdate() + timedelta(days=1000)
    with pytest.raises(CardRefused):
        cards.issue(account=account, holder=user(), pot=money.card_account(1).pots.get(), by=account.person.user)


def test_a_purchase_is_held_then_taken():
    account = money.card_account(500, 300, contingency=9_000)
    asked = cards.authorise(card=money.card(account), reference="r1", merchant="Aldermere Swim", pence=640)
    assert (asked.state, balances(account)) == ("approved", [(0, 500), (160, 140), (9_000, 0)])
    cards.capture(authorisation=asked)
    assert (asked.state, balances(account), settled()) == ("captured", [(0, 0), (160, 0), (9_000, 0)], 640)


def test_the_same_request_five_times_is_one_hold():
    account = money.card_account(1_000)
    card = money.card(account)
    asked = {cards.authorise(card=card, reference="r1", merchant="Swim", pence=300).pk for _ in range(5)}
    assert (len(asked), balances(account)) == (1, [(700, 300)])
    with pytest.raises(KeyReused):
        cards.authorise(card=card, reference="r1", merchant="Swim", pence=301)


def test_a_shop_that_takes_less_frees_the_rest():
    account = money.card_account(500, 300)
    asked = cards.authorise(card=money.card(account), reference="r1", merchant="Taxi", pence=700)
    cards.capture(authorisation=asked, pence=550)
    cards.capture(authorisation=asked, pence=550)
    assert (balances(account), settled()) == ([(0, 0), (250, 0)], 550)
    with pytest.raises(WrongStep):
        cards.capture(authorisation=asked, pence=10)


def test_a_shop_that_gives_up_frees_all():
    account = money.card_account(500, 300)
    asked = cards.authorise(card=money.card(account), reference="r1", merchant="Taxi", pence=700)
    cards.reverse(authorisation=asked)
    cards.reverse(authorisation=asked)
    assert (asked.state, balances(account)) == ("reversed", [(500, 0), (300, 0)])
    with pytest.raises(WrongStep):
        cards.capture(authorisation=asked)


def test_refunds_go_back_to_the_pots_they_came_from_once_each_and_never_more_than_was_taken():
    account = money.card_account(500, 300)
    asked = cards.authorise(card=money.card(account), reference="r1", merchant="Shop", pence=700)
    cards.capture(authorisation=asked)
    cards.refund(authorisation=asked, pence=250, reference="f1")
    cards.refund(authorisation=asked, pence=250, reference="f1")
    assert balances(account) == [(50, 0), (300, 0)]
    with pytest.raises(WrongStep):
        cards.refund(authorisation=asked, pence=451, reference="f2")
    assert cards.refund(authorisation=asked, pence=450, reference="f3").refunded_pence == 700
    assert (balances(account), settled()) == ([(500, 0), (300, 0)], 0)


def test_what_was_declined_or_only_held_cannot_be_refunded():
    account = money.card_account(500)
    card = money.card(account)
    declined = cards.authorise(card=card, reference="r1", merchant="Shop", pence=501)
    held = cards.authorise(card=card, reference="r2", merchant="Shop", pence=500)
    for each in (declined, held):
        with pytest.raises(WrongStep):
            cards.refund(authorisation=each, pence=1, reference="f")
    assert (declined.state, declined.decline_reason, declined.pot) == ("declined", Reason.NOT_ENOUGH, None)
    assert AuditLine.objects.get(action="card.declined").detail == {"reason": "not_enough"}


def test_a_frozen_card_is_refused_at_once_and_works_again_when_unfrozen():
    account = money.card_account(500)
    card, rosa = money.card(account), account.person.user
    assert (cards.freeze(card=card, by=rosa), cards.freeze(card=card, by=rosa)) == (True, False)
    assert cards.authorise(card=card, reference="r1", merchant="Shop", pence=1).decline_reason == Reason.CARD_FROZEN
    assert cards.unfreeze(card=card, by=rosa) is True
    assert cards.authorise(card=card, reference="r2", merchant="Shop", pence=1).state == "approved"
    assert list(
        AuditLine.objects.filter(subject=f"card:{card.pk}").order_by("pk").values_list("action", flat=True)
    ) == [
        "card.issued",
        "card.frozen",
        "card.unfrozen",
    ]


def test_a_delegate_spends_with_a_card_of_her_own_within_her_limits_while_the_mandate_holds():
    account = money.card_account(100_000)
    amira = user("Amira Whitfield")
    given = mandate(
        account.person,
        amira,
        Scope.PAY,
        pay_per_purchase_pence=2_000,
        pay_per_month_pence=5_000,
        starts_on=date(2026, 1, 1),
    )
    card = money.card(account, holder=amira)

    def buy(reference, pence):
        return cards.authorise(card=card, reference=reference, merchant="Shop", pence=pence).decline_reason

    assert [buy("a", 2_001), buy("b", 2_000), buy("c", 2_000), buy("d", 1_001), buy("e", 1_000)] == [
        Reason.OVER_LIMIT,
        "",
        "",
        Reason.OVER_LIMIT,
        "",
    ]
    given.ends_on = timezone.localdate() - timedelta(days=1)
    given.save()
    assert buy("f", 1) == Reason.MAY_NOT_PAY


def test_a_limit_counts_what_was_promised_first_though_it_was_asked_a_moment_later():
    """Of shops that ask at the same moment any may have the lock first."""
    account, amira, now = money.card_account(100_000), user("Amira Whitfield"), timezone.now()
    mandate(account.person, amira, Scope.PAY, pay_per_month_pence=1_000)
    own = money.card(account)
    cards.set_limits(card=own, per_purchase_pence=None, per_week_pence=1_000, by=own.holder)
    for card, over in ((own, Reason.OVER_OWN_LIMIT), (money.card(account, holder=amira), Reason.OVER_LIMIT)):
        said = [
            cards.authorise(card=card, reference=f"{card.pk}{at}", merchant="Shop", pence=900, at=at).decline_reason
            for at in (now, now - timedelta(microseconds=1))
        ]
        assert said == ["", over]


def test_a_delegates_next_month_begins_with_its_first_day():
    account, amira = money.card_account(100_000), user("Amira Whitfield")
    mandate(account.person, amira, Scope.PAY, pay_per_month_pence=1_000, starts_on=date(2026, 1, 1))
    card = money.card(account, holder=amira)
    october = datetime(2026, 10, 31, 23, 59, 59, 999_999, tzinfo=LOCAL)
    moments = (october, october + timedelta(microseconds=1), october - timedelta(hours=1))
    said = [
        cards.authorise(card=card, reference=str(at), merchant="Shop", pence=900, at=at).decline_reason
        for at in moments
    ]
    assert said == ["", "", Reason.OVER_LIMIT]


def test_with_the_mandate_the_delegates_card_stops_and_no_other():
    account, amira = money.card_account(5_000), user("Amira Whitfield")
    given = mandate(account.person, amira, Scope.PAY)
    hers, own = money.card(account, holder=amira), money.card(account)
    assert mandates.end(mandate=given, by=account.person.user) == [hers]
    assert [(card.pk, card.state) for card in Card.objects.order_by("pk")] == [(hers.pk, "closed"), (own.pk, "active")]
    assert cards.authorise(card=hers, reference="r", merchant="S", pence=1).decline_reason == Reason.CARD_CLOSED
    line = AuditLine.objects.get(action="card.stopped")
    assert (line.subject, line.detail) == (f"card:{hers.pk}", {"reason": "mandate ended"})


def test_a_frozen_card_stops_too_and_what_a_shop_was_promised_is_still_paid():
    account, amira = money.card_account(5_000), user("Amira Whitfield")
    given = mandate(account.person, amira, Scope.PAY)
    hers = money.card(account, holder=amira)
    promised = cards.authorise(card=hers, reference="r", merchant="Shop", pence=700)
    cards.freeze(card=hers, by=amira)
    assert [card.state for card in mandates.end(mandate=given, by=account.person.user)] == ["closed"]
    cards.capture(authorisation=promised)
    assert settled() == 700


def test_a_card_goes_on_while_another_mandate_lets_her_pay_and_she_may_have_a_new_one_later():
    account, amira = money.card_account(5_000), user("Amira Whitfield")
    first, second = mandate(account.person, amira, Scope.PAY), mandate(account.person, amira, Scope.PAY)
    hers = money.card(account, holder=amira)
    assert mandates.end(mandate=first, by=account.person.user) == []
    assert mandates.end(mandate=second, by=account.person.user) == [hers]
    assert mandates.end(mandate=second, by=account.person.user) == []
    mandate(account.person, amira, Scope.PAY)
    assert money.card(account, holder=amira).pk != hers.pk


def test_two_shops_cannot_spend_the_same_money():
    account = money.card_account(500)
    card = money.card(account)
    states = [cards.authorise(card=card, reference=f"r{n}", merchant="Shop", pence=200).state for n in range(4)]
    assert (states, balances(account)) == (["approved", "approved", "declined", "declined"], [(100, 400)])


def test_a_frozen_card_says_so_on_behalf_of_whom():
    account = money.card_account(500)
    amira = user("Amira Whitfield")
    mandate(account.person, amira, Scope.PAY)
    card = money.card(account)
    cards.freeze(card=card, by=amira)
    line = AuditLine.objects.get(action="card.frozen")
    assert (line.by, line.on_behalf_of) == (str(amira.pk), str(account.person.pk))


def test_all_authorisations_end_with_nothing_held():
    account = money.card_account(1_000)
    card = money.card(account)
    for n, finish in enumerate((cards.capture, cards.reverse)):
        finish(authorisation=cards.authorise(card=card, reference=f"r{n}", merchant="Shop", pence=100))
    assert CardAuthorisation.objects.filter(state="approved").count() == 0
    assert balances(account) == [(900, 0)]


def test_a_limit_for_one_purchase_is_for_all_of_it_however_often_the_shop_asks_for_more():
    account, amira = money.card_account(100_000), user("Amira Whitfield")
    mandate(account.person, amira, Scope.PAY, pay_per_purchase_pence=2_000)
    hers, own = money.card(account, holder=amira), money.card(account)
    cards.set_limits(card=own, per_purchase_pence=2_000, per_week_pence=None, by=own.holder)
    for card, reason in ((hers, Reason.OVER_LIMIT), (own, Reason.OVER_OWN_LIMIT)):
        asked = cards.authorise(card=card, reference=f"hotel:{card.pk}", merchant="Hotel", pence=1_500)
        assert cards.increase(authorisation=asked, to_pence=2_000).state == "approved"
        more = cards.increase(authorisation=asked, to_pence=2_001)
        assert (more.state, more.decline_reason, more.declined.limit_pence) == ("declined", reason, 0)


def test_a_stranger_freezes_nothing():
    account = money.card_account(500)
    card, viewer = money.card(account), user("Vera View")
    mandate(account.person, viewer, Scope.SEE_BALANCE, Scope.SEE_LINES)
    for by in (user("Sam Strange"), viewer):
        with pytest.raises(CardRefused, match="may pay for them freezes"):
            cards.freeze(card=card, by=by)
    card.refresh_from_db()
    assert card.state == "active"


def test_a_delegate_who_may_not_sign_in_any_more_does_not_pay_either():
    account, amira = money.card_account(5_000), user("Amira Whitfield")
    mandate(account.person, amira, Scope.PAY)
    hers = money.card(account, holder=amira)
    amira.is_active = False
    amira.save()
    assert cards.authorise(card=hers, reference="r", merchant="S", pence=1).decline_reason == Reason.MAY_NOT_PAY
